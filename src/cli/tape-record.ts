import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { modemFamilies } from "../agent/modem-families.ts";
import { atLine, isAtLine } from "../at/at-line.ts";
import { listing } from "../at/command.ts";
import { STANDARD_DIALOGUE } from "../at/dialogue-profile.ts";
import { Dialogue } from "../at/dialogue.ts";
import type { AtMessage } from "../at/message.ts";
import { type Duration, formatDuration, parseDuration } from "../base/duration.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault, textOf } from "../base/fault.ts";
import { QUIET_LOG } from "../host/quiet-log.ts";
import { systemSerialPorts } from "../host/serial-ports.ts";
import { SystemClock } from "../host/system-clock.ts";
import { Interrogation } from "../modem/interrogation.ts";
import { maskIdentifiers } from "../tape/mask-identifiers.ts";
import { RecordedSerial } from "../tape/recorded-serial.ts";
import { cutTape } from "../tape/tape-cut.ts";
import { writeTape } from "../tape/tape-text.ts";
import { readArguments } from "./arguments.ts";

const OPTIONS = {
  port: { type: "string" },
  out: { type: "string" },
  agent: { type: "boolean" },
  command: { type: "string", multiple: true },
  for: { type: "string" },
  timeout: { type: "string" },
  baud: { type: "string" },
} as const;

interface Wanted {
  readonly port: string;
  readonly out: string;
  readonly baudRate: number;
  readonly agent: boolean;
  readonly commands: readonly string[];
  readonly listen: Duration;
  readonly timeout: Duration;
}

/** Headers name what a tape is; the firmware is the modem's own word for it. */
const IDENTITY_HEADERS: Partial<Record<string, string>> = { model: "model", revision: "firmware" };

/** `cellward tape record`. Everything is checked before the port is opened; nothing but what is named is sent. */
export async function tapeRecord(argv: readonly string[]): Promise<number> {
  const wanted = wantedOf(argv);
  const opened = await systemSerialPorts.open(wanted.port, wanted.baudRate);
  if (opened.kind !== "open") throw new Fault("port-unusable", `${opened.found} ${opened.remedy}`);
  const clock = new SystemClock();
  const serial = new RecordedSerial(opened.serial, clock);
  const headers = new Map([["source", "cellward tape record"]]);
  const dialogue = new Dialogue({ serial, clock, log: QUIET_LOG }, STANDARD_DIALOGUE);
  // Whoever has heard enough keeps what was heard.
  const enough = (): void => void dialogue.close();
  process.once("SIGINT", enough).once("SIGTERM", enough);
  if (wanted.agent) await asTheAgent(dialogue, headers);
  for (const line of wanted.commands) await dialogue.send(listing(atLine(line), () => true, wanted.timeout));
  if (dialogue.gone === undefined) {
    process.stdout.write(`listening for ${formatDuration(wanted.listen)}; Ctrl-C ends it\n`);
    await new Promise<void>((resolve) => {
      clock.after(wanted.listen, resolve);
      dialogue.onGone(() => resolve());
    });
  }
  const gone = dialogue.gone;
  await dialogue.close();
  process.off("SIGINT", enough).off("SIGTERM", enough);
  headers.set("masked", "imsi, iccid, eid, imei, numbers, messages, secrets");
  const entries = cutTape(serial.pieces, maskIdentifiers(randomBytes(32)));
  write(wanted.out, writeTape({ headers, entries }));
  const answered = entries.filter(({ from }) => from === "modem").length;
  process.stdout.write(`${wanted.out}: ${entries.length} entries, ${answered} of the modem's\n`);
  if (gone !== undefined) process.stderr.write(`the recording ended early: ${gone}\n`);
  return answered === 0 ? EXIT.fault.code : EXIT.ok.code;
}

/** What the agent asks at its start and once later. It sets the same reports as the agent, and nothing else. */
async function asTheAgent(dialogue: Dialogue, headers: Map<string, string>): Promise<void> {
  const take = (message: AtMessage): void => {
    const name = message.kind === "identity" ? IDENTITY_HEADERS[message.field] : undefined;
    if (name !== undefined && message.kind === "identity") headers.set(name, message.value);
  };
  const interrogation = new Interrogation(dialogue, take, modemFamilies("/etc/cellward/modems"));
  if (await interrogation.initialise()) await interrogation.poll();
  headers.set("family", interrogation.family?.family ?? "unknown");
}

function wantedOf(argv: readonly string[]): Wanted {
  const { values } = readArguments(argv, OPTIONS);
  const { port, out, command: commands = [] } = values;
  if (port === undefined || out === undefined) throw new Fault("usage", "--port and --out are needed");
  refuseCommands(commands);
  if (existsSync(out)) throw new Fault("usage", `--out: ${out} exists; name a file that does not`);
  return {
    port,
    out,
    commands,
    agent: values.agent === true,
    baudRate: baudOf(values.baud ?? "115200"),
    listen: durationOf("for", values.for ?? "2s"),
    timeout: durationOf("timeout", values.timeout ?? "30s"),
  };
}

/** A line may hold a PIN: it is not repeated, its place and what is wrong with it are told. */
function refuseCommands(commands: readonly string[]): void {
  const wrong = commands.flatMap((line, at) => {
    if (isAtLine(line)) return [];
    const why = !/^(?:AT|at)/.test(line)
      ? "does not begin with AT or at"
      : line.length > 256
        ? `has ${line.length} characters`
        : "has a character that is not printable ASCII";
    return [`number ${at + 1} of ${commands.length} ${why}`];
  });
  if (wrong.length > 0)
    throw new Fault(
      "usage",
      `--command: ${wrong.join("; ")}; a command line begins with AT and is printable ASCII of at most 256 characters`,
    );
}

function baudOf(text: string): number {
  if (/^\d{3,7}$/.test(text)) return Number(text);
  throw new Fault("usage", `--baud: found "${text}", allowed: a whole number such as 115200`);
}

function durationOf(name: string, text: string): Duration {
  const duration = parseDuration(text);
  if (duration !== undefined) return duration;
  throw new Fault("usage", `--${name}: found "${text}", allowed: a time such as 300ms or 5s`);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: "wx", mode: 0o600 });
  } catch (thrown) {
    throw new Fault("tape-invalid", `the tape was not written: ${textOf(thrown)}`, { cause: thrown });
  }
}
