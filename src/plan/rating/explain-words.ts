import { unreachable } from "../../base/unreachable.ts";
import { balanceName } from "./balance.ts";
import type { CarrierRules } from "../carrier-rules.ts";
import type { Precedence } from "./deduction-order.ts";
import type { ExplainedDebit, Standing } from "./explain.ts";
import type { PassedOver } from "./rate.ts";
import type { Words } from "../words.ts";

/** One sentence a debit: which bucket, why that one, and why not those before it. `bytes` are written as they are. */
export function explainInWords(debit: ExplainedDebit, rules: CarrierRules): Words {
  const { bytes, balance, standing } = debit;
  const passed = passedOver(debit);
  if (balance === undefined || standing === undefined) {
    return {
      en: `${bytes} B beyond the plan: no bucket covers them${passed.en}.`,
      zh: `${bytes} 字节为套外流量：没有可用的流量包${passed.zh}。`,
    };
  }
  const [name, place, rival] = [balanceName(balance), standingInWords(standing, rules), rivalInWords(debit)];
  return {
    en: `${bytes} B from "${name}": ${place.en}${rival.en}${passed.en}.`,
    zh: `${bytes} 字节扣自“${name}”：${place.zh}${rival.zh}${passed.zh}。`,
  };
}

function standingInWords(standing: Standing, { title, orderSource }: CarrierRules): Words {
  switch (standing.by) {
    case "step": {
      const own = orderSource === undefined;
      return {
        en: `step ${standing.step} (${standing.term.en}) of the order of ${title.en}${own ? ", which is our default" : ""}`,
        zh: `${title.zh}扣减顺序第 ${standing.step} 步（${standing.term.zh}）${own ? "，该顺序为本程序默认" : ""}`,
      };
    }
    case "priority":
      return {
        en: `the plan gives it priority ${standing.priority}`,
        zh: `套餐文件指定其优先级为 ${standing.priority}`,
      };
    case "unknown-kind":
      return {
        en: `${title.en} has no kind "${standing.kind}", so it is drawn after the last step`,
        zh: `${title.zh}没有“${standing.kind}”这一类型，排在最后一步之后`,
      };
    default:
      return unreachable(standing);
  }
}

const BEHIND: Record<Precedence, Words> = {
  step: { en: "which comes later in the order", zh: "后者顺序在后" },
  "carried-first": { en: "carried over goes first", zh: "同一类型先扣结转流量" },
  "current-first": { en: "this cycle's goes first", zh: "同一类型先扣当期流量" },
  level: { en: "which has a later level", zh: "后者套餐级别在后" },
  "earliest-expiry": { en: "which expires later", zh: "后者到期较晚" },
  "as-listed": { en: "which the plan lists later", zh: "后者在套餐文件中排在后面" },
  "opened-first": { en: "which was opened later", zh: "后者开通较晚" },
};

function rivalInWords({ rival }: ExplainedDebit): Words {
  if (rival === undefined) return { en: "", zh: "" };
  const name = balanceName(rival.balance);
  const why = rival.behindBy === undefined ? undefined : BEHIND[rival.behindBy];
  return {
    en: `; before "${name}"${why === undefined ? "" : ` (${why.en})`}`,
    zh: `；先于“${name}”${why === undefined ? "" : `（${why.zh}）`}`,
  };
}

const PASSED: Record<PassedOver, Words> = {
  destination: { en: "for other destinations", zh: "定向目的地不符" },
  window: { en: "outside its hours", zh: "不在可用时段" },
  area: { en: "for another area", zh: "不在可用区域" },
  rat: { en: "for another radio technology", zh: "网络制式不符" },
  "used-up": { en: "used up", zh: "已用完" },
  "not-yet": { en: "not valid yet", zh: "尚未生效" },
  expired: { en: "expired", zh: "已过期" },
  dormant: { en: "carried over a suspension that has not ended", zh: "停机尚未恢复，结转流量暂不可用" },
};

function passedOver({ passedOver: all }: ExplainedDebit): Words {
  if (all.length === 0) return { en: "", zh: "" };
  const named = all.map(({ balance, why }) => ({ name: balanceName(balance), words: PASSED[why] }));
  return {
    en: `; passed over: ${named.map(({ name, words }) => `"${name}" (${words.en})`).join(", ")}`,
    zh: `；跳过：${named.map(({ name, words }) => `“${name}”（${words.zh}）`).join("、")}`,
  };
}
