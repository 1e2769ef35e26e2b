import { parseBytes, type UnitBase } from "../base/bytes.ts";
import { defined } from "../base/defined.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { isoInstant, WallMs } from "../base/instant.ts";
import type { CycleRule } from "../plan/cycle.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import { type Forecast, forecast } from "../plan/forecast/forecast.ts";
import type { BooksOutlook } from "../plan/forecast/books-outlook.ts";
import { booksWords } from "../plan/forecast/books-words.ts";
import type { UsedHour } from "../plan/forecast/history.ts";
import { poolWords } from "../plan/forecast/pool-words.ts";
import { planForecast } from "../plan/forecast/plan-forecast.ts";
import { forecastWords } from "../plan/forecast/forecast-words.ts";
import type { PoolShare } from "../plan/pool-share.ts";
import { dayText } from "../plan/local-text.ts";
import type { Usage } from "../plan/usage.ts";
import type { Words } from "../plan/words.ts";
import { languagesOf } from "./language-option.ts";
import { localTime } from "../plan/zone.ts";
import { readInstant } from "../plan/file/written-instant.ts";
import { agentCourse } from "./agent-course.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askCourse, askHours } from "./ask.ts";
import { planFrom } from "./plan-input.ts";
import { readRatingFiles, readUsage } from "./rating-files.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  socket: { type: "string" },
  from: { type: "string" },
  "as-of": { type: "string" },
  plan: { type: "string" },
  facts: { type: "string" },
  carriers: { type: "string" },
  quota: { type: "string" },
  day: { type: "string" },
  zone: { type: "string" },
  lang: { type: "string" },
  json: { type: "boolean" },
} as const;

const UNDONE = "nothing was forecast";

/** What a device is going to use: from the running agent's book, or from a file of what it used. Throws `usage`, `csv-invalid` and what a plan file is refused with. */
export async function runForecast(argv: readonly string[], out: (text: string) => void): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  const { from, json = false } = values;
  const language = languagesOf(values.lang, ["en", "zh"]);
  if (values.plan === undefined && values.facts !== undefined)
    throw refused("facts", values.facts, "--plan as well: facts are about a plan's buckets");
  const told =
    from === undefined
      ? await ofAgent(values)
      : values.plan === undefined
        ? ofAmount(from, values)
        : ofPlan(from, values.plan, values);
  out(json ? `${asJson(told)}\n` : asText(told, language));
  return EXIT.ok.code;
}

export const run = async (argv: readonly string[]): Promise<number> =>
  runForecast(argv, (text) => process.stdout.write(text));

/** The running agent's book, through its card's plan, as of now. */
async function ofAgent(values: AgentGiven): Promise<Told> {
  const beside = OF_FILES.find((option) => values[option] !== undefined);
  if (beside !== undefined) throw refused(beside, values[beside], "--from as well: the agent knows it itself");
  const path = agentSocket(values);
  const { plan, unknown, ...course } = agentCourse(await askHours(path), await askCourse(path));
  const told = { ...planForecast(plan, course), unitBase: plan.unitBase };
  if (!unknown) return told;
  const { books: _, ...rhythm } = told;
  return { ...rhythm, note: NO_PLAN };
}

const NO_PLAN: Words = {
  en: "no plan is known for this card: nothing tells its limit, and what was bought beside the plan is not held against it",
  zh: "未知本卡套餐，无法判断上限；加购的流量也不单独计算",
};

const OF_FILES = ["as-of", "plan", "facts", "carriers", "quota", "day", "zone"] as const;

type AgentGiven = { readonly [K in (typeof OF_FILES)[number]]?: string | undefined } & {
  readonly socket?: string | undefined;
  readonly config?: string | undefined;
  readonly set?: string[] | undefined;
};

interface Given {
  readonly "as-of"?: string | undefined;
  readonly quota?: string | undefined;
  readonly day?: string | undefined;
  readonly zone?: string | undefined;
  readonly facts?: string | undefined;
  readonly carriers?: string | undefined;
}

interface Told {
  readonly forecast: Forecast;
  readonly unitBase: UnitBase;
  /** Where a plan file says what there is. */
  readonly books?: BooksOutlook;
  readonly pool?: PoolShare;
  /** What the figures are not. */
  readonly note?: Words;
}

