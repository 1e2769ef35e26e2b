import type { Alphabet } from "./data-coding.ts";
import type { Concatenation, HeaderElement } from "./user-data-header.ts";

/**
 * What a PDU says, flat, under the names of 3GPP TS 27.005 3.1. Fields that its type does not have, that are empty or that
 * cannot be read are left out; `fault` says when the PDU itself was at fault.
 */
export interface SmsPdu {
  readonly type: "deliver" | "submit" | "status-report" | "command" | "reserved";
  readonly sca?: string;
  readonly tosca?: number;
  readonly fo?: number;
  readonly mr?: number;
  readonly oa?: string;
  readonly tooa?: number;
  readonly da?: string;
  readonly toda?: number;
  readonly ra?: string;
  readonly tora?: number;
  readonly pid?: number;
  readonly dcs?: number;
  readonly scts?: string;
  readonly sctsTime?: string;
  readonly dt?: string;
  readonly dtTime?: string;
  readonly st?: number;
  readonly delivery?: Delivery;
  readonly vp?: number | string;
  readonly ct?: number;
  readonly mn?: number;
  readonly alphabet?: Alphabet;
  readonly messageClass?: number;
  readonly waiting?: string;
  readonly udh?: readonly HeaderElement[];
  readonly concatenation?: Concatenation;
  readonly ports?: { readonly destination: number; readonly source: number };
  readonly text?: string;
  readonly data?: string;
  readonly fault?: PduFault;
}

export const DELIVERIES = ["delivered", "trying", "failed", "abandoned"] as const;
export type Delivery = (typeof DELIVERIES)[number];

export const PDU_FAULTS = [
  "not-hexadecimal",
  "truncated",
  "bad-header",
  "bad-address",
  "bad-time",
  "reserved-type",
] as const;
export type PduFault = (typeof PDU_FAULTS)[number];

/** TP-ST (3GPP TS 23.040 9.2.3.15): transaction completed, still trying, permanent error, no longer trying. */
export function deliveryOf(st: number): Delivery {
  if (st < 0x20) return "delivered";
  if (st < 0x40) return "trying";
  return st >= 0x60 && st < 0x80 ? "abandoned" : "failed";
}
