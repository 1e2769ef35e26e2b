import { describeBytes } from "../base/bytes.ts";
import type { Usage } from "../report/contract.ts";
import type { AgentStatus } from "../report/local-contract.ts";

const SOURCES = { sms: "by SMS", fact: "by a fact", hand: "by hand" } as const;
const UNREAD = {
  "no-pattern": "no pattern of the carrier's fits it",
  ambiguous: "it names several amounts",
  contradictory: "its amounts contradict each other",
} as const satisfies Record<string, string>;

/** What the carrier says beside the figures of this device, which do not go by it; first words, then lines below. */
export function readingLines({ usage, asked }: AgentStatus, timeText: (instant: string) => string): readonly string[] {
  const reading = usage?.reading;
  const lines = usage === undefined || reading === undefined ? [] : [heldAgainst(usage, reading, timeText)];
  if (reading?.calibration !== undefined) lines.push(reading.calibration.text, reading.calibration.textZh);
  if (asked === undefined || asked.answer === "read") return lines;
  const question = `${asked.to} was asked at ${timeText(asked.at)} ("${asked.text}"); `;
  if (asked.answer === "refused") return [...lines, `${question}the network refused the message`];
  if (asked.answer === "none") return [...lines, `${question}no reply yet`];
  const why = Object.entries(UNREAD).find(([name]) => name === asked.why)?.[1] ?? asked.why ?? "";
  return [
    ...lines,
    `${question}the reply could not be read: ${why}. Its text: cellward status --json, "sms"; patterns: config/carriers, [[query.reply]]`,
  ];
}

function heldAgainst({ plan }: Usage, reading: NonNullable<Usage["reading"]>, timeText: (instant: string) => string) {
  const { source, asOf, used, remaining, total, ours, drift } = reading;
  const amount = (bytes: number): string => describeBytes(BigInt(bytes), plan.unitBase);
  const said = [
    ...(used === undefined ? [] : [`${amount(used)} used`]),
    ...(remaining === undefined ? [] : [`${amount(remaining)} left`]),
    ...(total === undefined ? [] : [`of ${amount(total)}`]),
  ].join(", ");
  const whole = `${said} (${SOURCES[source]}, as of ${timeText(asOf)})`;
  if (ours === undefined || drift === undefined) return `${whole}; not to be held against this device's count`;
  const percent = drift.percent === undefined ? "" : `, ${Math.abs(drift.percent)} %`;
  const apart =
    drift.bytes === 0
      ? "the same as here"
      : `${amount(Math.abs(drift.bytes))}${percent} ${drift.bytes > 0 ? "more" : "less"} than here (${amount(ours)})`;
  return `${whole}; ${apart}`;
}
