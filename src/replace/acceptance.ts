import type { WallMs } from "../base/instant.ts";
import type { Words } from "../plan/words.ts";

export interface AcceptanceRow {
  readonly name: Words;
  /** Where it failed. */
  readonly remedy: Words;
}

/** What a new card has to show, in the order in which one thing stands on the other. */
export const ACCEPTANCE = {
  sim: {
    name: { en: "SIM ready", zh: "SIM卡就绪" },
    remedy: {
      en: "Switch off, reseat the card, wipe its contacts; a PIN goes into modem.pin_file.",
      zh: "关机重新插卡并清洁触点；如需PIN，写入 modem.pin_file。",
    },
  },
  registered: {
    name: { en: "registered with the network", zh: "已注册网络" },
    remedy: {
      en: "Not activated yet? Wait up to a day with the card in. Else check the aerial, and ask the carrier about activation and binding to this IMEI.",
      zh: "是否尚未激活？请保持插卡等待最长一天；否则检查天线，并向运营商核实激活与IMEI绑定。",
    },
  },
  signal: {
    name: { en: "signal strong enough", zh: "信号强度足够" },
    remedy: {
      en: "Check aerial and place; a card of another carrier may do better here.",
      zh: "检查天线与位置；其他运营商的卡可能更好。",
    },
  },
  bearer: {
    name: { en: "data connection (PDP context)", zh: "数据连接（PDP上下文）" },
    remedy: {
      en: "Set the access point that came with the new card (bearer.apn), then test again.",
      zh: "设置新卡对应的接入点（bearer.apn），再测试。",
    },
  },
  dns: {
    name: { en: "names are resolved (DNS)", zh: "域名解析（DNS）" },
    remedy: {
      en: "Use the resolver that the new card's access point hands out, or correct probe.dns_server.",
      zh: "使用新卡接入点下发的DNS，或修正 probe.dns_server。",
    },
  },
  payment_host: {
    name: { en: "TCP to the payment host", zh: "连接支付主机（TCP）" },
    remedy: {
      en: "Is the card open for this address (directed card 定向卡, private access point)? Ask the carrier to add it; check terminal.payment_host.",
      zh: "新卡是否允许访问该地址（定向卡、专用APN）？请运营商加入白名单，并核对 terminal.payment_host。",
    },
  },
  payment_tls: {
    name: { en: "TLS with the payment host", zh: "与支付主机的TLS握手" },
    remedy: {
      en: "Somebody else answers in its place (a portal, a box in between), or terminal.payment_tls_name is not the host's name; ask the carrier, then the acquirer.",
      zh: "可能有他人代答（认证门户、中间设备），或 terminal.payment_tls_name 与主机名不符；先问运营商，再问收单机构。",
    },
  },
  broker: {
    name: { en: "MQTT round trip", zh: "MQTT往返" },
    remedy: {
      en: "`cellward doctor` says why the broker does not answer; a directed card needs its address, too.",
      zh: "cellward doctor 可查看原因；定向卡也需加入该服务器地址。",
    },
  },
  counted: {
    name: { en: "bytes of a probe are counted", zh: "探测流量已计量" },
    remedy: {
      en: "What was sent did not appear on the interface's counter: check meter.interface.",
      zh: "已发送的流量未出现在接口计数中：请检查 meter.interface。",
    },
  },
  payment: {
    name: { en: "test transaction of the payment application", zh: "支付应用测试交易" },
    remedy: {
      en: "Read the payment application's own message; the network below it is tested by the lines above.",
      zh: "请查看支付应用的提示；其下的网络由以上各项测试。",
    },
  },
} as const satisfies Record<string, AcceptanceRow>;

export type AcceptanceLineId = keyof typeof ACCEPTANCE;

const isLine = (text: string): text is AcceptanceLineId => Object.hasOwn(ACCEPTANCE, text);
export const ACCEPTANCE_LINES: readonly AcceptanceLineId[] = Object.keys(ACCEPTANCE).filter(isLine);

/**
 * `not-made`: set up, and could not be tried this time. `not-observable`: nothing here can see it. `not-set-up`: nobody has said what to test.
 */
export const LINE_RESULTS = ["pass", "failed", "not-made", "not-observable", "not-set-up"] as const;
export type LineResult = (typeof LINE_RESULTS)[number];

export const RESULT_WORDS: Readonly<Record<LineResult, Words>> = {
  pass: { en: "pass", zh: "通过" },
  failed: { en: "FAILED", zh: "未通过" },
  "not-made": { en: "could not be made", zh: "未能进行" },
  "not-observable": { en: "cannot be seen here", zh: "无法观测" },
  "not-set-up": { en: "not set up", zh: "未设置" },
};

