import { defined } from "../../base/defined.ts";
import { type Duration, Hours, Minutes } from "../../base/duration.ts";
import { type WallMs, wallAfter } from "../../base/instant.ts";
import { unreachable } from "../../base/unreachable.ts";
import { statCarriesData } from "../../codes/registration-stat.ts";
import type { Modem } from "../../modem/modem.ts";
import { rejectCauseText } from "../../modem/reject-cause.ts";
import { decidingRegistration } from "../../modem/service.ts";
import type { ModemEffect } from "../../modem/step.ts";
import type { Finding } from "../finding-item.ts";
import { findingOf } from "../findings/finding.ts";
import { denialFinding } from "./refusal.ts";

/** With which device, and where, a card last had data. */
export interface WorkedWith {
  readonly iccid: string;
  readonly at: WallMs;
  readonly imei?: string;
  /** TAC or LAC, as the modem writes it. */
  readonly area?: string;
  readonly apn?: string;
}

/** A card, and since when it is known here, where another was in before. */
export interface CardSeen {
  readonly iccid: string;
  readonly changedAt?: WallMs;
}

/** What one look at the modem cannot tell. Plain JSON: it outlives a restart. */
export interface Watch {
  /** Since when there is no data, while there is none. */
  readonly lostAt?: WallMs;
  /** A detach by the network that nothing has explained yet. */
  readonly detachedAt?: WallMs;
  /** How the last detach ended. */
  readonly detachEnded?: { readonly at: WallMs; readonly how: "refused" | "back" };
  /** The last refusal that no registration has ended since. */
  readonly denied?: { readonly at: WallMs; readonly kind: string; readonly text: string };
  /** Where the modem was told of last, whether it was let in there or not. */
  readonly area?: string;
  readonly contextTakenAt?: WallMs;
  readonly leftAt?: WallMs;
  /** The card that is in. */
  readonly card?: CardSeen;
  /** Those that were in before it, the newest first. */
  readonly before?: readonly CardSeen[];
  /** Of the modem that answered last: asked for at the counter when it does not. */
  readonly imei?: string;
  /** The newest first. */
  readonly worked: readonly WorkedWith[];
  readonly restarts: readonly WallMs[];
  readonly resumeHeardAt?: WallMs;
  readonly radioCycledAt?: WallMs;
}

export const NOTHING_WATCHED: Watch = { worked: [], restarts: [] };

/** Between a detach and a refusal that belong together as "let go, then refused": T3402 is 12 min, networks may set less. */
const REFUSED_NOT_BEFORE: Duration = Minutes(2);
/** Back within this time it was the network's own doing: the modem was asked to attach again (24.301 5.5.2.3.2). */
const BACK_WITHIN: Duration = Minutes(10);
const MOST_CARDS = 8;
const MOST_RESTARTS = 5;

/** Takes note of what the modem told. Pure. */
export function watchModem(watch: Watch, modem: Modem, effects: readonly ModemEffect[], now: WallMs): Watch {
  const noted = effects.reduce((state, effect) => noteEffect(state, effect, now), watch);
  return noteStanding(noted, modem, now);
}

function noteEffect(watch: Watch, effect: ModemEffect, now: WallMs): Watch {
  switch (effect.kind) {
    case "network-detached":
      return { ...watch, detachedAt: now };
    case "context-lost":
      return { ...watch, contextTakenAt: now };
    case "restarted":
      return { ...watch, restarts: [now, ...watch.restarts].slice(0, MOST_RESTARTS) };
    case "service-changed":
      return effect.own && effect.to.data === "down" ? { ...watch, leftAt: now } : watch;
    case "ask":
    case "back-off":
    case "power":
    case "registration-changed":
    case "sim-identified":
    case "sim-state-changed":
      return watch;
    default:
      return unreachable(effect);
  }
}

