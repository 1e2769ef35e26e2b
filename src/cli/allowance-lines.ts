import { unreachable } from "../base/unreachable.ts";
import { describeBytes, type UnitBase } from "../base/bytes.ts";
import type { Decision } from "../report/contract.ts";
import type { AgentStatus } from "../report/local-contract.ts";

type Told = NonNullable<Decision["allowances"]>[number];

/** Of the profiles' classes. */
const NAMES: Readonly<Record<string, string>> = {
  payment: "支付",
  alarm: "告警",
  management: "管理",
  telemetry: "遥测",
  bulk: "批量",
};

/** What each class may send, a line each, and what is kept for the first; nothing while no class is limited. */
export function allowanceLines(
  { decision: { allowances = [], reserve }, granted = [] }: Pick<AgentStatus, "decision" | "granted">,
  when: (instant: string) => string,
  base?: UnitBase,
): readonly string[] {
  if (allowances.every(({ kind }) => kind === "open")) return [];
  const amount = (bytes: number): string => describeBytes(BigInt(bytes), base);
  const lines = allowances.map((one) => {
    const rate = one.rate === undefined ? "" : `, ${amount(one.rate)}/s up 上行限速`;
    const open = granted.find(({ rank }) => rank === one.rank)?.bytes;
    const given = open === undefined ? "" : `, of it ${amount(open)} granted to programs 其中已批准未用`;
    const until = one.deferUntil === undefined ? "" : `, until 至 ${when(one.deferUntil)}`;
    return `${one.class} ${NAMES[one.class] ?? ""}: ${kindText(one, amount)}${given}${rate}${until}`;
  });
  if (reserve === undefined || reserve.bytes === 0) return lines;
  const { units, unitBytes } = reserve;
  const [first] = allowances;
  // What is wanted is kept as far as there is anything.
  const kept = first?.why === "beyond-quota" ? 0 : Math.min(reserve.bytes, first?.bytes ?? reserve.bytes);
  return [
    ...lines,
    `kept for ${first?.class ?? ""} 预留: ${amount(kept)} (${units} x ${amount(unitBytes)} wanted 目标)`,
  ];
}

function kindText({ kind, bytes = 0, why }: Told, amount: (bytes: number) => string): string {
  switch (kind) {
    case "open":
      return why === "beyond-quota" ? "beyond what was bought, counted 超出套餐，继续计量" : "no limit 不限";
    case "ceiling":
      return why === "trickle" ? `${amount(bytes)} of today 当日保底` : `${amount(bytes)} left 剩余`;
    case "lease":
      return `${amount(bytes)} now 当前可用`;
    case "held":
      return why === "window" ? "waits for the cheap hours 等待闲时" : "held 暂停";
    default:
      return unreachable(kind);
  }
}
