import * as v from "valibot";
import { WallMs } from "../../base/instant.ts";
import { withDefined } from "../../base/defined.ts";
import { cameUnasked } from "./asked.ts";
import { parseDateTime, zoneQuarters } from "./date-time.ts";
import type { Grammar } from "./grammar.ts";
import { nordicTime } from "./nordic-time.ts";
import { splitLine, splitParameters, whole } from "./parameters.ts";

/**
 * What the modem or the network says the time is. The line is only read; whether it is to be believed (a modem that
 * was never told begins at 1970, 1980 or 2004) is judged elsewhere.
 */
export const clockSchema = v.strictObject({
  kind: v.literal("clock"),
  command: v.string(),
  unsolicited: v.boolean(),
  time: v.exactOptional(
    v.pipe(v.string(), v.description("date and time as the line has them, with the zone where it stands there")),
  ),
  tz: v.exactOptional(v.pipe(v.string(), v.description("quarters of an hour as the line has them, with their sign"))),
  dst: v.exactOptional(v.pipe(v.number(), v.description("hours of daylight saving that tz includes"))),
  zoneMinutes: v.exactOptional(v.pipe(v.number(), v.description("minutes east of UTC, daylight saving included"))),
  zoned: v.pipe(
    v.boolean(),
    v.description("false: the line has no zone, and whose time it is nobody can tell from it"),
  ),
  instant: v.exactOptional(
    v.pipe(
      v.number(),
      v.description("milliseconds since 1970-01-01T00:00:00Z; absent where the line does not determine one"),
    ),
  ),
});

type Decoded = Readonly<v.InferOutput<typeof clockSchema>>;
export type ClockMessage = Omit<Decoded, "instant"> & { readonly instant?: WallMs };

/** What the date and time of a line mean. `unsettled`: manuals and captures disagree, only a zone of zero settles it. */
type Meaning = "local" | "utc" | "unsettled";

interface Shape {
  readonly meaning: Meaning;
  readonly order: readonly ("time" | "tz" | "dst" | "-")[];
  readonly unsolicited?: boolean;
}

const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  // 27.007 8.15: local time and its offset from UTC, daylight saving included.
  ["+CCLK", { meaning: "local", order: ["time"] }],
  // 27.007 8.41. <time> of +CTZE is local there and in Quectel's manual; MuditaOS measured UTC on Quectel's EG25.
  ["+CTZV", { meaning: "unsettled", order: ["tz", "time"], unsolicited: true }],
  ["+CTZE", { meaning: "unsettled", order: ["tz", "dst", "time"], unsolicited: true }],
  ["+CTZEU", { meaning: "utc", order: ["tz", "dst", "time"], unsolicited: true }],
  // Cinterion, as ModemManager reads it.
  ["+CTZU", { meaning: "local", order: ["time", "tz", "dst"], unsolicited: true }],
  ["+CTZDST", { meaning: "unsettled", order: ["dst"], unsolicited: true }],
  // Air780, SIM7600: a capture at 14:36 in China has 06:36 and +0, others have +32.
  ["+NITZ", { meaning: "unsettled", order: ["time", "dst"], unsolicited: true }],
  // SIM800: a capture at 16:04 in Poland has 14:04 and "+8".
  ["*PSUTTZ", { meaning: "utc", order: ["time", "tz", "dst"], unsolicited: true }],
  ["^NWTIME", { meaning: "local", order: ["time", "dst"] }],
  ["^TIME", { meaning: "local", order: ["time", "dst"] }],
  ["*TLTS", { meaning: "local", order: ["time"] }],
  // Quectel's 2G modules: captures in China have 04:10 and 07:00 with +32, which are working hours only as universal time.
  ["+QNITZ", { meaning: "unsettled", order: ["time", "dst"], unsolicited: true }],
  // Telit: as +CCLK, with the daylight saving behind the zone; #CCLKMODE says whose time both have (atcommander's tests).
  ["#CCLK", { meaning: "local", order: ["time", "dst"] }],
  ["#NITZ", { meaning: "unsettled", order: ["time", "dst"], unsolicited: true }],
  ["*ETZV", { meaning: "unsettled", order: ["tz", "time"], unsolicited: true }],
]);

/** Quectel's `AT+QLTS=2` asks for local time, every other form for UTC, each with the zone (EC2x manual, its examples). */
function networkTime(asked: string | undefined): Shape {
  const mode = /\+QLTS(?:=([0-2]))?(?=;|\s*$)/i.exec(asked ?? "");
  return { meaning: mode === null ? "unsettled" : mode[1] === "2" ? "local" : "utc", order: ["time", "dst"] };
}

