import type { CarrierPack } from "../diagnosis/carrier-pack.ts";
import type { Ledger } from "../meter/ledger.ts";
import type { ModemProfile } from "../modem/profile.ts";
import type { CarrierRules } from "../plan/carrier-rules.ts";
import type { Alarm } from "../ports/alarm.ts";
import type { ArpCounters } from "../ports/arp-counters.ts";
import type { Broker } from "../ports/broker.ts";
import type { ClassCounters } from "../ports/class-counters.ts";
import type { EvidenceFiles } from "../ports/evidence-files.ts";
import type { Interfaces } from "../ports/interfaces.ts";
import type { OffloadReader } from "../ports/link-offloads.ts";
import type { PathProbe } from "../ports/path-probe.ts";
import type { RepairCommands } from "../ports/repair-commands.ts";
import type { StopSources } from "../ports/source-stop.ts";
import type { WitnessSlots } from "../ports/witness-slots.ts";
import type { Settings } from "../settings/declaration.ts";
import type { KernelParts } from "./limits-side.ts";
import type { ModemSidePorts } from "./modem-side-ports.ts";
import type { PlanSource } from "./plan-files.ts";

/** What an agent stands on. */
export interface AgentPorts extends Omit<ModemSidePorts, "sms"> {
  readonly alarm: Alarm;
  readonly interfaces: Interfaces;
  /** Absent: bytes are of no class. */
  readonly classCounters?: ClassCounters;
  /** Absent: ARP is counted with IP where it passes, and said to be. */
  readonly arpCounters?: ArpCounters;
  readonly ledger: Ledger;
  /** Why new books were begun although there had been some, a sentence. */
  readonly begunAnew?: string;
  /** Beside the store; absent: an end of the journal that the store lost is noticed by nobody. */
  readonly journalWitness?: WitnessSlots;
  /** Absent: notes have no files. */
  readonly evidenceFiles?: EvidenceFiles;
  /** Absent: the path is never probed. */
  readonly pathProbe?: PathProbe;
  /** Absent: what links add to a packet is known by their kind only. */
  readonly calibrationProbe?: PathProbe;
  /** Absent: nobody looks whether packets are handed over in large pieces. */
  readonly offloads?: OffloadReader;
  /** Absent: the machine around the modem is left alone. */
  readonly repairCommands?: RepairCommands;
  /** Absent: who sends to this device is told over MQTT and the bridge alone. */
  readonly stopSources?: StopSources;
  /** Absent: the kernel holds nothing back. */
  readonly kernel?: KernelParts;
  /** Absent: nothing is published, everything else works. */
  readonly broker?: Broker;
}

export interface AgentOptions {
  readonly settings: Settings;
  /** What is known of modem families; without any, every modem is taken to keep to the standard. */
  readonly families?: readonly ModemProfile[];
  /** Whom to ask by SMS how much was used; without any, nobody is. */
  readonly carriers?: readonly CarrierRules[];
  /** What carriers' files say of stops; without any, notices say nothing and nobody is named to turn to. */
  readonly packs?: readonly CarrierPack[];
  readonly deviceId: string;
  readonly version: string;
  /** What the files say of cards and plans; the settings' own quota where left out. */
  readonly plans?: PlanSource;
}
