import { Minutes } from "../base/duration.ts";
import { WallMs, wallAfter } from "../base/instant.ts";
import { maskText } from "../base/mask.ts";
import { causeNamed } from "../modem/call-trouble.ts";
import type { Link } from "../modem/link.ts";
import type { Modem } from "../modem/modem.ts";
import type { CarrierPack } from "./carrier-pack.ts";
import type { Finding } from "./finding-item.ts";
import type { FindingKind } from "./findings/finding.ts";
import { observeModem } from "./observe/observe-modem.ts";
import { type HeardNotice, observeNotice } from "./observe/observe-notice.ts";
import { observePath, type PathLook } from "./observe/observe-path.ts";
import { withoutEndedStops } from "./observe/observe-platform.ts";
import { observePlan, type PlanSeen } from "./observe/observe-plan.ts";
import { contextFinding } from "./observe/refusal.ts";
import { saysStopped } from "./symptom.ts";
import { type Watch, watchFindings } from "./observe/watch.ts";

/** Everything that a device knows when it is asked what is the matter. */
export interface Seen {
  readonly modem: Modem;
  readonly link: Link;
  readonly watch: Watch;
  readonly plan: PlanSeen;
  readonly looks: readonly PathLook[];
  readonly notices: readonly HeardNotice[];
  readonly pack: CarrierPack;
  /** What the platform and persons told. */
  readonly told: readonly Finding[];
  /** As this device asks for it; undefined where somebody else does. */
  readonly apn?: string | undefined;
  /** The last refusal of a context that this device asked for; `cause`: SM, ESM or 5GSM. */
  readonly contextRefused?: { readonly cause?: number | undefined; readonly text: string } | undefined;
  /** Whoever dials was asked to, and could not: how that ended. */
  readonly dialFailed?: string | undefined;
  /** What this device itself holds back, in words. */
  readonly held?: string | undefined;
  readonly clockTrusted: boolean;
}

/** Without a context for so long, whoever owns the data call has tried. */
const NO_CONTEXT_AFTER = Minutes(3);

/** From what is known to findings. Pure. */
export function gather(seen: Seen, now: WallMs): readonly Finding[] {
  const { modem, link, pack, plan, held } = seen;
  const passedAt = seen.watch.worked.find(({ iccid }) => iccid === seen.watch.card?.iccid)?.at;
  const told = withoutEndedStops(seen.told, passedAt);
  const notices = seen.notices.flatMap((heard) => observeNotice(heard, pack, now, plan.zone) ?? []);
  const watch = withGoodNews(seen.watch, [...notices, ...told]);
  const ended = Math.max(watch.lostAt ?? 0, ...notices.filter(saysStopped).map(({ at }) => at));
  const looked = observeModem(modem, link, now);
  const refused = watch.denied !== undefined;
  return [
    // Between two refusals the modem searches, or rests: the refusal is what says something.
    ...looked.filter(({ kind }) => !(refused && BETWEEN.includes(kind))),
    ...(link.kind === "ready" ? watchFindings(watch, modem, seen.apn, now) : []),
    ...ofContext(seen, looked, now),
    ...observePlan({ ...plan, ...(watch.lostAt === undefined ? {} : { lostAt: watch.lostAt }) }, now),
    // What answered before service went, or before the carrier wrote that it stops the card, says nothing about now.
    ...observePath(
      seen.looks.filter(({ at }) => at > ended),
      now,
    ),
    ...notices,
    ...messagesSince(watch.lostAt, seen.notices, now),
    ...told,
    { kind: seen.clockTrusted ? "clock-trusted" : "clock-distrusted", at: now },
    held === undefined ? { kind: "not-held-back-here", at: now } : { kind: "held-back-here", at: now, text: held },
  ];
}

/** What the carrier sent just before it let the card go reaches it a moment later. */
const JUST_BEFORE = Minutes(2);

/** Whoever sent it: the card is known, and within reach. */
function messagesSince(lostAt: WallMs | undefined, heard: readonly HeardNotice[], now: WallMs): readonly Finding[] {
  if (lostAt === undefined) return [];
  const since = heard.map(({ at }) => at).filter((at) => at > wallAfter(lostAt, JUST_BEFORE) && at <= now);
  return since.length === 0 ? [] : [{ kind: "messages-work", at: WallMs(Math.max(...since)) }];
}

/** Somebody says that it is over. */
export const GOOD_NEWS: readonly FindingKind[] = ["notice:resumed", "said-resumed", "platform:in-service"];

/** Hearsay lifts nothing; but whether the modem has asked the network since it was heard is worth knowing. */
function withGoodNews(watch: Watch, told: readonly Finding[]): Watch {
  const heard = told.filter(({ kind }) => GOOD_NEWS.includes(kind)).map(({ at }) => at);
  const latest = Math.max(watch.resumeHeardAt ?? 0, ...heard);
  return latest === 0 ? watch : { ...watch, resumeHeardAt: WallMs(latest) };
}

const BETWEEN: readonly FindingKind[] = ["searching", "not-searching"];

/** Registered and without a context: the cause where this device asked, the mere fact where somebody else should have. */
function ofContext(
  { watch, modem, contextRefused, dialFailed }: Seen,
  looked: readonly Finding[],
  now: WallMs,
): readonly Finding[] {
  const kinds = looked.map(({ kind }) => kind);
  if (!kinds.includes("registered") || kinds.includes("context-up")) return [];
  if (contextRefused !== undefined)
    return [{ kind: contextFinding(contextRefused.cause), at: now, text: contextRefused.text }];
  const long = watch.lostAt !== undefined && wallAfter(watch.lostAt, NO_CONTEXT_AFTER) <= now;
  if (!long) return [];
  const { lastFailure = "" } = modem;
  const kind = contextFinding(causeNamed(lastFailure));
  if (kind !== "context-refused-unnamed")
    return [{ kind, at: now, text: `the modem tells as the last cause "${maskText(lastFailure)}"` }];
  // What the network was never asked for it has not refused.
  if (dialFailed !== undefined) return [{ kind: "dial-not-made", at: watch.lostAt, text: dialFailed }];
  return [{ kind, at: watch.lostAt }];
}
