import type { Decision } from "../report/contract.ts";

const IDLE = {
  clock: "no effect while the time is not known 时间未确认，暂不生效",
  reserve: "no effect beyond the limit: what is left is kept for the first class 超限后剩余流量留给第一类业务",
  service: "no effect while nothing can pass at all 当前无法通信，不起作用",
} as const;

/** What a person set by hand, for `status` and `override`; nothing when nobody did. */
export function overrideLines({ override }: Decision, when: (instant: string) => string): readonly string[] {
  if (override === undefined) return [];
  const { level, aim, by, until, reason, idle, opensReserve } = override;
  const bound = aim === "loosen" ? "not stricter than" : "not looser than";
  return [
    `${bound} ${level}${opensReserve ? ", the reserve too" : ""}, by ${by}, until ${when(until)}: ${reason}`,
    ...(idle === undefined ? [] : [IDLE[idle]]),
  ];
}
