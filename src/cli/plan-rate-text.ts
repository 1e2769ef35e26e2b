import { WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { RatingRecord } from "../plan/rating/rating-record.ts";
import { secondText } from "../plan/local-text.ts";
import { ratingLineZh } from "./plan-rate-text-zh.ts";

/** A record as one line for people; times are the plan's zone's. */
export const ratingLine = (record: RatingRecord, zone: string, language: "en" | "zh" = "en"): string =>
  language === "en" ? english(record, zone) : ratingLineZh(record, zone);

function english(record: RatingRecord, zone: string): string {
  const at = (instant: string): string => secondText(WallMs(Date.parse(instant)), zone);
  switch (record.kind) {
    case "debit": {
      const where = record.bucket === null ? "beyond the plan" : `${nameOf(record)}, ${leftText(record.left)} left`;
      const what = record.class === undefined ? "" : ` ${record.class}`;
      const why = record.why === undefined ? "" : `\n    ${record.why}`;
      return `${at(record.at)}  line ${record.line}${what}: ${bytesText(record.bytes)} from ${where}${why}`;
    }
    case "limit":
      return `${at(record.at)}  line ${record.line}: THE LIMIT IS REACHED; ${THEN[record.overage]}`;
    case "cycle-end":
      return `${at(record.at)}  cycle ends; ${bytesText(record.beyond)} went beyond the plan`;
    case "carry-over":
      return `${at(record.at)}    ${nameOf(record)}: ${leftText(record.left)} carried over`;
    case "lapse":
      return `${at(record.at)}    ${nameOf(record)}: ${leftText(record.left)} lapse (${record.why})`;
    case "charge": {
      const so = record.final ? "" : " so far; the cycle is not over";
      return `${at(record.at)}    charge: ${record.money} for ${bytesText(record.beyond)} beyond the plan${so}`;
    }
    case "balance": {
      const until = record.until === null ? "" : ` until ${at(record.until)}`;
      const from = record.from === undefined ? "" : ` from ${at(record.from)}`;
      const when = record.from === undefined ? "left at the end" : "not begun at the end";
      return `${when}: ${nameOf(record)} ${leftText(record.left)}${from}${until}`;
    }
    case "total": {
      const buckets = Object.entries(record.buckets).map(([name, bytes]) => `  ${name}: ${bytesText(bytes)}`);
      return [
        `total: ${record.lines} lines, ${bytesText(record.bytes)}`,
        ...buckets,
        `  beyond the plan: ${bytesText(record.beyond)}`,
        ...(record.charged === null ? [] : [`  charged: ${record.charged}`]),
      ].join("\n");
    }
    default:
      return unreachable(record);
  }
}

const THEN: Readonly<Record<Extract<RatingRecord, { kind: "limit" }>["overage"], string>> = {
  "auto-stop": "data stops here",
  tariff: "its charges are at their cap, data stops here",
  "speed-cap": "slower from here on",
  pool: "data goes on out of the pool",
  unknown: "the plan does not say what happens then",
};

const nameOf = ({ bucket, carried }: { readonly bucket: string | null; readonly carried: boolean }): string =>
  carried ? `${bucket} (carried)` : `${bucket}`;

/** Whole bytes: this is laid beside a bill. */
const bytesText = (bytes: number): string => `${bytes} B`;
const leftText = (left: number | null): string => (left === null ? "no limit" : bytesText(left));
