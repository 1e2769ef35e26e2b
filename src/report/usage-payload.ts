import { defined } from "../base/defined.ts";
import { isoInstant } from "../base/instant.ts";
import { maskIccid } from "../base/mask.ts";
import { BEGINNING, NEVER } from "../plan/cycle.ts";
import { dayText, windowText } from "../plan/local-text.ts";
import { formatMoney } from "../plan/money.ts";
import type { PoolShare } from "../plan/pool-share.ts";
import type { Balance } from "../plan/rating/balance.ts";
import type { Books } from "../plan/rating/books.ts";
import { charge } from "../plan/rating/charge.ts";
import { topUpHelps } from "../plan/top-up.ts";
import { type ValidityStand, validityStand, validityWords } from "../plan/validity-dates.ts";
import type * as contract from "./contract.ts";
import { readingPayload } from "./reading-payload.ts";
import { directions, saidAt } from "./payload-parts.ts";
import type { Identity, Picture, Said } from "./picture.ts";

/** Every byte of a message is paid for: of a plan with more balances those that are drawn last are counted, not told. */
const MOST_BALANCES = 16;

export function usagePayload(picture: Picture, identity: Identity, now: Said): contract.Usage | undefined {
  const { book } = picture;
  if (book === undefined) return undefined;
  // Which day it is must be known before anybody is told that his card ends.
  const stand = now.trusted && book.plan.known ? validityStand(book.books, now.wall) : undefined;
  const { standing, books, plan: view } = book;
  const { plan, conduct } = books;
  const told = books.balances.slice(0, MOST_BALANCES);
  const { from, to } = standing.cycle;
  return defined({
    ...saidAt(now),
    sim: book.iccid === undefined ? undefined : { iccid: maskIccid(book.iccid), key: identity.keyOf(book.iccid) },
    plan: defined({
      name: plan.name,
      known: view.known,
      carrier: view.known ? plan.rules.carrier : undefined,
      quota: standing.quota === undefined ? undefined : Number(standing.quota),
      unitBase: plan.unitBase,
      zone: plan.cycle.zone,
      role: view.role,
      pool: view.pool,
      next: conduct.nextPlan?.name,
      topUp: view.known && topUpHelps(plan) === false ? (false as const) : undefined,
    }),
    cycle:
      from === BEGINNING || to === NEVER
        ? undefined
        : { from: isoInstant(from), to: isoInstant(to), zone: plan.cycle.zone },
    used: directions(book.inCycle),
    pending: directions(book.pending),
    remaining: standing.remaining === undefined ? undefined : Number(standing.remaining),
    usedPercent: standing.share === undefined ? undefined : Math.round(standing.share * 10_000) / 100,
    thresholdsCrossed: [...standing.thresholdsCrossed],
    overLimit: standing.overLimit,
    buckets: view.known ? told.map(bucketOf) : undefined,
    moreBuckets: told.length === books.balances.length ? undefined : books.balances.length - told.length,
    beyond: books.beyond.bytes > 0n && view.known ? beyondOf(books) : undefined,
    pool: book.pool && poolOf(book.pool),
    validity: stand && validityOf(stand, books.suspendedSince !== undefined),
    suspendedSince: books.suspendedSince && isoInstant(books.suspendedSince),
    cancelled: books.cancelled ? (true as const) : undefined,
    limitReached: books.limitReached && isoInstant(books.limitReached),
    total: directions(book.total),
    reading: readingPayload(picture.reading),
  });
}

function bucketOf({ bucket: { id, kind, scope }, carried, held, left, expires, dormant }: Balance) {
  const { destination, window, area, rats } = scope;
  const only = defined({ destination, window: window && windowText(window), area, rats: rats && [...rats] });
  return defined({
    id,
    kind,
    carried: carried ? (true as const) : undefined,
    quota: held === undefined ? undefined : Number(held),
    left: left === undefined ? undefined : Number(left),
    until: expires === NEVER ? undefined : isoInstant(expires),
    only: Object.keys(only).length === 0 ? undefined : only,
    dormant,
  });
}

const number = (bytes: bigint | undefined): number | undefined => (bytes === undefined ? undefined : Number(bytes));

const poolOf = ({ name, own, told, balance, stale, binds, left }: PoolShare): contract.Usage["pool"] =>
  defined({
    name,
    ownShareLeft: number(own),
    told: told && { balance: Number(told.bytes), asOf: isoInstant(told.at) },
    balance: number(balance),
    stale,
    binds,
    left: number(left),
  });

function validityOf(stand: ValidityStand, suspended: boolean): contract.Usage["validity"] {
  const { state, expires, daysLeft, renewableUntil, nextFee, fee, retentionFee, account, short } = stand;
  const words = validityWords(stand, suspended);
  return defined({
    state,
    expires: expires && dayText(expires),
    daysLeft,
    renewableUntil: renewableUntil && dayText(renewableUntil),
    nextFee: nextFee && dayText(nextFee),
    fee: fee === undefined ? undefined : formatMoney(fee),
    retentionFee: retentionFee === undefined ? undefined : formatMoney(retentionFee),
    account: account && defined({ balance: formatMoney(account.money), asOf: account.at && isoInstant(account.at) }),
    short: short === undefined ? undefined : formatMoney(short),
    text: words.length === 0 ? undefined : words.map(({ en }) => en).join("; "),
    textZh: words.length === 0 ? undefined : words.map(({ zh }) => zh).join("；"),
  });
}

function beyondOf({ beyond, plan: { overage } }: Books) {
  const cost = overage.kind === "tariff" ? formatMoney(charge(beyond, overage)) : undefined;
  // The meter knows no sessions: each slot and kind of bytes was rounded as one.
  const estimated = overage.kind === "tariff" && overage.rounded === "session" ? (true as const) : undefined;
  return defined({ total: Number(beyond.bytes), charge: cost, estimated });
}
