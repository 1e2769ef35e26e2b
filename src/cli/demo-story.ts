import { type Level, LEVELS } from "../policy/level.ts";
import type { HeardMessage } from "./demo-broker.ts";

type Fields = Readonly<Record<string, unknown>>;

/** One line of the story in both languages; undefined for what only the log needs. */
export function tell(type: string, fields: Fields): string | undefined {
  switch (type) {
    case "modem-ready":
      return "The modem answers and the SIM is known.  模组已就绪，SIM 卡已识别。";
    case "service-up":
      return "Attached: packet data service is there.  已附着，数据业务可用。";
    case "usage-threshold":
      return `${String(fields["percent"])} % of the plan is used.  套餐流量已用 ${String(fields["percent"])}%。`;
    case "network-detached":
      return `The network detached the device (+CGEV: ${String(fields["said"])}).  网络侧将设备去附着（${String(fields["said"])}）。`;
    case "suspension-suspected":
      return fields["strengthened"] === true
        ? `More evidence: confidence ${String(fields["confidence"])}.  证据增强，置信度 ${String(fields["confidence"])}。`
        : `Suspected suspension, confidence ${String(fields["confidence"])}.  疑似停机，置信度 ${String(fields["confidence"])}。`;
    case "suspicion-cleared":
      return `Restored: ${String(fields["why"])}; the suspicion is taken back.  业务恢复，解除停机怀疑。`;
    case "decision-changed":
      return `Level ${String(fields["from"])} -> ${String(fields["level"])}, enforced: ${String(fields["enforced"])}.  级别 ${String(fields["from"])} → ${String(fields["level"])}，强制执行：${fields["enforced"] === "no" ? "否" : "是"}。`;
    case "over-limit":
      return "The plan's quota is used up.  套餐流量已用完。";
    default:
      return undefined;
  }
}

/** What the terminal makes of another level: a stricter one never sounds like freedom, also where nothing more can be cut. */
export function tellObedience(before: Level, after: Level, sending: readonly string[]): string {
  const verb = LEVELS.indexOf(after) > LEVELS.indexOf(before) ? "throttled  已限流" : "released  已放开";
  return `${verb}: at ${after} it sends ${sending.join(", ") || "nothing"}.  ${after} 级别下终端发送：${sending.join("、") || "无"}。`;
}

/** A message as it went over the wire, shortened to one line. */
export function shorten(message: HeardMessage, columns: number): string {
  const head = `${message.topic}${message.retain ? " (retained)" : ""} `;
  const room = Math.max(20, columns - head.length);
  return head + (message.payload.length > room ? `${message.payload.slice(0, room - 1)}…` : message.payload);
}

/** What changed in a retained message; its first keys say who and when, which the reader knows. */
export function essence(payload: string): string {
  return payload.replace(/^\{"v":1,"at":"[^"]*","clockTrusted":(?:true|false),/, "{");
}
