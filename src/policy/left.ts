import type { Overage, Tariff } from "../plan/overage.ts";
import type { PoolShare } from "../plan/pool-share.ts";
import type { Books } from "../plan/rating/books.ts";
import { type Beyond, capReached } from "../plan/rating/charge.ts";
import type { Standing } from "../plan/standing.ts";

/** What is left, in bytes. */
export interface Left {
  /** Of what was bought; absent: without a limit, or nobody knows. */
  readonly paid?: number;
  /** To where data really ends; absent: it goes on (at a price, slowly, or nobody knows), or nobody knows where. */
  readonly limit?: number;
  readonly beyond: Overage["kind"];
}

/** What rank 1 does beyond what was bought where data goes on there, or may do so. */
export type BeyondQuota = "allow" | "stop";

export interface LeftQuestion {
  readonly standing: Standing;
  readonly books: Pick<Books, "plan" | "beyond">;
  /** Of a card that shares one. */
  readonly pool?: PoolShare | undefined;
  readonly beyondQuota: BeyondQuota;
}

/** The carrier's limit where there is one, else the owner's word; what is not known is not made up. */
export function leftOf({ standing, books, pool, beyondQuota }: LeftQuestion): Left {
  const { overage } = books.plan;
  const beyond = overage.kind;
  if (standing.cancelled === true) return { paid: 0, limit: 0, beyond };
  const pooled = pool !== undefined && pool.binds !== "unknown" ? pool : undefined;
  const paid = inBytes(standing.pooled === true ? pooled?.balance : (pooled?.left ?? standing.remaining));
  const stopped = standing.overLimit && (beyond === "auto-stop" || beyond === "tariff");
  // A card that goes on out of its pool stops with it; any other one stops where its plan says, or with the pool before that.
  const planEnds = pooled?.goesOn === true ? undefined : endOf(overage, paid, books.beyond);
  const open = stopped ? 0 : least(inBytes(pooled?.balance), planEnds);
  const limit = open ?? (beyondQuota === "stop" ? paid : undefined);
  const nearest = beyondQuota === "stop" ? least(limit, paid) : limit;
  return {
    ...(paid === undefined ? {} : { paid: least(paid, nearest) ?? paid }),
    ...(nearest === undefined ? {} : { limit: nearest }),
    beyond,
  };
}

/** Undefined: data does not end, or nobody knows where. */
function endOf(overage: Overage, paid: number | undefined, beyond: Beyond): number | undefined {
  if (overage.kind === "auto-stop") return paid;
  if (overage.kind !== "tariff") return undefined;
  const more = toCap(overage, beyond);
  return more === undefined ? undefined : Math.min(Number.MAX_SAFE_INTEGER, (paid ?? 0) + more);
}

/** The most bytes that may still go beyond the plan before the tariff's cap stops data; undefined: it has none. */
function toCap(tariff: Tariff, { bytes, bySession }: Beyond): number | undefined {
  if (tariff.capBytes === undefined && tariff.capMoney === undefined) return undefined;
  // A session that is not over may be rounded up once more.
  const stops = (more: bigint): boolean =>
    capReached({ bytes: bytes + more, bySession: bySession + more + tariff.unit }, tariff);
  if (stops(0n)) return 0;
  let [low, high] = [0n, 1n];
  while (!stops(high) && high < MOST) [low, high] = [high, high * 2n];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (stops(middle)) high = middle;
    else low = middle;
  }
  return inBytes(low);
}

const MOST = BigInt(Number.MAX_SAFE_INTEGER);

const inBytes = (bytes: bigint | undefined): number | undefined =>
  bytes === undefined ? undefined : Number(bytes > MOST ? MOST : bytes < 0n ? 0n : bytes);

const least = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined ? other : other === undefined ? one : Math.min(one, other);
