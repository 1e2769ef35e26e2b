import type { ParseArgsConfig } from "node:util";
import { parseBytes } from "../base/bytes.ts";
import { Seconds } from "../base/duration.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import {
  type CardOptions,
  ControlServer,
  type ControlTarget,
  CounterFolder,
  DataSocket,
  FAMILIES,
  PtyPort,
  SerialLine,
  SimulatedModem,
  type SimulatedModemOptions,
  SystemClock,
  TcpPort,
} from "../simulator/index.ts";
import { readArguments } from "./arguments.ts";
import { endOfRig } from "./end-of-rig.ts";
import { serveControl } from "../simulator/transport/control-stream.ts";

export const RIG_MODEM_USAGE = `Usage: cellward rig modem [OPTIONS]

A simulated modem on a pseudo-terminal, with a simulated carrier. Prints one line with the port's path, then answers control
commands, one JSON object a line, from standard input: {"do":"help"} lists them, {"do":"help","of":"detach"} explains one.

Where it is:
  --link PATH               a link to the port, which stays when the port behind it changes
  --second PATH             a second AT port of the same modem, on a pseudo-terminal of its own behind this link
  --data PATH|HOST:PORT     hand the bytes of data calls (ATD*99#) to the program that connects there
  --listen HOST:PORT        the port over TCP as well (port 0 takes a free one)
  --serial DEVICE           the port on a serial line of this machine as well (a null-modem cable), 115200 baud
  --baud N                  another speed of that line
  --no-pty                  no pseudo-terminal
  --control PATH|HOST:PORT  control commands on a socket as well
  --json                    for machines: the ready line is one JSON object
  --exit-with-stdin         end when standard input ends

What it is:
  --seed N                  the same seed gives the same cell, addresses and garbage (1)
  --iccid N, --imsi N       the card's numbers
  --number N                the card's telephone number (made of the IMSI)
  --pin N                   the card asks for this PIN
  --no-sim                  no card in the slot
  --family NAME             the make that it passes for: generic, quectel-ec2x, simcom-a76xx, simcom-sim7600,
                            ublox-lara (generic)
  --imei N, --manufacturer TEXT, --model TEXT, --revision TEXT
                            what the modem says of itself
  --cereg absent|0..3       the highest +CEREG mode that the modem takes (the family's)
  --apn NAME                the APN of context 1 (cmiot)
  --registration-delay S    seconds from searching to registered (2)
  --boot-delay S            seconds from a restart to RDY (3)
  --retry-delay S           seconds until a modem that was sent away tries again, T3402 (720)

The network:
  --quota BYTES             the carrier stops the card when so many bytes are used
  --over-limit HOW          how it stops it: detach, deactivate, silent (detach)
  --counters DIR            keep DIR/<interface>/statistics/... in the shape of /sys/class/net
  --interface NAME          the interface's name there (wwan0)
`;

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  link: { type: "string" },
  second: { type: "string" },
  data: { type: "string" },
  serial: { type: "string" },
  baud: { type: "string" },
  listen: { type: "string" },
  "no-pty": { type: "boolean" },
  control: { type: "string" },
  "exit-with-stdin": { type: "boolean" },
  seed: { type: "string" },
  family: { type: "string" },
  number: { type: "string" },
  iccid: { type: "string" },
  imsi: { type: "string" },
  pin: { type: "string" },
  "no-sim": { type: "boolean" },
  imei: { type: "string" },
  manufacturer: { type: "string" },
  model: { type: "string" },
  revision: { type: "string" },
  cereg: { type: "string" },
  apn: { type: "string" },
  "registration-delay": { type: "string" },
  "boot-delay": { type: "string" },
  "retry-delay": { type: "string" },
  quota: { type: "string" },
  "over-limit": { type: "string" },
  counters: { type: "string" },
  interface: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

type Values = ReturnType<typeof parsed>;
const parsed = (argv: readonly string[]) => readArguments(argv, OPTIONS).values;

/**
 * `cellward rig modem`. Gives the exit code once it was told to end (SIGTERM, SIGINT, the end of its input).
 * Throws a Fault: a command line that was not understood, a port or address that cannot be had.
 */
export async function rigModem(argv: readonly string[]): Promise<number> {
  const values = parsed(argv);
  if (values.help === true) process.stdout.write(RIG_MODEM_USAGE);
  else await run(values);
  return EXIT.ok.code;
}

