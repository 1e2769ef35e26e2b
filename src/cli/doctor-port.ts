import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { describeHolders, holdersOf } from "../host/port-holders.ts";
import { listSerialPorts } from "../host/serial-list.ts";
import { isSerialLine } from "../host/serial-line.ts";
import { directoryAsPort, forbidden, held, notSerial } from "../host/serial-refusal.ts";
import type { Words } from "../plan/words.ts";
import type { OpenRefusal } from "../ports/serial.ts";
import { type CheckResult, type Examined, refusalWords } from "./doctor-check.ts";

/** The path, the right to open it, and who holds it. Opening and asking is the modem's check. */
export async function checkPort({ inForce, running }: Examined): Promise<readonly CheckResult[]> {
  const { port, baudRate } = inForce.settings.modem;
  if (port === "none")
    return [
      { what: "port", verdict: "ok", found: "none is asked (modem.port = none); bytes are counted all the same" },
    ];
  if (port === "auto") return running ? [] : searched(await listSerialPorts());
  const found = await stat(port).catch(() => undefined);
  if (found === undefined) {
    const { en, zh } = portsHere(await listSerialPorts());
    return fault(
      { en: `${port} does not exist`, zh: `${port} 不存在` },
      { en: `Plug the modem in, or set modem.port. ${en}`, zh: `请接好模组，或设置 modem.port。${zh}` },
    );
  }
  if (!found.isCharacterDevice()) return refused(found.isDirectory() ? directoryAsPort(port) : notSerial(port));
  const allowed = await access(port, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!allowed) return refused(await forbidden(port));
  // Half of the machine has /dev/null open: who holds what is no serial line is of no interest.
  if (isSerialLine(port) === false) return refused(notSerial(port));
  const { seen, hidden } = await holdersOf(port);
  if (seen.length > 0 && !running) return refused(held(port, seen));
  const open = `${port}, ${baudRate} baud`;
  // Beside a running agent, its own process is one of them; a second one shares the port with it.
  if (seen.length > 1)
    return [
      {
        what: "port",
        verdict: "note",
        found: {
          en: `${open}, held by ${describeHolders(seen)}`,
          zh: `有多个程序打开了该串口：${describeHolders(seen)}`,
        },
        remedy: {
          en: "Only the agent should be among them: what the modem answers goes to whoever reads first.",
          zh: "其中只应有代理：模组的应答会被先读取的程序取走。",
        },
      },
    ];
  if (seen.length === 0 && hidden)
    return [
      {
        what: "port",
        verdict: "note",
        found: {
          en: `${open}; whether a program of another user has it open, this user cannot see`,
          zh: "当前用户无法看到其他用户的程序是否打开了该串口",
        },
        remedy: {
          en: `\`sudo cellward doctor\` or \`sudo fuser -v ${port}\` tells.`,
          zh: `用 sudo cellward doctor 或 sudo fuser -v ${port} 查看。`,
        },
      },
    ];
  return [
    { what: "port", verdict: "ok", found: `${open}${seen.length === 0 ? "" : `, held by ${describeHolders(seen)}`}` },
  ];
}

function searched(paths: readonly string[]): readonly CheckResult[] {
  const { en, zh } = portsHere(paths);
  return paths.length === 0
    ? fault(
        { en: "no serial port of a modem is there (modem.port = auto)", zh: "没有模组的串口（modem.port = auto）" },
        { en: `Plug the modem in. ${en}`, zh: `请接好模组。${zh}` },
      )
    : [
        {
          what: "port",
          verdict: "note",
          found: {
            en: `looked for (modem.port = auto) among ${paths.join(", ")}`,
            zh: "在以上串口中查找（modem.port = auto）",
          },
        },
      ];
}

const portsHere = (paths: readonly string[]): Words =>
  paths.length === 0
    ? {
        en: "No port of a modem is there now; `lsusb` and `dmesg` tell whether the modem is seen at all.",
        zh: "目前没有模组的串口；用 lsusb 和 dmesg 查看系统是否识别到模组。",
      }
    : { en: `There are: ${paths.join(", ")}.`, zh: `现有：${paths.join("、")}。` };

const fault = (found: Words, remedy: Words): readonly CheckResult[] => [
  { what: "port", verdict: "fault", found, remedy },
];

const refused = (refusal: OpenRefusal): readonly CheckResult[] => [
  { what: "port", verdict: "fault", ...refusalWords(refusal) },
];
