/**
 * How programs on the device ask before they send, on the local socket: `ask`, `used` and `watch` on
 * `<agent.socket>.rw`, and on `<agent.socket>.ask` for whoever may open the bridge's socket; `watch` on `<agent.socket>`, too. The same grants as `AT+WARDASK`'s, in JSON.
 */
import * as v from "valibot";
import { CAUSE_CODES, LEVEL_CODES, REASON_CODES, SERVICE_CODES, WIRE_LIMITS } from "../bridge/wire-codes.ts";

/** Who says so. */
export const By = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));

const whole = (least: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(WIRE_LIMITS["bytes-most"].code));
const words = <T extends string>(table: Readonly<Record<T, unknown>>) =>
  v.custom<T>((found) => typeof found === "string" && Object.hasOwn(table, found));

/** The first class is called payment on a terminal and alarm on a gateway; either word is taken on both. */
export const ASKED_CLASSES = ["payment", "alarm", "management", "telemetry", "bulk"] as const;

/** Fields that are not written here are ignored, as in the AT lines. */
export const ProgramOrder = v.variant("do", [
  v.object({
    do: v.literal("ask"),
    by: By,
    /** The same number, class, bytes and time from the same `by` get the same grant, while nothing was reported on it. */
    ref: whole(1),
    class: v.picklist(ASKED_CLASSES),
    bytes: whole(1),
    /** The bytes are sent within this time; left out: not known. */
    withinS: v.optional(whole(0)),
  }),
  v.object({
    do: v.literal("used"),
    by: By,
    /** 0: what was sent while the agent was silent. */
    grant: whole(0),
    /** Totals of this grant, or of this spell of silence: a repeat changes nothing. */
    up: whole(0),
    down: whole(0),
    last: v.optional(v.boolean()),
    /** With grant 0: another number for each spell of silence. */
    spell: v.optional(whole(0)),
  }),
]);

export const ProgramQuestion = v.object({ ask: v.literal("watch") });

/** Of the plan, for who tells a person a time by it: Asia/Shanghai. */
const Zone = v.optional(v.string());

export const GrantTold = v.variant("granted", [
  v.object({
    ok: v.literal(true),
    granted: v.literal(true),
    grant: v.number(),
    /** At most what was asked for, both directions together, as IP packets with their headers. */
    bytes: v.number(),
    lastsS: v.number(),
    reason: words(REASON_CODES),
    zone: Zone,
  }),
  v.object({
    ok: v.literal(true),
    granted: v.literal(false),
    reason: words(REASON_CODES),
    retryS: v.number(),
    zone: Zone,
  }),
]);

export const UsedTold = v.object({ ok: v.literal(true), result: v.picklist(["taken", "no-such-grant"]) });

const ClassTold = v.object({
  /** Absent: no limit is known. */
  bytesLeft: v.optional(v.number()),
  /** Absent: as fast as it goes. */
  bytesPerSecond: v.optional(v.number()),
  /** Where nothing is left: when to ask again. */
  retryS: v.optional(v.number()),
});

/** A line of `watch`: the first at once, then one for each change. */
export const WatchLine = v.variant("kind", [
  v.object({
    kind: v.literal("state"),
    /** Rises with every change, also over restarts of the agent. */
    seq: v.number(),
    service: words(SERVICE_CODES),
    level: words(LEVEL_CODES),
    cause: words(CAUSE_CODES),
    confidence: v.number(),
    checkAgainS: v.optional(v.number()),
    clockTrusted: v.boolean(),
    classes: v.object({ payment: ClassTold, management: ClassTold, telemetry: ClassTold, bulk: ClassTold }),
  }),
  /** A grant holds no more: nothing further is sent on it. */
  v.object({ kind: v.literal("withdrawn"), seq: v.number(), grant: v.number(), reason: words(REASON_CODES) }),
]);

export type ProgramOrder = v.InferOutput<typeof ProgramOrder>;
export type ClassTold = v.InferOutput<typeof ClassTold>;
export type GrantTold = v.InferOutput<typeof GrantTold>;
export type UsedTold = v.InferOutput<typeof UsedTold>;
export type WatchLine = v.InferOutput<typeof WatchLine>;
