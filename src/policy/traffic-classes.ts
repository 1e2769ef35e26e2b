/** What a device is for. */
export type Profile = "pos" | "gateway";

/** By their rank. */
export type ClassNames = readonly [first: string, management: string, telemetry: string, bulk: string];

export const RANKS = [1, 2, 3, 4] as const;
/** 1 owns the reserve. */
export type Rank = (typeof RANKS)[number];

/** The traffic classes of each. */
export const CLASSES: Readonly<Record<Profile, ClassNames>> = {
  pos: ["payment", "management", "telemetry", "bulk"],
  gateway: ["alarm", "management", "telemetry", "bulk"],
};
