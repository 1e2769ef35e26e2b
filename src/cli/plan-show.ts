import { describeBytes } from "../base/bytes.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { WallMs } from "../base/instant.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { readSettings, type SettingsRequest } from "../host/settings-file.ts";
import { NEVER } from "../plan/cycle.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import { scopeWords } from "../plan/file/explain-order.ts";
import { dayOf, lastDayOf } from "../plan/local-text.ts";
import { accountOf, type PlanAccount } from "../plan/file/plan-account.ts";
import { simplePlan } from "../plan/simple-plan.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { planSource } from "../agent/plan-files.ts";
import { planFrom } from "./plan-input.ts";
import { planJson } from "./plan-json.ts";

const FLAGS = { ...SETTINGS_FLAGS, json: { type: "boolean" }, carriers: { type: "string" } } as const;

export interface PlanShowPlace {
  readonly now: WallMs;
  readonly env: SettingsRequest["env"];
  readonly places?: NonNullable<SettingsRequest["places"]>;
  out(text: string): void;
}

/** Prints a plan as a table. Throws `plan-invalid` with every fault of the file. */
export function planShow(argv: readonly string[], place: PlanShowPlace): number {
  const { values, positionals } = readArguments(argv, FLAGS, 1);
  const [file] = positionals;
  const account = accountOf(
    file === undefined ? planInForce(values, place) : planFrom(file, values.carriers),
    place.now,
  );
  const shown = values.json === true ? `${plainJson(planJson(account), 2)}\n` : plainText(tableOf(account));
  place.out(shown);
  return EXIT.ok.code;
}

export async function run(argv: readonly string[]): Promise<number> {
  const out = (text: string): boolean => process.stdout.write(text);
  return planShow(argv, { now: WallMs(Date.now()), env: process.env, out });
}

function planInForce(
  values: { config?: string | undefined; set?: string[] | undefined; carriers?: string | undefined },
  place: PlanShowPlace,
): DataPlan {
  const request = { config: values.config, set: values.set, env: place.env };
  const { settings } = readSettings(place.places === undefined ? request : { ...request, places: place.places });
  const source = planSource(settings);
  if (source.kind === "settings") return simplePlan(settings.plan);
  if (source.kind === "file") return source.written.plan;
  throw new Fault(
    "usage",
    `which plan holds depends on the card (${settings.plan.cards}): name the plan's file, one of ${settings.plan.plans}`,
  );
}

const HEAD = ["#", "bucket", "kind", "amount", "step", "only", "from", "until", "rest until"];

function tableOf({ plan, cycle, order, rests }: PlanAccount): string {
  const { zone } = plan.cycle;
  const until = (to: WallMs): string => (to === NEVER ? "-" : lastDayOf(to, zone));
  const rows = order.map(({ bucket, carried, from, to, step }, at) => {
    const rest = carried ? undefined : rests.find((found) => found.bucket === bucket)?.carried;
    return [
      String(at + 1),
      carried ? `${bucket.id} (carried)` : bucket.id,
      bucket.kind,
      amountOf(bucket.quota, carried, plan),
      String(bucket.priority ?? step ?? "-"),
      scopeWords(bucket.scope).en.replace(/^, only /, "") || "-",
      to === NEVER ? "-" : dayOf(from, zone),
      until(to),
      rest === undefined ? "-" : until(rest.to),
    ];
  });
  const widths = HEAD.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  const span =
    cycle.to === NEVER ? "no cycle" : `cycle ${dayOf(cycle.from, zone)} to ${lastDayOf(cycle.to, zone)} (${zone})`;
  const body = rows.length === 0 ? ["no buckets: bytes are held against no limit"] : [line(HEAD), ...rows.map(line)];
  const last = `beyond the plan: ${plan.overage.kind}`;
  return `${[`${plan.name}: ${plan.rules.title.en}; ${span}`, ...body, last].join("\n")}\n`;
}

const amountOf = (quota: bigint | undefined, carried: boolean, { unitBase }: DataPlan): string =>
  carried ? "the rest" : quota === undefined ? "unlimited" : describeBytes(quota, unitBase);