function shapeOf(name: string, body: string, asked: string | undefined): Shape | undefined {
  if (name === "+QLTS") return networkTime(asked);
  if (name === "+CTZDST" && body.includes(","))
    return { meaning: "unsettled", order: ["tz", "dst"], unsolicited: true };
  // Fibocom and Ai-Thinker put the date first, and the zone at its end or behind it.
  if (name === "+CTZV" && /^\s*"?\d{2,4}\//.test(body))
    return {
      meaning: "unsettled",
      order: /[+-]\d{1,3}"?,/.test(body) ? ["time", "dst"] : ["time", "tz"],
      unsolicited: true,
    };
  // SIM800 puts the daylight saving where others put the time.
  if (name === "+CTZV" && /,\s*[0-2]\s*$/.test(body))
    return { meaning: "unsettled", order: ["tz", "dst"], unsolicited: true };
  if (name !== "+CIEV") return SHAPES.get(name);
  // Cinterion: universal time, zone, daylight saving.
  return /^\s*nitz\s*,/.test(body)
    ? { meaning: "utc", order: ["-", "time", "tz", "dst"], unsolicited: true }
    : undefined;
}

function parseClock(line: string, asked?: string): ClockMessage | undefined {
  const parts = splitLine(line);
  if (parts === undefined) return daylight(line);
  if (parts.name === "%XTIME") return networkElements(parts.body);
  const shape = shapeOf(parts.name, parts.body, asked);
  if (shape === undefined) return undefined;
  const found = read(gathered(parts.body, parts.name), shape);
  if (found === undefined) return undefined;
  const unsolicited = shape.unsolicited === true ? true : cameUnasked(parts.name, asked);
  return withDefined({ kind: "clock" as const, command: parts.name, unsolicited }, found);
}

export const clockGrammar: Grammar<ClockMessage> = {
  names: ["+QLTS", "+CIEV", "%XTIME", ...SHAPES.keys()],
  unnamed: true,
  parse: parseClock,
};

/** Told by itself, and by nothing else: AT%XTIME only asks for it. */
function networkElements(body: string): ClockMessage | undefined {
  const found = nordicTime(splitParameters(body));
  return found && { kind: "clock", command: "%XTIME", unsolicited: true, ...found };
}

/** SIM800's companion of *PSUTTZ: `DST: 1`. */
function daylight(line: string): ClockMessage | undefined {
  const dst = /^DST: ?([0-2])$/.exec(line)?.[1];
  return dst === undefined
    ? undefined
    : { kind: "clock", command: "DST", unsolicited: true, dst: Number(dst), zoned: false };
}

/**
 * The parameters as texts. SIM800 sends the date as six of them, SIM7070 loses the first quote; date and time that
 * stand unquoted (`14/08/05,04:00:21+40`) are one parameter.
 */
function gathered(body: string, name: string): readonly string[] {
  const six = /^\s*(\d{4}), ?(\d{1,2}), ?(\d{1,2}), ?(\d{1,2}), ?(\d{1,2}), ?(\d{1,2})\s*(?:,(.*))?$/s.exec(body);
  if (six !== null) {
    const [year, month, day, hour, minute, second] = six.slice(1, 7).map((text) => text.padStart(2, "0"));
    return [`${year}/${month}/${day},${hour}:${minute}:${second}`, ...texts(six[7] ?? "")];
  }
  if (name === "^TIME" && !body.includes(",")) return [body.trim().replace(/^(\d+\/\d+\/\d+) (?=\d)/, "$1,")];
  // Quectel has the daylight saving inside the quotes: "2017/10/13,03:40:48+32,0".
  const inner = /^\s*"(\d{2,4}\/\d\d?\/\d\d?,[\d:]{8}[+-]\d{1,3}),(\d)"\s*$/.exec(body);
  if (inner?.[1] !== undefined && inner[2] !== undefined) return [inner[1], inner[2]];
  return texts(body.replace(/^(\s*\d{2,4}\/\d\d?\/\d\d?,\d\d:\d\d:\d\d)"/, "$1"));
}

function texts(body: string): readonly string[] {
  const parameters = splitParameters(body).map(({ text }) => text.trim());
  const date = parameters.findIndex((text) => text.length <= 10 && /^\d{2,4}\/\d\d?\/\d\d?$/.test(text));
  if (date === -1 || parameters[date + 1] === undefined) return parameters;
  return parameters.toSpliced(date, 2, `${parameters[date]},${parameters[date + 1]}`);
}

/** Some firmware puts the zone, with its sign, as a parameter of its own between the time and the daylight saving. */
function orderOf(parameters: readonly string[], { order }: Shape): Shape["order"] {
  const behind = order.indexOf("time") + 1;
  const apart = behind > 0 && !order.includes("tz") && /^[+-]\d{1,3}$/.test(parameters[behind] ?? "");
  return apart ? order.toSpliced(behind, 0, "tz") : order;
}

function read(
  parameters: readonly string[],
  shape: Shape,
): Omit<ClockMessage, "kind" | "command" | "unsolicited"> | undefined {
  const order = orderOf(parameters, shape);
  const at = (what: "time" | "tz" | "dst"): string | undefined => {
    const position = order.indexOf(what);
    const text = position === -1 ? undefined : parameters[position];
    return text === "" ? undefined : text;
  };
  const stamp = at("time");
  const dateTime = stamp === undefined ? undefined : parseDateTime(stamp);
  if (stamp !== undefined && dateTime === undefined) return undefined;
  const tz = dateTime?.tz ?? at("tz");
  const quarters = tz === undefined ? undefined : zoneQuarters(tz);
  const dst = whole({ text: at("dst") ?? "", quoted: false }, 2);
  if (dateTime === undefined && quarters === undefined && dst === undefined) return undefined;
  if (tz !== undefined && quarters === undefined) return undefined;
  const said = { time: stamp, tz, dst, zoneMinutes: quarters === undefined ? undefined : quarters * 15 };
  const instant = instantOf(dateTime?.fieldsAsUtc, quarters, shape);
  return withDefined(withDefined({ zoned: quarters !== undefined }, said), instant);
}

/**
 * 27.007 8.15 lets the zone out where a modem does not know it: what it writes then is its own time, in hours that the line does
 * not tell. Peers take it for UTC, and are eight hours off in China where it is not.
 */
function instantOf(fieldsAsUtc: number | undefined, quarters: number | undefined, shape: Shape): { instant?: WallMs } {
  if (fieldsAsUtc === undefined) return {};
  if (shape.meaning === "utc" || quarters === 0) return { instant: WallMs(fieldsAsUtc) };
  return shape.meaning === "local" && quarters !== undefined
    ? { instant: WallMs(fieldsAsUtc - quarters * 900_000) }
    : {};
}
