import { isoInstant, type WallMs } from "../../base/instant.ts";
import { type Balance, balanceName } from "./balance.ts";
import type { Books } from "./books.ts";
import { charge } from "./charge.ts";
import type { Closing } from "./cycle-end.ts";
import { NEVER } from "../cycle.ts";
import { formatMoney, type Money } from "../money.ts";
import type { Overage } from "../overage.ts";
import type { Debit } from "./rate.ts";
import type { UsageLine } from "../file/usage-csv.ts";

/**
 * What a rating tells, one record after another: plain JSON. Bytes are whole numbers, instants ISO 8601 in UTC, money is
 * text in the currency's unit. A `bucket` that is null: beyond the plan. `left` null: without a limit.
 */
export type RatingRecord =
  | {
      readonly kind: "debit";
      readonly line: number;
      readonly at: string;
      readonly class?: string;
      readonly bytes: number;
      readonly bucket: string | null;
      readonly carried: boolean;
      readonly left: number | null;
      readonly why?: string;
    }
  /** The plan's limit was reached with this line; `overage`: what happens beyond it, by the plan. */
  | {
      readonly kind: "limit";
      readonly line: number;
      readonly at: string;
      readonly overage: Overage["kind"];
    }
  | { readonly kind: "cycle-end"; readonly at: string; readonly from: string; readonly beyond: number }
  | {
      readonly kind: "carry-over" | "lapse";
      readonly at: string;
      readonly bucket: string;
      readonly carried: boolean;
      readonly left: number | null;
      readonly why: Closing["why"];
    }
  /** `final`: the cycle is over. */
  | {
      readonly kind: "charge";
      readonly at: string;
      readonly beyond: number;
      readonly money: string;
      readonly final: boolean;
    }
  | {
      readonly kind: "balance";
      readonly bucket: string;
      readonly carried: boolean;
      readonly left: number | null;
      /** Bought for a time that has not come: there from then on. */
      readonly from?: string;
      readonly until: string | null;
    }
  | {
      readonly kind: "total";
      readonly lines: number;
      readonly bytes: number;
      /** What each bucket gave, over all cycles; what was carried over is named apart. */
      readonly buckets: Readonly<Record<string, number>>;
      readonly beyond: number;
      /** Of cycles that are over, and of the one that is not. */
      readonly charged: string | null;
    };

type Print = (record: RatingRecord) => void;

/** Turns what a replay says into records, and keeps the totals. */
export class RatingRecords {
  private readonly print: Print;
  private readonly given = new Map<string, bigint>();
  private beyond = 0n;
  private bytes = 0n;
  private lastLine = 0;
  private lines = 0;
  private charged: Money | undefined;

  constructor(print: Print) {
    this.print = print;
  }

  /** `why`: a sentence for each debit. */
  debits(usage: UsageLine, debits: readonly Debit[], why: readonly string[] = []): void {
    // A usage over a boundary comes in parts.
    if (usage.line !== this.lastLine) this.lines += 1;
    this.lastLine = usage.line;
    for (const [index, { bytes, balance }] of debits.entries()) {
      this.bytes += bytes;
      if (balance === undefined) this.beyond += bytes;
      else this.given.set(balanceName(balance), (this.given.get(balanceName(balance)) ?? 0n) + bytes);
      const sentence = why[index];
      this.print({
        kind: "debit",
        line: usage.line,
        at: isoInstant(usage.at),
        ...(usage.class === undefined ? {} : { class: usage.class }),
        bytes: Number(bytes),
        bucket: balance?.bucket.id ?? null,
        carried: balance?.carried ?? false,
        left: balance?.left === undefined ? null : Number(balance.left - bytes),
        ...(sentence === undefined ? {} : { why: sentence }),
      });
    }
  }

  /** After a line's debits. */
  limit({ line, at }: UsageLine, before: Books, after: Books): void {
    if (before.limitReached !== undefined || after.limitReached === undefined) return;
    this.print({ kind: "limit", line, at: isoInstant(at), overage: after.plan.overage.kind });
  }

  cycleEnd(books: Books, at: WallMs): void {
    const { cycle, beyond } = books;
    this.print({ kind: "cycle-end", at: isoInstant(at), from: isoInstant(cycle.from), beyond: Number(beyond.bytes) });
    this.charge(books, at, true);
  }

  closings(closings: readonly Closing[]): void {
    for (const { balance, at, fate, why } of closings) {
      const kind = fate === "lapsed" ? "lapse" : "carry-over";
      this.print({ kind, at: isoInstant(at), ...named(balance), why });
    }
  }

  /** What is there at the end, the charge of the cycle that goes on, and the totals. */
  end(books: Books | undefined, at: WallMs): void {
    for (const balance of books?.balances ?? []) {
      const until = balance.expires === NEVER ? null : isoInstant(balance.expires);
      const from = balance.opened > at ? { from: isoInstant(balance.opened) } : {};
      this.print({ kind: "balance", ...named(balance), ...from, until });
    }
    if (books !== undefined) this.charge(books, at, false);
    this.print({
      kind: "total",
      lines: this.lines,
      bytes: Number(this.bytes),
      buckets: Object.fromEntries([...this.given].map(([name, bytes]) => [name, Number(bytes)])),
      beyond: Number(this.beyond),
      charged: this.charged === undefined ? null : formatMoney(this.charged),
    });
  }

  private charge({ plan: { overage }, beyond }: Books, at: WallMs, final: boolean): void {
    if (overage.kind !== "tariff") return;
    const money = charge(beyond, overage);
    this.charged = (this.charged ?? 0n) + money;
    if (beyond.bytes === 0n) return;
    this.print({ kind: "charge", at: isoInstant(at), beyond: Number(beyond.bytes), money: formatMoney(money), final });
  }
}

const named = ({ bucket, carried, left }: Balance) => ({
  bucket: bucket.id,
  carried,
  left: left === undefined ? null : Number(left),
});
