import { describeBytes } from "../../base/bytes.ts";
import type { Drawn, PlanAccount } from "./plan-account.ts";
import type { Scope } from "../scope.ts";
import type { Words } from "../words.ts";
import { dayOf, lastDayOf, windowText } from "../local-text.ts";

const both = (en: string, zh: string): Words => ({ en, zh });

/** One thing that can be drawn, in its place of the order. */
export function explainDrawn(
  { bucket, carried, from, to, step, kind }: Drawn,
  place: number,
  { plan }: PlanAccount,
): Words {
  const { zone } = plan.cycle;
  const quota =
    bucket.quota === undefined
      ? both("without a limit", "不限量")
      : both(describeBytes(bucket.quota, plan.unitBase), describeBytes(bucket.quota, plan.unitBase));
  const what = carried
    ? both("what is left of it from the cycle before", "上周期结转的剩余流量")
    : both(quota.en, quota.zh);
  const own = bucket.term.each === "once" ? `, ${dayOf(from, zone)} to ${lastDayOf(to, zone)}` : "";
  const ownZh = bucket.term.each === "once" ? `，${dayOf(from, zone)} 至 ${lastDayOf(to, zone)}` : "";
  const rank =
    bucket.priority === undefined
      ? both(`step ${step ?? "-"}`, `第 ${step ?? "-"} 档`)
      : both(
          `at ${bucket.priority} by the plan's own priority, instead of step ${step ?? "-"}`,
          `按套餐指定的优先级 ${bucket.priority}，原为第 ${step ?? "-"} 档`,
        );
  const scope = scopeWords(bucket.scope);
  return both(
    `${place}. ${bucket.id}: ${what.en} (${kind?.term.en ?? bucket.kind} ${kind?.term.zh ?? ""}; ${rank.en}${own})${scope.en}`,
    `${place}. ${bucket.id}：${what.zh}（${kind?.term.zh ?? bucket.kind}；${rank.zh}${ownZh}）${scope.zh}`,
  );
}

export function scopeWords({ destination, window, area, rats }: Scope): Words {
  const parts = [
    ...(destination === undefined ? [] : [both(`to "${destination}"`, `仅限目的地“${destination}”`)]),
    ...(window === undefined ? [] : [both(`at ${windowText(window)} each day`, `仅限每天 ${windowText(window)}`)]),
    ...(area === undefined ? [] : [both(`in ${area}`, `仅限 ${area}`)]),
    ...(rats === undefined ? [] : [both(`over ${rats.join(", ")}`, `仅限 ${rats.join("、")}`)]),
  ];
  if (parts.length === 0) return both("", "");
  return both(`, only ${parts.map(({ en }) => en).join(", ")}`, `，${parts.map(({ zh }) => zh).join("，")}`);
}
