import type { Allowance } from "../policy/allowance.ts";
import type { ClassLimit, Limit } from "./kernel-limits.ts";

/** What the kernel keeps of what the policy allows; its guard is taken off already. */
export const limitsOf = (allowances: readonly Allowance[]): readonly ClassLimit[] =>
  allowances.map((allowance) => ({
    class: allowance.class,
    rank: allowance.rank,
    limit: limitOf(allowance),
    ...(allowance.rate === undefined ? {} : { upRate: allowance.rate }),
  }));

function limitOf({ kind, bytes = 0 }: Allowance): Limit {
  const whole = BigInt(Math.max(0, Math.floor(bytes)));
  switch (kind) {
    case "ceiling":
      return { kind, bytes: whole, over: "drop" };
    case "lease":
      return { kind, bytes: whole };
    case "open":
    case "held":
    default:
      return { kind };
  }
}