async function run(values: Values): Promise<void> {
  if (values["no-pty"] === true && values.listen === undefined && values.serial === undefined) {
    throw new Fault("usage", "--no-pty leaves no port; add --listen or --serial");
  }
  const options = modemOptions(values);
  const closes: (() => void | Promise<void>)[] = [];
  const data = values.data === undefined ? undefined : await DataSocket.listen(values.data);
  if (data !== undefined) closes.push(() => data.close());
  const modem = new SimulatedModem({ ...options, ...(data === undefined ? {} : { peer: data }) });
  const ended = endOfRig(values["exit-with-stdin"] === true);
  try {
    const folder = counters(values, modem);
    if (folder !== undefined) closes.push(() => folder.remove());
    const pty = values["no-pty"] === true ? undefined : await PtyPort.open(modem, { ...link(values), onTrouble: say });
    if (pty !== undefined) closes.push(() => pty.close());
    const second =
      values.second === undefined
        ? undefined
        : await PtyPort.open(modem.addPort(), { link: values.second, onTrouble: say });
    if (second !== undefined) closes.push(() => second.close());
    const tcp = values.listen === undefined ? undefined : await TcpPort.listen(modem, values.listen, say);
    if (tcp !== undefined) closes.push(() => tcp.close());
    const serial = await serialLine(values, modem);
    if (serial !== undefined) closes.push(() => serial.close());
    const target: ControlTarget = {
      modem,
      places: () => ({ path: pty?.path ?? null, device: pty?.device ?? null, listen: tcp?.address ?? null }),
      ...(folder === undefined ? {} : { recreateInterface: () => folder.recreate() }),
    };
    const control = values.control === undefined ? undefined : await ControlServer.listen(target, values.control);
    if (control !== undefined) closes.push(() => control.close());
    const path = pty?.path ?? tcp?.address ?? serial?.path ?? "";
    const ready = {
      ready: true,
      path,
      device: pty?.device,
      link: values.link,
      listen: tcp?.address,
      serial: serial?.path,
      second: second?.path,
      data: data?.address,
      control: control?.address,
      counters: folder?.path,
    };
    process.stdout.write(values.json === true ? `${JSON.stringify(ready)}\n` : `ready ${path}\n`);
    serveControl(target, process.stdin, process.stdout);
    await ended.promise;
  } finally {
    ended.stop();
    modem.close();
    for (const close of closes.toReversed()) await close();
  }
}

async function serialLine({ serial, baud }: Values, modem: SimulatedModem): Promise<SerialLine | undefined> {
  if (serial === undefined) return undefined;
  const baudRate = Number(checked("baud", baud ?? "115200", /^\d{3,7}$/, "a speed such as 115200"));
  return await SerialLine.open(modem, serial, { baudRate, onTrouble: say });
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const link = ({ link: path }: Values): { link?: string } => (path === undefined ? {} : { link: path });

function counters(values: Values, modem: SimulatedModem): CounterFolder | undefined {
  if (values.counters === undefined) return undefined;
  const folder = new CounterFolder(values.counters, values.interface ?? "wwan0");
  modem.onUsage((counted) => folder.add(counted));
  return folder;
}

function modemOptions(values: Values): SimulatedModemOptions {
  const { manufacturer, model, revision, imei, apn } = values;
  const quota = values.quota === undefined ? {} : { quota: quotaOf(values.quota) };
  const how = checked(
    "over-limit",
    values["over-limit"] ?? "detach",
    /^(detach|deactivate|silent)$/,
    "detach, deactivate, silent",
  );
  const family = FAMILIES[values.family ?? "generic"];
  if (family === undefined) {
    throw new Fault("usage", `--family: found "${values.family ?? ""}", allowed: ${Object.keys(FAMILIES).join(", ")}`);
  }
  return {
    clock: new SystemClock(),
    seed: Number(checked("seed", values.seed ?? "1", /^\d{1,9}$/, "a whole number")),
    personality: {
      ...family,
      ...(manufacturer === undefined ? {} : { manufacturer }),
      ...(model === undefined ? {} : { model }),
      ...(revision === undefined ? {} : { revision }),
      ...(imei === undefined ? {} : { imei: checked("imei", imei, /^\d{15}$/, "15 digits") }),
      ...(values.cereg === undefined
        ? {}
        : { registration: { ...family.registration, eps: highestMode(values.cereg) } }),
    },
    card: values["no-sim"] === true ? "absent" : cardOptions(values),
    carrier: { ...quota, overLimit: how === "silent" || how === "deactivate" ? how : "detach" },
    contexts: [{ cid: 1, apn: apn ?? "cmiot" }],
    registrationDelay: seconds("registration-delay", values["registration-delay"] ?? "2"),
    bootDelay: seconds("boot-delay", values["boot-delay"] ?? "3"),
    retryDelay: seconds("retry-delay", values["retry-delay"] ?? "720"),
  };
}

function highestMode(text: string): 0 | 1 | 2 | 3 | "absent" {
  const mode = checked("cereg", text, /^([0-3]|absent)$/, "0, 1, 2, 3, absent");
  return mode === "absent" ? mode : (([0, 1, 2, 3] as const)[Number(mode)] ?? 3);
}

function quotaOf(text: string): bigint {
  const quota = /^\d{1,18}$/.test(text) ? BigInt(text) : parseBytes(text);
  if (quota === undefined)
    throw new Fault("usage", `--quota: found "${text}", allowed: bytes, such as 1048576 or 1MiB`);
  return quota;
}

function cardOptions({ iccid, imsi, pin, number }: Values): CardOptions {
  return {
    ...(number === undefined ? {} : { number: checked("number", number, /^\+?\d{3,15}$/, "3 to 15 digits") }),
    ...(iccid === undefined ? {} : { iccid: checked("iccid", iccid, /^\d{6}[0-9A-F]{12,14}$/, "18 to 20 digits") }),
    ...(imsi === undefined ? {} : { imsi: checked("imsi", imsi, /^\d{14,15}$/, "14 or 15 digits") }),
    ...(pin === undefined ? {} : { pin: checked("pin", pin, /^\d{4,8}$/, "4 to 8 digits") }),
  };
}

const seconds = (name: string, text: string): ReturnType<typeof Seconds> =>
  Seconds(Number(checked(name, text, /^\d{1,6}(\.\d{1,3})?$/, "seconds, such as 2 or 0.5")));

function checked(name: string, text: string, shape: RegExp, allowed: string): string {
  if (shape.test(text)) return text;
  throw new Fault("usage", `--${name}: found "${text}", allowed: ${allowed}`);
}
