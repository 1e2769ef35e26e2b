import type { WallMs } from "../base/instant.ts";
import { minuteOfDay } from "./zone.ts";

/** A daily window (闲时) in minutes of the zone's day; `to` before or equal to `from` runs past midnight. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** For which traffic a bucket may be drawn. What is absent does not limit it. */
export interface Scope {
  /** A set of destinations (定向). */
  readonly destination?: string;
  readonly window?: Window;
  /** One area (小区, 本地, 省内); national data has none. */
  readonly area?: string;
  readonly rats?: readonly string[];
}

/** Why a bucket cannot be drawn for some traffic. */
export type Outside = "destination" | "window" | "area" | "rat";

/** What is known of some traffic, as far as scopes ask. */
export interface Traffic {
  readonly at: WallMs;
  readonly destination?: string;
  readonly areas?: readonly string[];
  readonly rat?: string;
}

/** How traffic is taken of which the area, or the radio technology, is not known. */
export interface ScopeReading {
  readonly unknownArea: "inside" | "outside";
  readonly unknownRat: "inside" | "outside";
}

/** The first reason why the traffic lies outside the scope; undefined: inside. */
export function outside(scope: Scope, traffic: Traffic, zone: string, reading: ScopeReading): Outside | undefined {
  if (scope.destination !== undefined && scope.destination !== traffic.destination) return "destination";
  if (scope.window !== undefined && !within(scope.window, minuteOfDay(traffic.at, zone))) return "window";
  if (scope.area !== undefined) {
    const inside = traffic.areas === undefined ? reading.unknownArea === "inside" : traffic.areas.includes(scope.area);
    if (!inside) return "area";
  }
  if (scope.rats === undefined) return undefined;
  const inside = traffic.rat === undefined ? reading.unknownRat === "inside" : scope.rats.includes(traffic.rat);
  return inside ? undefined : "rat";
}

const within = ({ from, to }: Window, minute: number): boolean =>
  from < to ? minute >= from && minute < to : minute >= from || minute < to;
