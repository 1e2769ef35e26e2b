import * as v from "valibot";
import { Fault } from "../base/fault.ts";
import type { Clock } from "../ports/clock.ts";
import type { CardOptions } from "./card/sim-card.ts";
import { checkFields, type Field, flag, matching, oneOf, optional, shown, whole } from "./control-field.ts";
import { ICCID } from "./iccid-field.ts";
import type { DataPeer } from "./data-peer.ts";
import { FAMILIES, type FamilyName, isFamily } from "./personalities/families.ts";
import { carrierPartFaults, faultsOf, personalityFaults } from "./nested-options.ts";
import { GENERIC } from "./personalities/generic.ts";
import type { Personality } from "./personality.ts";
import { type CarrierOptions, SimulatedCarrier } from "./simulated-carrier.ts";

export interface ContextOption {
  readonly cid: number;
  readonly apn: string;
  readonly type?: string;
  readonly address?: string;
}

/** Delays are in milliseconds. */
export interface SimulatedModemOptions {
  readonly clock: Clock;
  /** The same seed gives the same cell, addresses and garbage. 1 when left out. */
  readonly seed?: number;
  /** What make it passes for: one of `FAMILIES` by its name, or what is to be otherwise than the generic one's. */
  readonly personality?: FamilyName | Partial<Personality>;
  /** `absent`: no card in the slot. */
  readonly card?: CardOptions | "absent";
  /** In the second slot of a make that has two; none when left out. */
  readonly otherCard?: CardOptions;
  /** Made for this modem when left out; one may be shared by several modems. */
  readonly carrier?: SimulatedCarrier | CarrierOptions;
  /** Who answers behind `CONNECT`; nobody when left out. */
  readonly peer?: DataPeer;
  /** Contexts that the owner of the data call activates on every attach; cid 1 with `cmiot` when left out. */
  readonly contexts?: readonly ContextOption[];
  /** From the start of a search to the network's answer; 2 s when left out, 0 registers within the constructor. */
  readonly registrationDelay?: number;
  /** T3402: when a modem that was refused or sent away tries again by itself; 12 minutes when left out. */
  readonly retryDelay?: number;
  /** T3411: when a modem that was refused for a while tries again, four times; 10 s when left out. */
  readonly attemptDelay?: number;
  /** From a restart to the first line; 3 s when left out. */
  readonly bootDelay?: number;
  /** What the modem takes for each command line; none when left out. */
  readonly answerDelay?: number;
}

