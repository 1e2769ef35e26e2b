import { typedDuration } from "../base/duration.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import { INSTANT_FORM, readInstant } from "../plan/file/written-instant.ts";
import { LEVELS } from "../policy/level.ts";
import type { LocalOrder } from "../report/local-contract.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askStatus, tellAgent } from "./ask.ts";
import { localTimeText } from "./local-day.ts";
import { overrideLines } from "./override-lines.ts";
import { whoSays } from "./who-says.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  level: { type: "string" },
  class: { type: "string" },
  bytes: { type: "string" },
  held: { type: "boolean" },
  until: { type: "string" },
  reason: { type: "string" },
  "open-reserve": { type: "boolean" },
  socket: { type: "string" },
  by: { type: "string" },
} as const;

const LONGEST = { until: 80, reason: 200, class: 80, bytes: 80 } as const;

/** Shows, sets or ends what a person sets by hand. Only root and the agent's own user may set it; everybody in the group may look. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, FLAGS, 1);
  const path = agentSocket(values);
  const order = orderOf(positionals[0], values);
  if (order === undefined) {
    process.stdout.write(await shown(path));
    return EXIT.ok.code;
  }
  const { result, text = result } = await tellAgent(`${path}.rw`, order);
  if (result === "override-refused") throw new Fault("agent-refused", text);
  process.stdout.write(plainText(`${text}\n`));
  return EXIT.ok.code;
}

interface Given {
  readonly level?: string | undefined;
  readonly class?: string | undefined;
  readonly bytes?: string | undefined;
  readonly held?: boolean | undefined;
  readonly until?: string | undefined;
  readonly reason?: string | undefined;
  readonly "open-reserve"?: boolean | undefined;
  readonly by?: string | undefined;
}

/** Undefined: it is only asked. */
function orderOf(word: string | undefined, given: Given): LocalOrder | undefined {
  const { level, class: name, bytes, held, until, reason, by, "open-reserve": openReserve } = given;
  const others = [level, bytes, held, until, reason, openReserve].some((value) => value !== undefined);
  if (word === "end" && !others)
    return name === undefined
      ? { do: "end-override", by: whoSays(by) }
      : { do: "end-class-override", by: whoSays(by), class: said("class", name, CLASS) };
  if (word !== undefined)
    throw new Fault(
      "usage",
      `found "${plainText(word)}"; expected end, with --class or by itself, or --level or --class with --until and --reason`,
    );
  if (!others && name === undefined) return undefined;
  if (name !== undefined) return classOrder(name, given);
  if (bytes !== undefined || held !== undefined)
    throw new Fault("usage", "--bytes and --held: found no --class; expected --class as well");
  const known = LEVELS.find((one) => one === level);
  if (known === undefined)
    throw new Fault("usage", `--level: found ${found(level)}; expected one of ${LEVELS.join(", ")}, or --class`);
  return { do: "set-override", level: known, ...handOf(given) };
}

const CLASS = "a traffic class of the device's profile, such as bulk";

function classOrder(name: string, given: Given): LocalOrder {
  const { level, bytes, held } = given;
  if (level !== undefined) throw new Fault("usage", "--level and --class: found both; expected one of them");
  if (bytes !== undefined && held === true)
    throw new Fault("usage", "--bytes and --held: found both; expected one of them, or neither");
  return {
    do: "set-class-override",
    class: said("class", name, CLASS),
    ...(held === true ? { held } : {}),
    ...(bytes === undefined ? {} : { bytes: said("bytes", bytes, 'an amount of data, such as "20 MB"') }),
    ...handOf(given),
  };
}

const handOf = ({ until, reason, by, "open-reserve": openReserve }: Given) => ({
  by: whoSays(by),
  until: endOf(until),
  reason: said("reason", reason, "why, in words that will be published"),
  ...(openReserve === true ? { openReserve: true } : {}),
});

/** The agent reads it by the plan's zone; whether it is a time at all does not hang on that. */
function endOf(until: string | undefined): string {
  const text = said("until", until, END_FORM);
  if (typedDuration(text) !== undefined || readInstant(text, "UTC") !== undefined) return text;
  throw new Fault("usage", `--until: found ${found(text)}; expected ${END_FORM}`);
}

const END_FORM = `a duration such as 10m (or 10min), 2h or 3d, or ${INSTANT_FORM}`;

const found = (text: string | undefined): string => (text === undefined ? "nothing" : `"${plainText(text)}"`);

function said(flag: keyof typeof LONGEST, text: string | undefined, expected: string): string {
  const trimmed = text?.trim() ?? "";
  if (trimmed === "") throw new Fault("usage", `--${flag}: found ${found(text)}; expected ${expected}`);
  if (trimmed.length > LONGEST[flag])
    throw new Fault("usage", `--${flag}: found ${trimmed.length} characters; expected 1 to ${LONGEST[flag]}`);
  return trimmed;
}

async function shown(path: string): Promise<string> {
  const { decision, usage } = await askStatus(path);
  const zone = usage?.plan.zone ?? "Asia/Shanghai";
  const lines = overrideLines(decision, (instant) => localTimeText(instant, zone), usage?.plan.unitBase);
  const text = lines.length === 0 ? ["Nothing is set by hand. 当前没有人工设定。"] : lines;
  return plainText(`${text.join("\n")}\n`);
}
