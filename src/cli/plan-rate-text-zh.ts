import { WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import { secondText } from "../plan/local-text.ts";
import type { Why } from "../plan/rating/cycle-end.ts";
import type { RatingRecord } from "../plan/rating/rating-record.ts";

/** The same in Chinese, for `--explain zh-CN`: names of buckets stay as the plan file has them. */
export function ratingLineZh(record: RatingRecord, zone: string): string {
  const at = (instant: string): string => secondText(WallMs(Date.parse(instant)), zone);
  switch (record.kind) {
    case "debit": {
      const where = record.bucket === null ? "计为套外" : `扣自 ${nameOf(record)}，余 ${leftText(record.left)}`;
      const what = record.class === undefined ? "" : ` ${record.class}`;
      const why = record.why === undefined ? "" : `\n    ${record.why}`;
      return `${at(record.at)}  第 ${record.line} 行${what}：${bytesText(record.bytes)}${where}${why}`;
    }
    case "limit":
      return `${at(record.at)}  第 ${record.line} 行：达到上限，${THEN[record.overage]}`;
    case "cycle-end":
      return `${at(record.at)}  账期结束，套外 ${bytesText(record.beyond)}`;
    case "carry-over":
      return `${at(record.at)}    ${nameOf(record)}：${leftText(record.left)} 结转`;
    case "lapse":
      return `${at(record.at)}    ${nameOf(record)}：${leftText(record.left)} 清零（${WHY[record.why]}）`;
    case "charge": {
      const so = record.final ? "" : "（截至目前，账期未结束）";
      return `${at(record.at)}    套外费用：${record.money}，套外 ${bytesText(record.beyond)}${so}`;
    }
    case "balance": {
      const until = record.until === null ? "" : `，有效至 ${at(record.until)}`;
      return `最后剩余：${nameOf(record)} ${leftText(record.left)}${until}`;
    }
    case "total": {
      const buckets = Object.entries(record.buckets).map(([name, bytes]) => `  ${name}：${bytesText(bytes)}`);
      return [
        `合计：${record.lines} 行，${bytesText(record.bytes)}`,
        ...buckets,
        `  套外：${bytesText(record.beyond)}`,
        ...(record.charged === null ? [] : [`  费用：${record.charged}`]),
      ].join("\n");
    }
    default:
      return unreachable(record);
  }
}

const THEN: Readonly<Record<Extract<RatingRecord, { kind: "limit" }>["overage"], string>> = {
  "auto-stop": "自动停用数据",
  tariff: "套外费用封顶，停用数据",
  "speed-cap": "开始限速",
  pool: "转用流量池",
  unknown: "套餐文件未说明之后如何",
};

const WHY: Readonly<Record<Why, string>> = {
  carries: "结转",
  "does-not-carry": "不结转",
  "was-carried": "不可再次结转",
  "bought-once": "一次性购买",
  "used-up": "已用完",
  unlimited: "不限量",
  "fee-not-charged": "月费未扣",
  "suspended-throughout": "整个账期停机",
  "plan-changed": "变更套餐",
  cancelled: "销户",
  "pack-unsubscribed": "退订",
};

const nameOf = ({ bucket, carried }: { readonly bucket: string | null; readonly carried: boolean }): string =>
  carried ? `${bucket}（结转）` : `${bucket}`;

const bytesText = (bytes: number): string => `${bytes} 字节`;
const leftText = (left: number | null): string => (left === null ? "不限量" : bytesText(left));
