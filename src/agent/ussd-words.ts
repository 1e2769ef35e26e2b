import { Minutes } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Words } from "../plan/words.ts";
import type { LocalOrder, OrderResult } from "../report/local-contract.ts";
import type { UssdAnswer, UssdDesk } from "./ussd-desk.ts";

interface UssdTold {
  readonly result: OrderResult;
  /** The network's own words stand alone: they are what was asked for. */
  readonly text: string;
}

type UssdOrder = Extract<LocalOrder, { readonly do: "ask-ussd" | "end-ussd" }>;

/** `cellward ask ussd`. */
export async function obeyUssd(desk: UssdDesk, order: UssdOrder): Promise<UssdTold> {
  if (order.do === "ask-ussd") return ussdTold(await desk.ask(order.code, order.keep ?? false));
  return (await desk.cancel())
    ? told("ussd-ended", { en: "The session is closed.", zh: "会话已关闭。" })
    : told("ask-not-now", {
        en: "Nothing was closed: a question is on its way, or the modem did not take it.",
        zh: "未关闭：有查询正在进行，或模块未接受。",
      });
}

const told = (result: OrderResult, { en, zh }: Words): UssdTold => ({ result, text: `${en}\n${zh}` });

function ussdTold(answer: UssdAnswer): UssdTold {
  switch (answer.kind) {
    case "answer":
      return { result: answer.open ? "ussd-waits" : "ussd-answered", text: answer.text };
    case "ended":
      return answer.text === undefined
        ? told("ussd-unanswered", {
            en: "The network ended the session without an answer; the code may not exist there.",
            zh: "网络结束了会话且无应答；该代码可能不存在。",
          })
        : { result: "ussd-answered", text: answer.text };
    case "not-supported":
      return told("ask-refused", {
        en: "The network does not know this code, or this card may not use USSD (cards of machines often may not).",
        zh: "网络不支持该代码，或此卡未开通 USSD（物联网卡常不开通）。",
      });
    case "refused":
      return told("ask-refused", {
        en: `Refused by the modem or the network (${answer.text}). On LTE some networks and modules have no USSD at all.`,
        zh: `被模块或网络拒绝（${answer.text}）。部分 LTE 网络和模块不支持 USSD。`,
      });
    case "no-answer":
      return told("ussd-unanswered", {
        en: "No answer within the time; the session was closed. What comes later is not taken for an answer. It may work later.",
        zh: "在规定时间内无应答，会话已关闭；之后收到的内容不作为应答。可稍后再试。",
      });
    case "gone":
    case "no-modem":
      return told("ask-not-now", {
        en: `Not asked: there is no modem to ask now${answer.kind === "gone" ? ` (${answer.why})` : ""}.`,
        zh: "未查询：当前没有可用的模块。",
      });
    case "busy":
      return told("ask-not-now", {
        en: "Not asked: another question is on its way.",
        zh: "未查询：上一次查询仍在进行。",
      });
    case "invalid":
      return told("ussd-invalid", { en: `Not asked: ${answer.why}.`, zh: "未查询：代码不合法。" });
    case "dangerous":
      return told("ussd-invalid", {
        en: "Not asked: this code changes a PIN, a PUK or the barring password (3GPP TS 22.030 6.5.4, 6.6.2); a wrong one can lock the card for good.",
        zh: "未查询：该代码会修改 PIN、PUK 或限制密码，输错可能永久锁卡。",
      });
    case "limited": {
      const minutes = Math.ceil(answer.afterMs / Minutes(1));
      return told("ask-limited", {
        en: `Not asked: twenty questions within an hour are allowed. The next one in ${minutes} min.`,
        zh: `未查询：每小时最多二十次。${minutes} 分钟后可再次查询。`,
      });
    }
    default:
      return unreachable(answer);
  }
}
