import { Days, type Duration } from "../../base/duration.ts";
import { elapsed, type MonoMs } from "../../base/instant.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { Concatenation } from "./user-data-header.ts";

/** One received part. `id` is what its owner knows it by, `index` the place in the modem's storage that may be freed once the whole is safe. */
export interface SmsPart {
  readonly oa: string;
  readonly concatenation: Concatenation;
  readonly text: string;
  readonly id?: string;
  readonly index?: number;
}

interface Pending {
  readonly key: string;
  readonly parts: readonly SmsPart[];
  /** When its last new part came. */
  readonly at: MonoMs;
  /** Delivered; kept for a while so that a part that is sent again is known. */
  readonly complete: boolean;
}

export interface Reassembly {
  readonly partials: readonly Pending[];
}

export type ReassemblyInput =
  | { readonly kind: "part"; readonly part: SmsPart; readonly now: MonoMs }
  | { readonly kind: "tick"; readonly now: MonoMs };

export type ReassemblyEffect =
  | { readonly kind: "message"; readonly oa: string; readonly text: string; readonly parts: readonly SmsPart[] }
  /** Given up: `parts` are in order, with holes. `why`: no part for too long, its reference used anew, or too many at once. */
  | {
      readonly kind: "incomplete";
      readonly oa: string;
      readonly parts: readonly SmsPart[];
      readonly missing: readonly number[];
      readonly why: "timeout" | "replaced" | "crowded";
    }
  | { readonly kind: "duplicate"; readonly part: SmsPart };

export interface ReassemblyLimits {
  readonly timeout: Duration;
  readonly most: number;
}

/** Centres repeat a missing part for hours; a reference comes round again after 256 messages of one sender. */
export const REASSEMBLY_LIMITS: ReassemblyLimits = { timeout: Days(1), most: 16 };

export const noParts: Reassembly = { partials: [] };

/** Puts parts together in whatever order they come. Pure; the time comes with the input. */
export function reassemble(
  state: Reassembly,
  input: ReassemblyInput,
  limits: ReassemblyLimits = REASSEMBLY_LIMITS,
): { readonly state: Reassembly; readonly effects: readonly ReassemblyEffect[] } {
  const fresh = state.partials.filter((partial) => elapsed(partial.at, input.now) < limits.timeout);
  const expired = state.partials.filter((partial) => !fresh.includes(partial));
  const effects = expired.flatMap((partial) => givenUp(partial, "timeout"));
  switch (input.kind) {
    case "tick":
      return { state: { partials: fresh }, effects };
    case "part": {
      const added = add(fresh, input.part, input.now, limits.most);
      return { state: { partials: added.partials }, effects: [...effects, ...added.effects] };
    }
    default:
      return unreachable(input);
  }
}

const keyOf = ({ oa, concatenation: { ref, max, width } }: SmsPart): string => `${width}/${ref}/${max}/${oa}`;

interface Added {
  readonly partials: readonly Pending[];
  readonly effects: readonly ReassemblyEffect[];
}

function add(partials: readonly Pending[], part: SmsPart, now: MonoMs, most: number): Added {
  const key = keyOf(part);
  const known = partials.find((partial) => partial.key === key);
  const others = partials.filter((partial) => partial.key !== key);
  const same = known?.parts.find((other) => other.concatenation.seq === part.concatenation.seq);
  if (same !== undefined && same.text === part.text) return { partials, effects: [{ kind: "duplicate", part }] };
  // The same place with another text, which a complete message always is: the sender uses the reference anew.
  const before = same === undefined ? (known?.parts ?? []) : [];
  const parts = [...before, part].toSorted((a, b) => a.concatenation.seq - b.concatenation.seq);
  const complete = parts.length === part.concatenation.max;
  const effects = known !== undefined && same !== undefined ? [...givenUp(known, "replaced")] : [];
  if (complete) effects.push({ kind: "message", oa: part.oa, text: parts.map(({ text }) => text).join(""), parts });
  const room = crowdOut(others, most - 1);
  return { partials: [...room.partials, { key, parts, at: now, complete }], effects: [...effects, ...room.effects] };
}

/** Complete ones go first, then those that have waited longest. */
function crowdOut(partials: readonly Pending[], most: number): Added {
  const surplus = partials.length - most;
  if (surplus <= 0) return { partials, effects: [] };
  const order = partials.toSorted((a, b) => Number(b.complete) - Number(a.complete) || a.at - b.at);
  const gone = order.slice(0, surplus);
  return {
    partials: partials.filter((partial) => !gone.includes(partial)),
    effects: gone.flatMap((partial) => givenUp(partial, "crowded")),
  };
}

function givenUp(partial: Pending, why: "timeout" | "replaced" | "crowded"): readonly ReassemblyEffect[] {
  const [first] = partial.parts;
  if (partial.complete || first === undefined) return [];
  const have = new Set(partial.parts.map(({ concatenation }) => concatenation.seq));
  const missing = Array.from({ length: first.concatenation.max }, (_, at) => at + 1).filter((seq) => !have.has(seq));
  return [{ kind: "incomplete", oa: first.oa, parts: partial.parts, missing, why }];
}
