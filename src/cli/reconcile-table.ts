import { describeBytes, type UnitBase } from "../base/bytes.ts";
import type { Reconciled } from "../plan/reconcile/reconcile.ts";
import { textColumns } from "./text-columns.ts";

type Verdict = "agrees" | "differs" | "only-ours" | "only-theirs" | "ambiguous";

/** `tolerance`: in percent of theirs. */
export function verdict({ ours, theirs, difference = 0n, fits }: Reconciled, tolerance: number): Verdict {
  if (fits !== undefined) return "ambiguous";
  if (ours === undefined) return "only-theirs";
  if (theirs === undefined) return "only-ours";
  if (difference === 0n) return "agrees";
  // Whole numbers, so that 3.009 % is not within 3 %.
  const [apart, allowed] = [difference < 0n ? -difference : difference, BigInt(Math.round(tolerance * 1_000))];
  return theirs > 0n && apart * 100_000n <= theirs * allowed ? "agrees" : "differs";
}

export const reconciledJson = (row: Reconciled, tolerance: number) => ({
  ...(row.noCard === true ? { card: null, number: row.card } : { card: row.card }),
  ...(row.number === undefined ? {} : { number: row.number }),
  ...(row.ourCard === undefined ? {} : { ourCard: row.ourCard }),
  ...(row.key === undefined ? {} : { key: row.key }),
  ...(row.ours === undefined ? {} : { ours: Number(row.ours) }),
  ...(row.theirs === undefined ? {} : { theirs: Number(row.theirs) }),
  ...(row.difference === undefined ? {} : { difference: Number(row.difference) }),
  ...(row.percent === undefined ? {} : { percent: row.percent }),
  ...(row.fits === undefined ? {} : { fits: row.fits }),
  verdict: verdict(row, tolerance),
});

const WORDS: Readonly<Record<Verdict, string>> = {
  agrees: "agrees 相符",
  differs: "DIFFERS 不符",
  "only-ours": "not on the bill 账单中没有",
  "only-theirs": "not in our books 本地没有",
  ambiguous: "AMBIGUOUS 无法确定",
};

const nameOf = ({ card, number, noCard }: Reconciled): string =>
  noCard === true ? `${card} (whose? 未知卡)` : number === undefined ? card : `${card} (${number})`;

const SHOWN = 3;

export function reconciledTable(rows: readonly Reconciled[], tolerance: number, base: UnitBase): string {
  const bytes = (amount: bigint | undefined): string => (amount === undefined ? "-" : describeBytes(amount, base));
  const table = [
    ["card 卡号", "ours 本地", "theirs 账单", "difference 差额", "", ""],
    ...rows.map((row) => [
      nameOf(row),
      bytes(row.ours),
      bytes(row.theirs),
      bytes(row.difference),
      row.percent === undefined ? "" : `${row.percent.toFixed(2)} %`,
      `${WORDS[verdict(row, tolerance)]}${candidates(row)}`,
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => widest(table, column));
  const lines = table.map((cells) =>
    cells
      .map((cell, i) => `${cell}${" ".repeat(Math.max(0, (widths[i] ?? 0) - textColumns(cell)))}`)
      .join("  ")
      .trimEnd(),
  );
  const counted = (["agrees", "differs", "only-ours", "only-theirs", "ambiguous"] as const)
    .map((kind) => ({ kind, count: rows.filter((row) => verdict(row, tolerance) === kind).length }))
    .filter(({ kind, count }) => kind !== "ambiguous" || count > 0)
    .map(({ kind, count }) => `${count} ${WORDS[kind]}`)
    .join(", ");
  const advice = [
    ...(rows.some(({ fits }) => fits !== undefined) ? [AMBIGUOUS] : []),
    ...(rows.some(({ noCard }) => noCard === true) ? [WHOSE] : []),
  ].join("");
  return `${lines.join("\n")}\n${counted} (within ${tolerance} %)\n${advice}`;
}

function candidates({ ours, fits }: Reconciled): string {
  if (fits === undefined) return "";
  const more = fits.length > SHOWN ? ` and ${fits.length - SHOWN} more` : "";
  return `: ${ours === undefined ? "ours" : "theirs"} ${fits.slice(0, SHOWN).join(", ")}${more}`;
}

/** A table of a hundred thousand rows is too many arguments for one `Math.max`. */
const widest = (table: readonly (readonly string[])[], column: number): number =>
  table.reduce((width, cells) => Math.max(width, textColumns(cells[column] ?? "")), 0);

const AMBIGUOUS = `AMBIGUOUS: more than one card of the other side has such a number (masked, or without its last digit), so nothing was added or compared. Name the cards whole on our side, as lines {"card":"8986...","bytes":123}. \`sim.key\` tells two cards apart and nothing else: each device makes it with a secret of its own, so it cannot be computed from a list of ICCIDs.
无法确定：另一方有多张卡符合该号码（已打码或缺末位），未作比较；请在本地用量中写出完整卡号。sim.key 由各设备自己的密钥生成，无法从 ICCID 清单推算。
`;

const WHOSE = `Numbers of which nothing says whose they are: give the platform's list with --cards CARDS.csv (columns iccid, number), or "number" on our usage lines.
无法得知号码属于哪张卡：请用 --cards 提供平台导出的清单（含 ICCID 与号码两列），或在本地用量中写出 number。
`;
