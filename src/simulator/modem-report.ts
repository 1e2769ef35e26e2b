import { isoInstant } from "../base/instant.ts";
import type { DceSettings } from "../dce/dce-settings.ts";
import type { LineFault } from "./line-fault.ts";
import type { MobileTermination } from "./mobile-termination.ts";
import type { ModemSettings } from "./modem-settings.ts";
import type { Domain, DomainRegistration, RadioState } from "./radio-state.ts";
import { type CardState, cardState } from "./card/sim-card.ts";
import type { SignalLevel } from "./signal-level.ts";
import type { Cell } from "./simulated-carrier.ts";
import type { Refusal } from "./subscription.ts";

/** Everything that is known of a simulated modem, in values that JSON holds. Bytes are numbers: exact below 2^53. */
export interface ModemReport {
  readonly powered: boolean;
  readonly card: { readonly state: "absent" | CardState; readonly iccid?: string; readonly imsi?: string };
  readonly radio: {
    readonly level: 0 | 1 | 4;
    readonly covered: boolean;
    readonly registration: Readonly<Record<Domain, DomainRegistration>>;
    readonly attached: boolean;
    readonly contexts: RadioState["contexts"];
    /** Packet data passes. */
    readonly serving: boolean;
  };
  readonly cell: Cell;
  readonly signal: SignalLevel;
  readonly carrier: {
    readonly plmn: string;
    readonly time: string;
    readonly quota?: number;
    readonly refusal?: Refusal;
    readonly used?: { readonly up: number; readonly down: number; readonly inCycle: number };
  };
  /** How many messages lie on the card and in the modem, and how many wait for them in the network. */
  readonly messages: { readonly card: number; readonly modem: number; readonly waiting: number };
  /** The modem's own counters (+QGDCNT). */
  readonly counters: { readonly up: number; readonly down: number };
  readonly clock: string;
  readonly settings: { readonly dce: DceSettings; readonly modem: ModemSettings };
  readonly faults: readonly LineFault[];
}

export function modemReport(
  mt: MobileTermination,
  port: { readonly powered: boolean; readonly dce: DceSettings; readonly faults: readonly LineFault[] },
): ModemReport {
  const { card, radio, subscription, carrier } = mt;
  const used = subscription?.used;
  return {
    powered: port.powered,
    card: card === undefined ? { state: "absent" } : { state: cardState(card), iccid: card.iccid, imsi: card.imsi },
    radio: {
      level: radio.level,
      covered: radio.covered,
      registration: radio.registration,
      attached: radio.attached,
      contexts: radio.contexts,
      serving: mt.serving,
    },
    cell: carrier.cell,
    signal: mt.signal,
    carrier: {
      plmn: carrier.plmn,
      time: isoInstant(carrier.time()),
      ...(subscription?.quota === undefined ? {} : { quota: Number(subscription.quota) }),
      ...(subscription?.refusal === undefined ? {} : { refusal: subscription.refusal }),
      ...(used === undefined
        ? {}
        : { used: { up: Number(used.up), down: Number(used.down), inCycle: Number(used.inCycle) } }),
    },
    messages: {
      card: mt.messages.memory("SM").used,
      modem: mt.messages.memory("ME").used,
      waiting: card === undefined ? 0 : carrier.messages.waiting(card.number),
    },
    counters: { up: Number(mt.counters.count.up), down: Number(mt.counters.count.down) },
    clock: mt.clockText,
    settings: { dce: port.dce, modem: mt.settings },
    faults: port.faults,
  };
}
