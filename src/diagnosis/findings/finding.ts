import { Days, type Duration, Hours } from "../../base/duration.ts";
import { CAUSE_CODES, type CauseCode, causeOf, causeRow } from "../cause.ts";
import { ACCOUNT_FINDINGS } from "./account-findings.ts";
import { BEARER_FINDINGS } from "./bearer-findings.ts";
import { DEVICE_FINDINGS } from "./device-findings.ts";
import type { FindingRow, Weights } from "./finding-row.ts";
import { PATH_FINDINGS } from "./path-findings.ts";
import { REGISTRATION_FINDINGS } from "./registration-findings.ts";

/** What this device itself can find out. */
export const SEEN = {
  ...REGISTRATION_FINDINGS,
  ...BEARER_FINDINGS,
  ...PATH_FINDINGS,
  ...ACCOUNT_FINDINGS,
  ...DEVICE_FINDINGS,
} as const;

export type SeenKind = keyof typeof SEEN;

/**
 * Who names a cause by its name: a notice of the carrier's own number in the month that it speaks of, the platform's state, a person.
 * Each for every cause.
 */
export const TELLERS = {
  notice: {
    family: "notice",
    weight: 3.5,
    lasts: Days(31),
    says: "the carrier's message speaks of",
    zh: "运营商短信提示",
  },
  platform: {
    family: "platform",
    weight: 4.5,
    lasts: Hours(48),
    says: "the carrier's platform tells",
    zh: "运营商平台显示",
  },
  person: { family: "person", weight: 3, lasts: Days(7), says: "a person tells", zh: "有人告知" },
} as const;

export type Teller = keyof typeof TELLERS;
export type ToldKind = `${Teller}:${CauseCode}`;

/** Hearsay that is in favour of the card is written down and never lifts a block: its weights are none, or next to none. */
const HEARSAY = {
  "notice:resumed": {
    says: "the carrier's message says that service is resumed",
    zh: "运营商短信称已复机",
    family: "notice",
  },
  "notice:stopped": {
    says: "the carrier's message says that the card is stopped, not why",
    zh: "运营商短信称已停机，未说明原因",
    family: "notice",
  },
  "notice:low": {
    says: "the carrier's message says that little data is left",
    zh: "运营商短信提示流量不足",
    family: "notice",
  },
  "notice:not-taken": {
    says: "a message was not taken as evidence: its sender or its month does not fit",
    zh: "一条短信未被采信：发送号码或月份不符",
    family: "notice",
  },
  "platform:in-service": {
    says: "the carrier's platform shows the card in service",
    zh: "运营商平台显示卡状态正常",
    family: "platform",
  },
  "platform:managed": {
    says: "the platform stopped the card by its own rules of use",
    zh: "平台管理停机（达量或流量池规则）",
    family: "platform",
  },
  "platform:stopped": {
    says: "the carrier's platform shows the card stopped",
    zh: "运营商平台显示停机",
    family: "platform",
  },
} as const;
type HearsayKind = keyof typeof HEARSAY;

const HEARSAY_WEIGHTS: Readonly<Record<HearsayKind, Weights>> = {
  "notice:resumed": { "stale-denial": 0.9 },
  "notice:stopped": {
    arrears: 1.7,
    "manual-stop": 1.2,
    expired: 1,
    retention: 0.8,
    violation: 0.6,
    "real-name": 0.6,
    "network-fault": -1,
    "no-coverage": -0.5,
  },
  "notice:low": { "over-limit": 0.7 },
  "notice:not-taken": {},
  "platform:in-service": { "stale-denial": 0.9, "not-activated": -2.5 },
  "platform:managed": {
    "over-limit": 2.6,
    "pool-exhausted": 2.4,
    "card-threshold": 2.4,
    "manual-stop": -1,
    "network-fault": -1.5,
  },
  "platform:stopped": {
    arrears: 1.3,
    "manual-stop": 1.6,
    expired: 1.2,
    retention: 1.3,
    violation: 1,
    "real-name": 1,
    "network-fault": -2,
    "no-coverage": -1,
  },
};

export type FindingKind = SeenKind | ToldKind | HearsayKind;

const told = (teller: Teller, cause: CauseCode): FindingRow => {
  const { family, weight, lasts, says, zh } = TELLERS[teller];
  const { name } = causeRow(cause);
  return { family, lasts, says: `${says}: ${name.en}`, zh: `${zh}：${name.zh}`, weights: { [cause]: weight } };
};

const TOLD: readonly (readonly [string, FindingRow])[] = (["notice", "platform", "person"] as const).flatMap((teller) =>
  CAUSE_CODES.map((cause) => [`${teller}:${cause}`, told(teller, cause)] as const),
);

const hearsayLasts: Duration = Days(31);
const ROWS: ReadonlyMap<string, FindingRow> = new Map<string, FindingRow>([
  ...Object.entries(SEEN),
  ...TOLD,
  ...Object.entries(HEARSAY).map(([kind, row]): [string, FindingRow] => {
    const weights = isHearsay(kind) ? HEARSAY_WEIGHTS[kind] : {};
    return [kind, { ...row, lasts: hearsayLasts, weights }];
  }),
]);

function isHearsay(kind: string): kind is HearsayKind {
  return Object.hasOwn(HEARSAY, kind);
}

const isSeen = (kind: string): kind is SeenKind => Object.hasOwn(SEEN, kind);

/** Reads a finding's kind; undefined for every other text. */
export function findingOf(text: string): FindingKind | undefined {
  if (isSeen(text) || isHearsay(text)) return text;
  const [teller = "", cause = ""] = text.split(":");
  const named = causeOf(cause);
  if (named === undefined || (teller !== "notice" && teller !== "platform" && teller !== "person")) return undefined;
  return `${teller}:${named}`;
}

const NOTHING: FindingRow = { family: "person", says: "nothing", zh: "无", weights: {} };

export const findingRow = (kind: FindingKind): FindingRow => ROWS.get(kind) ?? NOTHING;

/** Every kind there is, in the tables' order. */
export const FINDING_KINDS: readonly FindingKind[] = [...ROWS.keys()].flatMap((kind) => findingOf(kind) ?? []);
