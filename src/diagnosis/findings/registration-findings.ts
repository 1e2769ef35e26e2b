import { Hours, Minutes } from "../../base/duration.ts";
import type { FindingRow } from "./finding-row.ts";
import { weigh } from "./weigh.ts";

/** The network answered a registration: there is coverage, a card that can be read, and a modem that works. */
const ANSWERED = {
  "no-coverage": -4.5,
  "sim-absent": -6,
  "sim-locked": -5,
  "serial-fault": -4,
  "modem-hung": -3,
} as const;
/** Refused at the door: nothing behind it was ever tried. */
const AT_THE_DOOR = { ...ANSWERED, "wrong-apn": -3.5, congestion: -2, "network-fault": -1 } as const;
const behind = -4.5;

/**
 * What +CREG, +CGREG, +CEREG and +C5GREG say (3GPP TS 27.007 10.1.19 to 10.1.22), with the causes of 24.008, 24.301 and 24.501. No
 * source says which cause the carriers of China send for which stop: the weights spread a refusal over the stops that fit.
 */
export const REGISTRATION_FINDINGS = {
  registered: {
    family: "registration",
    says: "the modem is registered",
    zh: "模块已注册到网络",
    // Orders: two-way stops, cancellations and retention are refused at the door (24.301 5.5.1.2.5); one-way stops and gates are not.
    weights: weigh(
      { modem: -4 },
      {
        "no-coverage": -5,
        "sim-absent": -6,
        "sim-locked": -5,
        "sim-faulty": -3,
        cancelled: -3.5,
        "roaming-barred": -2,
        "rat-not-allowed": -3,
        "stale-denial": -6,
        sunset: -1.5,
        violation: -1.2,
        retention: -1.5,
      },
    ),
  },
  "sms-only": {
    family: "registration",
    says: "registered for messages only",
    zh: "仅注册短信业务",
    weights: weigh(
      { modem: -4, behind },
      {
        ...ANSWERED,
        arrears: 1.5,
        "data-switched-off": 1.5,
        "over-limit": 1.2,
        "pool-exhausted": 1,
        "card-threshold": 1,
      },
    ),
  },
  "emergency-only": {
    family: "registration",
    says: "emergency calls only: no network takes this card",
    zh: "仅可紧急呼叫",
    weights: weigh(
      { behind },
      {
        "no-coverage": 1,
        "sim-absent": 0.7,
        "sim-faulty": 0.5,
        cancelled: 0.7,
        arrears: 0.5,
        violation: 0.4,
        "wrong-apn": -3,
      },
    ),
  },
  searching: {
    family: "registration",
    says: "the modem searches for a network",
    zh: "模块正在搜索网络",
    weights: weigh(
      { stops: -0.8, behind },
      {
        "no-coverage": 2.5,
        sunset: 2,
        "rat-not-allowed": 0.6,
        "roaming-barred": 0.5,
        "wrong-apn": -4,
        congestion: -1.5,
      },
    ),
  },
  "not-searching": {
    family: "registration",
    says: "the modem is not registered and does not search",
    zh: "模块未注册且未搜索网络",
    weights: weigh({ behind }, { "stale-denial": 0.7, "sim-absent": 0.5, "sim-faulty": 0.5, "modem-hung": 0.5 }),
  },
  "denied-unnamed": {
    family: "registration",
    says: "the network denied registration without a cause",
    zh: "网络拒绝注册，未给出原因",
    weights: weigh(
      { stops: 1, behind },
      { ...AT_THE_DOOR, arrears: 1.5, "manual-stop": 1.3, cancelled: 1.2, "roaming-barred": 0.8, "stale-denial": 0.7 },
    ),
  },
  "denied-data": {
    family: "registration",
    says: "refused with cause 7: packet services not allowed",
    zh: "拒绝原因7：不允许分组业务",
    weights: weigh(
      { stops: 1.2, behind },
      {
        ...AT_THE_DOOR,
        arrears: 2,
        "manual-stop": 2,
        expired: 1.8,
        "real-name": 1.7,
        retention: 1.7,
        "area-control": 0.4,
        "data-switched-off": 1,
        "stale-denial": 0.9,
        "network-fault": -2,
        "sim-faulty": -1.5,
      },
    ),
  },
  "denied-all": {
    family: "registration",
    says: "refused with cause 8: no services allowed",
    zh: "拒绝原因8：不允许任何业务",
    weights: weigh(
      { stops: 0.6, behind },
      {
        ...AT_THE_DOOR,
        arrears: 2,
        cancelled: 2,
        "manual-stop": 1.9,
        violation: 1.8,
        expired: 1.8,
        retention: 1.8,
        "imei-separation": 1.2,
        "real-name": 1.2,
        "not-activated": 1.4,
        "stale-denial": 0.9,
        "network-fault": -2,
        "sim-faulty": -1.5,
      },
    ),
  },
  "denied-identity": {
    family: "registration",
    says: "refused with cause 2 or 3: the network does not know this card, or calls it illegal",
    zh: "拒绝原因2或3：网络不认识该卡",
    weights: weigh(
      { stops: -0.5, behind },
      {
        ...AT_THE_DOOR,
        cancelled: 3,
        "not-activated": 1.3,
        violation: 1.5,
        arrears: 0.8,
        expired: 1,
        "manual-stop": 0.5,
        retention: 0.6,
        "sim-faulty": 1,
        "stale-denial": 0.6,
      },
    ),
  },
  "denied-device": {
    family: "registration",
    says: "refused with cause 5 or 6: the network does not take this device",
    zh: "拒绝原因5或6：网络不接受此设备",
    weights: weigh({ stops: -1, behind }, { ...AT_THE_DOOR, "imei-separation": 3.2, violation: 0.3, "sim-faulty": -2 }),
  },
  "denied-network": {
    family: "registration",
    says: "refused with cause 11 or 14: not on this operator's network",
    zh: "拒绝原因11或14：不允许使用此运营商网络",
    weights: weigh(
      { behind },
      {
        ...AT_THE_DOOR,
        "roaming-barred": 2.3,
        "area-control": 1.5,
        arrears: 0.8,
        cancelled: 0.8,
        "rat-not-allowed": 0.4,
      },
    ),
  },
  "denied-area": {
    family: "registration",
    says: "refused with cause 12, or for the place: not in this area",
    zh: "拒绝原因12等：不允许在此区域使用",
    weights: weigh(
      { stops: -0.8, behind },
      { ...AT_THE_DOOR, "area-control": 2.8, "rat-not-allowed": 1.8, "roaming-barred": 1, sunset: 1 },
    ),
  },
  // 24.301 5.5.1.2.5 names 13 after roaming; Cisco's MME refuses a contract without LTE with 15 unless it is told otherwise.
  "denied-roaming": {
    family: "registration",
    says: "refused with cause 13: no roaming in this area",
    zh: "拒绝原因13：不允许在此区域漫游",
    weights: weigh(
      { stops: -0.8, behind },
      { ...AT_THE_DOOR, "roaming-barred": 3.1, "area-control": 2, "rat-not-allowed": 2.4, sunset: 0.7 },
    ),
  },
  "denied-cells": {
    family: "registration",
    says: "refused with cause 15: no cell here that this card may use",
    zh: "拒绝原因15：此处没有本卡可用的小区",
    weights: weigh(
      { stops: -0.8, behind },
      { ...AT_THE_DOOR, "rat-not-allowed": 3.5, "area-control": 2.2, "roaming-barred": 1, sunset: 1.8 },
    ),
  },
  "denied-technology": {
    family: "registration",
    says: "refused: this card has no 5G access",
    zh: "拒绝：该卡未开通5G接入",
    weights: weigh({ stops: -1, behind }, { ...AT_THE_DOOR, "rat-not-allowed": 4.2 }),
  },
  "denied-congested": {
    family: "registration",
    says: "refused with cause 22: congestion",
    zh: "拒绝原因22：网络拥塞",
    lasts: Hours(2),
    weights: weigh({ stops: -2, behind }, { ...ANSWERED, congestion: 4, "network-fault": 1, "wrong-apn": -4 }),
  },
  "denied-failure": {
    family: "registration",
    says: "refused with a failure of the network's own",
    zh: "网络自身故障而拒绝",
    lasts: Hours(2),
    weights: weigh({ stops: -1.5, behind }, { ...ANSWERED, "network-fault": 3.5, congestion: 0.8, "wrong-apn": -3 }),
  },
  "denied-proof": {
    family: "registration",
    says: "the card could not prove itself to the network",
    zh: "SIM卡鉴权失败",
    weights: weigh({ stops: -1.5, behind }, { ...AT_THE_DOOR, "sim-faulty": 4, violation: 0.3, cancelled: 0.8 }),
  },
  detached: {
    family: "detach",
    says: "the network detached the device; what follows is not known yet",
    zh: "网络侧发起去附着，后续尚不明确",
    lasts: Hours(1),
    weights: weigh(
      { stops: 0.7, sim: -2, behind: -3 },
      { arrears: 1.1, "manual-stop": 1.1, "over-limit": 0.9, "network-fault": 1, "no-coverage": -2, "wrong-apn": -2.5 },
    ),
  },
  // 24.301 5.5.2.3: without "re-attach required" the modem waits for T3402 (12 min by default), then tries and is refused.
  "detached-then-refused": {
    family: "detach",
    says: "detached by the network, and refused when the modem came back after its timer",
    zh: "网络去附着，定时器到期后重新附着被拒",
    weights: weigh(
      { stops: 1.2, sim: -2, behind: -5 },
      {
        arrears: 2,
        "manual-stop": 2,
        expired: 1.6,
        violation: 1.5,
        retention: 1.4,
        "network-fault": -3.5,
        congestion: -2.5,
        "no-coverage": -3,
        "wrong-apn": -4,
        "not-activated": -1,
      },
    ),
  },
  "detached-and-back": {
    family: "detach",
    says: "detached by the network and taken back soon after, as in maintenance",
    zh: "网络去附着后很快重新附着（类似割接维护）",
    lasts: Hours(6),
    weights: weigh({ stops: -1 }, { "network-fault": 2.2 }),
  },
  "left-by-itself": {
    family: "detach",
    says: "the modem itself left the network",
    zh: "模块自身发起去附着",
    lasts: Minutes(30),
    weights: weigh({ stops: -1.5 }, { "modem-hung": 0.7, "own-limit": 0.7 }),
  },
} as const satisfies Record<string, FindingRow>;
