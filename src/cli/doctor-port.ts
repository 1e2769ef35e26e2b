import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { describeHolders, holdersOf } from "../host/port-holders.ts";
import { listSerialPorts } from "../host/serial-list.ts";
import { isSerialLine } from "../host/serial-line.ts";
import { directoryAsPort, forbidden, HELD_REMEDY, notSerial } from "../host/serial-refusal.ts";
import type { CheckResult, Examined } from "./doctor-check.ts";

/** The path, the right to open it, and who holds it. Opening and asking is the modem's check. */
export async function checkPort({ inForce, running }: Examined): Promise<readonly CheckResult[]> {
  const { port, baudRate } = inForce.settings.modem;
  if (port === "none")
    return [
      { what: "port", verdict: "ok", found: "none is asked (modem.port = none); bytes are counted all the same" },
    ];
  if (port === "auto") return running ? [] : searched(await listSerialPorts());
  const found = await stat(port).catch(() => undefined);
  if (found === undefined)
    return fault(
      `${port} does not exist`,
      `Plug the modem in, or set modem.port. ${portsHere(await listSerialPorts())}`,
    );
  const { found: what, remedy } = found.isDirectory() ? directoryAsPort(port) : notSerial(port);
  if (!found.isCharacterDevice()) return fault(what, remedy);
  const allowed = await access(port, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!allowed) {
    const refusal = await forbidden(port);
    return fault(refusal.found, refusal.remedy);
  }
  // Half of the machine has /dev/null open: who holds what is no serial line is of no interest.
  if (isSerialLine(port) === false) return fault(what, remedy);
  const { seen, hidden } = await holdersOf(port);
  if (seen.length > 0 && !running) return fault(`${port} is held by ${describeHolders(seen)}`, HELD_REMEDY);
  const open = `${port}, ${baudRate} baud`;
  // Beside a running agent, its own process is one of them; a second one shares the port with it.
  if (seen.length > 1)
    return [
      {
        what: "port",
        verdict: "note",
        found: `${open}, held by ${describeHolders(seen)}`,
        remedy: "Only the agent should be among them: what the modem answers goes to whoever reads first.",
      },
    ];
  if (seen.length === 0 && hidden)
    return [
      {
        what: "port",
        verdict: "note",
        found: `${open}; whether a program of another user has it open, this user cannot see`,
        remedy: `\`sudo cellward doctor\` or \`sudo fuser -v ${port}\` tells.`,
      },
    ];
  return [
    { what: "port", verdict: "ok", found: `${open}${seen.length === 0 ? "" : `, held by ${describeHolders(seen)}`}` },
  ];
}

const searched = (paths: readonly string[]): readonly CheckResult[] =>
  paths.length === 0
    ? fault("no serial port of a modem is there (modem.port = auto)", `Plug the modem in. ${portsHere(paths)}`)
    : [{ what: "port", verdict: "note", found: `looked for (modem.port = auto) among ${paths.join(", ")}` }];

const portsHere = (paths: readonly string[]): string =>
  paths.length === 0
    ? "No port of a modem is there now; `lsusb` and `dmesg` tell whether the modem is seen at all."
    : `There are: ${paths.join(", ")}.`;

const fault = (found: string, remedy: string): readonly CheckResult[] => [
  { what: "port", verdict: "fault", found, remedy },
];
