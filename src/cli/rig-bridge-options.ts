import type { ParseArgsConfig } from "node:util";
import { SCRIPT_COMMANDS } from "../bridge/bridge-script.ts";
import { Fault } from "../base/fault.ts";
import { readArguments } from "./arguments.ts";

const WAIT = { usage: "wait TIME", does: "the lines behind it wait so long" };

/** What is wider than its column has its meaning on the next line. */
const script = (): string =>
  [...Object.values(SCRIPT_COMMANDS), WAIT]
    .map(({ usage, does }) =>
      usage.length < 28 ? `  ${usage.padEnd(28)}${does}` : `  ${usage}\n${" ".repeat(30)}${does}`,
    )
    .join("\n");

/** What `cellward rig bridge --help` prints. */
export const rigBridgeUsage = (): string => `Usage: cellward rig bridge [OPTIONS]

The port for the device's own firmware, on decisions that a script makes: no modem, no plan, no broker, no root. Prints one
line when it is there, then does what the lines of standard input say, and tells what it hears from clients.

Where it is (a pseudo-terminal where nothing is said):
  --pty                     a pseudo-terminal
  --link PATH               a pseudo-terminal behind this link, which stays; may be repeated, for several clients
  --socket PATH             a Unix socket, for as many clients as come
  --serial DEVICE           a serial line of this machine, 115200 baud; opened again when it was unplugged
  --baud N                  another speed of that line
  --listen HOST:PORT        TCP (port 0 takes a free one); needs --token
  --token TEXT              what a client over TCP says first: AT+WARDKEY="TEXT"
  --control PATH            the script's lines on a Unix socket as well
  --state FILE              numbers and grants outlive the rig in this file
  --script FILE             lines to begin with
  --json                    for machines: everything printed is one JSON object a line
  --exit-with-stdin         end when standard input ends

The script, one command a line (classes: payment, management, telemetry, bulk):
${script()}
`;

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  pty: { type: "boolean" },
  link: { type: "string", multiple: true },
  socket: { type: "string" },
  serial: { type: "string" },
  baud: { type: "string" },
  listen: { type: "string" },
  token: { type: "string" },
  control: { type: "string" },
  state: { type: "string" },
  script: { type: "string" },
  "exit-with-stdin": { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

export type RigBridgeValues = ReturnType<typeof readValues>;
const readValues = (argv: readonly string[]) => readArguments(argv, OPTIONS).values;

export interface RigBridgeOptions {
  /** Links of pseudo-terminals; undefined is one without a link. */
  readonly ptys: readonly (string | undefined)[];
  readonly socket?: string;
  readonly serial?: { readonly path: string; readonly baudRate: number };
  readonly tcp?: { readonly host: string; readonly port: number; readonly token: string };
  readonly control?: string;
  readonly state?: string;
  readonly script?: string;
  readonly json: boolean;
  readonly exitWithStdin: boolean;
}

/** Undefined when only the help is wanted. Throws Fault `usage`. */
export function rigBridgeOptions(argv: readonly string[]): RigBridgeOptions | undefined {
  const values = readValues(argv);
  if (values.help === true) return undefined;
  const { socket, serial, control, state, script: lines, link = [] } = values;
  const elsewhere = socket !== undefined || serial !== undefined || values.listen !== undefined;
  const unnamed = values.pty === true || (!elsewhere && link.length === 0);
  const baud = values.baud ?? "115200";
  if (!/^\d{3,7}$/.test(baud)) throw new Fault("usage", `--baud: found "${baud}", allowed: a speed such as 115200`);
  return {
    ptys: [...(unnamed && link.length === 0 ? [undefined] : []), ...link],
    ...(socket === undefined ? {} : { socket }),
    ...(serial === undefined ? {} : { serial: { path: serial, baudRate: Number(baud) } }),
    ...tcpOf(values),
    ...(control === undefined ? {} : { control }),
    ...(state === undefined ? {} : { state }),
    ...(lines === undefined ? {} : { script: lines }),
    json: values.json === true,
    exitWithStdin: values["exit-with-stdin"] === true,
  };
}

function tcpOf({ listen, token }: RigBridgeValues): Pick<RigBridgeOptions, "tcp"> {
  if (listen === undefined) return {};
  const match = /^(?:\[([^\]]+)\]|([^:/]+)):(\d{1,5})$/.exec(listen);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    throw new Fault("usage", `--listen: found "${listen}", allowed: HOST:PORT such as 127.0.0.1:0`);
  }
  if (token === undefined || !/^[\x20-\x21\x23-\x7e]{8,80}$/.test(token)) {
    throw new Fault(
      "usage",
      "--listen needs --token: 8 to 80 characters of ASCII, without quotes; whoever reaches the port could ask for grants",
    );
  }
  return { tcp: { host: match[1] ?? match[2] ?? "", port, token } };
}
