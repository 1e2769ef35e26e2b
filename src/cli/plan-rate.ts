import { once } from "node:events";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { WallMs } from "../base/instant.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { piecesOf } from "../host/text-file.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import { explainInWords } from "../plan/rating/explain-words.ts";
import { explain } from "../plan/rating/explain.ts";
import type { PlanFact } from "../plan/plan-fact.ts";
import { type RatingRecord, RatingRecords } from "../plan/rating/rating-record.ts";
import { Replay } from "../plan/rating/replay.ts";
import { UsageCsv, type UsageLine } from "../plan/file/usage-csv.ts";
import { readArguments } from "./arguments.ts";
import { planFrom } from "./plan-input.ts";
import { ratingLine } from "./plan-rate-text.ts";
import { readRatingFiles } from "./rating-files.ts";

const FLAGS = {
  facts: { type: "string" },
  explain: { type: "string" },
  json: { type: "boolean" },
  carriers: { type: "string" },
} as const;

export interface PlanRatePlace {
  /** `carriers`: a directory of one's own. Throws a Fault when the file holds no plan. */
  planOf(file: string, carriers: string | undefined): DataPlan;
  /** Resolves once more may be printed. */
  out(text: string): Promise<void>;
}

/** Rates a file of usage and prints every debit, cycle end, carry-over and charge; nothing when any line is wrong. */
export async function planRate(argv: readonly string[], place: PlanRatePlace): Promise<number> {
  const { values, positionals } = readArguments(argv, FLAGS, 2);
  const [planFile, usageFile] = positionals;
  if (planFile === undefined || usageFile === undefined)
    throw new Fault("usage", "a plan file and a file of usage are needed: cellward plan rate PLAN USAGE.csv");
  const language = languageOf(values.explain);
  const planOf = (file: string): DataPlan => place.planOf(file, values.carriers);
  const plan = planOf(planFile);
  const checked = check(plan, usageFile, values.facts, planOf);
  const zone = plan.cycle.zone;
  const print = new Printer(place, (record) =>
    values.json === true ? plainJson(record) : plainText(ratingLine(record, zone, language)),
  );
  const records = new RatingRecords((record) => print.take(record));
  const replay: Replay<UsageLine> | undefined =
    checked.from === undefined
      ? undefined
      : new Replay<UsageLine>(plan, checked.from, checked.facts, {
          onDebits: (usage, debits, before) => {
            const why =
              language && explain(usage, before).map((debit) => explainInWords(debit, before.plan.rules)[language]);
            records.debits(usage, debits, why);
            if (replay !== undefined) records.limit(usage, before, replay.books);
          },
          onClosings: (closings) => records.closings(closings),
          onCycleEnd: (books, at) => records.cycleEnd(books, at),
        });
  let last = checked.from ?? WallMs(0);
  const usage = new UsageCsv(plan, {
    onUsage: (line) => {
      last = line.at;
      replay?.use(line);
    },
    onFault: ({ line, found }) => {
      throw new Fault("csv-invalid", `${usageFile}:${line} was changed while it was rated: found ${found}`);
    },
  });
  for (const piece of piecesOf(usageFile)) {
    usage.feed(piece);
    await print.flush();
  }
  usage.end();
  replay?.catchUp(Infinity);
  records.end(replay?.books, WallMs(Math.max(last, checked.facts.at(-1)?.at ?? last)));
  await print.flush();
  return EXIT.ok.code;
}

export async function run(argv: readonly string[]): Promise<number> {
  return planRate(argv, {
    planOf: planFrom,
    out: async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, "drain");
    },
  });
}

function languageOf(given: string | undefined): "en" | "zh" | undefined {
  if (given === undefined || given === "en") return given;
  if (given === "zh" || given === "zh-CN") return "zh";
  throw new Fault("usage", `--explain: found "${given}"; expected en or zh-CN`);
}

interface Checked {
  readonly facts: readonly PlanFact[];
  /** The first instant that is told of; absent: none is. */
  readonly from: WallMs | undefined;
}

/** Reads all there is before anything is rated. Throws `csv-invalid` with every line that is wrong. */
function check(
  plan: DataPlan,
  usage: string,
  factsFile: string | undefined,
  planOf: (file: string) => DataPlan,
): Checked {
  let from: WallMs | undefined;
  const onUsage = ({ at }: UsageLine): WallMs => (from ??= at);
  const facts = readRatingFiles(plan, { usage, facts: factsFile }, { planOf, onUsage, undone: "nothing was rated" });
  const firstFact = facts[0]?.at;
  return { facts, from: from === undefined || (firstFact !== undefined && firstFact < from) ? firstFact : from };
}

/** Collects lines, so that a million of them are not a million writes. */
class Printer {
  private lines: string[] = [];
  private readonly place: PlanRatePlace;
  private readonly written: (record: RatingRecord) => string;

  constructor(place: PlanRatePlace, written: (record: RatingRecord) => string) {
    this.place = place;
    this.written = written;
  }

  take(record: RatingRecord): void {
    this.lines.push(this.written(record));
  }

  async flush(): Promise<void> {
    if (this.lines.length === 0) return;
    const text = `${this.lines.join("\n")}\n`;
    this.lines = [];
    await this.place.out(text);
  }
}
