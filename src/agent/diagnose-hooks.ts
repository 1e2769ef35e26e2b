import type { WallMs } from "../base/instant.ts";
import type { CarrierPack } from "../diagnosis/carrier-pack.ts";
import type { PathLook } from "../diagnosis/observe/observe-path.ts";
import type { Draft } from "../journal/journal-entry.ts";
import type { CallTrouble } from "../modem/call-trouble.ts";
import type { Link } from "../modem/link.ts";
import type { DiagnosisAnswer } from "../report/diagnosis-answer.ts";
import type { Said } from "../report/picture.ts";
import type { ProbeLoop } from "./probe-loop.ts";
import type { RecheckDesk } from "./recheck-desk.ts";
import type { RecoveryLoop } from "./recovery-loop.ts";
import type { SlotLoop } from "./slot-loop.ts";
import type { ShelvedSms } from "./sms-shelf.ts";

export interface AgentStanding {
  readonly link: Link;
  /** Why the agent's own data call failed last. */
  readonly contextRefused?: CallTrouble | undefined;
  /** Whoever dials was asked, and could not; in words too, where it was asked to connect. */
  readonly dialler?: DiagnosisAnswer["dialler"];
  readonly dialFailed?: string | undefined;
  /** What this device holds back by its own decision. */
  readonly held?: string | undefined;
  /** When that ends, where a person has said. */
  readonly heldUntil?: WallMs | undefined;
}

export interface DiagnoseHooks {
  said(): Said;
  standing(): AgentStanding;
  messages(): readonly ShelvedSms[];
  /** How the session with the broker is: a packet that comes back from there is a proof of the path as any other. */
  broker(): "answers" | "refuses" | "silent" | undefined;
  changed(): void;
  /** For the evidence journal. */
  noted(
    what: "diagnosed" | "cause-confirmed" | "platform-said" | "person-says" | "recheck-asked",
    fields: Draft["fields"],
  ): void;
  /** Looks of its own, where packets that pass anyway do not say enough. */
  readonly probes: Pick<
    ProbeLoop,
    "looks" | "underWay" | "view" | "looked" | "news" | "once" | "proved" | "spend" | "stop"
  >;
  /** What is tried about it. */
  readonly recovery: Pick<RecoveryLoop, "view" | "looked" | "stop">;
  /** Which of two cards is used; absent where that is not ours to choose. */
  readonly slots?: Pick<SlotLoop, "view" | "looked" | "stop" | "switching" | "brings">;
  /** Somebody wants to know now. */
  readonly rechecks: RecheckDesk;
}

/** What probes go by. */
export interface Doubted {
  readonly trouble: boolean;
  readonly traffic: PathLook | undefined;
  readonly iccid: string | undefined;
}

export interface DiagnoseOptions {
  readonly packs: readonly CarrierPack[];
  /** As the settings order it; undefined where somebody else dials. */
  readonly apn: string | undefined;
}