/** Anything that the check holds for, said in words. */
const being = <T>(holds: (value: unknown) => value is T, allowed: string): Field<T> => ({
  schema: v.custom<T>(holds, allowed),
  allowed,
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const object = (allowed: string): Field<Readonly<Record<string, unknown>>> => being(isObject, allowed);
const withMethods =
  (...names: readonly string[]) =>
  (value: unknown): value is object =>
    isObject(value) && names.every((name) => typeof value[name] === "function");

const delay = optional(whole(0, Number.MAX_SAFE_INTEGER));
const CARD = "an object with iccid, imsi, pin, number";

const OPTIONS = {
  clock: being(withMethods("wallMs", "monoMs", "after"), "a Clock such as new SystemClock() or new FakeClock()"),
  seed: optional(whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)),
  personality: optional(
    being(
      (value): value is object | string => isFamily(value) || isObject(value),
      `an object of Personality, or one of ${Object.keys(FAMILIES).join(", ")}`,
    ),
  ),
  card: optional(being((value): value is unknown => value === "absent" || isObject(value), `${CARD}, or "absent"`)),
  otherCard: optional(object(CARD)),
  carrier: optional(object("a SimulatedCarrier, or an object of CarrierOptions")),
  peer: optional(being(withMethods("open"), "an object with a method open")),
  contexts: optional(being((value): value is readonly unknown[] => Array.isArray(value), "a list of contexts")),
  registrationDelay: delay,
  retryDelay: delay,
  attemptDelay: delay,
  bootDelay: delay,
  answerDelay: delay,
} satisfies Record<keyof SimulatedModemOptions, Field<unknown>>;

const CARD_FIELDS = {
  iccid: optional(ICCID),
  imsi: optional(matching(/^\d{14,15}$/, "14 to 15 digits")),
  pin: optional(matching(/^\d{4,8}$/, "4 to 8 digits")),
  number: optional(matching(/^\+?\d{1,20}$/, "1 to 20 digits, perhaps behind a plus sign")),
} satisfies Record<keyof CardOptions, Field<unknown>>;

const CONTEXT_FIELDS = {
  cid: whole(1, 16),
  apn: matching(/^[^"\r\n]{0,100}$/, "up to 100 characters without quotes"),
  type: optional(matching(/^(IP|IPV6|IPV4V6|PPP)$/, '"IP", "IPV6", "IPV4V6", "PPP"')),
  address: optional(matching(/^[0-9a-fA-F.:]{2,64}$/, "an IP address")),
} satisfies Record<keyof ContextOption, Field<unknown>>;

const CARRIER_FIELDS = {
  plmn: optional(matching(/^\d{5,6}$/, "5 or 6 digits")),
  longName: optional(matching(/^[^"\r\n]{0,64}$/, "up to 64 characters without quotes")),
  shortName: optional(matching(/^[^"\r\n]{0,64}$/, "up to 64 characters without quotes")),
  cell: optional(object("an object with tac, ci, act")),
  roaming: optional(flag),
  addresses: optional(oneOf("both", "ipv4", "ipv6")),
  quarterHours: optional(whole(-48, 56)),
  quota: optional(being((value): value is bigint => typeof value === "bigint", "bytes as a bigint such as 5_000_000n")),
  overLimit: optional(oneOf("detach", "deactivate", "silent")),
  overLimitCause: optional(whole(1, 255)),
  plan: optional(object("an object of CarrierPlan")),
  messageDelay: delay,
} satisfies Record<keyof CarrierOptions, Field<unknown>>;

/**
 * Says of every option that is not as it should be what was found and what is allowed: a misspelt one would otherwise
 * be a modem that behaves as if nothing had been asked for.
 */
export function checkModemOptions(options: unknown): void {
  if (!isObject(options)) return refuse([`found ${shown(options)}, allowed: an object such as { clock }`]);
  const { card, otherCard, contexts, carrier, personality } = options;
  const faults = [
    ...plainFaults(options),
    // `FAMILIES["huawei"]` is undefined in JavaScript, and would be the generic modem.
    ...("personality" in options && personality === undefined
      ? [`personality: found nothing, allowed: ${OPTIONS.personality.allowed}, or no such option`]
      : []),
    ...(isObject(card) ? faultsOf("card", CARD_FIELDS, card, CARD) : []),
    ...(isObject(otherCard) ? faultsOf("otherCard", CARD_FIELDS, otherCard, CARD) : []),
    ...(Array.isArray(contexts)
      ? contexts.flatMap((one, at) => faultsOf(`contexts[${at}]`, CONTEXT_FIELDS, one, "an object with cid and apn"))
      : []),
    ...(isObject(carrier) && !(carrier instanceof SimulatedCarrier)
      ? [...faultsOf("carrier", CARRIER_FIELDS, carrier, "an object of CarrierOptions"), ...carrierPartFaults(carrier)]
      : []),
    ...(isObject(personality) ? personalityFaults(personality) : []),
  ];
  if (faults.length > 0) refuse(faults);
}

function plainFaults(options: Readonly<Record<string, unknown>>): readonly string[] {
  const checked = checkFields(OPTIONS, options);
  return checked.ok ? [] : [checked.error];
}

function refuse(faults: readonly string[]): never {
  throw new Fault("simulator-option", `SimulatedModem: ${faults.join("; ")}`);
}

/** The personality that is played: generic in everything that is not named. */
export function playedBy(personality: SimulatedModemOptions["personality"]): Personality {
  return { ...GENERIC, ...(typeof personality === "string" ? FAMILIES[personality] : personality) };
}
