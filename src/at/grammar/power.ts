import * as v from "valibot";
import type { Grammar } from "./grammar.ts";

/** The modem goes off, has gone off, or warns that its supply or its heat will make it. */
export const powerSchema = v.strictObject({
  kind: v.literal("power"),
  unsolicited: v.literal(true),
  event: v.picklist(["down", "warning"]),
  because: v.exactOptional(v.picklist(["under-voltage", "over-voltage", "temperature"])),
  text: v.string(),
});

export type PowerMessage = Readonly<v.InferOutput<typeof powerSchema>>;
type Event = Pick<PowerMessage, "event" | "because">;

/** Quectel, SIMCom (its `WARNNING` is its own spelling), Cinterion. Compared whole. */
const EVENTS: ReadonlyMap<string, Event> = new Map<string, Event>([
  ["POWERED DOWN", { event: "down" }],
  ["NORMAL POWER DOWN", { event: "down" }],
  ["POWER DOWN", { event: "down" }],
  ["^SHUTDOWN", { event: "down" }],
  ["+QPOWD: POWERED DOWN", { event: "down" }],
  ["UNDER-VOLTAGE POWER DOWN", { event: "down", because: "under-voltage" }],
  ["OVER-VOLTAGE POWER DOWN", { event: "down", because: "over-voltage" }],
  ["UNDER-VOLTAGE WARNNING", { event: "warning", because: "under-voltage" }],
  ["OVER-VOLTAGE WARNNING", { event: "warning", because: "over-voltage" }],
  ["UNDER-VOLTAGE WARNING", { event: "warning", because: "under-voltage" }],
  ["OVER-VOLTAGE WARNING", { event: "warning", because: "over-voltage" }],
  ["+CMTE:-2", { event: "down", because: "temperature" }],
  ["+CMTE:2", { event: "down", because: "temperature" }],
  ["+CMTE:-1", { event: "warning", because: "temperature" }],
  ["+CMTE:1", { event: "warning", because: "temperature" }],
]);

function parsePower(line: string): PowerMessage | undefined {
  const text = line.trim();
  const event = EVENTS.get(text.startsWith("+CMTE:") ? text.replace(/: +/, ":") : text.replace(/ {2,}/g, " "));
  return event === undefined ? undefined : { kind: "power", unsolicited: true, ...event, text };
}

export const powerGrammar: Grammar<PowerMessage> = {
  names: ["^SHUTDOWN", "+QPOWD", "+CMTE"],
  unnamed: true,
  parse: parsePower,
};
