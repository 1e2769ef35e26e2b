import * as v from "valibot";
import type { Loaded } from "../enforce/filter-diff.ts";
import type { Lease } from "../enforce/lease.ts";
import { readKept } from "./kept-json.ts";

/** What has to be known after a restart: whose table it is, and what was handed out. */
export interface EnforceRecord {
  /** Quotas begin at zero with every boot. */
  readonly bootId: string;
  /** Of the table in the kernel: one that somebody has made anew has another. */
  readonly handle: number;
  readonly loaded: Loaded;
  readonly leases: ReadonlyMap<string, Lease>;
  /** Parts of a million. */
  readonly guard: bigint;
}

const Amount = v.pipe(v.string(), v.regex(/^\d{1,19}$/));
const Kept = v.strictObject({
  v: v.literal(1),
  bootId: v.string(),
  handle: v.number(),
  loaded: v.strictObject({ wanted: v.string(), print: v.string() }),
  leases: v.record(
    v.string(),
    v.strictObject({ left: Amount, cap: Amount, most: Amount, paid: Amount, granting: v.optional(Amount) }),
  ),
  guard: Amount,
});

export const ENFORCE_KEY = "enforce/state";

export function writeEnforceRecord({ leases, guard, ...record }: EnforceRecord): string {
  const written = [...leases].map(([name, lease]) => [
    name,
    Object.fromEntries(Object.entries(lease).map(([field, bytes]) => [field, String(bytes)])),
  ]);
  return JSON.stringify({ v: 1, ...record, leases: Object.fromEntries(written), guard: String(guard) });
}

/** Undefined for what is none of ours: then nothing was handed out, and nothing is known of the kernel's table. */
export function readEnforceRecord(text: string | undefined): EnforceRecord | undefined {
  const kept = readKept(text, (value): value is v.InferOutput<typeof Kept> => v.is(Kept, value));
  if (kept === undefined) return undefined;
  const leases = Object.entries(kept.leases).map(([name, { left, cap, most, paid, granting }]): [string, Lease] => [
    name,
    {
      left: BigInt(left),
      cap: BigInt(cap),
      most: BigInt(most),
      paid: BigInt(paid),
      ...(granting === undefined ? {} : { granting: BigInt(granting) }),
    },
  ]);
  const { bootId, handle, loaded, guard } = kept;
  return { bootId, handle, loaded, leases: new Map(leases), guard: BigInt(guard) };
}
