import type { Duration } from "../base/duration.ts";
import type { CheckpointRule } from "../meter/checkpoint.ts";
import type { Ledger } from "../meter/ledger.ts";
import type { Lines } from "../plan/standing.ts";
import type { Clock } from "../ports/clock.ts";
import type { Interfaces } from "../ports/interfaces.ts";
import type { Log } from "../ports/log.ts";
import type { BookView } from "../report/picture.ts";
import type { ArpWatch } from "./arp-watch.ts";
import type { Elsewhere } from "./device-tie.ts";
import type { Milestone, Milestones } from "./milestones.ts";
import type { PlanDesk } from "./plan-desk.ts";
import type { EventTicket } from "./event-ticket.ts";
import type { TimeKeeper } from "./time-keeper.ts";
import type { UplinkListener } from "./uplink-count.ts";
import type { WatchedUplinks } from "./watched-uplinks.ts";
import type { WhoseBytes } from "./whose-bytes.ts";

export interface MeterPorts {
  readonly interfaces: Interfaces;
  readonly watched: WatchedUplinks;
  /** Undefined: bytes are told apart by nobody. */
  readonly classes?: Pick<WhoseBytes, "start" | "postpones" | "divide"> | undefined;
  readonly arp: ArpWatch;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly milestones: Milestones;
  readonly time: TimeKeeper;
  readonly plans: PlanDesk;
  readonly log: Log;
}

export interface MeterOptions {
  readonly bootId: string;
  /** The metered ones, by their names or by how these begin before a `*`. */
  readonly interfaces: readonly string[];
  readonly source: "interface" | "modem";
  readonly sampleInterval: Duration;
  readonly checkpoint: CheckpointRule;
  readonly lines: Lines;
  /** The books were written on another device: no card is presumed, and no cursor of there means anything here. */
  readonly elsewhere?: Elsewhere | undefined;
}

export interface MeterListener extends UplinkListener {
  onBook(view: BookView): void;
  /** The event goes into the batch of the bytes it tells of. */
  ticketFor(milestone: Milestone): EventTicket;
  /** What waits for a batch to go with. */
  riding(): EventTicket;
}
