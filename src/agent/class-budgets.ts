import { type Duration, Hours, Millis, Minutes, Seconds } from "../base/duration.ts";
import { wallAfter, type WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { AskOutcome, AskRequest, ClassBudget, UseReport } from "../bridge/decision-source.ts";
import { grantLasts, retryAtLevel } from "../bridge/level-rule.ts";
import { CLASS_CODES, type ClassWord, type ReasonWord } from "../bridge/wire-codes.ts";
import type { Allowance, AllowanceCode } from "../policy/allowance.ts";

/** What each class may send as of a moment, and how much was metered by then. */
export interface ClassesNow {
  readonly allowances: readonly Allowance[];
  /** Bytes of the cycle. */
  readonly metered: bigint;
  /** Bytes of the first class in this run, by counters that are no program's word; absent where none has seen any. */
  readonly first?: { readonly by: "kernel" | "filter"; readonly bytes: bigint };
}

interface Open {
  readonly class: ClassWord;
  /** Granted, and not reported as used. */
  readonly left: number;
  readonly until: WallMs;
}

/** With less nothing can be done, unless it was asked for. */
const WORTH_GRANTING = 1_024;
/** A change is told before that. */
const LONGEST_RETRY: Duration = Hours(24);
const SOON: Duration = Minutes(1);
const LEAST_RETRY: Duration = Seconds(1);

/** What the classes have left on the bridge: their allowances, less what is granted and not used, and what was used and not metered yet. */
export class ClassBudgets {
  readonly #open = new Map<number, Open>();
  readonly #unmetered = new Map<ClassWord, number>();
  #now: ClassesNow = { allowances: [], metered: 0n };

  look(now: ClassesNow): void {
    if (now.metered !== this.#now.metered) this.#unmetered.clear();
    this.#now = now;
  }

  get decided(): boolean {
    return this.#now.allowances.length > 0;
  }

  /** Undefined while nothing was decided yet. */
  budget(of: ClassWord, wall: WallMs): ClassBudget | undefined {
    const allowance = this.#allowance(of);
    if (allowance === undefined) return undefined;
    const left = this.#left(of, allowance);
    return {
      ...(left === undefined ? {} : { bytesLeft: BigInt(left) }),
      ...(allowance.rate === undefined ? {} : { bytesPerSecond: allowance.rate }),
      ...(left === 0 ? { retry: this.#retry(of, allowance, wall) } : {}),
    };
  }

  /** Why the class may send nothing whatever is left; undefined where it may, or nothing was decided yet. */
  held(of: ClassWord, atLevel: ReasonWord): ReasonWord | undefined {
    const allowance = this.#allowance(of);
    return allowance?.kind === "held" ? reasonOf(allowance, atLevel) : undefined;
  }

  /** `atLevel`: why a class is refused that the level holds. Undefined while nothing was decided yet. */
  ask({ grant, class: of, bytes, within }: AskRequest, atLevel: ReasonWord, wall: WallMs): AskOutcome | undefined {
    const allowance = this.#allowance(of);
    if (allowance === undefined) return undefined;
    const left = this.#left(of, allowance) ?? Infinity;
    if (left === 0 || left < Math.min(bytes, WORTH_GRANTING)) {
      return { kind: "refused", reason: reasonOf(allowance, atLevel), retry: this.#retry(of, allowance, wall) };
    }
    const granted = Math.min(bytes, left);
    const lasts = grantLasts(within);
    this.#open.set(grant, { class: of, left: granted, until: wallAfter(wall, lasts) });
    return { kind: "granted", bytes: granted, lasts };
  }

  /** What is granted to a class and not reported as used. */
  granted(of: ClassWord): number {
    return [...this.#open.values()].reduce((sum, one) => (one.class === of ? sum + one.left : sum), 0);
  }

  /** What the class was given by the last look; zero where that is no figure. */
  given(of: ClassWord | undefined): number {
    return (of === undefined ? undefined : this.#allowance(of)?.bytes) ?? 0;
  }

  /** Never more than was granted. `taken`: so much of it is off what the class was given already. */
  used({ grant, class: of, up, down, beyond, last }: UseReport, taken = 0): void {
    const open = this.#open.get(grant);
    const word = of ?? open?.class;
    const within = Math.min(Math.max(0, up + down - beyond), open?.left ?? Infinity);
    if (word !== undefined) this.#unmetered.set(word, (this.#unmetered.get(word) ?? 0) + Math.max(0, within - taken));
    if (open === undefined) return;
    if (last) this.#open.delete(grant);
    else this.#open.set(grant, { ...open, left: open.left - within });
  }

  /** The meter had its time: what it did not count was not sent. */
  settle(): void {
    this.#unmetered.clear();
  }

  get #opened(): readonly Open[] {
    return [...this.#open.values()];
  }

  /** What open grants hold comes back with the end of one of them at the latest, where it is not used. */
  #retry(of: ClassWord, allowance: Allowance, wall: WallMs): Duration {
    const retry = retryOfAllowance(of, allowance, wall);
    const all = this.#opened;
    const left = this.#left(of, allowance) ?? 0;
    const ends = all.filter(
      (one) =>
        (this.#left(
          of,
          allowance,
          all.filter((other) => other !== one),
        ) ?? 0) > left,
    );
    return Millis(Math.min(retry, ...ends.map(({ until }) => Math.max(LEAST_RETRY, until - wall))));
  }

  #allowance(of: ClassWord): Allowance | undefined {
    return this.#now.allowances.find(({ rank }) => rank === CLASS_CODES[of].code);
  }

  /** Undefined: no figure. What management sends counts against the first class's ceiling, too, so that it never has more than is left of that. */
  #left(of: ClassWord, { kind, bytes = 0 }: Allowance, open: readonly Open[] = this.#opened): number | undefined {
    switch (kind) {
      case "open":
        return undefined;
      case "held":
        return 0;
      case "ceiling":
      case "lease": {
        const counts = (word: ClassWord): boolean => word === of || (of === "payment" && word === "management");
        const granted = open.reduce((sum, one) => (counts(one.class) ? sum + one.left : sum), 0);
        const used = [...this.#unmetered].reduce((sum, [word, more]) => (counts(word) ? sum + more : sum), 0);
        const own = Math.max(0, bytes - granted - used);
        const first = of === "management" ? this.#allowance("payment") : undefined;
        // A level or a person that holds payments leaves management its part of a day.
        if (first === undefined || first.kind === "held") return own;
        return Math.min(own, this.#left("payment", first, open) ?? own);
      }
      default:
        return unreachable(kind);
    }
  }
}

function retryOfAllowance(of: ClassWord, { deferUntil }: Allowance, wall: WallMs): Duration {
  if (deferUntil === undefined) return retryAtLevel(of);
  return Millis(Math.min(LONGEST_RETRY, Math.max(SOON, deferUntil - wall)));
}

const reasonOf = ({ reason: { code } }: Allowance, atLevel: ReasonWord): ReasonWord =>
  code === "level" ? atLevel : REASONS[code];

const REASONS: Readonly<Record<Exclude<AllowanceCode, "level">, ReasonWord>> = {
  "no-limit": "budget",
  "beyond-quota": "plan",
  left: "plan",
  reserve: "plan",
  trickle: "budget",
  budget: "budget",
  window: "deferred",
  override: "person",
};
