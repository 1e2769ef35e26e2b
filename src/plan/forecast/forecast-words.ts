import { describeBytes, type UnitBase } from "../../base/bytes.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { Abnormal } from "./abnormal-use.ts";
import type { ByteRange, Forecast, Ground } from "./forecast.ts";
import type { RunOut } from "./run-out.ts";
import type { Words } from "../words.ts";
import { minuteText } from "../local-text.ts";

/** A forecast in sentences, what matters most first. */
export function forecastWords(forecast: Forecast, base: UnitBase): readonly Words[] {
  const { used, total, runOut, budget, abnormal, cycle, zone } = forecast;
  const bytes = (amount: bigint): string => describeBytes(amount, base);
  const lines: Words[] = [];
  if (abnormal !== undefined) lines.push(abnormalWords(abnormal, bytes, zone));
  if (total === undefined)
    lines.push({
      en: `used so far ${bytes(used)}; the plan has no end for which a total could be told`,
      zh: `目前已用 ${bytes(used)}；该套餐没有结束日，无法预测总量`,
    });
  else
    lines.push({
      en: `used so far ${bytes(used)}; by ${minuteText(cycle.to, zone)} probably ${bytes(total.likely)}, ${between(total, bytes).en}`,
      zh: `目前已用 ${bytes(used)}；到 ${minuteText(cycle.to, zone)} 预计 ${bytes(total.likely)}，${between(total, bytes).zh}`,
    });
  if (runOut !== undefined) {
    const when = runOutWords(runOut, zone);
    lines.push({ en: `the quota ${when.en}`, zh: `套餐流量${when.zh}` });
  }
  if (budget !== undefined)
    lines.push({
      en: `to last to the end: at most ${bytes(budget.perDay)} a day for ${budget.days.toFixed(1)} days; likely are ${bytes(budget.likely)} a day`,
      zh: `要用到账期末：剩余 ${budget.days.toFixed(1)} 天，每天最多 ${bytes(budget.perDay)}；预计每天 ${bytes(budget.likely)}`,
    });
  lines.push(groundWords(forecast.ground, forecast.days));
  return lines;
}

export const between = ({ low, high }: ByteRange, bytes: (amount: bigint) => string): Words => ({
  en: `four times out of five between ${bytes(low)} and ${bytes(high)}`,
  zh: `八成可能在 ${bytes(low)} 与 ${bytes(high)} 之间`,
});

/** When what is meant runs out: the sentence after its name. */
export function runOutWords({ earliest, likely, latest }: RunOut, zone: string): Words {
  const [from, at, to] = [earliest, likely, latest].map((when) => when && minuteText(when, zone));
  if (from === undefined) return { en: "lasts to the end of the cycle", zh: "可用到账期末" };
  if (at === undefined)
    return {
      en: `probably lasts to the end of the cycle; one time out of ten it runs out before ${from}`,
      zh: `大概率可用到账期末；有一成可能在 ${from} 前用完`,
    };
  if (to === undefined)
    return {
      en: `probably runs out on ${at}; hardly before ${from}, and it may last to the end of the cycle`,
      zh: `预计 ${at} 用完；不太会早于 ${from}，也可能用到账期末`,
    };
  if (from === to) return { en: `runs out on ${at}`, zh: `${at} 用完` };
  return {
    en: `probably runs out on ${at}; four times out of five between ${from} and ${to}`,
    zh: `预计 ${at} 用完；八成可能在 ${from} 与 ${to} 之间`,
  };
}

function abnormalWords(
  { since, hours, bytes: amount, mostBefore, times, comparedDays }: Abnormal,
  bytes: (amount: bigint) => string,
  zone: string,
): Words {
  const much = times === undefined ? { en: "", zh: "" } : { en: `, ${times} times that`, zh: `，是其 ${times} 倍` };
  return {
    en: `unusual: since ${minuteText(since, zone)} ${bytes(amount)}; in ${comparedDays} days before, no ${hours} h held more than ${bytes(mostBefore)}${much.en}. Look at what the device downloads, or who uses its card.`,
    zh: `异常：自 ${minuteText(since, zone)} 起用了 ${bytes(amount)}；此前 ${comparedDays} 天内任何 ${hours} 小时最多 ${bytes(mostBefore)}${much.zh}。请检查设备在下载什么，或是否有人盗用此卡。`,
  };
}

function groundWords(ground: Ground, days: number): Words {
  switch (ground) {
    case "nothing":
      return {
        en: "nothing was used yet that could be gone by: this is no forecast",
        zh: "尚无任何用量可作依据：以上不是预测",
      };
    case "hours":
      return {
        en: "rests on less than a day of use: hardly more than a guess",
        zh: "依据不足一天的用量：仅为粗略猜测",
      };
    case "days":
      return {
        en: `rests on ${count(days, "day")}: not every weekday was seen, hence the wide range`,
        zh: `依据 ${days} 天的用量：尚未见过一整周，因此范围较宽`,
      };
    case "week":
      return {
        en: `rests on ${count(days, "day")}: each weekday was seen once, hence the wide range`,
        zh: `依据 ${days} 天的用量：每个星期几只见过一次，因此范围较宽`,
      };
    case "weeks":
      return { en: `rests on ${count(days, "day")} of this device's own use`, zh: `依据本设备 ${days} 天的用量` };
    default:
      return unreachable(ground);
  }
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
