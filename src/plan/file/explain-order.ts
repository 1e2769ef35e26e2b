import { describeBytes } from "../../base/bytes.ts";
import { WallMs } from "../../base/instant.ts";
import type { Drawn, PlanAccount } from "./plan-account.ts";
import type { Scope, Window } from "../scope.ts";
import type { Words } from "../words.ts";
import { dayText } from "./written-values.ts";
import { localTime } from "../zone.ts";

const both = (en: string, zh: string): Words => ({ en, zh });

export const dayOf = (at: WallMs, zone: string): string => dayText(localTime(at, zone));
/** The last day that lies wholly before an instant. */
export const lastDayOf = (at: WallMs, zone: string): string => dayOf(WallMs(at - 1), zone);

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

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const hours = ({ from, to }: Window): string => `${clock(from)}-${clock(to)}`;

export function scopeWords({ destination, window, area, rats }: Scope): Words {
  const parts = [
    ...(destination === undefined ? [] : [both(`to "${destination}"`, `仅限目的地“${destination}”`)]),
    ...(window === undefined ? [] : [both(`at ${hours(window)} each day`, `仅限每天 ${hours(window)}`)]),
    ...(area === undefined ? [] : [both(`in ${area}`, `仅限 ${area}`)]),
    ...(rats === undefined ? [] : [both(`over ${rats.join(", ")}`, `仅限 ${rats.join("、")}`)]),
  ];
  if (parts.length === 0) return both("", "");
  return both(`, only ${parts.map(({ en }) => en).join(", ")}`, `，${parts.map(({ zh }) => zh).join("，")}`);
}
