/** What a device is for. */
export type Profile = "pos" | "gateway";

/** The traffic classes of each, by their rank: the first one owns the reserve. */
export const CLASSES: Readonly<Record<Profile, readonly string[]>> = {
  pos: ["payment", "management", "telemetry", "bulk"],
  gateway: ["alarm", "management", "telemetry", "bulk"],
};
