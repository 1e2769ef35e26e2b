import { describeBytes, type UnitBase } from "../base/bytes.ts";
import type { Decision } from "../report/contract.ts";

const IDLE = {
  clock: "no effect while the time is not known 时间未确认，暂不生效",
  reserve: "no effect beyond the limit: what is left is kept for the first class 超限后剩余流量留给第一类业务",
  service: "no effect while nothing can pass at all 当前无法通信，不起作用",
} as const;

type When = (instant: string) => string;

/** What a person set by hand, for `status` and `override`; nothing when nobody did. */
export function overrideLines(decision: Decision, when: When, base?: UnitBase): readonly string[] {
  return [...levelLines(decision, when), ...(decision.byHand ?? []).flatMap((one) => classLines(one, when, base))];
}

function levelLines({ override }: Decision, when: When): readonly string[] {
  if (override === undefined) return [];
  const { level, aim, by, until, reason, idle, opensReserve } = override;
  const bound = aim === "loosen" ? "not stricter than" : "not looser than";
  return [
    `${bound} ${level}${opensReserve ? ", the reserve too" : ""}, by ${by}, until ${when(until)}: ${reason}`,
    ...(idle === undefined ? [] : [IDLE[idle]]),
  ];
}

function classLines(hand: NonNullable<Decision["byHand"]>[number], when: When, base?: UnitBase): readonly string[] {
  const { class: name, held, bytes, used, aim, by, until, reason, idle, opensReserve } = hand;
  const amount = (of: number): string => describeBytes(BigInt(of), base);
  const what = held
    ? "held 暂停"
    : bytes === undefined
      ? "open 放行"
      : `${aim === "loosen" ? "may send 可用" : "at most 最多"} ${amount(bytes)} (${amount(used)} used 已用)`;
  return [
    `${name}: ${what}${opensReserve ? ", the reserve too" : ""}, by ${by}, until ${when(until)}: ${reason}`,
    ...(idle === undefined ? [] : [IDLE[idle]]),
  ];
}
