import { Hours, Minutes } from "../../base/duration.ts";
import type { FindingRow } from "./finding-row.ts";
import { weigh } from "./weigh.ts";

/** A context was asked for and answered: the modem is registered, the card is read, the way to the modem works. */
const ASKED = {
  "no-coverage": -4,
  "sim-absent": -6,
  "sim-locked": -5,
  "sim-faulty": -3,
  "modem-hung": -3,
  "serial-fault": -4,
  "stale-denial": -4,
  cancelled: -2,
  "roaming-barred": -1,
} as const;
const behind = -4;

/** SM and ESM causes (3GPP TS 24.008 10.5.6.6, 24.301 9.9.4.4) of a refused or ended context, and what became of it. */
export const BEARER_FINDINGS = {
  "context-up": {
    family: "bearer",
    says: "a PDP context is active",
    zh: "数据上下文已激活",
    weights: {
      "wrong-apn": -3,
      "sim-absent": -6,
      "sim-locked": -6,
      "stale-denial": -6,
      cancelled: -4,
      "data-switched-off": -0.7,
    },
  },
  "context-barred": {
    family: "bearer",
    says: "the context is refused with cause 8: operator determined barring",
    zh: "上下文被拒，原因8：运营商限制",
    weights: weigh(
      { stops: 1, behind },
      {
        ...ASKED,
        arrears: 2,
        "over-limit": 2,
        "pool-exhausted": 1.8,
        "manual-stop": 1.7,
        expired: 1.5,
        "data-switched-off": 1.4,
        "wrong-apn": -2.5,
        congestion: -3,
        "network-fault": -2.5,
      },
    ),
  },
  "context-unknown-apn": {
    family: "bearer",
    says: "the context is refused with cause 27 or 66: no such APN for this card",
    zh: "上下文被拒，原因27或66：APN不存在",
    weights: weigh(
      { behind },
      {
        ...ASKED,
        "wrong-apn": 2.8,
        "data-switched-off": 2.2,
        "card-threshold": 1.6,
        arrears: -1,
        "manual-stop": -1,
        expired: -1,
        congestion: -3,
        "network-fault": -2,
      },
    ),
  },
  "context-wrong-type": {
    family: "bearer",
    says: "the context is refused for its address type",
    zh: "上下文被拒：IP类型不符",
    weights: weigh({ stops: -2, behind }, { ...ASKED, "wrong-apn": 3.8, congestion: -3 }),
  },
  "context-not-authorised": {
    family: "bearer",
    says: "the context is refused with cause 29: user authentication or authorisation failed",
    zh: "上下文被拒，原因29：鉴权失败",
    weights: weigh(
      { stops: 0.3, behind },
      {
        ...ASKED,
        "wrong-apn": 1.4,
        arrears: 1.3,
        "imei-separation": 1.6,
        "area-control": 1,
        "over-limit": 0.8,
        "pool-exhausted": 0.6,
        congestion: -2.5,
      },
    ),
  },
  "context-refused-by-gateway": {
    family: "bearer",
    says: "the context is refused with cause 30: by the gateway",
    zh: "上下文被拒，原因30：网关拒绝",
    weights: weigh(
      { stops: 0.4, behind },
      {
        ...ASKED,
        "over-limit": 2,
        "pool-exhausted": 2,
        "card-threshold": 1.5,
        arrears: 0.9,
        "network-fault": 0.6,
        "wrong-apn": -0.5,
        congestion: -1,
      },
    ),
  },
  "context-not-subscribed": {
    family: "bearer",
    says: "the context is refused with cause 33: service option not subscribed",
    zh: "上下文被拒，原因33：未签约该业务",
    weights: weigh(
      { stops: 1.1, behind },
      {
        ...ASKED,
        "data-switched-off": 2,
        "card-threshold": 1.7,
        "over-limit": 1.5,
        arrears: 1.5,
        "real-name": 1.4,
        "not-activated": 1.4,
        "wrong-apn": 1,
        congestion: -3,
        "network-fault": -2,
      },
    ),
  },
  "context-congested": {
    family: "bearer",
    says: "the context is refused with cause 26: insufficient resources",
    zh: "上下文被拒，原因26：资源不足",
    lasts: Hours(2),
    weights: weigh({ stops: -1.5, behind }, { ...ASKED, congestion: 3.8, "network-fault": 1, "wrong-apn": -3 }),
  },
  "context-failed": {
    family: "bearer",
    says: "the context fails in the network",
    zh: "网络侧故障导致上下文建立失败",
    lasts: Hours(2),
    weights: weigh(
      { stops: -0.7, behind },
      { ...ASKED, "network-fault": 3, congestion: 0.8, "over-limit": 0, "wrong-apn": -1.5 },
    ),
  },
  "context-refused-unnamed": {
    family: "bearer",
    says: "no context comes up, and the modem does not say why",
    zh: "上下文无法激活，模块未给出原因",
    weights: weigh({ stops: 0.8, behind: -3 }, { ...ASKED, "wrong-apn": 1, "network-fault": 0.6, congestion: 0.3 }),
  },
  "dial-not-made": {
    family: "bearer",
    says: "no context is up, and whoever dials was asked and did not: the network was asked for nothing",
    zh: "上下文未激活：已请求拨号程序，但未能拨号，网络侧并未被请求",
    weights: weigh({ stops: -1 }, {}),
  },
  "context-taken": {
    family: "bearer",
    says: "the network took the context away",
    zh: "网络侧去激活了数据上下文",
    lasts: Hours(1),
    weights: weigh(
      { stops: 0.5, sim: -2, behind: -2 },
      {
        "over-limit": 1,
        "pool-exhausted": 1,
        "card-threshold": 0.9,
        "data-switched-off": 0.9,
        "network-fault": 0.8,
        "no-coverage": -2,
        "wrong-apn": -0.3,
      },
    ),
  },
  "apn-changed": {
    family: "history",
    says: "the access point's settings were changed since data passed last",
    zh: "上次可用之后APN设置有过改动",
    weights: { "wrong-apn": 3 },
  },
  "apn-worked": {
    family: "history",
    says: "data passed with this card and this access point before, and nothing was changed",
    zh: "本卡以同样的APN设置曾经可用",
    weights: { "wrong-apn": -3.2 },
  },
  "other-apn-works": {
    family: "bearer",
    says: "another access point of this card works",
    zh: "本卡的其他APN可用",
    lasts: Hours(6),
    weights: weigh(
      { stops: -2.5, sim: -5, modem: -4 },
      {
        "wrong-apn": 1.7,
        "data-switched-off": 2,
        "card-threshold": 1,
        "over-limit": -1,
        "pool-exhausted": -1,
        "no-coverage": -5,
      },
    ),
  },
  "messages-work": {
    family: "history",
    says: "a message reached the card during the outage",
    zh: "断网期间短信可以送达",
    lasts: Minutes(120),
    weights: weigh(
      { sim: -4, modem: -3 },
      { "no-coverage": -3.5, cancelled: -4, retention: -2, violation: -0.7, "not-activated": -0.7 },
    ),
  },
  "messages-refused": {
    family: "account",
    says: "the card receives messages and may send none: one-way stop",
    zh: "可收短信、不可发送：单向停机特征",
    lasts: Hours(24),
    weights: {
      arrears: 2.3,
      "manual-stop": 0.3,
      "no-coverage": -4,
      cancelled: -3,
      "network-fault": -1,
      congestion: -1,
    },
  },
} as const satisfies Record<string, FindingRow>;
