import { Hours, Minutes } from "../../base/duration.ts";
import type { CauseCode } from "../cause.ts";
import {
  atOnce,
  type Earliest,
  LISTENING,
  LOCAL,
  PASSING,
  type ResumeFacts,
  type ResumeRule,
  step,
  STOPPED,
  unknown,
} from "./resume-rule.ts";

const whenAllowed = ({ waitsUntil }: ResumeFacts): Earliest =>
  waitsUntil === undefined ? { kind: "unknown" } : { kind: "at", at: waitsUntil };

/** What is no stop at all: the air, the network, the device, and what lies behind the network. */
export const DEVICE_RULES = {
  // 3GPP TS 27.007 10.1.22 stat 2 and 4 without a reject cause.
  "no-coverage": {
    comesBack: step("a place with a signal, or an aerial that works", "移到有信号处，或修复天线"),
    byItself: true,
    acts: ["merchant"],
    earliest: unknown,
    probe: LISTENING,
    escalate: { after: Hours(4), to: "fleet-owner" },
    steps: [
      step("Look at the aerial and its cable; move the device to a window.", "检查天线及接线；将设备移到窗边。"),
      step(
        "A telephone of the same carrier beside it has signal? Then the aerial or the modem is at fault.",
        "旁边同运营商手机有信号？则为天线或模块问题。",
      ),
      step(
        "No telephone has: wait, or ask {hotline} about the area.",
        "手机也无信号：等待，或向{hotline}询问该地区网络。",
      ),
    ],
  },
  // 3GPP TS 24.301 5.3.7b: T3346 (and T3396 for contexts) is obeyed.
  congestion: {
    comesBack: step("waiting as long as the network asks", "按网络要求等待"),
    byItself: true,
    acts: ["nobody"],
    earliest: whenAllowed,
    probe: PASSING,
    escalate: { after: Hours(6), to: "carrier" },
    steps: [
      step("Wait: the device tries again by itself when it may.", "请等待：设备会在允许时自动重试。"),
      step(
        "Every day at the same hours: the owner complains of the cell to {hotline}.",
        "每天同一时段：由管理方向{hotline}投诉该基站。",
      ),
    ],
    warning: step("Restarting makes it worse.", "重启会加重拥塞。"),
  },
  // 3GPP TS 24.301 5.5.1.2.6: causes 17, 42; a detach with re-attach is maintenance (5.5.2.3).
  "network-fault": {
    comesBack: step("the carrier's repair", "运营商修复"),
    byItself: true,
    acts: ["nobody", "carrier"],
    earliest: whenAllowed,
    probe: PASSING,
    escalate: { after: Hours(4), to: "carrier" },
    steps: [
      step("Wait: it is the network, not the card.", "请等待：属网络问题，与卡无关。"),
      step("After four hours ask {hotline} about a fault in the area.", "四小时后向{hotline}询问当地故障。"),
    ],
  },
  // 3GPP TS 24.301 9.9.4.4 causes 27, 28, 50, 51, 66; on IoT cards an empty APN works where a guessed one fails (FUjr/QModem#248).
  "wrong-apn": {
    comesBack: step("the card's own access point in the settings", "在设置中填写本卡正确的APN"),
    byItself: false,
    acts: ["device", "fleet-owner"],
    earliest: atOnce,
    probe: STOPPED,
    escalate: { after: Hours(1), to: "fleet-owner" },
    steps: [
      step(
        "Compare APN, user, password and address type with the card's papers.",
        "核对APN、用户名、密码、IP类型与卡资料。",
      ),
      step("For an IoT card try it with an empty APN.", "物联网卡可尝试APN留空。"),
      step("Then restart the data call.", "修改后重新拨号。"),
    ],
  },
  // 3GPP TS 27.007 9.2.1 CME 10.
  "sim-absent": {
    comesBack: step("the card being put in, with clean contacts", "插好卡并清洁触点"),
    byItself: false,
    acts: ["merchant"],
    earliest: atOnce,
    probe: LOCAL,
    escalate: { after: Hours(1), to: "fleet-owner" },
    steps: [
      step(
        "Switch the device off. Take the card out, wipe its contacts, put it in until it clicks. Switch on.",
        "关机，取出卡擦拭触点，重新插到位，再开机。",
      ),
      step("Still absent: slot or card are broken; call the service.", "仍检测不到：卡槽或卡损坏，请报修。"),
    ],
  },
  // 3GPP TS 27.007 8.3 and TS 31.101: a PIN has three tries, and never the last ones are taken by a machine.
  "sim-locked": {
    comesBack: step("the right code, from whoever has the card's papers", "由持有卡资料者输入正确密码"),
    byItself: false,
    acts: ["fleet-owner"],
    earliest: atOnce,
    probe: LOCAL,
    escalate: { after: Hours(1), to: "fleet-owner" },
    steps: [
      step("Ask the owner of the fleet for the PIN (PUK) of the card.", "向设备管理方索取PIN（PUK）码。"),
      step(
        "Put it into the file of modem.pin_file, or enter it in a telephone.",
        "写入 modem.pin_file 指定文件，或在手机中解锁。",
      ),
    ],
    warning: step(
      "Do not guess: three wrong PINs lock the card, ten wrong PUKs destroy it.",
      "不要猜：PIN错三次锁卡，PUK错十次报废。",
    ),
  },
  // 3GPP TS 27.007 9.2.1 CME 13, 15; TS 24.301 causes 20, 21.
  "sim-faulty": {
    comesBack: step("another card", "更换SIM卡"),
    byItself: false,
    acts: ["merchant", "fleet-owner"],
    earliest: unknown,
    probe: LOCAL,
    escalate: { after: Hours(2), to: "fleet-owner" },
    steps: [
      step("Switch off, reseat the card, switch on.", "关机，重新插卡，再开机。"),
      step(
        "Again faulty: the owner orders a replacement with the same number; have ready: {papers}.",
        "仍故障：由管理方补换卡，准备：{papers}。",
      ),
    ],
  },
  // 3GPP TS 24.301 5.5.1.2.5: after causes 3, 6, 7, 8 the USIM is invalid until switch-off; seen in Xinyuan-LilyGO/LilyGo-Modem-Series#474.
  "stale-denial": {
    comesBack: step("one switching off and on of the modem's radio", "关开一次模块射频"),
    byItself: false,
    acts: ["device", "merchant"],
    earliest: atOnce,
    probe: { ...STOPPED, after: [Minutes(15), Hours(1)] },
    escalate: { after: Hours(2), to: "carrier" },
    steps: [
      step("Switch the device off for ten seconds and on again, once.", "关机十秒后开机一次。"),
      step(
        "Refused again: the card is not resumed yet, whatever was said; ask {hotline}.",
        "仍被拒：实际未复机，请再询问{hotline}。",
      ),
    ],
    warning: step("Once: a network punishes devices that try again and again.", "只做一次：反复尝试会被网络限制。"),
  },
  // Peers' reports: of ten modems after a loss two came back only after 20 to 50 minutes (openwrt/packages#23590).
  "modem-hung": {
    comesBack: step("a restart of the modem", "重启通信模块"),
    byItself: true,
    acts: ["device", "merchant"],
    earliest: atOnce,
    probe: LOCAL,
    escalate: { after: Hours(1), to: "fleet-owner" },
    steps: [
      step("The device restarts its modem by itself as far as the settings allow.", "设备会按设置自动重启模块。"),
      step("Still silent after an hour: take the power away for ten seconds.", "一小时后仍无应答：断电十秒后再上电。"),
      step(
        "Again and again: the modem, its supply or its firmware is at fault; call the service.",
        "反复出现：模块、供电或固件故障，请报修。",
      ),
    ],
  },
  // usbreset may have no effect where a power cycle has (openwrt/packages#19794).
  "serial-fault": {
    comesBack: step("the cable, the port or its driver working again", "线缆、端口或驱动恢复"),
    byItself: false,
    acts: ["device", "merchant"],
    earliest: atOnce,
    probe: LOCAL,
    escalate: { after: Hours(1), to: "fleet-owner" },
    steps: [
      step(
        "Pull the modem's plug and put it in again, or take the power away for ten seconds.",
        "重新插拔模块，或断电十秒。",
      ),
      step(
        "`cellward doctor` tells whether the port is there and who holds it.",
        "cellward doctor 可检查端口是否存在、被谁占用。",
      ),
    ],
  },
  // RFC 1035; a portal that answers every name is the carrier's redirection.
  "dns-fault": {
    comesBack: step("another name server", "更换DNS服务器"),
    byItself: false,
    acts: ["device", "fleet-owner"],
    earliest: atOnce,
    probe: PASSING,
    escalate: { after: Hours(2), to: "fleet-owner" },
    steps: [
      step(
        "The owner sets another name server, or the server's address instead of its name.",
        "由管理方更换DNS，或直接填写服务器IP。",
      ),
      step("Only this carrier's servers fail: tell {hotline}.", "仅运营商DNS异常：告知{hotline}。"),
    ],
  },
  // RFC 5280 4.1.2.5: a certificate is held against the clock of the device.
  "wrong-clock": {
    comesBack: step("the right time", "校准时间"),
    byItself: true,
    acts: ["device", "merchant"],
    earliest: atOnce,
    probe: PASSING,
    escalate: { after: Hours(1), to: "fleet-owner" },
    steps: [
      step("Set the device's date and time.", "校准设备日期和时间。"),
      step("Wrong again after a restart: its clock battery is empty.", "重启后又错：时钟电池没电。"),
    ],
  },
  // MQTT 5.0 3.2.2.2 reason codes of CONNACK; the agent keeps what it has to say.
  "broker-down": {
    comesBack: step("the message server", "消息服务器恢复"),
    byItself: true,
    acts: ["fleet-owner"],
    earliest: unknown,
    probe: PASSING,
    escalate: { after: Hours(1), to: "fleet-owner" },
    steps: [
      step("Payments are not concerned: only reports to the fleet wait.", "不影响交易：仅上报暂缓。"),
      step("Tell the owner of the fleet.", "通知设备管理方。"),
    ],
  },
  // The business's own: the path there was proved by other addresses.
  "server-down": {
    comesBack: step("the business server", "业务服务器恢复"),
    byItself: true,
    acts: ["fleet-owner"],
    earliest: unknown,
    probe: PASSING,
    escalate: { after: Minutes(30), to: "fleet-owner" },
    steps: [
      step(
        "Network and card are in order: tell the owner of the fleet or the acquirer.",
        "网络和卡均正常：通知管理方或收单机构。",
      ),
      step("Take another way of payment meanwhile.", "期间请使用其他收款方式。"),
    ],
  },
} as const satisfies Partial<Record<CauseCode, ResumeRule>>;
