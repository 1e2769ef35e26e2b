import type { WallMs } from "../../base/instant.ts";
import { unreachable } from "../../base/unreachable.ts";
import { dayOf } from "../../plan/local-text.ts";
import { formatMoney, type Money } from "../../plan/money.ts";
import type { Words } from "../../plan/words.ts";
import type { CauseCode } from "../cause.ts";

/** What is known of the card's money; what is not known is absent. */
export interface CostFacts {
  readonly zone: string;
  /** A cycle's. */
  readonly fee?: Money;
  /** A month's, while the number is only kept. */
  readonly retentionFee?: Money;
  /** Of the account, and when it was told; without a time, as the plan file has it. */
  readonly balance?: { readonly money: Money; readonly at?: WallMs };
  /** Whether data can be bought before the cycle ends; absent: not known. */
  readonly topUp?: boolean;
}

/** What the remedy of a cause is paid with. `price`: the carrier's own, which nothing here tells. */
type Cost = "nothing" | "add-on" | "debt" | "renewal" | "retention" | "card" | "price";

const COSTS: Readonly<Record<CauseCode, Cost>> = {
  "over-limit": "add-on",
  "pool-exhausted": "add-on",
  "card-threshold": "add-on",
  "speed-capped": "add-on",
  arrears: "debt",
  expired: "renewal",
  retention: "retention",
  cancelled: "card",
  "sim-faulty": "card",
  "manual-stop": "price",
  "real-name": "price",
  violation: "price",
  "imei-separation": "price",
  "area-control": "price",
  "not-activated": "price",
  sunset: "price",
  "data-switched-off": "price",
  "directed-only": "price",
  "rat-not-allowed": "price",
  "roaming-barred": "price",
  "own-limit": "nothing",
  "no-coverage": "nothing",
  congestion: "nothing",
  "network-fault": "nothing",
  "wrong-apn": "nothing",
  "sim-absent": "nothing",
  "sim-locked": "nothing",
  "stale-denial": "nothing",
  "modem-hung": "nothing",
  "serial-fault": "nothing",
  "dns-fault": "nothing",
  "wrong-clock": "nothing",
  "broker-down": "nothing",
  "server-down": "nothing",
};

/** What it costs to have it back; {hotline} is the carrier's. Only amounts that a plan or a person has told are named. */
export function costWords(cause: CauseCode, facts: CostFacts): Words {
  const { fee, retentionFee, topUp } = facts;
  const cost = COSTS[cause];
  switch (cost) {
    case "nothing":
      return { en: "nothing to be paid to the carrier", zh: "无需向运营商付费" };
    case "add-on":
      return topUp === false
        ? { en: "nothing: waiting is free", zh: "无：等待不收费" }
        : {
            en: "waiting is free; the price of more data is not known here: ask {hotline}",
            zh: "等待不收费；加购流量的价格此处未知，请咨询{hotline}",
          };
    case "debt":
      return debtWords(facts);
    case "renewal":
      return fee === undefined
        ? { en: "the fee for renewal is not known here: ask {hotline}", zh: "续费金额此处未知，请咨询{hotline}" }
        : {
            en: `${formatMoney(fee)} for each cycle that is renewed, and what is owed till now`,
            zh: `每个账期 ${formatMoney(fee)}，并补缴至今的费用`,
          };
    case "retention":
      return retentionFee === undefined
        ? {
            en: "the fee for keeping the number is not known here: ask {hotline}",
            zh: "保号费用此处未知，请咨询{hotline}",
          }
        : {
            en: `${formatMoney(retentionFee)} a month while it is kept; in use again${fee === undefined ? " the plan's own fee" : ` ${formatMoney(fee)} a cycle`}`,
            zh: `保号期间每月 ${formatMoney(retentionFee)}；恢复使用后按套餐收费${fee === undefined ? "" : `，每账期 ${formatMoney(fee)}`}`,
          };
    case "card":
      return {
        en: "a new card; its price is the carrier's: ask {hotline}",
        zh: "新卡费用以运营商为准，请咨询{hotline}",
      };
    case "price":
      return {
        en: "no charge is known here; ask {hotline} before you agree to one",
        zh: "此处不掌握收费情况，同意付费前请先咨询{hotline}",
      };
    default:
      return unreachable(cost);
  }
}

function debtWords({ balance, fee, zone }: CostFacts): Words {
  const next =
    fee === undefined
      ? { en: "", zh: "" }
      : { en: `; a cycle's fee is ${formatMoney(fee)}`, zh: `；每账期费用 ${formatMoney(fee)}` };
  if (balance === undefined)
    return {
      en: `what is owed is not known here: ask {hotline}${next.en}`,
      zh: `欠费金额此处未知，请咨询{hotline}${next.zh}`,
    };
  const { money, at } = balance;
  const day = at === undefined ? undefined : dayOf(at, zone);
  const told = {
    en: day === undefined ? "by the plan file" : `as told on ${day}`,
    zh: day === undefined ? "据套餐文件" : `据 ${day} 的信息`,
  };
  return money < 0n
    ? {
        en: `at least ${formatMoney(-money)} is owed (${told.en})${next.en}`,
        zh: `至少欠费 ${formatMoney(-money)}（${told.zh}）${next.zh}`,
      }
    : {
        en: `the account held ${formatMoney(money)} (${told.en}), which may be too little or old: ask {hotline} what is owed${next.en}`,
        zh: `账户余额 ${formatMoney(money)}（${told.zh}），可能不足或已过时，请向{hotline}核实欠费${next.zh}`,
      };
}
