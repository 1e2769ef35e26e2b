import { maskText } from "../base/mask.ts";
import { type CauseCode, causeOf, causeRow, NO_CAUSE } from "../diagnosis/cause.ts";
import type { Finding } from "../diagnosis/finding-item.ts";
import { findingRow } from "../diagnosis/findings/finding.ts";
import { observePerson } from "../diagnosis/observe/observe-person.ts";
import { observePlatform, PLATFORM_VALUES } from "../diagnosis/observe/observe-platform.ts";
import type { LocalOrder, OrderResult } from "../report/local-contract.ts";
import type { DiagnoseLoop } from "./diagnose-loop.ts";
import { onDisk } from "./override-words.ts";
import { RECHECKS_AN_HOUR } from "./recheck-desk.ts";

export type DiagnosisOrder = Extract<LocalOrder, { readonly do: "confirm-cause" | "person-says" | "platform-says" }>;

/** What a person states about the cause, and what was said to it once it is written. */
export async function tellDiagnosis(
  loop: DiagnoseLoop,
  order: DiagnosisOrder,
): Promise<{ readonly result: OrderResult; readonly text: string }> {
  // It is kept, published and exported.
  const by = maskText(order.by);
  if (order.do === "platform-says") {
    const found = observePlatform(order.platform, order.value, loop.now);
    if (found === undefined)
      return {
        result: "refused",
        text: `${order.platform}: found "${order.value}"; expected ${PLATFORM_VALUES[order.platform]}`,
      };
    loop.tell(found, { platform: order.platform, value: order.value, by });
    return await noted(loop, found);
  }
  if (order.do === "person-says") {
    const found = [observePerson(order.says, by, loop.now)];
    loop.tell(found, { says: order.says, by }, "person-says");
    return await noted(loop, found);
  }
  const cause = order.cause === NO_CAUSE ? NO_CAUSE : causeOf(order.cause);
  if (cause === undefined) return { result: "refused", text: `found "${order.cause}"; that is no cause's code` };
  loop.confirm(cause, by);
  const confirmed = cause === NO_CAUSE ? "Withdrawn: nothing is confirmed now. 已撤回确认。" : confirmedText(cause);
  return { result: "cause-confirmed", text: [confirmed, ...onDisk(await loop.written)].join("\n") };
}

async function noted(loop: DiagnoseLoop, found: readonly Finding[]) {
  const rows = found.map(({ kind }) => findingRow(kind));
  const text = `Noted: ${rows.map(({ says }) => says).join("; ")}. 已记录：${rows.map(({ zh }) => zh).join("；")}。`;
  return { result: "platform-noted", text: [text, ...onDisk(await loop.written)].join("\n") } as const;
}

function confirmedText(cause: CauseCode): string {
  const { name } = causeRow(cause);
  return `Confirmed: ${name.en}. 已确认：${name.zh}。`;
}

/** Another look, now. */
export function obeyRecheck(
  { rechecks }: Pick<DiagnoseLoop, "rechecks">,
  { by, said }: Extract<LocalOrder, { readonly do: "recheck" }>,
): { readonly result: OrderResult; readonly text: string } {
  const begun = rechecks.begin({ by: maskText(by), said });
  if (begun.taken) return { result: "recheck-begun", text: "Looking again. 正在重新检查。" };
  const wait = Math.ceil(begun.again / 1_000);
  return {
    result: "recheck-refused",
    text:
      begun.because === "too-often"
        ? `${RECHECKS_AN_HOUR} looks were asked for within the hour, and the network must not be asked more often; ask again in ${wait} s. 一小时内已检查${RECHECKS_AN_HOUR}次，不可更频繁地向网络发起请求，请${wait}秒后再试。`
        : `somebody asked a moment ago, and that look may still run; ask again in ${wait} s. 刚刚已有人检查，可能仍在进行，请${wait}秒后再试。`,
  };
}
