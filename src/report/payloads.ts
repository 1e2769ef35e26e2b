import { describeDuration, Millis } from "../base/duration.ts";
import { defined } from "../base/defined.ts";
import { EVENTS, type PublishedEvent } from "../base/events.ts";
import { isoInstant, wallAfter } from "../base/instant.ts";
import { maskIccid, maskImei, maskImsi } from "../base/mask.ts";
import { told } from "../base/told.ts";
import { statName } from "../codes/registration-stat.ts";
import type { Suspicion } from "../diagnosis/suspicion.ts";
import { maskBook } from "../meter/book-id.ts";
import type { Damage } from "../meter/damage.ts";
import type { Domain, Modem } from "../modem/modem.ts";
import { rejectCauseName } from "../modem/reject-cause.ts";
import type * as contract from "./contract.ts";
import { placeOf, plmnOf } from "./place-of.ts";
import { directions, saidAt } from "./payload-parts.ts";
import type { Directions, Identity, Picture, Said } from "./picture.ts";

/** Characters: the log has them all. */
const MOST_OF_FAULTS = 600;

const DOMAINS: readonly Domain[] = ["cs", "ps", "eps", "5gs"];

export function availabilityPayload(
  state: "online" | "offline",
  reason: contract.Availability["reason"],
  now: Said,
): contract.Availability {
  return { ...saidAt(now), state, reason };
}

export function statePayload(picture: Picture, identity: Identity, now: Said): contract.State {
  const { link, modem, damage } = picture;
  return defined({
    ...saidAt(now),
    agent: { version: identity.version, uptimeS: Math.floor(picture.startedFor / 1_000) },
    clock: defined({ trusted: now.trusted, source: now.source, text: now.text }),
    modem: defined({
      link: link.kind,
      linkText: "text" in link ? link.text : undefined,
      manufacturer: told(modem.manufacturer),
      family: modem.family,
      model: told(modem.model),
      revision: told(modem.revision),
      imei: modem.imei === undefined ? undefined : maskImei(modem.imei),
    }),
    sim: simOf(picture, identity),
    registration: registrationOf(modem),
    attached: modem.attached,
    contexts: modem.contexts && Object.entries(modem.contexts).map(([cid, active]) => ({ cid: Number(cid), active })),
    service: serviceOf(modem),
    operator: modem.operator && defined({ name: told(modem.operator.name), plmn: plmnOf(modem.operator.plmn) }),
    signal: modem.signal,
    bearer: picture.bearer,
    interface: picture.interface,
    uplinks: picture.uplinks?.map(({ name, metered, present, text, used }) =>
      defined({ name, metered, present, text, used: used && directions(used) }),
    ),
    notMetered: picture.notMetered && {
      ...directions(picture.notMetered.used),
      interfaces: picture.notMetered.interfaces.map((one) => ({ name: one.name, ...directions(one) })),
    },
    metering: meteringOf(picture.metering),
    modemCounter: modemCounterOf(picture.modemCount, now),
    suspicion: suspicionPayload(picture.suspicion),
    store: storeOf(picture),
    otherDevice:
      picture.elsewhereSince === undefined
        ? undefined
        : { since: isoInstant(picture.elsewhereSince), text: OTHER_DEVICE },
    refusedPlans: picture.refusedPlans && {
      since: isoInstant(picture.refusedPlans.since),
      text: picture.refusedPlans.text.slice(0, MOST_OF_FAULTS),
    },
    journal: picture.journalDamage && {
      damaged: true as const,
      since: isoInstant(picture.journalDamage.since),
      text: `${picture.journalDamage.found}. It is kept as it was found; a new chain of entries begins.`,
    },
    books: damage && { damaged: true as const, since: isoInstant(damage.since), text: damageText(damage) },
  });
}

/** What a person is to do with books of another device. */
export const OTHER_DEVICE =
  "The books were written on another device. Where its disk was moved here or its board replaced, say so with `cellward fact device-accepted --by NAME`. Where this is a copy, stop the agent, remove the state directory (store.directory) and start it again.";

/** What was found, what is taken as used beyond the verified entries, and what a person is to do. */
export function damageText(damage: Damage): string {
  const books = damage.books.map(({ book, found, assumed }) => {
    const gap =
      assumed === "unknown"
        ? "how much was used beyond the verified entries is not known"
        : `${assumed.up + assumed.down} bytes beyond the verified entries are taken as used`;
    return `${maskBook(book)}: ${found} ${gap}.`;
  });
  return [damage.found, ...books, "Acknowledge with `cellward fact damage-acknowledged --by NAME`."].join(" ");
}

