import { type Duration, Millis } from "./duration.ts";

declare const wallBrand: unique symbol;
declare const monoBrand: unique symbol;

/** Milliseconds since 1970-01-01T00:00:00Z. May be wrong at boot and may jump: stamps and bills, never times. */
export type WallMs = number & { readonly [wallBrand]: true };

/** Milliseconds since this boot began (one scale for every process of the boot). Never jumps: times, never stamps. */
export type MonoMs = number & { readonly [monoBrand]: true };

export const WallMs = (n: number): WallMs => n as WallMs;
export const MonoMs = (n: number): MonoMs => n as MonoMs;

export const elapsed = (from: MonoMs, to: MonoMs): Duration => Millis(to - from);
export const monoAfter = (from: MonoMs, delay: Duration): MonoMs => MonoMs(from + delay);
export const wallAfter = (from: WallMs, delay: Duration): WallMs => WallMs(from + delay);

/** `2026-11-22T09:00:00.000Z`; instants that no calendar holds are said to be so instead of throwing. */
export function isoInstant(wall: WallMs): string {
  return Number.isFinite(wall) && Math.abs(wall) <= 8.64e15 ? new Date(wall).toISOString() : "invalid-instant";
}
