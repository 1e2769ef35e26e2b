/**
 * Who asks through a closed gate, and what comes back: an answer, a refusal, or the carrier's own instead of what was asked for. The carrier's
 * resolver and the page of its portal are the usual ways through.
 */
export type PassedGate = Readonly<Partial<Record<"echo" | "tcp" | "dns" | "page", "answered" | "refused" | "foreign">>>;

/**
 * One way in which a carrier keeps a card's data back. No source says which of them the carriers of China use for which stop: these are
 * the ways that the standards allow and that users report, several for each kind, so that no program can be made to fit one.
 */
export interface StopVariant {
  readonly name: string;
  /** Contexts stay up and nothing passes; `portal`: but for a page of the carrier's. */
  readonly gate?: "silent" | "portal";
  /** What comes back through a closed gate all the same; of all that is not named nothing does. */
  readonly passes?: PassedGate;
  /** Contexts go down and are refused with this ESM cause (3GPP TS 24.301 9.9.4.4). */
  readonly context?: number;
  /** NW DETACH, and this EMM cause when the modem comes back after T3402 (24.301 5.5.2.3.2). */
  readonly detach?: number;
  /** Refused with this EMM cause at once. */
  readonly deny?: number;
  /** The card receives messages and may send none. */
  readonly oneWay?: true;
  /** Written to the card just before. */
  readonly notice?: string;
}

const PORTAL: PassedGate = { dns: "answered", page: "foreign" };
/** One that takes every address for its own. */
const PORTAL_FOR_ALL: PassedGate = { ...PORTAL, tcp: "answered" };
/** Names are the carrier's to give; nothing else passes. */
const NAMES_ONLY: PassedGate = { dns: "answered" };

const NOTICES = {
  // The form of a China Mobile template of 2017, with another figure.
  overLimit: "【流量提醒】您好！您本月移动数据流量已达套餐上限，将暂停数据流量功能，并将在下月自动恢复。",
  arrears: "您好，您的号码余额不足已欠费停机，请及时充值后办理复机。",
  realName: "您的号码未完成实名登记，根据规定已暂停服务，请尽快补录。",
} as const;

/** By the cause's own name; the first variant is the one that is taken when none is asked for. */
export const STOP_KINDS: Readonly<Record<string, readonly StopVariant[]>> = {
  "over-limit": [
    { name: "gate", gate: "silent" },
    { name: "context", context: 30 },
    { name: "barred", context: 8 },
    { name: "detach", detach: 7 },
    { name: "portal", gate: "portal", passes: PORTAL, notice: NOTICES.overLimit },
  ],
  "pool-exhausted": [
    { name: "gate", gate: "silent", passes: NAMES_ONLY },
    { name: "context", context: 8 },
    { name: "detach", detach: 7 },
  ],
  "card-threshold": [
    { name: "apn", context: 27 },
    { name: "context", context: 33 },
    { name: "gate", gate: "silent" },
  ],
  arrears: [
    { name: "one-way", context: 33, oneWay: true, notice: NOTICES.arrears },
    { name: "two-way", detach: 8, notice: NOTICES.arrears },
    { name: "portal", gate: "portal", passes: PORTAL_FOR_ALL, oneWay: true },
    { name: "detach", detach: 7 },
  ],
  "manual-stop": [
    { name: "detach", detach: 7 },
    { name: "two-way", detach: 8 },
    { name: "context", context: 8 },
    { name: "gate", gate: "silent", passes: NAMES_ONLY },
  ],
  expired: [
    { name: "detach", detach: 7 },
    { name: "context", context: 33 },
    { name: "gate", gate: "silent" },
  ],
  retention: [
    { name: "detach", detach: 8 },
    { name: "data", detach: 7 },
    { name: "deny", deny: 8 },
  ],
  cancelled: [
    { name: "unknown", detach: 2 },
    { name: "illegal", deny: 3 },
    { name: "detach", detach: 8 },
  ],
  "real-name": [
    { name: "context", context: 33, notice: NOTICES.realName },
    { name: "portal", gate: "portal", passes: PORTAL, notice: NOTICES.realName },
    { name: "detach", detach: 7, notice: NOTICES.realName },
  ],
  violation: [
    { name: "detach", detach: 8 },
    { name: "data", detach: 7 },
    { name: "illegal", detach: 3 },
  ],
  "imei-separation": [
    { name: "device", deny: 6 },
    { name: "detach", detach: 7 },
    { name: "context", context: 29 },
    { name: "gate", gate: "silent" },
  ],
  "area-control": [
    { name: "area", deny: 12 },
    { name: "no-cells", deny: 15 },
    { name: "gate", gate: "silent", passes: NAMES_ONLY },
  ],
  "not-activated": [
    { name: "context", context: 33 },
    { name: "deny", deny: 8 },
    { name: "portal", gate: "portal", passes: PORTAL },
  ],
  "data-switched-off": [
    { name: "apn", context: 27 },
    { name: "context", context: 33 },
    { name: "gate", gate: "silent" },
  ],
  "rat-not-allowed": [
    { name: "no-cells", deny: 15 },
    { name: "roaming", deny: 13 },
    { name: "area", deny: 12 },
  ],
  "roaming-barred": [
    { name: "network", deny: 11 },
    { name: "roaming", deny: 13 },
    { name: "data", deny: 14 },
  ],
  "network-fault": [
    { name: "failure", deny: 17 },
    { name: "severe", deny: 42 },
    { name: "context", context: 38 },
  ],
  congestion: [
    { name: "context", context: 26 },
    { name: "deny", deny: 22 },
    { name: "slow-path", gate: "silent" },
  ],
  "wrong-apn": [
    { name: "unknown", context: 27 },
    { name: "type", context: 28 },
    { name: "user", context: 29 },
  ],
};

/** Undefined: there is no such kind, or it has no such variant. */
export const stopVariant = (kind: string, variant?: string): StopVariant | undefined => {
  const variants = Object.hasOwn(STOP_KINDS, kind) ? STOP_KINDS[kind] : undefined;
  return variant === undefined ? variants?.[0] : variants?.find(({ name }) => name === variant);
};
