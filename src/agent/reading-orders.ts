import { describeBytes, type UnitBase } from "../base/bytes.ts";
import { defined } from "../base/defined.ts";
import { minuteText } from "../plan/local-text.ts";
import { INSTANT_FORM, readInstant } from "../plan/file/written-instant.ts";
import { readAmount } from "../plan/reading/amount-text.ts";
import type { AskedAbout } from "../plan/reading/carrier-query.ts";
import { driftOf, driftPercent } from "../plan/reading/compare.ts";
import { replyText } from "../plan/reading/reply-text.ts";
import type { Words } from "../plan/words.ts";
import type { LocalOrder, OrderResult } from "../report/local-contract.ts";
import { ASK_RESULTS, askWords } from "./ask-words.ts";
import type { KeptReading } from "./reading-shelf.ts";
import type { ReadingSide } from "./reading-side.ts";

export interface ReadingAnswer {
  readonly result: OrderResult;
  readonly text: Words;
}

/** `cellward ask usage`, `ask balance` and the like. Rejects only when the store does. */
export async function askUsage(
  readings: ReadingSide,
  statusReport = false,
  about: AskedAbout = "usage",
): Promise<ReadingAnswer> {
  const outcome = await readings.ask(statusReport, about);
  return { result: ASK_RESULTS[outcome.kind], text: askWords(outcome, readings.zone) };
}

type Told = Extract<LocalOrder, { readonly do: "tell-reading" }>;

/** `cellward fact reading`: what a person says that the carrier says. Rejects only when the store does. */
export async function tellReading(
  readings: ReadingSide,
  { used, remaining, total, asOf }: Told,
): Promise<ReadingAnswer> {
  const { zone, unitBase } = readings;
  const written = Object.entries(defined({ used, remaining, total }));
  const amounts = written.map(([name, text]) => [name, amountOf(text, unitBase)] as const);
  const wrong = written.find((_, at) => amounts[at]?.[1] === undefined);
  if (wrong !== undefined)
    return refused({
      en: `--${wrong[0]}: found "${wrong[1]}"; expected an amount such as "1.2 GB"`,
      zh: `--${wrong[0]} 为“${wrong[1]}”，应为流量，例如 "1.2 GB"`,
    });
  if (used === undefined && remaining === undefined)
    return refused({ en: "expected --used or --remaining, or both", zh: "请给出 --used 或 --remaining，或两者" });
  const instant = asOf === undefined ? undefined : readInstant(asOf, zone);
  if (asOf !== undefined && instant === undefined)
    return refused({
      en: `--as-of: found "${asOf}"; expected ${INSTANT_FORM}`,
      zh: `--as-of 为“${asOf}”，应为存在的日期时间，例如 2026-01-05 14:30:00（套餐时区）或 2026-01-05T06:30:00Z`,
    });
  const text = [...written, ...(asOf === undefined ? [] : [["as-of", asOf]])].map((pair) => pair.join(" ")).join(", ");
  const told = await readings.tell({ ...Object.fromEntries(amounts), asOf: instant, text });
  if (told.kind === "kept") {
    const words = keptWords(told.reading, unitBase, zone);
    const { doubt } = told;
    const doubted = doubt === undefined ? words : { en: `${words.en} ${doubt.en}`, zh: `${words.zh}${doubt.zh}` };
    return { result: "reading-kept", text: doubted };
  }
  return refused(
    told.why === "future"
      ? {
          en: `--as-of: ${asOf ?? ""} has not come yet by this device's clock`,
          zh: `--as-of ${asOf ?? ""} 晚于本设备的当前时间`,
        }
      : { en: "no card was ever identified here whose reading it could be", zh: "本设备从未识别过卡，无法归属" },
  );
}

const refused = (why: Words): ReadingAnswer => ({
  result: "reading-refused",
  text: { en: `Not kept. ${why.en}.`, zh: `未记录。${why.zh}。` },
});

function amountOf(text: string, base: UnitBase): bigint | undefined {
  const said = replyText(text);
  const read = readAmount(said, 0, base);
  return read?.end === said.length ? read.bytes : undefined;
}

function keptWords({ asOf, comparison }: KeptReading, base: UnitBase, zone: string): Words {
  const when = `${minuteText(asOf, zone)} ${zone}`;
  if (comparison === undefined)
    return {
      en: `Kept, as of ${when}. It cannot be held against this device's meter: it says neither what was used nor what is left of a limit that is known here, is of another cycle, or the time is not known here.`,
      zh: `已记录（截至 ${when}）。无法与本设备计量比较：未给出已用量（或剩余量而本机不知总量）、属于其他周期，或本机时间未知。`,
    };
  const { theirs, ours } = comparison;
  const percent = driftPercent(comparison);
  const share = percent === undefined ? "" : ` (${percent > 0 ? "+" : ""}${percent} %)`;
  const [they, we, apart] = [theirs, ours, driftOf(comparison)].map((bytes) => describeBytes(bytes, base));
  return {
    en: `Kept: the carrier says ${they} as of ${when}, this device had counted ${we}; difference ${apart}${share}. The meter stays as it is.`,
    zh: `已记录：截至 ${when}，运营商为 ${they}，本设备为 ${we}，相差 ${apart}${share}。计量数据不变。`,
  };
}
