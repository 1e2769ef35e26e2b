import type { ParseArgsConfig } from "node:util";
import { parseBytes } from "../base/bytes.ts";
import { Seconds } from "../base/duration.ts";
import { Fault } from "../base/fault.ts";
import {
  type CardOptions,
  FAMILIES,
  isFamily,
  type Personality,
  type SimulatedModemOptions,
  SystemClock,
} from "../simulator/index.ts";
import { readArguments } from "./arguments.ts";

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
  --other-iccid N, --other-imsi N
                            a card in the second slot (none); families with two slots change between them
  --family NAME             the make that it passes for: generic, asr-cat1, cinterion-els61, fibocom-nl668,
                            huawei-me909s, meig-slm770a, neoway-n58, quectel-ec2x, quectel-rm520n, sierra-em7455,
                            simcom-a76xx, simcom-sim7600, telit-le910, ublox-lara, unisoc-8910, zte-mf823 (generic)
  --imei N, --manufacturer TEXT, --model TEXT, --revision TEXT
                            what the modem says of itself
  --cereg absent|0..5       the highest +CEREG mode that the modem takes (the family's)
  --c5greg absent|0..3      the same of +C5GREG
  --access lte|nsa|sa       the cell that it finds: LTE, LTE with NR added, NR on the 5G core (the family's)
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
  "other-iccid": { type: "string" },
  "other-imsi": { type: "string" },
  imei: { type: "string" },
  manufacturer: { type: "string" },
  model: { type: "string" },
  revision: { type: "string" },
  cereg: { type: "string" },
  c5greg: { type: "string" },
  access: { type: "string" },
  apn: { type: "string" },
  "registration-delay": { type: "string" },
  "boot-delay": { type: "string" },
  "retry-delay": { type: "string" },
  quota: { type: "string" },
  "over-limit": { type: "string" },
  counters: { type: "string" },
  interface: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

export type RigModemValues = ReturnType<typeof parseRigModem>;
export const parseRigModem = (argv: readonly string[]) => readArguments(argv, OPTIONS).values;

/** What the words of the command line make of a modem. Throws a Fault that names the word. */
export function modemOptions(values: RigModemValues): SimulatedModemOptions {
  const { manufacturer, model, revision, imei, apn } = values;
  const quota = values.quota === undefined ? {} : { quota: quotaOf(values.quota) };
  const how = checked(
    "over-limit",
    values["over-limit"] ?? "detach",
    /^(detach|deactivate|silent)$/,
    "detach, deactivate, silent",
  );
  const name = values.family ?? "generic";
  if (!isFamily(name)) {
    throw new Fault("usage", `--family: found "${name}", allowed: ${Object.keys(FAMILIES).join(", ")}`);
  }
  const family = FAMILIES[name];
  return {
    clock: new SystemClock(),
    seed: Number(checked("seed", values.seed ?? "1", /^\d{1,9}$/, "a whole number")),
    personality: {
      ...family,
      ...(manufacturer === undefined ? {} : { manufacturer }),
      ...(model === undefined ? {} : { model }),
      ...(revision === undefined ? {} : { revision }),
      ...(imei === undefined ? {} : { imei: checked("imei", imei, /^\d{15}$/, "15 digits") }),
      registration: {
        ...family.registration,
        ...(values.cereg === undefined ? {} : { eps: highestMode("cereg", values.cereg, 5) }),
        ...(values.c5greg === undefined ? {} : { "5gs": highestMode("c5greg", values.c5greg, 3) }),
      },
      ...(values.access === undefined ? {} : { access: accessOf(values.access) }),
    },
    card: values["no-sim"] === true ? "absent" : cardOptions(values),
    ...otherCard(values["other-iccid"], values["other-imsi"]),
    carrier: { ...quota, overLimit: how === "silent" || how === "deactivate" ? how : "detach" },
    contexts: [{ cid: 1, apn: apn ?? "cmiot" }],
    registrationDelay: seconds("registration-delay", values["registration-delay"] ?? "2"),
    bootDelay: seconds("boot-delay", values["boot-delay"] ?? "3"),
    retryDelay: seconds("retry-delay", values["retry-delay"] ?? "720"),
  };
}

function accessOf(text: string): Personality["access"] {
  const access = checked("access", text, /^(lte|nsa|sa)$/, "lte, nsa, sa");
  return access === "nsa" || access === "sa" ? access : "lte";
}

function highestMode(name: string, text: string, most: 3 | 5): Personality["registration"]["eps"] {
  const shape = most === 3 ? /^([0-3]|absent)$/ : /^([0-5]|absent)$/;
  const mode = checked(name, text, shape, `0 to ${most}, absent`);
  return mode === "absent" ? mode : (([0, 1, 2, 3, 4, 5] as const)[Number(mode)] ?? 3);
}

function quotaOf(text: string): bigint {
  const quota = /^\d{1,18}$/.test(text) ? BigInt(text) : parseBytes(text);
  if (quota === undefined)
    throw new Fault("usage", `--quota: found "${text}", allowed: bytes, such as 1048576 or 1MiB`);
  return quota;
}

function cardOptions({ iccid, imsi, pin, number }: RigModemValues): CardOptions {
  return {
    ...(number === undefined ? {} : { number: checked("number", number, /^\+?\d{3,15}$/, "3 to 15 digits") }),
    ...(iccid === undefined ? {} : { iccid: iccidOf("iccid", iccid) }),
    ...(imsi === undefined ? {} : { imsi: imsiOf("imsi", imsi) }),
    ...(pin === undefined ? {} : { pin: checked("pin", pin, /^\d{4,8}$/, "4 to 8 digits") }),
  };
}

/** Two cards of one subscriber would be one card to the network. */
function otherCard(iccid: string | undefined, imsi: string | undefined): Pick<SimulatedModemOptions, "otherCard"> {
  if (iccid === undefined && imsi === undefined) return {};
  return { otherCard: { iccid: iccidOf("other-iccid", iccid ?? ""), imsi: imsiOf("other-imsi", imsi ?? "") } };
}

const iccidOf = (name: string, text: string): string =>
  checked(name, text, /^\d{6}[0-9A-F]{12,14}$/, "18 to 20 digits");
const imsiOf = (name: string, text: string): string => checked(name, text, /^\d{14,15}$/, "14 or 15 digits");

const seconds = (name: string, text: string): ReturnType<typeof Seconds> =>
  Seconds(Number(checked(name, text, /^\d{1,6}(\.\d{1,3})?$/, "seconds, such as 2 or 0.5")));

/** A word of the command line in its shape. */
export function checked(name: string, text: string, shape: RegExp, allowed: string): string {
  if (shape.test(text)) return text;
  throw new Fault("usage", `--${name}: found "${text}", allowed: ${allowed}`);
}
