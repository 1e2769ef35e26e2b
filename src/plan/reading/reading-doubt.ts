import { describeBytes, type UnitBase } from "../../base/bytes.ts";
import type { Words } from "../words.ts";
import { type Figures, usedBy } from "./reading.ts";

/** Somebody may use a third more than was bought before his carrier stops him; twice as much is rather another plan. */
const FAR = 2n;

/** Why a reading may be of another card, another plan or another unit; undefined: nothing speaks against it. It is kept all the same. */
export function readingDoubt(figures: Figures, quota: bigint | undefined, base: UnitBase): Words | undefined {
  if (quota === undefined) return undefined;
  const { remaining, total } = figures;
  const used = usedBy(figures);
  const bought = describeBytes(quota, base);
  const amount = (bytes: bigint): string => describeBytes(bytes, base);
  const advice = {
    en: "Is it of this card, and are the units right? If the plan is another one, change its file; if a pack was bought, say so (cellward fact pack-bought --quota AMOUNT)",
    zh: "请核对是否为本卡、单位是否正确；如套餐有变，请修改套餐文件；如已加购，请执行 cellward fact pack-bought --quota 流量",
  };
  if (remaining !== undefined && remaining > quota)
    return {
      en: `But ${amount(remaining)} left is more than the plan and its packs hold here (${bought}). ${advice.en}.`,
      zh: `但剩余 ${amount(remaining)} 多于本机所知的套餐与流量包总量（${bought}）。${advice.zh}。`,
    };
  if (used !== undefined && used > quota * FAR)
    return {
      en: `But ${amount(used)} used is more than twice what the plan and its packs hold here (${bought}). ${advice.en}.`,
      zh: `但已用 ${amount(used)} 超过本机所知套餐与流量包总量（${bought}）的两倍。${advice.zh}。`,
    };
  if (used !== undefined && total !== undefined && used > total * FAR)
    return {
      en: `But ${amount(used)} used is more than twice its own total of ${amount(total)}. ${advice.en}.`,
      zh: `但已用 ${amount(used)} 超过其自身总量 ${amount(total)} 的两倍。${advice.zh}。`,
    };
  return undefined;
}