/** When a line that could not be made is worth another try. */
export const REPEAT_WORDS: Words = {
  en: "Repeat the test: after 00:00 UTC where the day's bytes are used up, else in a minute.",
  zh: "请重测：当日测试流量用完的，在UTC 0时（北京时间8时）之后；其他情况一分钟后。",
};

export interface AcceptanceLine {
  readonly id: AcceptanceLineId;
  readonly result: LineResult;
  /** Milliseconds. */
  readonly tookMs: number;
  /** What was found, for people. */
  readonly found?: string;
}

export interface AcceptanceRecord {
  readonly at: WallMs;
  readonly by: string;
  readonly iccid?: string;
  readonly lines: readonly AcceptanceLine[];
  readonly verdict: Verdict;
}

/** `not-complete`: what is set up could not all be made. `nothing-tried`: no line sent data through, so nothing is proved. */
export const VERDICTS = ["pass", "failed", "not-complete", "nothing-tried"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Passed only where all that is set up was made and did not fail, and data was really seen to pass: registration alone proves no data. */
export function verdictOf(lines: readonly AcceptanceLine[]): Verdict {
  if (lines.some(({ result }) => result === "failed")) return "failed";
  if (lines.some(({ result }) => result === "not-made")) return "not-complete";
  return lines.some(({ id, result }) => result === "pass" && PROOFS.includes(id)) ? "pass" : "nothing-tried";
}

/** How a transaction of the payment application ended, as it is told. Nobody can be asked for it: that it is not told yet is no failure. */
export function paymentSeen(
  payment: { readonly ok: boolean; readonly text?: string } | undefined,
): Pick<AcceptanceLine, "result" | "found"> {
  if (payment === undefined) return { result: "not-set-up" };
  return { result: payment.ok ? "pass" : "failed", ...(payment.text === undefined ? {} : { found: payment.text }) };
}

/** A payment that is told after the test belongs to it: a slip must not deny what moved the ticket. */
export function withPayment(
  lines: readonly AcceptanceLine[],
  payment: { readonly ok: boolean; readonly text?: string },
): { readonly lines: AcceptanceLine[]; readonly verdict: Verdict } {
  const others = lines.filter(({ id }) => id !== "payment");
  const told: AcceptanceLine[] = [...others, { id: "payment", tookMs: 0, ...paymentSeen(payment) }];
  return { lines: told, verdict: verdictOf(told) };
}

const PROOFS: readonly AcceptanceLineId[] = ["dns", "payment_host", "payment_tls", "broker", "counted", "payment"];

export const VERDICT_WORDS: Readonly<Record<Verdict, Words>> = {
  pass: {
    en: "Passed: nothing that is set up failed.",
    zh: "测试通过：所设置的各项均未失败。",
  },
  failed: {
    en: "Not passed. What to do stands beside each line that failed; then `cellward sim replace test` again.",
    zh: "测试未通过。请按各未通过项的提示处理，然后再次执行 cellward sim replace test。",
  },
  "not-complete": {
    en: "Not complete: a check that is set up could not be made; the reason, and when to repeat it, stands beside it. Then `cellward sim replace test` again.",
    zh: "测试不完整：有已设置的检查未能进行，原因和何时重测见该项。届时再执行 cellward sim replace test。",
  },
  "nothing-tried": {
    en: "Nothing is proved: no line sends data through. Set up probe.*, terminal.payment_host or mqtt.url, or report a real payment with `cellward sim tested --ok`.",
    zh: "无法证明：没有任何一项实际收发数据。请设置 probe.*、terminal.payment_host 或 mqtt.url，或在真实交易后执行 cellward sim tested --ok。",
  },
};

export interface SignalSeen {
  readonly signalDbm: number | undefined;
  /** What is asked for. */
  readonly leastDbm: number | undefined;
  readonly observable: boolean;
}

/** What is there against what is asked for. */
export function signalSeen({ signalDbm, leastDbm, observable }: SignalSeen): Pick<AcceptanceLine, "result" | "found"> {
  if (leastDbm === undefined) return { result: "not-set-up" };
  if (!observable || signalDbm === undefined) return { result: "not-observable" };
  const result = signalDbm >= leastDbm ? "pass" : "failed";
  return { result, found: `${signalDbm} dBm, at least ${leastDbm} dBm` };
}
