import { describeBytes } from "../base/bytes.ts";
import { isoInstant, type WallMs } from "../base/instant.ts";
import { BEGINNING, NEVER } from "../plan/cycle.ts";
import { dayOf, lastDayOf, windowText } from "../plan/local-text.ts";
import type { BucketAccount, BucketRow } from "../plan/rating/bucket-account.ts";
import type { Scope } from "../plan/scope.ts";
import { textColumns } from "./text-columns.ts";

interface Drawn {
  readonly zone: string;
  readonly unitBase: 1000 | 1024;
}

const STATES = {
  "not-yet": "not yet 未生效",
  dormant: "not before service is back 复机后可用",
  ended: "ended 已到期",
} as const satisfies Record<NonNullable<BucketRow["state"]>, string>;
const BAR = 20;

/** Each bucket with what of it is gone as a bar, and below what nothing covered. */
export function bucketTable({ rows, beyond }: BucketAccount, { zone, unitBase }: Drawn): string {
  if (rows.length === 0 && beyond === 0n) return "The plan has no bucket now. 套餐当前没有可用流量。\n";
  const amount = (bytes: bigint | undefined): string => (bytes === undefined ? "-" : describeBytes(bytes, unitBase));
  const cells = [
    ["bucket 流量项", "quota 额度", "used 本期已用", "left 剩余", "expires 有效至", "", ""],
    ...rows.map((row) => [
      row.carriedFrom === undefined ? row.id : `${row.id} (carried 结转)`,
      row.quota === undefined ? "no limit 不限" : amount(row.quota),
      amount(row.used),
      row.left === undefined ? "no limit 不限" : amount(row.left),
      row.expires === undefined ? "-" : lastDayOf(row.expires, zone),
      barOf(row),
      notes(row, zone, amount),
    ]),
    ...(beyond === 0n
      ? []
      : [["beyond 套外", "", amount(beyond), "", "", "", "what no bucket covered 未被任何流量覆盖"]]),
  ];
  const widths = [0, 1, 2, 3, 4, 5].map((at) => Math.max(...cells.map((row) => textColumns(row[at] ?? ""))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => {
        const gap = " ".repeat(Math.max(0, (widths[at] ?? 0) - textColumns(cell)));
        return at >= 1 && at <= 3 ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd();
  return `${cells.map(line).join("\n")}\n`;
}

function barOf({ quota, left }: BucketRow): string {
  if (quota === undefined || left === undefined || quota === 0n) return "";
  const filled = Number(((quota - left) * BigInt(BAR)) / quota);
  return `[${"#".repeat(filled)}${".".repeat(BAR - filled)}]`;
}

function notes(row: BucketRow, zone: string, amount: (bytes: bigint) => string): string {
  const { begun, quota, carriedFrom, scope, state } = row;
  return [
    ...(carriedFrom === undefined ? [] : [`from 来自 ${periodText(carriedFrom, zone)}`]),
    ...(begun === undefined || begun === quota ? [] : [`${amount(begun)} when the cycle began 期初`]),
    ...(Object.keys(scope).length === 0 ? [] : [`only 仅限 ${scopeText(scope)}`]),
    ...(state === undefined ? [] : [STATES[state]]),
  ].join(", ");
}

const scopeText = ({ destination, window, area, rats = [] }: Scope): string =>
  [destination, window && windowText(window), area, ...rats].filter((part) => part !== undefined).join(", ");

function periodText({ from, to }: NonNullable<BucketRow["carriedFrom"]>, zone: string): string {
  return from === BEGINNING || to === NEVER ? "" : `${dayOf(from, zone)}..${lastDayOf(to, zone)}`;
}

/** For machines: amounts in bytes, instants ISO 8601 in UTC; null: without a limit, or without an end. */
export const bucketJson = ({ rows, beyond }: BucketAccount) => ({
  buckets: rows.map(({ id, kind, carriedFrom, quota, begun, used, left, expires, scope, state }) => ({
    bucket: id,
    kind,
    carried: carriedFrom !== undefined,
    carriedFrom: carriedFrom === undefined ? null : dayOrNull(carriedFrom.from),
    quota: numberOrNull(quota),
    begun: numberOrNull(begun ?? quota),
    used: Number(used),
    left: numberOrNull(left),
    until: expires === undefined ? null : isoInstant(expires),
    scope: Object.keys(scope).length === 0 ? null : scopeText(scope),
    state: state ?? null,
  })),
  beyond: Number(beyond),
});

const numberOrNull = (bytes: bigint | undefined): number | null => (bytes === undefined ? null : Number(bytes));
const dayOrNull = (at: WallMs): string | null => (at === BEGINNING ? null : isoInstant(at));

const COLUMNS = [
  "bucket",
  "kind",
  "carried",
  "carriedFrom",
  "quota",
  "begun",
  "used",
  "left",
  "until",
  "state",
] as const;

/** One bucket a line; what no bucket covered is a line without a bucket, and an empty cell what JSON has null for. */
export function bucketCsv(account: BucketAccount): string {
  const { buckets, beyond } = bucketJson(account);
  const none = { bucket: "", kind: "", carried: false, carriedFrom: null, quota: null, begun: null };
  const rows = [
    ...buckets,
    ...(beyond === 0 ? [] : [{ ...none, used: beyond, left: null, until: null, state: "beyond" }]),
  ];
  return `${[COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name] ?? ""))].map((row) => row.join(",")).join("\n")}\n`;
}
