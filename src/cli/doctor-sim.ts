import { maskIccid } from "../base/mask.ts";
import type { Modem, SimState } from "../modem/modem.ts";
import type { Words } from "../plan/words.ts";
import type { CheckResult } from "./doctor-check.ts";

const NOT_NEEDED: Words = {
  en: "Nothing that data needs is locked; if service is missing, see below.",
  zh: "上网所需的功能未锁定；若没有数据业务，见下文。",
};

/** A card that is not ready: its state in Chinese, and what to do. */
const CARDS: Readonly<Record<Exclude<SimState, "ready">, { readonly zh: string; readonly remedy: Words }>> = {
  absent: {
    zh: "模组中没有卡",
    remedy: {
      en: "Switch the device off, insert the SIM until it clicks, switch it on.",
      zh: "请断电，插卡到位，再上电。",
    },
  },
  pin: {
    zh: "卡要求输入 PIN",
    remedy: {
      en: "Put the PIN into a file and name it (modem.pin_file), or put the SIM into a phone and switch its request off there; while the agent runs, `cellward status` says whether the PIN was taken.",
      zh: "请把 PIN 写入文件并设置 modem.pin_file，或把卡放进手机关闭 PIN 请求；代理运行时，cellward status 会说明 PIN 是否被接受。",
    },
  },
  puk: {
    zh: "卡已锁定，要求输入 PUK",
    remedy: {
      en: "Its PIN was entered wrongly too often. Ask the carrier for the PUK and enter it in a phone; after ten wrong ones the card is dead.",
      zh: "PIN 输错次数过多：请向运营商索取 PUK，在手机上输入；输错十次卡即作废。",
    },
  },
  pin2: { zh: "卡要求输入 PIN2", remedy: NOT_NEEDED },
  puk2: { zh: "卡要求输入 PUK2", remedy: NOT_NEEDED },
  "phone-locked": {
    zh: "模组锁定到某一张卡",
    remedy: {
      en: "The modem takes one certain SIM only: ask whoever supplied the device, or put the SIM in that came with it.",
      zh: "模组只接受指定的一张卡：请询问设备供应商，或插入随设备提供的卡。",
    },
  },
  "network-locked": {
    zh: "模组锁定到某一家运营商",
    remedy: {
      en: "The modem takes SIMs of one carrier only: ask whoever supplied the device, or use a SIM of that carrier.",
      zh: "模组只接受一家运营商的卡：请询问设备供应商，或使用该运营商的卡。",
    },
  },
  "not-ready": {
    zh: "卡尚未就绪",
    remedy: {
      en: "Ask again in half a minute; if it stays so, switch the device off, clean and reseat the SIM, switch it on.",
      zh: "请半分钟后再查；仍如此则断电，清洁并重新插卡，再上电。",
    },
  },
  other: {
    zh: "模组报告了本程序不认识的卡状态",
    remedy: {
      en: "Have the carrier or the modem's maker say what this state means; try the SIM in a phone.",
      zh: "请向运营商或模组厂商询问该状态的含义；把卡放进手机试用。",
    },
  },
  unknown: {
    zh: "模组未报告卡状态",
    remedy: {
      en: "The modem did not tell; ask again in half a minute, then reseat the SIM.",
      zh: "请半分钟后再查；仍如此则重新插卡。",
    },
  },
};

export function simResult({ sim }: Modem): CheckResult {
  const { state, iccid } = sim;
  const found = `${state}${iccid === undefined ? "" : `, ICCID ${maskIccid(iccid)}`}`;
  if (state === "ready" && iccid === undefined)
    return {
      what: "sim",
      verdict: "note",
      found: { en: `${found}, but its number was not read twice alike`, zh: "卡已就绪，但未能两次读到相同的卡号" },
      remedy: {
        en: "Ask again in half a minute; if it stays so, clean and reseat the SIM, then try another, then another modem.",
        zh: "请半分钟后再查；仍如此则清洁并重新插卡，再换卡、换模组测试。",
      },
    };
  if (state === "ready") return { what: "sim", verdict: "ok", found };
  const { zh, remedy } = CARDS[state];
  return {
    what: "sim",
    verdict: state === "pin2" || state === "puk2" ? "note" : "fault",
    found: { en: found, zh },
    remedy,
  };
}

/** What is the matter with the card, for those who read Chinese. */
export const cardZh = (state: SimState): string => (state === "ready" ? "卡已就绪" : CARDS[state].zh);
