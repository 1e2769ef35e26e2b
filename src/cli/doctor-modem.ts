import { decode } from "../at/decode.ts";
import { Dialogue } from "../at/dialogue.ts";
import type { AtMessage } from "../at/message.ts";
import { told } from "../base/told.ts";
import { holdersOf } from "../host/port-holders.ts";
import { isSerialLine } from "../host/serial-line.ts";
import { systemSerialPorts } from "../host/serial-ports.ts";
import { SystemClock } from "../host/system-clock.ts";
import { Interrogation } from "../modem/interrogation.ts";
import { familyDialogue } from "../modem/family-dialogue.ts";
import type { ModemProfile } from "../modem/profile.ts";
import { type Modem, UNKNOWN_MODEM } from "../modem/modem.ts";
import { step } from "../modem/step.ts";
import { QUIET_LOG } from "../host/quiet-log.ts";
import { findPort, type Found } from "../agent/find-port.ts";
import { modemFamilies } from "../agent/modem-families.ts";
import type { Log } from "../ports/log.ts";
import type { Settings } from "../settings/declaration.ts";
import { type CheckResult, type Examined, refusalWords } from "./doctor-check.ts";
import { serviceResult } from "./doctor-service.ts";
import { simResult } from "./doctor-sim.ts";

/** Asks the modem as the agent would. While an agent runs the line is its own, and `cellward status` shows what it knows. */
export async function checkModem({ inForce, running }: Examined): Promise<readonly CheckResult[]> {
  if (running)
    return [
      {
        what: "modem",
        verdict: "note",
        found: {
          en: "not asked, the running agent has the line; see `cellward status`",
          zh: "未查询：串口由运行中的代理使用；请看 cellward status",
        },
      },
    ];
  const { modem, bearer } = inForce.settings;
  const { port, baudRate, families: directory } = modem;
  const families = modemFamilies(directory);
  if (port === "none") return [];
  if (port === "auto")
    return asked(
      await findPort({ serialPorts: systemSerialPorts, clock: new SystemClock() }, baudRate),
      families,
      bearer.owner,
    );
  // What is no serial port, or another program's, was said by the port's own check.
  if (isSerialLine(port) === false || (await holdersOf(port)).seen.length > 0) return [];
  const opened = await systemSerialPorts.open(port, baudRate);
  // These two were said by the port's own check.
  if (opened.kind === "absent" || opened.kind === "forbidden") return [];
  return asked(opened.kind === "open" ? { ...opened, path: port } : opened, families, bearer.owner);
}

/** The port that answers, or why none does. */
async function asked(
  opened: Found,
  families: readonly ModemProfile[],
  owner: Settings["bearer"]["owner"],
): Promise<readonly CheckResult[]> {
  if (opened.kind !== "open") return [{ what: "modem", verdict: "fault", ...refusalWords(opened) }];
  let garbled = 0;
  const log: Log = {
    ...QUIET_LOG,
    debug: (event, fields) => void (garbled += event === "line-discarded" ? Number(fields?.["bytes"] ?? 0) : 0),
    station: () => log,
  };
  const dialogue = new Dialogue({ serial: opened.serial, clock: new SystemClock(), log }, familyDialogue(families));
  let modem: Modem = UNKNOWN_MODEM;
  const take = (message: AtMessage): void => {
    modem = step(modem, message).modem;
  };
  dialogue.onUrc((line) => take(decode(line)));
  const answered = await new Interrogation(dialogue, take, families).initialise();
  await dialogue.close();
  if (!answered)
    return [
      {
        what: "modem",
        verdict: "fault",
        ...(garbled > 0
          ? {
              found: {
                en: `${garbled} unreadable bytes came from ${opened.path} and no answer: the speed is wrong, or another program talks there`,
                zh: `${opened.path} 只收到 ${garbled} 个无法识别的字节，没有应答：波特率不符，或有其他程序在使用该串口`,
              },
              remedy: {
                en: "Set modem.baud_rate to the modem's speed (115200, 9600, 460800, 921600).",
                zh: "请把 modem.baud_rate 设为模组的波特率（115200、9600、460800、921600）。",
              },
            }
          : {
              found: { en: `nothing on ${opened.path} answers AT`, zh: `${opened.path} 对 AT 无应答` },
              remedy: {
                en: "Try the modem's other ports, or modem.baud_rate; a port in data mode (PPP) does not answer either.",
                zh: "请换用模组的其他串口，或检查 modem.baud_rate；处于数据模式（PPP）的串口也不应答。",
              },
            }),
      },
    ];
  return [modemResult(modem), simResult(modem), serviceResult(modem, owner)];
}

const modemResult = ({ manufacturer, model, revision }: Modem): CheckResult => ({
  what: "modem",
  verdict: "ok",
  found:
    [manufacturer, model, revision].flatMap((part) => told(part) ?? []).join(" ") ||
    "answers, but does not say what it is",
});
