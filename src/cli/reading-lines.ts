import { describeBytes, type UnitBase } from "../base/bytes.ts";
import type { Usage } from "../report/contract.ts";
import type { AgentStatus } from "../report/local-contract.ts";

const SOURCES = { sms: "by SMS", fact: "by a fact", hand: "by hand" } as const;
const UNREAD = {
  "no-pattern": "no pattern of the carrier's fits it",
  ambiguous: "it names several amounts",
  contradictory: "its amounts contradict each other",
} as const satisfies Record<string, string>;

/** What the carrier says beside the figures of this device, which do not go by it; first words, then lines below. */
export function readingLines(
  { usage, asked, answers = [] }: AgentStatus,
  timeText: (instant: string) => string,
): readonly string[] {
  const reading = usage?.reading;
  const lines = usage === undefined || reading === undefined ? [] : [heldAgainst(usage, reading, timeText)];
  if (reading?.calibration !== undefined) lines.push(reading.calibration.text, reading.calibration.textZh);
  lines.push(...answers.map((answer) => answerLine(answer, usage?.plan.unitBase ?? 1024, timeText)));
  if (asked === undefined || asked.answer === "read") return lines;
  const question = `${asked.to} was asked at ${timeText(asked.at)} ("${asked.text}"); `;
  if (asked.answer === "refused") return [...lines, `${question}the network refused the message`];
  if (asked.answer === "none") return [...lines, `${question}no reply yet`];
  const why = Object.entries(UNREAD).find(([name]) => name === asked.why)?.[1] ?? asked.why ?? "";
  return [
    ...lines,
    `${question}the reply could not be read: ${why}. Its text: cellward status --json, "sms"; patterns: config/carriers, [[${asked.about === undefined ? "query" : `query.${asked.about}`}.reply]]`,
  ];
}

const ABOUT = { carried: "carried over", packs: "add-on packs", balance: "on the account" } as const;

function answerLine(
  { about, asOf, balance, ...figures }: NonNullable<AgentStatus["answers"]>[number],
  base: UnitBase,
  timeText: (instant: string) => string,
): string {
  const said = balance ?? figuresText(figures, base);
  const fact = balance === undefined ? "" : `; to go by it: cellward fact account-balance ${balance}`;
  return `${ABOUT[about]}: ${said} (by SMS, as of ${timeText(asOf)})${fact}`;
}

function figuresText(
  { used, remaining, total }: Pick<NonNullable<Usage["reading"]>, "used" | "remaining" | "total">,
  base: UnitBase,
): string {
  const amount = (bytes: number): string => describeBytes(BigInt(bytes), base);
  return [
    ...(used === undefined ? [] : [`${amount(used)} used`]),
    ...(remaining === undefined ? [] : [`${amount(remaining)} left`]),
    ...(total === undefined ? [] : [`of ${amount(total)}`]),
  ].join(", ");
}

function heldAgainst({ plan }: Usage, reading: NonNullable<Usage["reading"]>, timeText: (instant: string) => string) {
  const { source, asOf, ours, drift } = reading;
  const amount = (bytes: number): string => describeBytes(BigInt(bytes), plan.unitBase);
  const said = figuresText(reading, plan.unitBase);
  const whole = `${said} (${SOURCES[source]}, as of ${timeText(asOf)})`;
  if (ours === undefined || drift === undefined) return `${whole}; not to be held against this device's count`;
  const percent = drift.percent === undefined ? "" : `, ${Math.abs(drift.percent)} %`;
  const apart =
    drift.bytes === 0
      ? "the same as here"
      : `${amount(Math.abs(drift.bytes))}${percent} ${drift.bytes > 0 ? "more" : "less"} than here (${amount(ours)})`;
  return `${whole}; ${apart}`;
}