function noteStanding(watch: Watch, modem: Modem, now: WallMs): Watch {
  const carded = noteArea(noteCard(noteDevice(watch, modem.imei), modem.sim.iccid, now), modem);
  if (modem.radioOff === true) return { ...carded, radioCycledAt: now };
  const seen = decidingRegistration(modem);
  if (seen === undefined) return carded;
  if (statCarriesData(seen.stat) && modem.attached !== false) return registered(carded, modem, now);
  const lost = { ...carded, lostAt: carded.lostAt ?? now };
  return seen.stat === 3 ? refused(lost, seen, now) : lost;
}

function noteArea(watch: Watch, modem: Modem): Watch {
  const area = areaOf(modem);
  return area === undefined || area === watch.area ? watch : { ...watch, area };
}

const areaOf = ({ registration }: Modem): string | undefined =>
  registration.eps?.tac ?? registration["5gs"]?.tac ?? registration.ps?.lac;

const noteDevice = (watch: Watch, imei: string | undefined): Watch =>
  imei === undefined || imei === watch.imei ? watch : { ...watch, imei };

function noteCard(watch: Watch, iccid: string | undefined, now: WallMs): Watch {
  if (iccid === undefined || watch.card?.iccid === iccid) return watch;
  // Another card begins with nothing that was seen of the one before it; one that comes again is no new one.
  const { worked, restarts, imei, card: last, before: gone = [] } = watch;
  const before = last === undefined ? gone : [last, ...gone].filter((one) => one.iccid !== iccid).slice(0, MOST_CARDS);
  const card = gone.find((one) => one.iccid === iccid) ?? { iccid, ...(last === undefined ? {} : { changedAt: now }) };
  return { worked, restarts, ...defined({ imei }), card, ...(before.length === 0 ? {} : { before }) };
}

function registered(watch: Watch, modem: Modem, now: WallMs): Watch {
  const { denied: _ended, detachedAt, resumeHeardAt: _heard, ...rest } = watch;
  const ended =
    detachedAt !== undefined && now - detachedAt <= BACK_WITHIN
      ? { detachEnded: { at: now, how: "back" as const } }
      : {};
  const next: Watch = { ...rest, ...ended };
  if (modem.service.data !== "up") return { ...next, lostAt: watch.lostAt ?? now };
  const { lostAt: _lost, contextTakenAt: _taken, leftAt: _left, detachEnded, ...up } = next;
  // Let in again, and given a context: what was refused before explains nothing any more.
  return detachEnded?.how === "back" ? { ...up, detachEnded } : up;
}

const others = ({ worked }: Watch, iccid: string): readonly WorkedWith[] =>
  worked.filter((row) => row.iccid !== iccid).slice(0, MOST_CARDS - 1);

/**
 * Bytes came down: this card, this device, this place and this access point work together. A registration alone proves nothing: a
 * card in the wrong device, or past its limit, may be let in and given an address.
 */
export function dataPassed(watch: Watch, modem: Modem, apn: string | undefined, now: WallMs): Watch {
  const { sim, imei } = modem;
  if (sim.iccid === undefined) return watch;
  const area = areaOf(modem);
  const row: WorkedWith = { iccid: sim.iccid, at: now, ...defined({ imei, area, apn }) };
  return { ...watch, worked: [row, ...others(watch, sim.iccid)] };
}

/** Some time bytes came down, it is not known where. */
export function everPassed(watch: Watch, iccid: string, now: WallMs): Watch {
  const known = watch.worked.some((row) => row.iccid === iccid);
  return known ? watch : { ...watch, worked: [{ iccid, at: now }, ...others(watch, iccid)] };
}

