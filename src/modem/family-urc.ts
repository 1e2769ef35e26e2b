import type { ModemProfile } from "./profile.ts";

const MEANINGS = ["restart", "ready", "sim", "bearer"] as const;

/** What a line means that a family says unasked: compared with the beginning where a value follows, else whole. */
export function familyUrc(family: ModemProfile | undefined, line: string): (typeof MEANINGS)[number] | undefined {
  if (family === undefined) return undefined;
  return MEANINGS.find((meaning) =>
    family.urcs[meaning].some((urc) => (/[:,]$/.test(urc) ? line.startsWith(urc) : line === urc)),
  );
}
