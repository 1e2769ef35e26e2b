import { Days } from "../../base/duration.ts";
import { type WallMs, wallAfter } from "../../base/instant.ts";
import { type LocalTime, localTime } from "../../plan/zone.ts";
import type { CarrierPack, NoticePattern } from "../carrier-pack.ts";
import type { Finding } from "../finding-item.ts";

/** A message as it was received. */
export interface HeardNotice {
  readonly from: string;
  readonly text: string;
  /** By the service centre's stamp. */
  readonly at: WallMs;
  /** Since when the card that is in has been in; what came before was another card's. */
  readonly cardSince?: WallMs;
}

/** What a notice says lasts to the end of its month, and a little: a stop of the 31st is one on the 2nd. */
const GRACE = Days(3);
const MOST_TEXT = 1_000;

/**
 * What a message says about the card; undefined where it says nothing about it. Whoever can be anybody, a page of a stranger's, an
 * older month or another card's: `notice:not-taken`. No link is followed. The text itself is not repeated.
 */
export function observeNotice(heard: HeardNotice, pack: CarrierPack, now: WallMs, zone: string): Finding | undefined {
  const text = heard.text.slice(0, MOST_TEXT).replaceAll(/\s/g, "");
  const pattern = pack.notices.find((candidate) => fits(candidate, text));
  if (pattern === undefined) return undefined;
  const refusal = whyNot(heard, text, pack, now, zone);
  if (refusal !== undefined) return { kind: "notice:not-taken", at: heard.at, text: refusal };
  const { about } = pattern;
  return { kind: `notice:${about}`, at: heard.at, text: `from ${heard.from}`, until: endOf(heard.at, zone) };
}

function fits({ words, unless }: NoticePattern, text: string): boolean {
  const has = (word: string): boolean => text.includes(word.replaceAll(/\s/g, ""));
  return words.every((group) => group.some(has)) && !unless.some(has);
}

function whyNot(heard: HeardNotice, text: string, pack: CarrierPack, now: WallMs, zone: string): string | undefined {
  // 10010 is the carrier, 1060010010 and +8610010 are whoever rents such a number.
  if (!pack.senders.includes(heard.from)) return "its sender is none of the carrier's numbers";
  if (heard.cardSince !== undefined && heard.at < heard.cardSince) return "it came before the card that is in";
  if (heard.at > wallAfter(now, Days(1))) return "it is dated in the future";
  if (endOf(heard.at, zone) <= now) return "it is of an older month";
  if (speaksOfOldMonth(text, localTime(heard.at, zone))) return "it speaks of an older month";
  const strange = linksIn(text).find((host) => !pack.sites.some((site) => host === site || host.endsWith(`.${site}`)));
  return strange === undefined ? undefined : "it names a page that is not the carrier's";
}

/** Midnight before the first of the next month, and the grace. */
function endOf(at: WallMs, zone: string): WallMs {
  const { day } = localTime(at, zone);
  return wallAfter(at, Days(Math.max(1, 31 - day) + GRACE / Days(1)));
}

/** `截至08月17日`, `您10月的`: months that are named as past; a month in which something comes back lies ahead. */
function speaksOfOldMonth(text: string, { month }: LocalTime): boolean {
  const named = [...text.matchAll(/(\d{1,2})月(?!内)(\d{1,2}日)?(.{0,6})/g)]
    .filter(([, , , behind = ""]) => !/恢复|复机|起|前/.test(behind))
    .map(([, number]) => Number(number))
    .filter((number) => number >= 1 && number <= 12);
  return named.length > 0 && named.every((number) => number !== month && number !== (month % 12) + 1);
}

const linksIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:https?:\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?=[/:?#]|[^a-z0-9.-]|$)/gi)].map(([, host = ""]) =>
    host.toLowerCase(),
  );
