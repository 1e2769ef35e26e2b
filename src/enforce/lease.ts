import { maxBytes, minBytes } from "../base/bytes.ts";
import { unreachable } from "../base/unreachable.ts";

/**
 * What a class was handed, and what the kernel may still let pass of it. The kernel counts what passed since the last reset (`used`);
 * everything here is in those bytes. A slice is only granted while `open + slice <= left`: nothing is handed out that is not there.
 */
export interface Lease {
  /** Of the class's allowance, not charged yet. */
  readonly left: bigint;
  /** The kernel's limit. */
  readonly cap: bigint;
  /** So much may have passed since the last reset, at the most; more than `cap` where the limit was lowered. */
  readonly most: bigint;
  /** Of what passed since the last reset, charged already. */
  readonly paid: bigint;
  /** A reset is under way, together with a change of the limit to this: until it is told what passed before, both may have passed. */
  readonly granting?: bigint;
}

export interface KernelQuota {
  readonly cap: bigint;
  readonly used: bigint;
}

export type LeaseInput =
  /** The policy's word: so much from now on. `used`: what the kernel told when that was worked out, or before. */
  | { readonly kind: "allowed"; readonly bytes: bigint; readonly used: bigint }
  | { readonly kind: "reviewed"; readonly used: bigint; readonly slice: bigint }
  /** What the reset returned. */
  | { readonly kind: "reset"; readonly returned: bigint }
  /** After a start, or when a step failed: what the kernel has; undefined where its quota is not the one of before, and is closed now. */
  | { readonly kind: "found"; readonly kernel: KernelQuota | undefined }
  /** The kernel's figure fell without our doing: somebody else has reset it. */
  | { readonly kind: "disturbed" }
  /** Bytes that the interface carried and the filter did not count. */
  | { readonly kind: "unseen"; readonly bytes: bigint };

/** To be done in this order, after the new state is on the disk. */
export type LeaseEffect = { readonly kind: "cap"; readonly bytes: bigint } | { readonly kind: "reset" };

export interface LeaseStep {
  readonly state: Lease;
  readonly effects: readonly LeaseEffect[];
}

/** Nothing allowed, nothing passes. */
export const NO_LEASE: Lease = { left: 0n, cap: 0n, most: 0n, paid: 0n };

/** What may pass or have passed without having been charged. */
export const openOf = (lease: Lease): bigint => maxBytes(lease.most - lease.paid, 0n) + (lease.granting ?? 0n);

const still = (state: Lease): LeaseStep => ({ state, effects: [] });

export function stepLease(state: Lease, input: LeaseInput): LeaseStep {
  switch (input.kind) {
    case "allowed":
      // What passed up to the look is in the books that the policy goes by; from there on it is the kernel's open limit, no more.
      return state.granting === undefined
        ? within({ left: input.bytes, cap: state.cap, most: state.cap, paid: minBytes(input.used, state.cap) })
        : still(state);
    case "reviewed":
      return reviewed(state, input.used, input.slice);
    case "reset":
      return still(charged(state, input.returned));
    case "found":
      return still(found(state, input.kernel));
    case "disturbed":
      return within({ left: maxBytes(state.left - openOf(state), 0n), cap: state.cap, most: state.cap, paid: 0n });
    case "unseen":
      return state.granting === undefined
        ? within({ ...state, left: maxBytes(state.left - input.bytes, 0n) })
        : still(state);
    default:
      return unreachable(input);
  }
}

/** An open lease that is more than what is left is cut in place. Until the cut holds, the old limit may be used: `most` stays. */
function within(state: Lease): LeaseStep {
  const cap = minBytes(state.cap, state.paid + state.left);
  if (cap === state.cap) return still(state);
  return { state: { ...state, cap }, effects: [{ kind: "cap", bytes: cap }] };
}

/** At half of it a slice is renewed, so that nobody waits until the next review. */
function reviewed(state: Lease, used: bigint, slice: bigint): LeaseStep {
  if (state.granting !== undefined || used * 2n < state.cap) return still(state);
  const spare = state.left - openOf(state);
  if (spare <= 0n) return still(state);
  if (spare >= slice || used >= state.cap) return refilled(state, minBytes(slice, spare));
  // The last one: the rest is put on top, and nothing needs to be told by the kernel. Not where all was used up: what is dropped
  // then counts unseen, and would eat it.
  const cap = state.cap + spare;
  return { state: { ...state, cap, most: maxBytes(state.most, cap) }, effects: [{ kind: "cap", bytes: cap }] };
}

/**
 * A lower limit is set before the reset and a higher one after it: between the two the smaller one holds, so that never more than
 * what may have passed before and the new slice can pass together.
 */
function refilled(state: Lease, grant: bigint): LeaseStep {
  const cap = { kind: "cap", bytes: grant } as const;
  const reset = { kind: "reset" } as const;
  const effects = grant === state.cap ? [reset] : grant < state.cap ? [cap, reset] : [reset, cap];
  return { state: { ...state, granting: grant }, effects };
}

/** The kernel tells no more than the limit that held at the reset. Below it the figure is what passed; at it, the most that may have. */
function charged(state: Lease, returned: bigint): Lease {
  const { granting } = state;
  if (granting === undefined) return state;
  const passed = returned < minBytes(granting, state.cap) ? returned : state.most;
  const charge = maxBytes(passed - state.paid, 0n);
  return { left: maxBytes(state.left - charge, 0n), cap: granting, most: granting, paid: 0n };
}

/**
 * The quota of before, with nothing under way, is gone on with. Else nobody knows what passed: all that was open is charged, and what the
 * kernel still lets pass up to its limit is paid for by that.
 */
function found(state: Lease, kernel: KernelQuota | undefined): Lease {
  if (kernel !== undefined && state.granting === undefined && kernel.cap === state.cap) return state;
  const cap = kernel?.cap ?? 0n;
  return { left: maxBytes(state.left - openOf(state), 0n), cap, most: cap, paid: cap };
}
