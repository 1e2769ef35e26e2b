import type { CauseCode } from "../diagnosis/cause.ts";
import type { Words } from "../plan/words.ts";

/** Whether another card helps against a cause, and what does. `{day}`: when the card can be back by itself, where that is known. */
export interface NeedRule {
  readonly helps: "yes" | "no" | "perhaps";
  readonly words: Words;
  /** Instead, where the plan says that nothing can be bought that brings data back before. */
  readonly notSold?: Words;
}

const no = (en: string, zh: string): NeedRule => ({ helps: "no", words: { en, zh } });
const unlessSold = (rule: NeedRule, en: string, zh: string): NeedRule => ({ ...rule, notSold: { en, zh } });
const perhaps = (en: string, zh: string): NeedRule => ({ helps: "perhaps", words: { en, zh } });
const yes = (en: string, zh: string): NeedRule => ({ helps: "yes", words: { en, zh } });

/** What brings each back, and its source, stands in diagnosis/rules; this says only what a new card changes. */
export const NEED_RULES: Readonly<Record<CauseCode, NeedRule>> = {
  "over-limit": unlessSold(
    no(
      "A new card does not help: this one is back on {day}. If it cannot wait, buy an add-on.",
      "换卡无用：本卡 {day} 自动恢复。如不能等，请购买加餐包。",
    ),
    "A new card does not help: wait until {day}, this one is back then; with its plan nothing that can be bought brings it back before.",
    "换卡无用：请等到 {day}，届时本卡自动恢复；此套餐在此之前无法通过加购恢复。",
  ),
  "pool-exhausted": unlessSold(
    no(
      "A new card of the same pool does not help: the pool is back on {day}, or with an add-on for the pool.",
      "同池换卡无用：流量池 {day} 恢复，或为流量池购买加餐包。",
    ),
    "A new card of the same pool does not help: wait until {day}, the pool is back then.",
    "同池换卡无用：请等到 {day}，届时流量池恢复。",
  ),
  "card-threshold": no(
    "A new card does not help: have this card's threshold raised on the platform, or wait until {day}.",
    "换卡无用：请在平台上提高本卡阈值，或等到 {day}。",
  ),
  arrears: no(
    "A new card does not help, and none is given out on an account that owes: pay, then have it resumed.",
    "换卡无用，欠费账户也不予补卡：请先缴清欠费，再申请复机。",
  ),
  "manual-stop": no(
    "A new card does not help: the owner of the fleet has this one switched on again.",
    "换卡无用：由设备管理方重新开启本卡。",
  ),
  expired: perhaps(
    "While it can be renewed, renewal is quicker and keeps the number; after that only a new card helps.",
    "可续费期内续费更快且号码不变；逾期只能换新卡。",
  ),
  retention: perhaps(
    "Ending the retention brings this card back; a new card is needed only if its number is to be given up.",
    "解除停机保号即可恢复；仅当放弃此号码时才需新卡。",
  ),
  cancelled: yes(
    "Only a new card helps: the number is cancelled and does not come back.",
    "只能换新卡：号码已注销，无法恢复。",
  ),
  "real-name": no(
    "A new card does not help, it needs the same record: complete the real-name record of this one.",
    "换卡无用，新卡同样需要实名：请补录本卡实名信息。",
  ),
  violation: no(
    "A new card does not help and may be stopped as well: have the accusation explained and lifted first.",
    "换卡无用且新卡也可能被停：请先向运营商核实并解除违规。",
  ),
  "imei-separation": no(
    "Unbind first: have this card unbound, or bound to this device. A new card binds itself to this device and locks again if it is moved.",
    "请先解绑：将本卡解绑或改绑到本机。新卡会绑定本机，移机后同样会锁。",
  ),
  "area-control": no(
    "A new card is controlled in this area as well, unless it is one of this area: bring the device back, or have the area changed.",
    "在此区域新卡同样受管制（当地卡除外）：请移回原区域，或申请变更使用区域。",
  ),
  "not-activated": no(
    "The card is not faulty, it is not activated yet: have it activated and leave it in; that takes up to a day.",
    "卡没有故障，只是尚未激活：请申请激活并保持卡在机内，最长约一天。",
  ),
  sunset: perhaps(
    "A card for a newer network helps only if the modem can use that network; else the modem is what must be changed.",
    "仅当模块支持新网络时换卡才有用；否则需更换模块或设备。",
  ),
  "data-switched-off": no(
    "A new card does not help: have data service and access point of this one switched on again.",
    "换卡无用：请在平台重新打开本卡的上网功能与APN。",
  ),
  "directed-only": perhaps(
    "A card without a list of addresses helps; having the address added to this card's list is usually cheaper.",
    "换成通用流量卡有用；通常更便宜的是把地址加入本卡白名单。",
  ),
  "rat-not-allowed": no(
    "A new card does not help: keep the modem to the network that this card is sold for (4G), or have 5G opened.",
    "换卡无用：请将模块锁定到本卡支持的制式（4G），或开通5G。",
  ),
  "speed-capped": unlessSold(
    no(
      "A new card does not help: full speed is back on {day}, or with an add-on.",
      "换卡无用：{day} 恢复全速，或购买加速包。",
    ),
    "A new card does not help: wait until {day}, full speed is back then.",
    "换卡无用：请等到 {day}，届时恢复全速。",
  ),
  "own-limit": no(
    "A new card does not help: this device itself saves data. `cellward status` says why and until when.",
    "换卡无用：是本机在节省流量。cellward status 可查看原因与期限。",
  ),
  "no-coverage": perhaps(
    "Check aerial and place first. A card of another carrier may help where that carrier has signal.",
    "请先检查天线与位置。若其他运营商在此有信号，换其卡可能有用。",
  ),
  "roaming-barred": perhaps(
    "Bring the device back into the card's own network, or have roaming opened; staying here, a local card helps.",
    "移回归属网络，或开通漫游；若长期在此，换当地卡有用。",
  ),
  congestion: no("A new card does not help: the cell is full. Wait.", "换卡无用：基站拥塞，请等待。"),
  "network-fault": no(
    "A new card of this carrier does not help: its network is at fault. Wait for the repair.",
    "换同一运营商的卡无用：网络故障，请等待修复。",
  ),
  "wrong-apn": no(
    "A new card does not help: set the access point (bearer.apn) that this card is sold with.",
    "换卡无用：请设置本卡对应的接入点（bearer.apn）。",
  ),
  "sim-absent": perhaps(
    "Reseat the card first. A new one helps only if the card is lost or its contacts are worn.",
    "请先重新插卡。仅当卡遗失或触点磨损时换卡才有用。",
  ),
  "sim-locked": no(
    "A new card does not help while the PIN can be had: ask the owner of the fleet. A card whose PUK is used up is replaced.",
    "能取得PIN时换卡无用：请向设备管理方索取。PUK用尽的卡才需更换。",
  ),
  "sim-faulty": yes(
    "A new card helps: this one answers wrongly. Clean its contacts once; the same number can be kept.",
    "换卡有用：本卡应答异常。可先清洁触点一次；补换卡可保留原号码。",
  ),
  "stale-denial": no(
    "A new card does not help: the modem keeps an old refusal. `cellward recheck` has its radio switched off and on once.",
    "换卡无用：模块仍记着旧的拒绝。可用 cellward recheck 关开一次射频。",
  ),
  "modem-hung": no("A new card does not help: the modem hangs.", "换卡无用：模块死机，请按诊断处理。"),
  "serial-fault": no(
    "A new card does not help: the way to the modem is broken. `cellward doctor` says where.",
    "换卡无用：与模块的连接故障。cellward doctor 可查看位置。",
  ),
  "dns-fault": no(
    "A new card does not help: names are not resolved, data passes.",
    "换卡无用：数据可通，是域名解析故障。",
  ),
  "wrong-clock": no("A new card does not help: set the device's clock.", "换卡无用：请校准设备时钟。"),
  "broker-down": no("A new card does not help: the MQTT broker is away.", "换卡无用：是MQTT服务器不可用。"),
  "server-down": no(
    "A new card does not help: the server is away, not the network.",
    "换卡无用：是服务器不可用，网络正常。",
  ),
};
