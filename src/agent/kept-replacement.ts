import type { Ticket } from "../replace/ticket.ts";
import { readKept } from "./kept-json.ts";

/** What of a card's replacement outlives a power cut. */
export interface KeptReplacement {
  /** The device's own card as it was dealt with last; a visitor's is none. */
  readonly card?: string;
  /** Cards that were in here, the newest last. */
  readonly known: readonly string[];
  /** The one that is under way, or the last one. */
  readonly ticket?: Ticket;
  /** Reminders that were told. */
  readonly told: readonly string[];
}

export const REPLACEMENT_KEY = "replace/kept";

export const NO_REPLACEMENT: KeptReplacement = { known: [], told: [] };

export const keptReplacement = (kept: KeptReplacement): string => JSON.stringify({ v: 1, ...kept });

const has = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === "object" && value !== null && key in value;

/** Written by this program alone. */
const isKept = (value: unknown): value is KeptReplacement & { readonly v: number } =>
  has(value, "v") &&
  value.v === 1 &&
  has(value, "known") &&
  Array.isArray(value.known) &&
  has(value, "told") &&
  Array.isArray(value.told) &&
  (!has(value, "ticket") || (has(value.ticket, "state") && has(value.ticket, "moves")));

/** Undefined for what is none of ours: then no replacement is under way. */
export function readKeptReplacement(text: string | undefined): KeptReplacement | undefined {
  const kept = readKept(text, isKept);
  if (kept === undefined) return undefined;
  const { v: _version, ...rest } = kept;
  return rest;
}
