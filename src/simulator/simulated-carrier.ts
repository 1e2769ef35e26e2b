import { type WallMs, wallAfter } from "../base/instant.ts";
import { type Duration, Millis } from "../base/duration.ts";
import type { Clock } from "../ports/clock.ts";
import type { Random } from "../ports/random.ts";
import type { Domain, Verdict } from "./radio-state.ts";
import { wholeBelow } from "./seeded-random.ts";
import { Subscription } from "./subscription.ts";

export interface Cell {
  /** Tracking (or location) area code, 16 bits, and cell identity, 28 bits. */
  readonly tac: number;
  readonly ci: number;
  /** `<AcT>` of 27.007 10.1.22: 7 is E-UTRAN. */
  readonly act: number;
}

export interface CarrierOptions {
  /** MCC and MNC. */
  readonly plmn?: string;
  readonly longName?: string;
  readonly shortName?: string;
  readonly cell?: Partial<Cell>;
  readonly roaming?: boolean;
  /** The zone that network time is told in, in quarters of an hour from UTC: 32 is +08:00. */
  readonly quarterHours?: number;
  /** Bytes, both directions; none means no limit. */
  readonly quota?: bigint;
  /**
   * What the carrier does on the byte that reaches the quota. `detach`: NW DETACH and refusal afterwards;
   * `deactivate`: the contexts are taken away, registration stays; `silent`: everything looks well and nothing passes.
   */
  readonly overLimit?: "detach" | "deactivate" | "silent";
  /** The EMM cause that a card over its limit meets when it comes back. */
  readonly overLimitCause?: number;
}

/** The network side: one cell, one clock, and what the carrier knows of each card. Several modems may share one. */
export class SimulatedCarrier {
  readonly plmn: string;
  readonly longName: string;
  readonly shortName: string;
  readonly overLimit: "detach" | "deactivate" | "silent";
  readonly overLimitCause: number;
  cell: Cell;
  roaming: boolean;
  quarterHours: number;
  readonly #clock: Clock;
  readonly #quota: bigint | undefined;
  readonly #subscriptions = new Map<string, Subscription>();
  #clockError: Duration = Millis(0);

  constructor(options: CarrierOptions, ports: { readonly clock: Clock; readonly random: Random }) {
    this.#clock = ports.clock;
    this.#quota = options.quota;
    this.plmn = options.plmn ?? "46004";
    this.longName = options.longName ?? "CHINA MOBILE";
    this.shortName = options.shortName ?? "CMCC";
    this.overLimit = options.overLimit ?? "detach";
    this.overLimitCause = options.overLimitCause ?? 7;
    this.roaming = options.roaming ?? false;
    this.quarterHours = options.quarterHours ?? 32;
    const { random } = ports;
    this.cell = { tac: 1 + wholeBelow(random, 0xfffd), ci: 1 + wholeBelow(random, 0xffffffd), act: 7, ...options.cell };
  }

  subscription(imsi: string): Subscription {
    const known = this.#subscriptions.get(imsi);
    if (known !== undefined) return known;
    const made = new Subscription(this.#quota);
    this.#subscriptions.set(imsi, made);
    return made;
  }

  /** The answer to an attempt to register. */
  admit(imsi: string): Verdict {
    const { refusal, overLimit } = this.subscription(imsi);
    const rejected: Partial<Record<Domain, number>> = {};
    for (const domain of refusal?.domains ?? []) rejected[domain] = refusal?.cause ?? 0;
    return { roaming: this.roaming, rejected, contexts: !overLimit || this.overLimit === "silent" };
  }

  /** What NITZ tells; right unless it was set otherwise. */
  time(): WallMs {
    return wallAfter(this.#clock.wallMs(), this.#clockError);
  }

  /** From now on the network's clock says this. */
  setTime(wall: WallMs): void {
    this.#clockError = Millis(wall - this.#clock.wallMs());
  }
}