function refused(watch: Watch, seen: NonNullable<ReturnType<typeof decidingRegistration>>, now: WallMs): Watch {
  const kind = denialFinding(seen.domain, seen.rejectCause, seen.causeType === 1);
  const text = rejectCauseText(seen.domain, seen);
  const { denied: before, radioCycledAt } = watch;
  const word = { at: now, kind, text };
  // After the radio was off and on it is another refusal, be it in the same words.
  const since = radioCycledAt !== undefined && now > radioCycledAt ? radioCycledAt : undefined;
  const same = before?.kind === kind && before.text === text && (since === undefined || before.at > since);
  const { detachedAt, ...rest } = watch;
  const signature = detachedAt !== undefined && now - detachedAt >= REFUSED_NOT_BEFORE;
  return {
    ...rest,
    denied: same ? before : word,
    ...(signature ? { detachEnded: { at: now, how: "refused" as const } } : {}),
  };
}

/** What the past says at this moment. Pure. */
export function watchFindings(watch: Watch, modem: Modem, apn: string | undefined, now: WallMs): readonly Finding[] {
  const { denied, detachedAt, detachEnded, contextTakenAt, leftAt, restarts } = watch;
  const at = (kind: Finding["kind"], when: WallMs, text?: string): Finding => ({
    kind,
    at: when,
    ...(text === undefined ? {} : { text }),
  });
  const recent = restarts.filter((when) => wallAfter(when, Hours(1)) > now);
  const deniedKind = denied === undefined ? undefined : findingOf(denied.kind);
  return [
    ...(denied === undefined || deniedKind === undefined ? [] : [at(deniedKind, denied.at, denied.text)]),
    ...(detachedAt === undefined ? [] : [at("detached", detachedAt)]),
    ...(detachEnded === undefined
      ? []
      : [at(detachEnded.how === "refused" ? "detached-then-refused" : "detached-and-back", detachEnded.at)]),
    ...(contextTakenAt === undefined ? [] : [at("context-taken", contextTakenAt)]),
    ...(leftAt === undefined ? [] : [at("left-by-itself", leftAt)]),
    ...(recent.length < 2 ? [] : [at("modem-restarting", recent[0] ?? now, `${recent.length} times`)]),
    ...ofCard(watch, modem, apn, now),
    ...ofResumption(watch, now),
  ];
}

function ofCard(watch: Watch, modem: Modem, apn: string | undefined, now: WallMs): readonly Finding[] {
  const { iccid } = modem.sim;
  if (iccid === undefined) return [];
  const changedAt = watch.card?.iccid === iccid ? watch.card.changedAt : undefined;
  const fresh: readonly Finding[] = changedAt === undefined ? [] : [{ kind: "card-new-here", at: changedAt }];
  const known = watch.worked.find((row) => row.iccid === iccid);
  if (known === undefined) return [...fresh, { kind: "never-worked", at: now }];
  const here = areaOf(modem);
  // Refused at once in a new place, no modem tells where it is: only another place that was told is a move.
  const area = here ?? (watch.area === known.area ? undefined : watch.area);
  const compared = <T>(before: T | undefined, present: T | undefined, same: Finding["kind"], other: Finding["kind"]) =>
    before === undefined || present === undefined ? [] : [{ kind: before === present ? same : other, at: now }];
  return [
    ...fresh,
    { kind: "worked-before", at: known.at },
    ...compared(known.imei, modem.imei, "device-same", "device-changed"),
    ...compared(known.area, area, "same-area", "moved-area"),
    ...compared(known.apn, apn, "apn-worked", "apn-changed"),
  ];
}

/** Refused for good before the good news came, and the radio was not off since: the modem has not asked again. */
function ofResumption({ denied, resumeHeardAt, radioCycledAt }: Watch, now: WallMs): readonly Finding[] {
  if (denied === undefined) return [];
  if (radioCycledAt !== undefined && denied.at > radioCycledAt && now >= denied.at)
    return [{ kind: "asked-again-and-denied", at: denied.at }];
  const waits = resumeHeardAt !== undefined && denied.at <= resumeHeardAt;
  return waits && (radioCycledAt === undefined || radioCycledAt < resumeHeardAt)
    ? [{ kind: "resumed-and-still-denied", at: resumeHeardAt }]
    : [];
}
