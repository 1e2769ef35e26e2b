import type { CauseCode } from "../diagnosis/cause.ts";
import type { CardFacts } from "../diagnosis/carrier-pack.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Words } from "../plan/words.ts";
import type { SimAccess } from "./checklist.ts";
import type { Ticket } from "./ticket.ts";

const say = (en: string, zh: string): Words => ({ en, zh });

/** For the hands: the article's steps, in the order in which a terminal survives them. */
const SWAP: Readonly<Record<SimAccess, readonly Words[]>> = {
  user: [
    say(
      "Settle the day's transactions, then switch the device off and take its power away; wait ten seconds.",
      "先完成当日结算，然后关机断电，等待十秒。",
    ),
    say(
      "Open the card slot. Take the old card out and keep it until the new one is tested.",
      "打开卡槽，取出旧卡，保留至新卡测试通过。",
    ),
    say(
      "Put the new card in, contacts and cut corner as marked, until it clicks; close the slot.",
      "按标记方向插入新卡至到位，合上卡槽。",
    ),
    say("Switch on. The device sees the new card by itself.", "上电开机，设备会自动识别新卡。"),
  ],
  service: [
    say(
      "Do not open the terminal: it is sealed, and opening it trips the tamper protection (PCI PTS), which erases its keys and locks it.",
      "请勿自行拆机：机身有封签，拆机会触发防拆保护（PCI PTS），密钥被清除，终端锁死。",
    ),
    say(
      "Call the service organisation, name the device and hand over the new card; agree on a day: --due DAY.",
      "联系服务机构，告知设备编号并交付新卡，约定上门日期（--due 日期）。",
    ),
    say("Settle the day's transactions before they come.", "上门前完成当日结算。"),
  ],
  embedded: [
    say(
      "The SIM is built in: nobody can swap it here. The owner has another profile loaded remotely (eSIM), or the device is exchanged.",
      "SIM为内置：现场无法更换。由设备管理方远程下载新号码配置（eSIM），或更换整机。",
    ),
    say(
      "For a remote change leave the device switched on, with the old card working as long as it does.",
      "远程更换期间请保持设备开机，旧号码尽可能保持可用。",
    ),
  ],
};

/** What must not happen before the new card has registered: a card binds itself to the first device that it is used in. */
export function bindingWords(facts: CardFacts | undefined): readonly Words[] {
  return [
    say(
      "Put the new card into no other device first, not even to try it: it may be bound to the first one (机卡绑定) and locked everywhere else.",
      "请勿先将新卡插入其他设备试用：卡可能绑定首次使用的设备（机卡绑定），之后在其他设备会被锁。",
    ),
    ...(facts?.binds === undefined ? [] : [facts.binds]),
  ];
}

const WAIT_ACTIVATION = say(
  "Wait for the activation: minutes as a rule, up to a day. A card that is not activated is not faulty; leave it in.",
  "等待激活：一般几分钟，最长约一天。未激活不是故障，请保持卡在机内。",
);

const UNBIND = say(
  "By the diagnosis this card is bound to another device (机卡绑定). Waiting does not help: ask {hotline} to unbind it, or to bind it to this device, and name ICCID and IMEI (`cellward sim show`).",
  "诊断：本卡已绑定其他设备（机卡绑定），等待无用：请联系{hotline}解绑或改绑到本机，提供ICCID和IMEI（cellward sim show）。",
);

const SET_PLAN = say(
  "The new card's plan is not known here, so nothing is held against it: add it to the list of cards (plan.cards), then `systemctl reload cellward`.",
  "本机不知道新卡的套餐，无法按套餐管理：请加入卡名单（plan.cards），再执行 systemctl reload cellward。",
);

/** What to do next, first things first; `cause`: what the diagnosis takes for the likeliest one. Pure. */
export function nextSteps(
  ticket: Pick<Ticket, "state" | "stopgap" | "due">,
  access: SimAccess,
  facts: CardFacts | undefined,
  planKnown = true,
  cause?: CauseCode,
): readonly Words[] {
  const { state, stopgap, due } = ticket;
  const on = due === undefined ? say("", "") : say(` (${due})`, `（${due}）`);
  const stop =
    stopgap === undefined
      ? []
      : [
          say(
            "The old card is in again, so the other one is taken for a stopgap, and the replacement stands where it stood before. If that was the new card, put it back in.",
            "旧卡已插回，另一张卡视为临时卡，换卡流程回到插卡之前。若那张就是新卡，请重新插入。",
          ),
        ];
  switch (state) {
    case "planned":
      return [
        ...stop,
        say(
          "Get ready what the checklist names, then ask the carrier for the card: {hotline}, or {app}.",
          "备齐清单所列材料，向运营商申请：{hotline}，或{app}。",
        ),
        say("Then: `cellward sim replace requested`.", "之后执行：cellward sim replace requested。"),
        ...(access === "user" ? [] : SWAP[access].slice(0, 1)),
        ...bindingWords(facts),
      ];
    case "requested":
      return [
        ...stop,
        say(
          "Wait for the review; stay within reach. When it is approved: `cellward sim replace approved --due DAY`.",
          "等待审核，保持联系畅通。通过后执行：cellward sim replace approved --due 日期。",
        ),
      ];
    case "approved":
      return [
        ...stop,
        say(
          `Fetch the card${on.en}, or wait for it to arrive; then: \`cellward sim replace received\`.`,
          `领取新卡${on.zh}或等待寄达；之后执行：cellward sim replace received。`,
        ),
        ...bindingWords(facts),
      ];
    case "received":
      return [...stop, ...bindingWords(facts), ...SWAP[access]];
    case "inserted":
      if (cause === "imei-separation") return [UNBIND, ...bindingWords(facts), ...(planKnown ? [] : [SET_PLAN])];
      return [
        WAIT_ACTIVATION,
        ...bindingWords(facts),
        ...(planKnown ? [] : [SET_PLAN]),
        ...(facts?.activation === undefined ? [] : [facts.activation]),
        say(
          "Not activated after a day: ask {hotline}, and name ICCID and IMEI (`cellward sim show`).",
          "一天后仍未激活：联系{hotline}，提供ICCID和IMEI（cellward sim show）。",
        ),
      ];
    case "activated":
      return [
        ...(planKnown ? [] : [SET_PLAN]),
        say("Test the card: `cellward sim replace test`.", "测试新卡：cellward sim replace test。"),
        say(
          "Make one small payment, and say how it ended: `cellward sim tested --ok`, or --failed.",
          "做一笔小额交易并告知结果：cellward sim tested --ok 或 --failed。",
        ),
      ];
    case "tested":
      return [
        say(
          "Nothing to do: it closes by itself after 24 hours of watching. `cellward sim replace close` ends it now.",
          "无需操作：观察24小时后自动完成。cellward sim replace close 可立即结束。",
        ),
        say(
          "Then hand in or destroy the old card, and have its number ended if another one came.",
          "之后交回或剪毁旧卡；若换号，请注销旧号码。",
        ),
      ];
    case "closed":
    case "given-up":
      return [];
    default:
      return unreachable(state);
  }
}
