import type { Words } from "../plan/words.ts";

/** Where the cause lies: the card and its account, what the carrier's network does, the device, or a service behind the network. */
export type CauseSide = "card" | "network" | "device" | "service";

export interface CauseRow {
  /** Printed on a slip and read out on the telephone; never given to another cause. */
  readonly slip: string;
  readonly side: CauseSide;
  readonly name: Words;
  /** What it means, in one sentence for whoever stands at the counter. */
  readonly means: Words;
  /** The carrier, or the platform in front of it, holds the card's data back on purpose. */
  readonly withheld: boolean;
}

const withheld = true;
const free = false;

/** Every reason why data does not pass as it should, once. The names in Chinese are the carriers' own. */
export const CAUSES = {
  "over-limit": {
    slip: "K01",
    side: "card",
    withheld,
    name: { en: "stopped at the plan's limit", zh: "超套餐流量，自动超停" },
    means: {
      en: "The plan's data is used up and the carrier closed data until the next cycle.",
      zh: "套餐流量已用完，运营商已自动关闭上网功能，下一账期恢复。",
    },
  },
  "pool-exhausted": {
    slip: "K02",
    side: "card",
    withheld,
    name: { en: "the shared pool is used up", zh: "流量池用完" },
    means: {
      en: "The cards of the pool together used it up, whatever this one has used.",
      zh: "整个流量池的流量已用完，与本卡自己用了多少无关。",
    },
  },
  "card-threshold": {
    slip: "K03",
    side: "card",
    withheld,
    name: { en: "cut at this card's own threshold", zh: "单卡达量断网" },
    means: {
      en: "This card reached the threshold that the owner set for it on the platform.",
      zh: "本卡达到平台上设定的单卡用量阈值，已被断网。",
    },
  },
  arrears: {
    slip: "K04",
    side: "card",
    withheld,
    name: { en: "stopped for arrears", zh: "欠费停机" },
    means: {
      en: "The account has no money left: first outgoing service stops, then all of it.",
      zh: "账户余额不足：先单向停机，之后双向停机。",
    },
  },
  "manual-stop": {
    slip: "K05",
    side: "card",
    withheld,
    name: { en: "stopped on the owner's request", zh: "主动申请停机（人工停用）" },
    means: {
      en: "Somebody of the owner's switched the card off at the carrier or on the platform.",
      zh: "卡片由使用单位在平台或运营商处主动停用。",
    },
  },
  expired: {
    slip: "K06",
    side: "card",
    withheld,
    name: { en: "the plan has expired", zh: "套餐到期停机" },
    means: {
      en: "The card's term is over; for a while it can be renewed.",
      zh: "卡片已过有效期；在保留期内仍可续费。",
    },
  },
  retention: {
    slip: "K07",
    side: "card",
    withheld,
    name: { en: "the number is only being kept", zh: "停机保号" },
    means: {
      en: "The number is kept for a monthly fee and has no service.",
      zh: "号码处于停机保号状态，按月收取保号费，不提供上网。",
    },
  },
  cancelled: {
    slip: "K08",
    side: "card",
    withheld,
    name: { en: "the card is cancelled", zh: "已注销（销户）" },
    means: { en: "The number no longer exists at the carrier.", zh: "该号码在运营商处已不存在，无法恢复。" },
  },
  "real-name": {
    slip: "K09",
    side: "card",
    withheld,
    name: { en: "real-name record missing, or stopped by mistake", zh: "未实名停机或误停" },
    means: {
      en: "The carrier misses the registration of the user, or stopped the card by mistake for the lack of it.",
      zh: "实名登记信息不完整，或因此被误停。",
    },
  },
  violation: {
    slip: "K10",
    side: "card",
    withheld,
    name: { en: "stopped for a violation of the rules of use", zh: "违规停机" },
    means: {
      en: "The carrier says that the card was used against its rules.",
      zh: "运营商认定本卡存在违规使用，已强制停机。",
    },
  },
  "imei-separation": {
    slip: "K11",
    side: "card",
    withheld,
    name: { en: "the card is bound to another device", zh: "机卡分离停机" },
    means: {
      en: "The card is tied to the device (IMEI) in which it was first used, and this is another.",
      zh: "卡片已与首次使用的设备（IMEI）绑定，换到其他设备后被停用。",
    },
  },
  "area-control": {
    slip: "K12",
    side: "card",
    withheld,
    name: { en: "not served in this area", zh: "区域管制" },
    means: {
      en: "The card may not be used in this place, or not now.",
      zh: "本卡在当前地区被限制使用（区域限制或敏感地区管制）。",
    },
  },
  "not-activated": {
    slip: "K13",
    side: "card",
    withheld,
    name: { en: "not activated yet", zh: "未激活（沉默期、待激活）" },
    means: { en: "The card is new and has not been put into use.", zh: "新卡尚未激活，或处于沉默期、测试期。" },
  },
  sunset: {
    slip: "K14",
    side: "card",
    withheld,
    name: { en: "the plan or the network is discontinued", zh: "套餐停售或退网" },
    means: {
      en: "The carrier ended this plan, or the radio technology that this device needs.",
      zh: "运营商停止了该套餐，或关闭了本设备所用的网络制式（如2G/3G退网）。",
    },
  },
  "data-switched-off": {
    slip: "K15",
    side: "card",
    withheld,
    name: { en: "data service or APN switched off on the platform", zh: "平台关闭上网功能或APN" },
    means: {
      en: "The card itself is in service; its data service or its access point was switched off.",
      zh: "卡状态正常，但平台上的数据业务或APN被关闭。",
    },
  },
  "directed-only": {
    slip: "K16",
    side: "card",
    withheld,
    name: { en: "the card reaches listed addresses only", zh: "定向卡，仅白名单可用" },
    means: {
      en: "A directed card: what is not on the carrier's list of addresses is dropped.",
      zh: "定向流量卡：不在运营商白名单内的地址不通。",
    },
  },
  "rat-not-allowed": {
    slip: "K17",
    side: "card",
    withheld,
    name: { en: "the card is not let into this network technology", zh: "卡片不支持当前网络制式" },
    means: {
      en: "For example a card for 4G only, and the modem tries 5G.",
      zh: "例如仅支持4G的卡在5G网络上被拒绝。",
    },
  },
  "speed-capped": {
    slip: "K18",
    side: "card",
    withheld,
    name: { en: "slowed down by the carrier", zh: "达量限速" },
    means: {
      en: "Data passes, slowly: the plan's full-speed share is used up.",
      zh: "可以上网，但已达到限速门槛，速度被降低。",
    },
  },
  "own-limit": {
    slip: "S01",
    side: "service",
    withheld: free,
    name: { en: "held back by this device itself", zh: "本机自行限制" },
    means: {
      en: "This program saves data by the settings or by what a person told it; the carrier does not stop anything.",
      zh: "本程序按设置或人工指令节省流量，运营商并未停机。",
    },
  },
  "no-coverage": {
    slip: "N01",
    side: "network",
    withheld: free,
    name: { en: "no coverage", zh: "无网络覆盖" },
    means: { en: "The modem hears no network that it may use.", zh: "当前位置收不到可用的网络信号。" },
  },
  "roaming-barred": {
    slip: "N02",
    side: "network",
    withheld: free,
    name: { en: "roaming is not allowed", zh: "漫游受限" },
    means: {
      en: "The network that is here does not take this carrier's cards, or the card may not roam.",
      zh: "当前网络不允许本卡漫游。",
    },
  },
  congestion: {
    slip: "N03",
    side: "network",
    withheld: free,
    name: { en: "the network is congested", zh: "网络拥塞" },
    means: { en: "Too many devices at once; the network asks to wait.", zh: "网络繁忙，暂时拒绝接入，需等待。" },
  },
  "network-fault": {
    slip: "N04",
    side: "network",
    withheld: free,
    name: { en: "fault or maintenance of the network", zh: "网络故障或维护" },
    means: {
      en: "The carrier's network does not work as it should, for everybody.",
      zh: "运营商网络故障或正在割接维护。",
    },
  },
  "wrong-apn": {
    slip: "D01",
    side: "device",
    withheld: free,
    name: { en: "wrong access point (APN)", zh: "APN设置错误" },
    means: {
      en: "The device asks for an access point, user or address type that this card does not have.",
      zh: "设备设置的APN、用户名密码或IP类型与本卡不符。",
    },
  },
  "sim-absent": {
    slip: "D02",
    side: "device",
    withheld: free,
    name: { en: "no SIM in the device", zh: "未检测到SIM卡" },
    means: {
      en: "The modem finds no card: none is in, or it has no contact.",
      zh: "模块检测不到卡：未插卡或接触不良。",
    },
  },
  "sim-locked": {
    slip: "D03",
    side: "device",
    withheld: free,
    name: { en: "the SIM asks for its PIN or PUK", zh: "SIM卡被锁（需PIN/PUK）" },
    means: {
      en: "The card or the modem is locked by a code.",
      zh: "SIM卡或模块被密码锁定（PIN、PUK或网络锁）。",
    },
  },
  "sim-faulty": {
    slip: "D04",
    side: "device",
    withheld: free,
    name: { en: "the SIM is faulty", zh: "SIM卡故障" },
    means: {
      en: "The card answers with errors, or cannot prove itself to the network.",
      zh: "SIM卡读写出错或鉴权失败。",
    },
  },
  "stale-denial": {
    slip: "D05",
    side: "device",
    withheld: free,
    name: { en: "the modem still keeps an old refusal", zh: "已复机，模块仍保持被拒状态" },
    means: {
      en: "The card was let in again, and the modem will not try before its radio was off once.",
      zh: "卡已复机，但模块在关开一次射频之前不会重新尝试。",
    },
  },
  "modem-hung": {
    slip: "D06",
    side: "device",
    withheld: free,
    name: { en: "the modem hangs or restarts", zh: "通信模块死机或反复重启" },
    means: { en: "The modem does not answer, or starts again and again.", zh: "通信模块无应答或反复重启。" },
  },
  "serial-fault": {
    slip: "D07",
    side: "device",
    withheld: free,
    name: { en: "fault of USB or the serial port", zh: "USB或串口故障" },
    means: { en: "The way from this machine to the modem is broken.", zh: "主机与通信模块之间的连接中断。" },
  },
  "dns-fault": {
    slip: "S02",
    side: "service",
    withheld: free,
    name: { en: "names are not resolved", zh: "DNS解析故障" },
    means: {
      en: "Addresses can be reached, names cannot be looked up, or are answered falsely.",
      zh: "网络可达，但域名解析失败或被劫持。",
    },
  },
  "wrong-clock": {
    slip: "S03",
    side: "service",
    withheld: free,
    name: { en: "this device's clock is wrong", zh: "设备时间错误" },
    means: {
      en: "Certificates look expired or not yet valid, because the date is wrong.",
      zh: "设备日期不对，导致证书校验失败。",
    },
  },
  "broker-down": {
    slip: "S04",
    side: "service",
    withheld: free,
    name: { en: "the MQTT broker cannot be reached", zh: "MQTT服务器不可用" },
    means: {
      en: "Data passes; the fleet's message server does not answer or refuses.",
      zh: "网络正常，但管理平台的消息服务器无应答或拒绝连接。",
    },
  },
  "server-down": {
    slip: "S05",
    side: "service",
    withheld: free,
    name: { en: "the business server cannot be reached", zh: "业务服务器不可用" },
    means: { en: "Data passes; the server of the business does not answer.", zh: "网络正常，但业务服务器无应答。" },
  },
} as const satisfies Record<string, CauseRow>;
