import { TIME_FLOOR } from "../agent/time-floor.ts";
import { isoInstant, type WallMs } from "../base/instant.ts";
import { CronAlarm } from "../host/cron-alarm.ts";
import { HostFacts } from "../host/host-facts.ts";
import { SystemClock } from "../host/system-clock.ts";
import type { CheckResult, Examined } from "./doctor-check.ts";

/** What this machine shows, and what an agent that runs makes of it. */
export async function checkClock({ inForce, agent }: Examined): Promise<readonly CheckResult[]> {
  const clock = new SystemClock();
  // Proves that the zone and node-cron agree on this machine.
  new CronAlarm({ clock }).schedule("0 0 1 * *", inForce.settings.plan.zone, () => {})();
  return [
    clockFound({
      wall: clock.wallMs(),
      sync: new HostFacts().lastClockSync(),
      trustSystem: inForce.settings.clock.trustSystem,
      told: agent.kind === "answers" ? agent.status.state.clock : undefined,
    }),
  ];
}

export interface ClockSeen {
  readonly wall: WallMs;
  readonly sync: WallMs | undefined;
  readonly trustSystem: boolean;
  /** What the running agent says of the time. */
  readonly told: { readonly trusted: boolean; readonly source: string; readonly text?: string | undefined } | undefined;
}

/** The agent's word counts before what its settings would let one expect. */
export function clockFound({ wall, sync, trustSystem, told }: ClockSeen): CheckResult {
  const what = "clock";
  const now = isoInstant(wall);
  if (told?.text !== undefined)
    return {
      what,
      verdict: told.trusted ? "note" : "fault",
      found: `${now}; the agent says: ${told.text}.`,
      remedy: told.trusted
        ? "Set the system clock, or find out what set it; where it is right, `cellward fact clock-right --by NAME`."
        : "Where that present is right: cellward fact clock-right --by NAME. Where it is not, set the clock.",
    };
  if (told?.trusted === true)
    return { what, verdict: "ok", found: `${now}; the agent trusts it from ${said(told.source)}` };
  if (wall < TIME_FLOOR)
    return {
      what,
      verdict: "note",
      found: `${now}, which is before this program was built`,
      remedy: "The modem's network time is used when it gives one; else set the clock, or enable a time service.",
    };
  if (told !== undefined) return unproved(now, "the agent trusts no source of the time yet");
  if (sync !== undefined) return { what, verdict: "ok", found: `${now}, last synchronised ${isoInstant(sync)}` };
  if (trustSystem)
    return {
      what,
      verdict: "ok",
      found: `${now}; clock.trust_system vouches for it, unless the books hold a later entry (an agent that runs would tell)`,
    };
  return unproved(now, "no time service vouches for it");
}

function unproved(now: string, why: string): CheckResult {
  return {
    what: "clock",
    verdict: "note",
    found: `${now}, but ${why}`,
    remedy:
      "The modem's network time is used when it gives one; else enable systemd-timesyncd, or set clock.trust_system = true where chrony or ntpd keeps the clock.",
  };
}

const SOURCES: Readonly<Record<string, string>> = {
  "clock-sync": "systemd-timesyncd",
  network: "the network, over the modem",
  operator: "a person",
  setting: "the system clock, for clock.trust_system vouches for it",
};
const said = (source: string): string => SOURCES[source] ?? source;
