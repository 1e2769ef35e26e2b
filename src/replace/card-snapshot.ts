import { describeBytes } from "../base/bytes.ts";
import { defined } from "../base/defined.ts";
import { isoInstant, type WallMs } from "../base/instant.ts";
import { NEVER } from "../plan/cycle.ts";
import { dayText } from "../plan/local-text.ts";
import { formatMoney } from "../plan/money.ts";
import { type Balance, balanceName } from "../plan/rating/balance.ts";
import type { Books } from "../plan/rating/books.ts";
import type { Standing } from "../plan/standing.ts";
import { validityStand } from "../plan/validity-dates.ts";
import type { Words } from "../plan/words.ts";

/** What stood in the books of a card at one moment; bytes are IP-layer bytes of both directions. Plain JSON. */
export interface CardSnapshot {
  readonly iccid: string;
  readonly at: WallMs;
  readonly carrier: string;
  readonly plan: string;
  readonly planKnown: boolean;
  readonly used: number;
  readonly quota?: number;
  readonly unitBase: 1000 | 1024;
  /** First instant of the next cycle. */
  readonly cycleEnds?: string;
  /** What was left of everything that was bought; `left` is absent where it has no limit. */
  readonly left: readonly { readonly name: string; readonly left?: number }[];
  /** The card's last day. */
  readonly expires?: string;
  /** Money on the account, as far as it is known. */
  readonly account?: string;
}

export interface SnapshotOf {
  readonly iccid: string;
  readonly books: Books;
  readonly standing: Standing;
  readonly planKnown: boolean;
}

/** Pure. */
export function cardSnapshot({ iccid, books, standing, planKnown }: SnapshotOf, now: WallMs): CardSnapshot {
  const { plan, balances } = books;
  const stand = validityStand(books, now);
  return {
    iccid,
    at: now,
    carrier: plan.rules.carrier,
    plan: plan.name,
    planKnown,
    used: Number(standing.used),
    unitBase: plan.unitBase,
    left: balances.filter((balance) => balance.expires > now && balance.left !== 0n).map(leftOf),
    ...defined({
      quota: standing.quota === undefined ? undefined : Number(standing.quota),
      cycleEnds: standing.cycle.to === NEVER ? undefined : isoInstant(standing.cycle.to),
      expires: stand?.expires && dayText(stand.expires),
      account: stand?.account && formatMoney(stand.account.money),
    }),
  };
}

const leftOf = (balance: Balance): CardSnapshot["left"][number] =>
  defined({ name: balanceName(balance), left: balance.left === undefined ? undefined : Number(balance.left) });

/** What goes with the card where its number is not kept; nothing where nothing is left. */
export function lostWords({ left, account, unitBase }: CardSnapshot): readonly Words[] {
  const data = left.map(({ name, left: bytes }) =>
    bytes === undefined ? `${name}: no limit` : `${name}: ${describeBytes(BigInt(bytes), unitBase)}`,
  );
  const zh = left.map(({ name, left: bytes }) =>
    bytes === undefined ? `${name}：不限量` : `${name}：${describeBytes(BigInt(bytes), unitBase)}`,
  );
  return [
    ...(data.length === 0
      ? []
      : [
          {
            en: `Left on the old card by this device's meter: ${data.join("; ")}. With another number it is lost; a replacement under the same number keeps it.`,
            zh: `按本机计量，旧卡剩余：${zh.join("；")}。换号则作废；保留原号补换卡则可继续使用。`,
          },
        ]),
    ...(account === undefined
      ? []
      : [
          {
            en: `On the old card's account: ${account}. Ask the carrier to move or pay it back before the number is given up.`,
            zh: `旧卡账户余额：${account}。销号前请向运营商申请转移或退还。`,
          },
        ]),
  ];
}
