import { Hours, Minutes } from "../../base/duration.ts";
import type { FindingRow } from "./finding-row.ts";
import { weigh } from "./weigh.ts";

const behind = -4;

/** The way to the modem, the modem, the card in it, what it hears, and the clock. */
export const DEVICE_FINDINGS = {
  "port-gone": {
    family: "device",
    says: "the modem's port is not there, or cannot be opened",
    zh: "模块端口不存在或无法打开",
    weights: weigh(
      { stops: -1, sim: -1, behind },
      { "serial-fault": 4, "modem-hung": 2, "no-coverage": -2, "wrong-apn": -3 },
    ),
  },
  "modem-silent": {
    family: "device",
    says: "the modem answers nothing",
    zh: "模块无应答",
    weights: weigh(
      { stops: -1, sim: -1, behind },
      { "modem-hung": 3.6, "serial-fault": 1.8, "no-coverage": -2, "wrong-apn": -3 },
    ),
  },
  "modem-restarting": {
    family: "device",
    says: "the modem restarted more than once within the hour",
    zh: "模块在一小时内多次重启",
    lasts: Hours(1),
    weights: weigh({ behind: -1 }, { "modem-hung": 3.4, "serial-fault": 0.8, "sim-faulty": 0.3 }),
  },
  "modem-answers": {
    family: "device",
    says: "the modem answers",
    zh: "模块应答正常",
    weights: { "modem-hung": -2.5, "serial-fault": -5 },
  },
  "radio-off": {
    family: "device",
    says: "the modem's radio is switched off",
    zh: "模块射频已关闭",
    weights: weigh({ stops: -4, behind }, { "own-limit": 3, "modem-hung": 0.3, "no-coverage": -3 }),
  },
  "sim-missing": {
    family: "sim",
    says: "the modem finds no SIM",
    zh: "模块检测不到SIM卡",
    weights: weigh(
      { stops: -5, behind: -5 },
      { "sim-absent": 5, "sim-faulty": 1.2, "serial-fault": -4, "modem-hung": -1, "no-coverage": -4, "wrong-apn": -4 },
    ),
  },
  "sim-asks-for-code": {
    family: "sim",
    says: "the SIM, or the modem, asks for a code",
    zh: "SIM卡或模块要求输入密码",
    weights: weigh(
      { stops: -5, behind: -5 },
      { "sim-locked": 6, "sim-absent": -5, "serial-fault": -4, "modem-hung": -3, "no-coverage": -4, "wrong-apn": -4 },
    ),
  },
  "sim-errors": {
    family: "sim",
    says: "the SIM answers with failures",
    zh: "SIM卡返回故障",
    weights: weigh(
      { stops: -2, behind: -4 },
      { "sim-faulty": 4.2, "sim-absent": 1, "serial-fault": -4, "no-coverage": -2, "wrong-apn": -3 },
    ),
  },
  "sim-ready": {
    family: "sim",
    says: "the SIM is ready",
    zh: "SIM卡就绪",
    weights: { "sim-absent": -6, "sim-locked": -6, "sim-faulty": -0.6, "serial-fault": -3 },
  },
  "signal-good": {
    family: "radio",
    says: "the signal is good",
    zh: "信号良好",
    lasts: Minutes(60),
    weights: { "no-coverage": -3, "modem-hung": -0.5 },
  },
  "signal-poor": {
    family: "radio",
    says: "the signal is poor",
    zh: "信号较弱",
    lasts: Minutes(60),
    weights: { "no-coverage": 1.8, congestion: 0.2 },
  },
  "signal-none": {
    family: "radio",
    says: "the modem hears no cell",
    zh: "收不到基站信号",
    lasts: Minutes(60),
    weights: weigh(
      { stops: -1.5, behind: -3 },
      { "no-coverage": 3, sunset: 1.6, "modem-hung": 0.5, "wrong-apn": -3, congestion: -3 },
    ),
  },
  "clock-trusted": {
    family: "clock",
    says: "the clock is right by a source that can be trusted",
    zh: "时间已由可信来源校准",
    weights: { "wrong-clock": -4.5 },
  },
  "clock-distrusted": {
    family: "clock",
    says: "nothing confirms this device's clock",
    zh: "本机时间未经校准",
    weights: { "wrong-clock": 1.6 },
  },
  "resumed-and-still-denied": {
    family: "history",
    says: "the card was said to be resumed, and the modem has not asked the network since",
    zh: "已告知复机，但模块之后未重新尝试注册",
    lasts: Hours(24),
    weights: { "stale-denial": 3.4, cancelled: -1, "no-coverage": -1 },
  },
  "asked-again-and-denied": {
    family: "history",
    says: "refused again after the radio was off and on",
    zh: "关开射频后再次被拒",
    lasts: Hours(24),
    weights: { "stale-denial": -4.5 },
  },
  "said-topped-up": {
    family: "person",
    says: "a person says that the account was topped up",
    zh: "有人告知已充值",
    lasts: Hours(72),
    // Paid is not resumed: arrears end with the resumption, not with the payment.
    weights: { arrears: 0.2 },
  },
  "said-resumed": {
    family: "person",
    says: "a person says that the card was resumed",
    zh: "有人告知已复机",
    lasts: Hours(72),
    weights: { "stale-denial": 0.9 },
  },
  "card-works-elsewhere": {
    family: "person",
    says: "a person says that this card has data in another device",
    zh: "有人告知本卡在其他设备可用",
    lasts: Hours(24),
    weights: weigh(
      { stops: -2.5 },
      { "imei-separation": 1.2, "wrong-apn": 1.2, "modem-hung": 0.8, "sim-faulty": -1.5, "not-activated": -3 },
    ),
  },
  "other-card-works": {
    family: "person",
    says: "a person says that another card has data in this device",
    zh: "有人告知其他卡在本设备可用",
    lasts: Hours(24),
    weights: weigh({ stops: 0.4, modem: -4 }, { "no-coverage": -1.5, "network-fault": -0.7 }),
  },
} as const satisfies Record<string, FindingRow>;
