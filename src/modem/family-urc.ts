import type { ModemProfile } from "./profile.ts";

/** What a line means that a family says unasked: compared with the beginning, since most carry a value behind a colon. */
export function familyUrc(family: ModemProfile | undefined, line: string): "restart" | "ready" | "sim" | undefined {
  if (family === undefined) return undefined;
  for (const meaning of ["restart", "ready", "sim"] as const)
    if (family.urcs[meaning].some((urc) => (urc.endsWith(":") ? line.startsWith(urc) : line === urc))) return meaning;
  return undefined;
}