/** Held against one amount a month, or none. */
function ofAmount(file: string, given: Given): Told {
  const cycle: CycleRule = { every: "month", day: dayOf(given.day), zone: given.zone ?? "Asia/Shanghai" };
  const asOf = asOfIn(cycle.zone, given);
  const quota = given.quota === undefined ? undefined : parseBytes(given.quota);
  if (given.quota !== undefined && quota === undefined) throw refused("quota", given.quota, 'an amount such as "1 GB"');
  const used: UsedHour[] = [];
  readUsage(file, { cycle, unitBase: 1024 }, ({ at, bytes }) => used.push([at, bytes]), UNDONE);
  const told = forecast({ used, asOf, cycle });
  const note = oldNote(used.findLast(([at]) => at < asOf)?.[0], asOf, cycle.zone);
  if (quota === undefined) return defined({ forecast: told, unitBase: 1024, note });
  const quotaLeft = quota > told.used ? quota - told.used : 0n;
  return defined({ forecast: forecast({ used, asOf, cycle, quotaLeft }), unitBase: 1024, note });
}

/** Played through the buckets of a plan. */
function ofPlan(file: string, planFile: string, given: Given): Told {
  const twice = (["quota", "day", "zone"] as const).find((option) => given[option] !== undefined);
  if (twice !== undefined) throw refused(twice, given[twice], "no such option beside --plan, whose file says it");
  const read = (path: string): DataPlan => planFrom(path, given.carriers);
  const plan = read(planFile);
  const asOf = asOfIn(plan.cycle.zone, given);
  const usages: Usage[] = [];
  const files = { usage: file, facts: given.facts };
  const facts = readRatingFiles(plan, files, { planOf: read, onUsage: (usage) => usages.push(usage), undone: UNDONE });
  const note = oldNote(usages.findLast(({ at }) => at < asOf)?.at, asOf, plan.cycle.zone);
  return defined({ ...planForecast(plan, { usages, facts, asOf }), unitBase: plan.unitBase, note });
}

const LONG_AGO = 31 * 86_400_000;

/** A history that ended long ago says little of the present: the device may have been off, or the file is an old one. */
function oldNote(last: number | undefined, asOf: WallMs, zone: string): Words | undefined {
  if (last === undefined || asOf - last <= LONG_AGO) return undefined;
  const [day, days] = [dayText(localTime(WallMs(last), zone)), Math.floor((asOf - last) / 86_400_000)];
  return {
    en: `the file's last usage is of ${day}, ${days} days before --as-of: what was used since is not in it, and counts here as nothing`,
    zh: `文件中最后一条用量为 ${day}，早于 --as-of ${days} 天：其后的用量不在文件中，此处按零计`,
  };
}

function asOfIn(zone: string, given: Given): WallMs {
  const asOf = readInstant(given["as-of"] ?? "", zone);
  if (asOf !== undefined) return asOf;
  throw refused("as-of", given["as-of"], "an instant such as 2026-11-23T14:00:00+08:00, or a day of the zone");
}

const refused = (option: string, found: string | undefined, expected: string): Fault =>
  new Fault(
    "usage",
    `--${option}: ${found === undefined ? "nothing was given" : `found "${found}"`}; expected ${expected}`,
  );

function dayOf(text = "1"): number {
  const day = Number(text);
  if (!/^\d{1,2}$/.test(text) || day < 1 || day > 31) throw refused("day", text, "a day of the month, 1 to 31");
  return day;
}

function asText({ forecast: told, books, pool, unitBase, note }: Told, languages: readonly (keyof Words)[]): string {
  const words = [
    ...forecastWords(told, unitBase),
    ...(books === undefined ? [] : booksWords(books, unitBase, told.zone)),
    ...(note === undefined ? [] : [note]),
    ...(pool === undefined ? [] : poolWords(pool, told, unitBase, told.zone)),
  ];
  return `${languages.map((language) => words.map((line) => line[language]).join("\n")).join("\n\n")}\n`;
}

/** Bytes as numbers, instants in ISO 8601. */
function asJson({ forecast: told, books, pool }: Told): string {
  const instants = new Set(["asOf", "from", "to", "earliest", "likely", "latest", "since", "at", "opened"]);
  return JSON.stringify(
    books === undefined ? told : defined({ ...told, books, pool }),
    (key, value: unknown) => {
      if (typeof value === "bigint") return Number(value);
      return typeof value === "number" && instants.has(key) ? isoInstant(WallMs(value)) : value;
    },
    2,
  );
}
