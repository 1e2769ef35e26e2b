import { Hours } from "../base/duration.ts";
import { isoInstant } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Suspicion } from "../diagnosis/suspicion.ts";
import type { Service } from "../modem/modem.ts";
import { NEVER } from "../plan/cycle.ts";
import { formatMoney } from "../plan/money.ts";
import type { MoneyReach } from "../plan/money-reach.ts";
import type { PoolReach } from "../plan/pool-reach.ts";
import type { Standing } from "../plan/standing.ts";
import type { PaceReach } from "./pace.ts";
import type { Wish } from "./reason.ts";

/** What the own findings say; every part may be missing. */
export interface Findings {
  /** Undefined while nothing was metered yet, or no card is known. */
  readonly standing: Standing | undefined;
  /** Of a card that shares a pool; undefined while nothing that is known of the pool asks for saving. */
  readonly pool?: PoolReach | undefined;
  /** Undefined: what is left lasts to the cycle's end, or nobody can say. */
  readonly pace?: PaceReach | undefined;
  /** Undefined: no money is near its end. */
  readonly money?: MoneyReach | undefined;
  /** Bytes that are kept for rank 1, the guard beside them included. */
  readonly kept?: number | undefined;
  readonly suspicion: Suspicion;
  readonly service: Service;
}

/** From this confidence on only rank 1 should send; below it, what is not essential waits. */
const SUSPECTED_AT = 0.4;

/** Every level that something asks for, at this moment and without a memory. Pure. */
export const wishesOf = ({ standing, pool, pace, money, kept, suspicion, service }: Findings): readonly Wish[] => [
  shareWish(standing, kept ?? 0),
  ...paceWishes(pace),
  ...poolWishes(pool),
  ...moneyWishes(money, standing),
  ...suspicionWishes(suspicion),
  ...serviceWishes(service),
];

function shareWish(standing: Standing | undefined, kept: number): Wish {
  const family = "share";
  if (standing === undefined) return { family, level: "normal", code: "starting", text: "nothing was metered yet" };
  if (standing.share === undefined) {
    const text = "no quota is known for this card: bytes are counted, nothing is held back";
    return { family, level: "normal", code: "no-plan", text };
  }
  const share = `${(standing.share * 100).toFixed(2)} % of the quota is used`;
  if (standing.cancelled === true)
    return { family, level: "reserve-only", code: "over-limit", text: "a person stated that this card is cancelled" };
  if (standing.pooled === true) {
    const text = `${share}, and the pool, which goes on after it, is known to hold more`;
    return { family, level: "normal", code: "plan-ok", text };
  }
  const { to } = standing.cycle;
  const until = to === NEVER ? {} : { until: to };
  if (standing.overLimit)
    return { family, level: "reserve-only", code: "over-limit", text: `${share}: the limit is reached`, ...until };
  if (kept > 0 && (standing.remaining ?? 0n) <= BigInt(kept)) {
    const text = `${share}: ${standing.remaining ?? 0n} bytes are left, and ${kept} are kept for the first class`;
    return { family, level: "reserve-only", code: "reserve-reached", text, ...until };
  }
  if (standing.essentialReached)
    return { family, level: "essential", code: "essential-share", text: `${share}: only what is essential`, ...until };
  if (standing.conserveReached)
    return { family, level: "conserve", code: "conserve-share", text: `${share}: bulk data should wait`, ...until };
  return { family, level: "normal", code: "plan-ok", text: share };
}

const paceWishes = (pace: PaceReach | undefined): readonly Wish[] =>
  pace === undefined
    ? []
    : [{ family: "pace", level: pace.line, code: `pace-${pace.line}`, text: pace.text, until: pace.until }];

/** A card goes on out of its pool, and stops with it, whatever is left of its own share: the others may have used it up. */
function poolWishes(pool: PoolReach | undefined): readonly Wish[] {
  if (pool === undefined) return [];
  const family = "pool";
  const { line, name = "", told, used, at, age, until } = pool;
  const hours = Math.floor(age / Hours(1));
  const when = hours === 0 ? "less than an hour ago" : `${hours} h ago`;
  const held = `${["the pool", name].join(" ").trim()} was told to hold ${told} bytes for all its cards`;
  const known = `${held} as of ${isoInstant(at)} (${when}), and this card has used ${used} since`;
  switch (line) {
    case "limit":
      return [{ family, level: "reserve-only", code: "pool-used-up", text: `${known}: it is used up`, until }];
    case "essential": {
      const text = `${known}: only what is essential`;
      return [{ family, level: "essential", code: "pool-essential-share", text, until }];
    }
    case "conserve": {
      const text = `${known}: bulk data should wait`;
      return [{ family, level: "conserve", code: "pool-conserve-share", text, until }];
    }
    default:
      return unreachable(line);
  }
}

/** Money that ends stops the card just as data does, and a fee that cannot be paid stops it with data left. */
function moneyWishes(money: MoneyReach | undefined, standing: Standing | undefined): readonly Wish[] {
  if (money === undefined) return [];
  const { line, what, spent, of } = money;
  const to = standing?.cycle.to ?? NEVER;
  const [found, until] =
    what === "cap"
      ? [`data beyond the plan has cost ${formatMoney(spent)}, and it stops at ${formatMoney(of)}`, to]
      : [
          of <= 0n
            ? `the account was told to hold ${formatMoney(of)}`
            : `the account was told to hold ${formatMoney(of)}, and data beyond the plan has cost ${formatMoney(spent)}`,
          money.until,
        ];
  const text = `${found}: ${line === "essential" ? "only what is essential" : "bulk data should wait"}`;
  const ends = until === NEVER ? {} : { until };
  return [{ family: "money", level: line, code: `money-${line}-share`, text, ...ends }];
}

function suspicionWishes(suspicion: Suspicion): readonly Wish[] {
  if (!suspicion.held) return [];
  const family = "suspicion";
  const text = `${suspicion.evidence.map((piece) => piece.text).join("; ")} (confidence ${suspicion.confidence})`;
  return suspicion.confidence >= SUSPECTED_AT
    ? [{ family, level: "reserve-only", code: "suspected-suspension", text }]
    : [{ family, level: "essential", code: "possible-suspension", text }];
}

/** Where nothing can pass at all, everything waits: the network's refusal and a missing SIM. Poor coverage is neither. */
function serviceWishes(service: Service): readonly Wish[] {
  if (service.data !== "down") return [];
  const family = "service";
  if (service.why === "denied") return [{ family, level: "offline", code: "denied", text: service.text }];
  if (service.why === "sim") return [{ family, level: "offline", code: "no-sim", text: service.text }];
  return [];
}
