import { describeBytes, type UnitBase } from "../../base/bytes.ts";
import type { BalanceOutlook, BooksOutlook } from "./books-outlook.ts";
import { minuteText, timeOfDay } from "../local-text.ts";
import { between, runOutWords } from "./forecast-words.ts";
import type { Scope } from "../scope.ts";
import type { Words } from "../words.ts";

/** What becomes of each bucket, what dies and what could use it, and what stopping the card would change. */
export function booksWords(outlook: BooksOutlook, base: UnitBase, zone: string): readonly Words[] {
  const bytes = (amount: bigint): string => describeBytes(amount, base);
  const beyond = runOutWords(outlook.beyond, zone);
  return [
    { en: `the plan as a whole ${beyond.en}`, zh: `整个套餐${beyond.zh}` },
    ...outlook.balances.flatMap((balance) => balanceWords(balance, bytes, zone)),
    stoppedWords(outlook.ifStopped, bytes),
  ];
}

function balanceWords({ name, left, runOut, ends, scope }: BalanceOutlook, bytes: Bytes, zone: string): Words[] {
  if (left === undefined || runOut === undefined) return [{ en: `${name} has no limit`, zh: `${name} 不限量` }];
  if (left === 0n) return [{ en: `${name} is used up`, zh: `${name} 已用完` }];
  const when = runOutWords(runOut, zone);
  const lines = [{ en: `${name}: ${bytes(left)} left, ${when.en}`, zh: `${name}：剩 ${bytes(left)}，${when.zh}` }];
  if (ends === undefined || ends.fate === "carried-over" || ends.rest.likely === 0n) return lines;
  const range = between(ends.rest, bytes);
  const whose = scopeWords(scope);
  lines.push({
    en: `${name}: probably ${bytes(ends.rest.likely)} of it die on ${minuteText(ends.at, zone)} (${range.en}); ${whose.en} can still use it: updates and backups that are due soon`,
    zh: `${name}：预计有 ${bytes(ends.rest.likely)} 将于 ${minuteText(ends.at, zone)} 作废（${range.zh}）；${whose.zh}仍可使用，例如即将进行的升级和备份`,
  });
  return lines;
}

type Bytes = (amount: bigint) => string;

/** For what traffic a bucket may be drawn. */
function scopeWords({ destination, window, area, rats }: Scope): Words {
  const limits: Words[] = [
    ...(destination === undefined ? [] : [{ en: `to "${destination}"`, zh: `访问“${destination}”的` }]),
    ...(window === undefined
      ? []
      : [
          {
            en: `from ${timeOfDay(window.from)} to ${timeOfDay(window.to)}`,
            zh: `${timeOfDay(window.from)}至${timeOfDay(window.to)}的`,
          },
        ]),
    ...(area === undefined ? [] : [{ en: `in ${area}`, zh: `在 ${area} 的` }]),
    ...(rats === undefined ? [] : [{ en: `over ${rats.join(", ")}`, zh: `经由 ${rats.join("、")} 的` }]),
  ];
  if (limits.length === 0) return { en: "any traffic", zh: "任何流量" };
  return { en: `traffic ${limits.map(({ en }) => en).join(" ")}`, zh: `${limits.map(({ zh }) => zh).join("")}流量` };
}

function stoppedWords(
  { saved, handedOn, handedOnPaid, handedOnUnpaid, dies }: BooksOutlook["ifStopped"],
  bytes: Bytes,
): Words {
  const less =
    saved === undefined
      ? { en: "", zh: "" }
      : { en: `${bytes(saved.likely)} less are used; `, zh: `少用 ${bytes(saved.likely)}；` };
  return {
    en: `if the SIM is stopped now: ${less.en}${bytes(handedOnPaid)} are handed on to the next cycle where its fee is charged, ${bytes(handedOnUnpaid)} where it is not (${bytes(handedOn)} if it goes on), and ${bytes(dies)} die`,
    zh: `若现在停机：${less.zh}扣了月费则结转 ${bytes(handedOnPaid)}，未扣则结转 ${bytes(handedOnUnpaid)}（不停机为 ${bytes(handedOn)}），作废 ${bytes(dies)}`,
  };
}
