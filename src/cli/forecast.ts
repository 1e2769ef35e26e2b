import { readFile } from "node:fs/promises";
import { parseBytes } from "../base/bytes.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault, textOf } from "../base/fault.ts";
import { isoInstant, WallMs } from "../base/instant.ts";
import type { CycleRule } from "../plan/cycle.ts";
import { forecast, type Forecast } from "../plan/forecast.ts";
import { readInstant, readUsageCsv } from "../plan/forecast-csv.ts";
import { forecastWords } from "../plan/forecast-words.ts";
import type { Usage } from "../plan/usage.ts";
import { readArguments } from "./arguments.ts";

const FLAGS = {
  from: { type: "string" },
  "as-of": { type: "string" },
  quota: { type: "string" },
  day: { type: "string" },
  zone: { type: "string" },
  lang: { type: "string" },
  json: { type: "boolean" },
} as const;

/** More broken lines than these are counted, not told: the first ones show what is wrong with all. */
const FAULTS_TOLD = 20;

/** What a device is going to use, from a file of what it used. Throws `usage` and `csv-invalid`. */
export async function runForecast(argv: readonly string[], out: (text: string) => void): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  const { from, zone = "Asia/Shanghai", lang = "both" } = values;
  if (from === undefined) throw new Fault("usage", "--from: nothing was given; expected a CSV file of usage");
  if (!["en", "zh", "both"].includes(lang)) throw refused("lang", lang, "en, zh or both");
  const asOf = readInstant(values["as-of"] ?? "", zone);
  if (asOf === undefined)
    throw refused("as-of", values["as-of"], "an instant such as 2026-11-23T14:00:00+08:00, or a day of the zone");
  const cycle: CycleRule = { every: "month", day: dayOf(values.day), zone };
  const quota = values.quota === undefined ? undefined : parseBytes(values.quota);
  if (values.quota !== undefined && quota === undefined)
    throw refused("quota", values.quota, 'an amount such as "1 GB"');
  const usages = await readUsages(from, zone);
  const used = usages.map(({ at, bytes }) => [at, bytes] as const);
  const told = forecast({ used, asOf, cycle });
  const left = quota === undefined ? undefined : quota > told.used ? quota - told.used : 0n;
  const whole = left === undefined ? told : forecast({ used, asOf, cycle, quotaLeft: left });
  out(values.json === true ? `${asJson(whole)}\n` : asText(whole, lang));
  return EXIT.ok.code;
}

export const run = async (argv: readonly string[]): Promise<number> =>
  runForecast(argv, (text) => process.stdout.write(text));

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

async function readUsages(path: string, zone: string): Promise<readonly Usage[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new Fault("csv-invalid", `${path} cannot be read: ${textOf(cause)}`, { cause });
  }
  const read = readUsageCsv(text, zone);
  if (read.kind === "read") return read.usages;
  const lines = read.faults
    .slice(0, FAULTS_TOLD)
    .map(({ line, found, expected }) => `${path}:${line}: found "${found}"; expected ${expected}`);
  const more = read.faults.length - lines.length;
  throw new Fault(
    "csv-invalid",
    ["nothing was forecast:", ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join("\n  "),
  );
}

function asText(told: Forecast, lang: string): string {
  const words = forecastWords(told, 1024);
  const [en, zh] = [words.map((line) => line.en), words.map((line) => line.zh)];
  const lines = lang === "en" ? en : lang === "zh" ? zh : [...en, "", ...zh];
  return `${lines.join("\n")}\n`;
}

/** Bytes as numbers, instants in ISO 8601. */
function asJson(told: Forecast): string {
  const instants = new Set(["asOf", "from", "to", "earliest", "likely", "latest", "since"]);
  return JSON.stringify(
    told,
    (key, value: unknown) => {
      if (typeof value === "bigint") return Number(value);
      return typeof value === "number" && instants.has(key) ? isoInstant(WallMs(value)) : value;
    },
    2,
  );
}
