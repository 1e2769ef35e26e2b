import type { WallMs } from "../../base/instant.ts";
import type { Finding } from "../finding-item.ts";
import type { FindingKind } from "../findings/finding.ts";
import { platformWord } from "./platform-words.ts";

/** What a carrier's or reseller's platform shows of a card, as it is written there. */
export const PLATFORMS = ["onelink-stop", "onelink-status", "cmp-status", "jasper-state", "platform-shows"] as const;
export type Platform = (typeof PLATFORMS)[number];

/**
 * China Mobile OneLink, `querySimStopReason` (CMIOT_API25S02): twelve characters, `2` at a place: that stop is on; several may be.
 * Places as IoTOS reads them (`causeAnalysis`), cross-checked with Aliyun's GetCardLockReason.
 */
const ONELINK_STOPS: Readonly<Record<number, FindingKind>> = {
  0: "platform:expired",
  1: "platform:imei-separation",
  3: "platform:managed",
  4: "platform:arrears",
  8: "platform:manual-stop",
  9: "platform:area-control",
  10: "platform:violation",
};

/** OneLink cardStatus (CMIOT_API25S04): IoTOS. */
const ONELINK_STATES: Readonly<Record<string, FindingKind>> = {
  "1": "platform:not-activated",
  "2": "platform:in-service",
  "4": "platform:stopped",
  "7": "platform:not-activated",
  "8": "platform:cancelled",
  "9": "platform:cancelled",
};

/** China Telecom CMP `productMainStatusCd`: five integrators agree. 6 is pre-opened, arrears or an emergency stop. */
const CMP_STATES: Readonly<Record<string, FindingKind>> = {
  "1": "platform:not-activated",
  "3": "platform:not-activated",
  "4": "platform:in-service",
  "5": "platform:stopped",
  "6": "platform:stopped",
  "7": "platform:cancelled",
};

/** Cisco Control Center (China Unicom's Jasper), as words and as numbers. */
const JASPER_STATES: Readonly<Record<string, FindingKind>> = {
  "1": "platform:not-activated",
  "2": "platform:in-service",
  "3": "platform:manual-stop",
  "4": "platform:cancelled",
  "5": "platform:cancelled",
  "7": "platform:not-activated",
  ACTIVATION_READY: "platform:not-activated",
  INVENTORY: "platform:not-activated",
  ACTIVATED: "platform:in-service",
  DEACTIVATED: "platform:manual-stop",
  RETIRED: "platform:cancelled",
  PURGED: "platform:cancelled",
  REPLACED: "platform:cancelled",
};

const STATES = { "onelink-status": ONELINK_STATES, "cmp-status": CMP_STATES, "jasper-state": JASPER_STATES } as const;

/** What each may be said to show, for people. */
export const PLATFORM_VALUES: Readonly<Record<Platform, string>> = {
  "onelink-stop": "11 or 12 digits, a 2 at the place of each stop, such as 000020000000",
  "onelink-status": Object.keys(ONELINK_STATES).join(", "),
  "cmp-status": Object.keys(CMP_STATES).join(", "),
  "jasper-state": Object.keys(JASPER_STATES).join(", "),
  "platform-shows":
    "the words of its page, such as 停机保号, 未实名停机, 达量断网, 断网; or a cause as for confirmed-cause",
};

/** What it means; undefined where the text is nothing that the platform writes. `at`: as of when it was shown. */
export function observePlatform(platform: Platform, written: string, at: WallMs): readonly Finding[] | undefined {
  const value = written.trim();
  if (platform === "onelink-stop") return onelinkStops(value, at);
  const states: Readonly<Record<string, FindingKind>> = platform === "platform-shows" ? {} : STATES[platform];
  const known = Object.hasOwn(states, value.toUpperCase()) ? states[value.toUpperCase()] : undefined;
  const kind = platform === "platform-shows" ? platformWord(value) : known;
  return kind === undefined ? undefined : [{ kind, at, platform, text: `${platform} ${value}` }];
}

/** Eleven characters were seen too: a zero in front is missing. */
function onelinkStops(value: string, at: WallMs): readonly Finding[] | undefined {
  if (!/^[0-9]{11,12}$/.test(value)) return undefined;
  const whole = value.padStart(12, "0");
  const platform = "onelink-stop";
  const stops = whole.split("").flatMap((digit, place) => {
    const kind = ONELINK_STOPS[place];
    return digit === "2" && kind !== undefined ? [{ kind, at, platform, text: `onelink-stop, place ${place}` }] : [];
  });
  return stops.length > 0 ? stops : [{ kind: IN_SERVICE, at, platform, text: "onelink-stop names none" }];
}

const IN_SERVICE = "platform:in-service";
const isPlatform = ({ kind }: Finding): boolean => kind.startsWith("platform:");
const isStop = (one: Finding): boolean => isPlatform(one) && one.kind !== IN_SERVICE;

/**
 * What of what was said before still stands beside news: each kind, and each state of a platform, has one word, the newest; and no
 * card is stopped and in service at once.
 */
export function stillStands(before: readonly Finding[], news: readonly Finding[]): readonly Finding[] {
  const kinds = new Set(news.map(({ kind }) => kind));
  const states = new Set(news.flatMap(({ platform }) => platform ?? []));
  const [serves, stops] = [kinds.has(IN_SERVICE), news.some(isStop)];
  return before.filter(
    (one) =>
      !kinds.has(one.kind) &&
      !(one.platform !== undefined && states.has(one.platform)) &&
      !(serves && isStop(one)) &&
      !(stops && one.kind === IN_SERVICE),
  );
}

/** A platform's word of a stop ends where data passed after it was written; undefined: none has. */
export const withoutEndedStops = (told: readonly Finding[], passedAt: WallMs | undefined): readonly Finding[] =>
  passedAt === undefined ? told : told.filter((one) => !isStop(one) || one.at >= passedAt);