function simOf({ modem, locked, cardDoubt }: Picture, identity: Identity): contract.State["sim"] {
  const { state, iccid, imsi } = modem.sim;
  return defined({
    state,
    text: locked ?? cardDoubt?.text,
    doubt: cardDoubt?.kind,
    iccid: iccid === undefined ? undefined : maskIccid(iccid),
    imsi: imsi === undefined ? undefined : maskImsi(imsi),
    key: iccid === undefined ? undefined : identity.keyOf(iccid),
  });
}

function registrationOf(modem: Modem): contract.State["registration"] {
  return Object.fromEntries(
    DOMAINS.flatMap((domain) => {
      const seen = modem.registration[domain];
      if (seen === undefined) return [];
      const { stat, act, rejectCause } = seen;
      const causeText = rejectCauseName(domain, seen);
      return [[domain, defined({ stat, text: statName(stat), ...placeOf(domain, seen), act, rejectCause, causeText })]];
    }),
  );
}

function serviceOf(modem: Modem): contract.State["service"] {
  const { service } = modem;
  if (service.data === "up") return { data: "up" };
  return service.data === "down"
    ? { data: "down", why: service.why, text: service.text }
    : { data: service.data, text: service.why };
}

export function suspicionPayload(suspicion: Suspicion): contract.State["suspicion"] {
  return defined({
    held: suspicion.held,
    confidence: suspicion.confidence,
    since: suspicion.since && isoInstant(suspicion.since.wall),
    evidence: suspicion.evidence.map((piece) => ({
      kind: piece.kind,
      at: isoInstant(piece.at),
      weight: piece.weight,
      text: piece.text,
    })),
  });
}

function storeOf({ store }: Picture): contract.State["store"] {
  if (store.durable) return { durable: true };
  return defined({
    durable: false,
    text: `${store.why}; nothing was written for ${describeDuration(store.age)}, counting goes on in memory`,
    trouble: store.trouble,
    mount: store.mount,
    ageS: Math.floor(store.age / 1_000),
    path: store.path,
    freeBytes: Number(store.freeBytes),
    neededBytes: Number(store.neededBytes),
  });
}

function meteringOf({
  source,
  text,
  classes,
  reports,
  arp,
  links,
  crowded,
}: Picture["metering"]): contract.State["metering"] {
  if (source === "interface" && [classes, reports, arp, links, crowded].every((one) => one === undefined))
    return undefined;
  return defined({
    source,
    text,
    classes:
      classes &&
      defined({
        table: classes.table,
        text: classes.text,
        claimed: directions(classes.claimed),
        counted: directions(classes.counted),
        dropped: unlessNothing(classes.dropped),
      }),
    reports:
      reports &&
      defined({
        claimed: directions(reports.claimed),
        explained: directions(reports.explained),
        confirmed: unlessNothing(reports.confirmed),
        dropped: unlessNothing(reports.dropped),
      }),
    crowded,
    links: links?.map((link) => ({ ...link })),
    arp: arp && defined({ text: arp.text, excluded: directions(arp.excluded) }),
  });
}

const unlessNothing = (amount: Directions) => (amount.up + amount.down === 0n ? undefined : directions(amount));

function modemCounterOf(count: Picture["modemCount"], now: Said): contract.State["modemCounter"] {
  if (count === undefined) return undefined;
  const { command, stands, modem, counted, difference, comparedFor, readBefore } = count;
  return {
    command,
    at: isoInstant(wallAfter(now.wall, Millis(-readBefore))),
    since: isoInstant(wallAfter(now.wall, Millis(-comparedFor))),
    stands: directions(stands),
    modem: directions(modem),
    counted: directions(counted),
    difference: directions(difference),
  };
}

/** `worded`: with the reason of each allowance; over the air its code is enough. */
export function decisionPayload(picture: Picture, now: Said, worded = false): contract.Decision {
  const { level, reasons, since, before, until, enforced, allowances, reserve, override, byHand } = picture.decision;
  return defined({
    ...saidAt(now),
    level,
    reasons: [...reasons],
    since: isoInstant(since),
    before,
    until: until && isoInstant(until),
    enforced,
    allowances: allowances.map(({ reason, deferUntil, ...allowance }) =>
      defined({
        ...allowance,
        deferUntil: deferUntil && isoInstant(deferUntil),
        why: reason.code,
        text: worded ? reason.text : undefined,
      }),
    ),
    reserve,
    byHand:
      byHand.length === 0
        ? undefined
        : byHand.map((one) => ({ ...one, since: isoInstant(one.since), until: isoInstant(one.until) })),
    override: override && {
      ...override,
      since: isoInstant(override.since),
      until: isoInstant(override.until),
    },
  });
}

export function eventPayload(
  type: PublishedEvent,
  fields: Readonly<Record<string, unknown>>,
  now: Said,
): contract.Event {
  return { ...saidAt(now), type, text: EVENTS[type].sentence, ...fields };
}
