import type { Words } from "../words.ts";
import type { Calibration } from "./calibration.ts";

/** Below this the two agree as well as a carrier's rounding lets them. */
const AS_ONE = 1;

/** `quota`: that of plan.quota, or that the quotas are those of plan files. What the readings show and what a person may do about it; the device does nothing by itself. */
export function calibrationWords({ percent, agreeing, of }: Calibration, quota: bigint | "files" | undefined): Words {
  const apart = Math.abs(percent).toFixed(1);
  const shown = { en: `in ${agreeing} of ${of} readings`, zh: `${of} 次读数中有 ${agreeing} 次一致` };
  if (Math.abs(percent) < AS_ONE)
    return {
      en: `The carrier and this device agree within 1 % (${percent} %), ${shown.en}.`,
      zh: `运营商与本设备的计量相差不到 1 %（${percent} %），${shown.zh}。`,
    };
  if (percent < 0)
    return {
      en: `The carrier counts ${apart} % less than this device, ${shown.en}. Nothing has to be set: the device errs on the safe side. Where it is more than a few percent, see that meter.interface carries only this card's traffic.`,
      zh: `运营商的计量比本设备少 ${apart} %（${shown.zh}）。无需设置：本设备偏保守。如差距较大，请检查 meter.interface 是否只承载本卡流量。`,
    };
  const said = {
    en: `The carrier counts ${apart} % more than this device, ${shown.en}`,
    zh: `运营商的计量比本设备多 ${apart} %（${shown.zh}）`,
  };
  if (quota === "files")
    return {
      en: `${said.en}; set the quotas in the plan file lower by as much, and the device is at its limit when the carrier is.`,
      zh: `${said.zh}；可在套餐文件中将额度相应调低，使本设备与运营商同时达到上限。`,
    };
  const safe = quota === undefined ? undefined : (quota * 1_000n) / BigInt(Math.round(1_000 + percent * 10));
  if (safe === undefined)
    return {
      en: `${said.en}; set meter.overhead_rx and meter.overhead_tx lower if they are set, and keep so much of the plan in reserve.`,
      zh: `${said.zh}；如设置了 meter.overhead_rx 或 meter.overhead_tx，请调低，并预留相应余量。`,
    };
  return {
    en: `${said.en}; set plan.quota = "${safe} B" instead of ${quota} B, and the device is at its limit when the carrier is.`,
    zh: `${said.zh}；可将 plan.quota 由 ${quota} B 设为 "${safe} B"，使本设备与运营商同时达到上限。`,
  };
}
