import type { Money } from "./money.ts";

/** A price from so many bytes beyond the plan on, up to the next one. */
export interface Tier {
  /** Bytes beyond the plan at which it begins; the first begins at 0. */
  readonly from: bigint;
  readonly price: Money;
  /** The amount of data that the price is for. */
  readonly per: bigint;
}

/** What data costs beyond the plan (套外流量资费). */
export interface Tariff {
  readonly kind: "tariff";
  /** In ascending order. */
  readonly tiers: readonly Tier[];
  /** After so many bytes the tiers begin anew; China Telecom: 500 MB. */
  readonly repeat?: bigint;
  /** Data is charged in whole units of so many bytes, rounded up. */
  readonly unit: bigint;
  /** What is rounded up: the whole of a cycle, or each session. */
  readonly rounded: "cycle" | "session";
  /** The charge of a cycle is brought to whole steps. */
  readonly step: Money;
  readonly stepRounding: "down" | "up";
  /** Beyond so many bytes, or so much money, data stops until the next cycle (15 GB, 600 yuan). */
  readonly capBytes?: bigint;
  readonly capMoney?: Money;
}

/** What a platform may hold one card to beside its plan (单卡阈值): bytes of a cycle. */
interface OwnThreshold {
  readonly threshold?: bigint;
}

/** What the carrier does with data beyond the plan. */
export type Overage =
  | ({ readonly kind: "unknown" } & OwnThreshold)
  /** Data stops until the next cycle (自动超停). */
  | ({ readonly kind: "auto-stop" } & OwnThreshold)
  | Tariff
  /** Data goes on, slowly (达量限速), in bits per second. */
  | { readonly kind: "speed-cap"; readonly bitsPerSecond: number }
  /** Data comes out of what the cards of a pool (流量池) share. */
  | ({ readonly kind: "pool"; readonly pool: string } & OwnThreshold);
