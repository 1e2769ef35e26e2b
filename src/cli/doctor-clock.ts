import { TIME_FLOOR } from "../agent/time-floor.ts";
import { isoInstant, WallMs } from "../base/instant.ts";
import { CronAlarm } from "../host/cron-alarm.ts";
import { HostFacts } from "../host/host-facts.ts";
import { SystemClock } from "../host/system-clock.ts";
import type { Words } from "../plan/words.ts";
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
      told: agent.kind === "answers" ? { ...agent.status.state.clock, at: agent.status.state.at } : undefined,
    }),
  ];
}

export interface ClockSeen {
  readonly wall: WallMs;
  readonly sync: WallMs | undefined;
  readonly trustSystem: boolean;
  /** What the running agent says of the time. */
  readonly told:
    | { readonly trusted: boolean; readonly source: string; readonly text?: string | undefined; readonly at?: string }
    | undefined;
}

/** The agent's word counts before what its settings would let one expect. */
export function clockFound({ wall, sync, trustSystem, told }: ClockSeen): CheckResult {
  const what = "clock";
  const now = isoInstant(wall);
  if (told?.text !== undefined)
    return {
      what,
      verdict: told.trusted ? "note" : "fault",
      found: { en: `${now}; the agent says: ${told.text}.`, zh: told.trusted ? OUTVOTED_ZH : CONTESTED_ZH },
      remedy: told.trusted
        ? {
            en: "Set the system clock, or find out what set it; where it is right, `cellward fact clock-right --by NAME`.",
            zh: "请校准系统时钟，或查明是谁改动了它；若它是对的，执行 cellward fact clock-right --by 姓名。",
          }
        : {
            en: "Where that present is right: cellward fact clock-right --by NAME. Where it is not, set the clock.",
            zh: "若当前时间正确：执行 cellward fact clock-right --by 姓名；若不正确，请校准时钟。",
          },
    };
  if (told?.trusted === true) return { what, verdict: "ok", found: trustedFound(wall, told) };
  if (wall < TIME_FLOOR)
    return {
      what,
      verdict: "note",
      found: {
        en: `${now}, which is before this program was built`,
        zh: "系统时间早于本程序的构建日期",
      },
      remedy: {
        en: "The modem's network time is used when it gives one; else set the clock, or enable a time service.",
        zh: "模组给出网络时间时自动采用；否则请校准时钟，或启用校时服务。",
      },
    };
  if (told !== undefined) return unproved(now, UNTRUSTED);
  if (sync !== undefined) return { what, verdict: "ok", found: `${now}, last synchronised ${isoInstant(sync)}` };
  if (trustSystem)
    return {
      what,
      verdict: "ok",
      found: `${now}; clock.trust_system vouches for it, unless the books hold a later entry (an agent that runs would tell)`,
    };
  return unproved(now, UNVOUCHED);
}

/** The agent's own time, which need not be the system's. */
function trustedFound(wall: WallMs, { source, at }: NonNullable<ClockSeen["told"]>): string {
  const told = at === undefined ? wall : Date.parse(at);
  const trusts = `the agent trusts it from ${said(source)}`;
  if (Math.abs(told - wall) <= CLOSE) return `${isoInstant(wall)}; ${trusts}`;
  return `${isoInstant(WallMs(told))}; ${trusts}. The system clock shows ${isoInstant(wall)}, which the agent does not go by`;
}

/** An answer takes a moment; a clock that is wrong by less than this spoils no bill. */
const CLOSE = 60_000;

/** What it means that an agent says something of the time: of a source that it goes on without, or of a present that its books contradict. */
const OUTVOTED_ZH = "系统时钟或网络给出的时间与代理采信的时间不一致，代理沿用已采信的时间";
const CONTESTED_ZH = "账本中有晚于当前时间的记录，代理不采信当前时间";
const UNTRUSTED: Words = { en: "the agent trusts no source of the time yet", zh: "代理尚未确认任何时间来源" };
const UNVOUCHED: Words = { en: "no time service vouches for it", zh: "没有校时服务可以证明系统时间正确" };

const unproved = (now: string, { en, zh }: Words): CheckResult => ({
  what: "clock",
  verdict: "note",
  found: { en: `${now}, but ${en}`, zh },
  remedy: {
    en: "The modem's network time is used when it gives one; else enable systemd-timesyncd, or set clock.trust_system = true where chrony or ntpd keeps the clock.",
    zh: "模组给出网络时间时自动采用；否则请启用 systemd-timesyncd，由 chrony 或 ntpd 校时的设备请设置 clock.trust_system = true。",
  },
});

const SOURCES: Readonly<Record<string, string>> = {
  "clock-sync": "systemd-timesyncd",
  network: "the network, over the modem",
  operator: "a person",
  setting: "the system clock, for clock.trust_system vouches for it",
};
const said = (source: string): string => SOURCES[source] ?? source;
