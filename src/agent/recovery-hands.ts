import type { MonoMs } from "../base/instant.ts";
import type { Rung } from "../policy/next-repair.ts";
import type { RepairCommands, RepairRequest } from "../ports/repair-commands.ts";
import type { Settings } from "../settings/declaration.ts";
import type { ProbeLoop } from "./probe-loop.ts";

export type RungEnd =
  | { readonly kind: "done" }
  /** The owner of the data call was asked, and has accepted. */
  | { readonly kind: "asked" }
  | { readonly kind: "failed"; readonly text: string };

/** What can be done about a loss of data. */
export interface RecoveryHands {
  /** Who switches the radio. */
  readonly radio: "own" | "asked" | "none";
  /** Whether somebody attaches, be it who was asked to. */
  readonly attaches: boolean;
  /** Who dials, if anybody on our word, and when again by itself. */
  readonly dials: { readonly at: MonoMs | undefined } | undefined;
  /** The same of probes of the path. */
  readonly probes: { readonly at: MonoMs | undefined } | undefined;
  /** Those that are the agent's to do, and have a way to be done. */
  readonly rungs: readonly Rung[];
  carryOut(rung: Rung | "attach", why: string): Promise<RungEnd>;
  /** The radio on, in case a cycle was cut short. False: the modem did not take it. */
  radioOn(): Promise<boolean>;
  /** The data call, or its owner, waits no longer. */
  dialNow(): void;
  probeNow(): void;
}

/** What the modem's side can do: `ModemSide`. */
export interface ModemHands extends Pick<RecoveryHands, "radio" | "radioOn" | "dialNow" | "dials"> {
  radioCycle(why: string): Promise<RungEnd>;
  attach(why: string): Promise<RungEnd>;
  reset(): Promise<RungEnd>;
}

export interface HandsParts {
  readonly modemSide: () => ModemHands;
  readonly probes: Pick<ProbeLoop, "hasten" | "asks">;
  /** Absent: the machine around the modem is left alone. */
  readonly repairCommands?: RepairCommands;
}

export function recoveryHands(
  { modemSide, probes, repairCommands: commands }: HandsParts,
  { recovery, meter }: Settings,
  device: string,
): RecoveryHands {
  const command = (request: RepairRequest["request"], why: string): Promise<RungEnd> =>
    commands?.run({ v: 1, request, why, device, interface: meter.interface }) ??
    Promise.resolve({ kind: "failed", text: "there is no command for it" });
  const ways: Readonly<Record<Rung | "attach", (why: string) => Promise<RungEnd>>> = {
    "radio-cycle": (why) => modemSide().radioCycle(why),
    attach: (why) => modemSide().attach(why),
    reset: () => modemSide().reset(),
    "power-cycle": (why) => command("power-cycle", why),
    reboot: (why) => command("reboot", why),
  };
  return {
    get radio() {
      return recovery.radioCycles ? modemSide().radio : "none";
    },
    get attaches() {
      return modemSide().radio !== "none";
    },
    get dials() {
      return modemSide().dials;
    },
    get probes() {
      return probes.asks;
    },
    get rungs() {
      const own: readonly Rung[] = modemSide().radio === "own" && recovery.modemResets ? ["reset"] : [];
      return [...(this.radio === "none" ? [] : (["radio-cycle"] as const)), ...own, ...(commands?.can ?? [])];
    },
    carryOut: (rung, why) => ways[rung](why),
    radioOn: () => modemSide().radioOn(),
    dialNow: () => modemSide().dialNow(),
    probeNow: () => probes.hasten(),
  };
}
