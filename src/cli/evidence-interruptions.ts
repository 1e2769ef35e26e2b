import type { ShownEntry } from "../journal/bundle.ts";

/** A time without data service, as the device saw it. */
export interface Interruption {
  readonly from: ShownEntry;
  /** Undefined: it has not ended by the last entry. */
  readonly to: ShownEntry | undefined;
  /** What the network or the modem said about it, in its own words. */
  readonly said: readonly string[];
  /** Bytes of the cycle by this device's own meter, when it began. */
  readonly used?: number;
  readonly quota?: number;
}

const BEGINS: readonly string[] = ["network-detached", "context-lost", "service-down"];
/** Entries that say why, also when they come a little later. */
const TELLS: readonly string[] = [...BEGINS, "registration-changed"];

/** From the journal's entries, ascending. Pure. */
export function interruptionsIn(entries: readonly ShownEntry[]): readonly Interruption[] {
  const found: Interruption[] = [];
  let open: Interruption | undefined;
  for (const entry of entries) {
    if (open === undefined && BEGINS.includes(entry.what))
      open = { from: entry, to: undefined, said: [], ...meterAt(entry) };
    if (open === undefined) continue;
    if (TELLS.includes(entry.what))
      open = { ...open, said: [...new Set([...open.said, ...saidIn(entry)])].slice(0, 8) };
    if (open.used === undefined) open = { ...open, ...meterAt(entry) };
    if (entry.what !== "service-up") continue;
    found.push({ ...open, to: entry });
    open = undefined;
  }
  return open === undefined ? found : [...found, open];
}

const saidIn = ({ fields }: ShownEntry): readonly string[] =>
  ["said", "causeText", "state"].flatMap((name) => {
    const value = fields[name];
    // To be registered is no reason for anything.
    const says = typeof value === "string" && value !== "" && !(name === "state" && value.startsWith("registered"));
    return says ? [value] : [];
  });

function meterAt({ fields }: ShownEntry): { readonly used?: number; readonly quota?: number } {
  const meter: unknown = fields["meter"];
  if (typeof meter !== "object" || meter === null) return {};
  const used = "used" in meter ? meter.used : undefined;
  const quota = "quota" in meter ? meter.quota : undefined;
  return {
    ...(typeof used === "number" ? { used } : {}),
    ...(typeof quota === "number" ? { quota } : {}),
  };
}
