import { planSource } from "../agent/plan-files.ts";
import { Fault } from "../base/fault.ts";
import { NftCounters } from "../host/nft-counters.ts";
import { countedBy } from "../meter/class-division.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import type { Settings } from "../settings/declaration.ts";
import type { CheckResult, Examined } from "./doctor-check.ts";

/** Directed data (定向流量) of the plans: whether anything tells which bytes it is for. */
export async function checkDestinations({ inForce }: Examined): Promise<readonly CheckResult[]> {
  const { classCounters } = inForce.settings.meter;
  const plans = plansOf(inForce.settings);
  if (plans.every(({ buckets }) => buckets.every(({ scope }) => scope.destination === undefined))) return [];
  const reading = classCounters === undefined ? undefined : await NftCounters.of(classCounters).read();
  // A table that cannot be read is told of where the classes are.
  if (reading?.kind === "unreadable") return [];
  return untold(plans, reading?.counters.map(({ name }) => name) ?? []);
}

/** A note for each set of destinations of which no counter tells; `counters`: the names of those that there are. */
export function untold(plans: readonly DataPlan[], counters: readonly string[]): readonly CheckResult[] {
  const told = new Set(counters.map((name) => countedBy(name)?.destination));
  const wanted = plans.flatMap(({ buckets }) => buckets.flatMap(({ scope }) => scope.destination ?? []));
  return [...new Set(wanted)]
    .filter((destination) => !told.has(destination))
    .map((destination) => ({
      what: "classes",
      verdict: "note",
      found: {
        en: `no counter tells which bytes go to "${destination}": data of the plan that is for it only is never drawn here`,
        zh: `没有计数器说明哪些流量去往“${destination}”：套餐中仅限该目的地的流量在本机不会被扣减`,
      },
      remedy: {
        en: `Add counters <class>__${destination}_up and _down to the table of meter.class_counters; config/nftables/classes.nft shows how.`,
        zh: `请在 meter.class_counters 的表中增加计数器 <类别>__${destination}_up 和 _down，方法见 config/nftables/classes.nft。`,
      },
    }));
}

/** What is wrong with the files is told by the check of the plan. */
function plansOf(settings: Settings): readonly DataPlan[] {
  try {
    const source = planSource(settings);
    if (source.kind === "settings") return [];
    return source.kind === "file" ? [source.written.plan] : [...source.plans.values()].map(({ plan }) => plan);
  } catch (thrown) {
    if (thrown instanceof Fault) return [];
    throw thrown;
  }
}
