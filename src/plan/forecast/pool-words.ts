import { describeBytes, type UnitBase } from "../../base/bytes.ts";
import { minuteText } from "../local-text.ts";
import type { PoolShare } from "../pool-share.ts";
import type { Words } from "../words.ts";
import type { Forecast } from "./forecast.ts";

/** What the pool means for what is to come: what it held, which limit ends first, and what this card is going to take out of it. */
export function poolWords(
  { name, own, told, balance, stale, binds }: PoolShare,
  { total, used }: Forecast,
  base: UnitBase,
  zone: string,
): readonly Words[] {
  const bytes = (amount: bigint): string => describeBytes(amount, base);
  const which =
    name === undefined ? { en: "the pool", zh: "流量池" } : { en: `the pool ${name}`, zh: `流量池 ${name}` };
  const toCome = total === undefined ? undefined : total.likely - used;
  const beyond = toCome === undefined || own === undefined || toCome <= own ? 0n : toCome - own;
  const taken =
    beyond === 0n
      ? { en: "", zh: "" }
      : {
          en: `; beyond its own share this device is probably going to take ${bytes(beyond)} out of it by the cycle's end`,
          zh: `；到账期末，本设备预计还会在本卡额度之外使用池内 ${bytes(beyond)}`,
        };
  if (told === undefined || balance === undefined)
    return [
      {
        en: `${which.en}: what it holds for all cards is not known here (cellward fact pool-balance)${taken.en}`,
        zh: `${which.zh}：余额未知（cellward fact pool-balance）${taken.zh}`,
      },
    ];
  const when = minuteText(told.at, zone);
  if (stale === true)
    return [
      {
        en: `${which.en}: it held ${bytes(told.bytes)} as of ${when}, too long ago to go by${taken.en}`,
        zh: `${which.zh}：${when} 时余额 ${bytes(told.bytes)}，已过时，不作依据${taken.zh}`,
      },
    ];
  const limit =
    binds === "own-share"
      ? { en: "the own share ends first", zh: "本卡额度先用完" }
      : { en: "the pool ends first, and other cards use it too", zh: "以池余额为限，其他卡也在使用" };
  return [
    {
      en: `${which.en}: at most ${bytes(balance)} for all cards (told ${when}): ${limit.en}${taken.en}`,
      zh: `${which.zh}：所有卡共剩最多 ${bytes(balance)}（${when} 录入）：${limit.zh}${taken.zh}`,
    },
  ];
}
