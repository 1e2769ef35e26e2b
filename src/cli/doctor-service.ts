import type { Modem, Service } from "../modem/modem.ts";
import { rejectIsPermanent } from "../modem/reject-cause.ts";
import { decidingRegistration } from "../modem/service.ts";
import type { Settings } from "../settings/declaration.ts";
import type { Words } from "../plan/words.ts";
import type { CheckResult, Judgement } from "./doctor-check.ts";
import { cardZh } from "./doctor-sim.ts";

/** What to do about a call that is not up: it depends on who dials. */
const DIAL: Readonly<Record<Owner, Words>> = {
  external: {
    en: "Whoever dials (pppd, NetworkManager, quectel-CM) must have the call up; the agent does not dial (bearer.owner). Look at its log and the APN.",
    zh: "须由拨号程序（pppd、NetworkManager、quectel-CM）拨号；代理不拨号（bearer.owner）。请查看拨号程序的日志和 APN。",
  },
  agent: {
    en: "The agent dials while it runs (bearer.owner = agent): start it, and `cellward status` says how the call stands. If the network refuses it, look at bearer.apn and the card.",
    zh: "代理运行时自行拨号（bearer.owner = agent）：请启动代理，用 cellward status 查看拨号情况；若网络拒绝，请检查 bearer.apn 和卡。",
  },
};

type Owner = Settings["bearer"]["owner"];

export function serviceResult(modem: Modem, owner: Owner): CheckResult {
  const { service } = modem;
  switch (service.data) {
    case "up":
      return { what: "service", verdict: "ok", found: "registered, attached, a context is active" };
    case "down":
      return { what: "service", ...judged(modem, service, owner) };
    case "unknown":
    case "not-observable":
    default:
      return {
        what: "service",
        verdict: "note",
        found: {
          en: service.why,
          zh: decidingRegistration(modem) === undefined ? "模组尚未报告注册状态" : "已注册，尚未读到附着和上下文状态",
        },
        remedy: { en: "Ask again in a moment.", zh: "请稍后再查。" },
      };
  }
}

type Down = Extract<Service, { readonly data: "down" }>;

function judged(modem: Modem, { why, text }: Down, owner: Owner): Judgement {
  const seen = decidingRegistration(modem);
  switch (why) {
    case "sim":
      return {
        verdict: "fault",
        found: { en: text, zh: cardZh(modem.sim.state) },
        remedy: {
          en: "There is no service without the SIM: do what is said of it above.",
          zh: "卡不可用就没有数据业务：请按上文对卡的说明处理。",
        },
      };
    case "denied":
      return { ...denied(seen), found: { en: text, zh: `网络拒绝注册${causeZh(seen)}` } };
    case "not-registered":
      return {
        verdict: "note",
        found: { en: text, zh: NOT_REGISTERED[seen?.stat ?? -1] ?? "未注册到可以上网的状态" },
        remedy: {
          en: "It may still be searching: ask again in a minute. Then check antenna, place and signal.",
          zh: "可能仍在搜网：请一分钟后再查；仍未注册则检查天线、位置和信号。",
        },
      };
    case "detached":
      return { verdict: "note", found: { en: text, zh: "已注册，但未附着到分组域" }, remedy: DIAL[owner] };
    case "no-context":
    default:
      return { verdict: "note", found: { en: text, zh: "没有激活的 PDP 上下文" }, remedy: DIAL[owner] };
  }
}

/** 27.007 10.1.22: the states without data. */
const NOT_REGISTERED: Readonly<Record<number, string>> = {
  0: "未注册，也未在搜网",
  2: "未注册，正在搜网",
  4: "注册状态未知（无覆盖）",
  6: "仅注册了短信业务",
  7: "仅注册了短信业务（漫游）",
  8: "仅可紧急呼叫",
};

type Seen = ReturnType<typeof decidingRegistration>;

function causeZh(seen: Seen): string {
  if (seen?.rejectCause === undefined) return "，未给出原因";
  return seen.causeType === 1 ? `（模组厂商自定义原因 ${seen.rejectCause}）` : `（cause ${seen.rejectCause}）`;
}

/** 24.301 9.9.3.9 and 24.008 10.5.5.14, by number: they mean the same in every domain that has them. */
const THE_DEVICE: readonly number[] = [5, 6];
const THE_PLACE: readonly number[] = [11, 12, 13, 14, 15];
const PASSING: readonly number[] = [16, 17, 22, 42];

function denied(seen: Seen): { readonly verdict: "note" | "fault"; readonly remedy: Words } {
  const cause = seen?.causeType === 1 ? undefined : seen?.rejectCause;
  if (cause !== undefined && THE_DEVICE.includes(cause))
    return {
      verdict: "fault",
      remedy: {
        en: "The network refuses this device, not its place: ask the carrier, by ICCID and IMEI, whether the card is bound to another device or this IMEI is barred.",
        zh: "网络拒绝的是设备，与位置无关：请用 ICCID 和 IMEI 向运营商查询此卡是否已与其他设备绑定，或 IMEI 被禁用。",
      },
    };
  if (cause !== undefined && PASSING.includes(cause))
    return {
      verdict: "note",
      remedy: {
        en: "The network cannot serve now; ask again in some minutes.",
        zh: "网络暂时无法服务，请过几分钟再查。",
      },
    };
  if (cause !== undefined && THE_PLACE.includes(cause))
    return {
      verdict: "fault",
      remedy: {
        en: "This card may not be used in this network or area: ask the carrier where it may, and about roaming.",
        zh: "此卡不允许在该网络或地区使用：请向运营商询问可用范围和漫游。",
      },
    };
  const until: Words =
    seen !== undefined && rejectIsPermanent(seen)
      ? { en: " The modem asks no more until it is switched off and on.", zh: "模组在断电重启前不再请求注册。" }
      : { en: "", zh: "" };
  return {
    verdict: "fault",
    remedy: {
      en: `Ask the carrier by the ICCID whether the card is stopped (used up, in arrears, expired, not activated).${until.en}`,
      zh: `请用 ICCID 向运营商查询是否停机（超量、欠费、到期、未激活）。${until.zh}`,
    },
  };
}
