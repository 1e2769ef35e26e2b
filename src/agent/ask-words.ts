import type { WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { AskedAbout } from "../plan/reading/carrier-query.ts";
import type { Words } from "../plan/words.ts";
import { clockOf } from "../plan/local-text.ts";

/** What became of a question to the carrier. */
export type AskOutcome =
  | { readonly kind: "asked"; readonly to: string; readonly text: string }
  /** By the network; `code` is that of +CMS ERROR. */
  | { readonly kind: "refused"; readonly to: string; readonly code: number | undefined; readonly why: string }
  | { readonly kind: "unsure"; readonly to: string }
  | { readonly kind: "limited"; readonly until: WallMs }
  | { readonly kind: "sms-off" }
  | { readonly kind: "no-query"; readonly known: readonly string[] }
  /** The carrier is known, and how it is asked that is not. */
  | { readonly kind: "no-question"; readonly about: AskedAbout; readonly known: readonly AskedAbout[] }
  | { readonly kind: "not-now"; readonly why: Words };

/** The result as the local socket names it. */
export const ASK_RESULTS = {
  asked: "usage-asked",
  refused: "ask-refused",
  unsure: "ask-unsure",
  limited: "ask-limited",
  "sms-off": "ask-not-set",
  "no-query": "ask-not-set",
  "no-question": "ask-not-set",
  "not-now": "ask-not-now",
} as const satisfies Record<AskOutcome["kind"], string>;

/** Barred, not subscribed, not implemented: it is the card, and will be the same tomorrow (24.011 E-2). */
const THE_CARD: readonly number[] = [8, 10, 21, 28, 29, 30, 50, 69];
export const isTheCard = (code: number | undefined): boolean => code !== undefined && THE_CARD.includes(code);

export function askWords(outcome: AskOutcome, zone: string): Words {
  switch (outcome.kind) {
    case "asked":
      return {
        en: `Sent: "${outcome.text}" to ${outcome.to}. The reply is picked out of the messages that come in and shown by \`cellward status\`; the message itself may cost.`,
        zh: `已发送：“${outcome.text}”到 ${outcome.to}。回复会从收到的短信中识别，并显示在 \`cellward status\` 中；短信本身可能收费。`,
      };
    case "refused":
      return refusedWords(outcome);
    case "unsure":
      return {
        en: `The modem did not say whether the message to ${outcome.to} went out. It is not sent again by itself; a reply that comes counts.`,
        zh: `模块未确认发往 ${outcome.to} 的短信是否已发出。不会自动重发；如收到回复，仍会识别。`,
      };
    case "limited":
      return {
        en: `Not sent: three questions within an hour are allowed, since each may cost. The next one from ${clockOf(outcome.until, zone)} on.`,
        zh: `未发送：每小时最多查询三次（短信可能收费）。${clockOf(outcome.until, zone)} 之后可再次查询。`,
      };
    case "sms-off":
      return {
        en: 'Not sent: the agent leaves messages alone (modem.sms = "off"), so that it would not see the reply. Set modem.sms = "read" or "take". Where the card has no SMS at all, give what the carrier\'s page says: cellward fact reading --used AMOUNT.',
        zh: '未发送：代理不处理短信（modem.sms = "off"），收不到回复。请设置 modem.sms = "read" 或 "take"。如果此卡没有短信功能，可手工录入：cellward fact reading --used 用量。',
      };
    case "no-query":
      return {
        en: `Not sent: no carrier is known for this card that can be asked by SMS. Set plan.query_carrier to one of ${outcome.known.join(", ")}, or give what the carrier's page says: cellward fact reading --used AMOUNT.`,
        zh: `未发送：没有适用于此卡的短信查询方式。请将 plan.query_carrier 设为 ${outcome.known.join("、")} 之一，或手工录入：cellward fact reading --used 用量。`,
      };
    case "no-question": {
      const known = outcome.known.map((about) => `cellward ask ${about}`);
      return {
        en: `Not sent: how this card's carrier is asked that by SMS is not known here. It can be asked: ${known.join(", ")}. To add it, write [query.${outcome.about}] with text and [[query.${outcome.about}.reply]] into the carrier's file in plan.carriers.`,
        zh: `未发送：本机不知道如何向此卡的运营商查询该项。可用的查询：${known.join("、")}。如需添加，请在 plan.carriers 目录的运营商文件中写入 [query.${outcome.about}]（text 与 [[query.${outcome.about}.reply]]）。`,
      };
    }
    case "not-now":
      return { en: `Not sent: ${outcome.why.en}.`, zh: `未发送：${outcome.why.zh}。` };
    default:
      return unreachable(outcome);
  }
}

function refusedWords({ to, code, why }: Extract<AskOutcome, { readonly kind: "refused" }>): Words {
  const cause = code === undefined ? why : `${why}, +CMS ERROR ${code}`;
  const card = isTheCard(code)
    ? {
        en: " This card may not send messages: IoT cards often come without SMS. Asking again will not help; give what the carrier's page says: cellward fact reading --used AMOUNT.",
        zh: "此卡不能发送短信（物联网卡通常不开通短信），重试无效；可手工录入：cellward fact reading --used 用量。",
      }
    : { en: " It may work later.", zh: "可稍后再试。" };
  return {
    en: `Refused: the message to ${to} was not taken (${cause}).${card.en}`,
    zh: `被拒绝：发往 ${to} 的短信未被接受（${cause}）。${card.zh}`,
  };
}
