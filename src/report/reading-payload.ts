import { defined } from "../base/defined.ts";
import { isoInstant } from "../base/instant.ts";
import { driftOf, driftPercent } from "../plan/reading/compare.ts";
import type { Usage } from "./contract.ts";
import type { ReadingView } from "./picture.ts";

const number = (bytes: bigint | undefined): number | undefined => (bytes === undefined ? undefined : Number(bytes));

/** The carrier's word, field by field: its text stays on the device. */
export function readingPayload(reading: ReadingView | undefined): Usage["reading"] {
  if (reading === undefined) return undefined;
  const { source, asOf, used, remaining, total, comparison, calibration } = reading;
  const percent = comparison && driftPercent(comparison);
  return defined({
    source,
    asOf: isoInstant(asOf),
    used: number(used),
    remaining: number(remaining),
    total: number(total),
    ours: number(comparison?.ours),
    drift: comparison && defined({ bytes: Number(driftOf(comparison)), percent }),
    calibration: calibration && {
      percent: calibration.percent,
      agreeing: calibration.agreeing,
      of: calibration.of,
      text: calibration.words.en,
      textZh: calibration.words.zh,
    },
  });
}
