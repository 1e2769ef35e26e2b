import { describeBytes } from "../base/bytes.ts";
import { describeDuration, Millis } from "../base/duration.ts";
import { plainText } from "../base/plain-text.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import { recoveryWords } from "../report/recovery-words.ts";
import { slotWords } from "../report/slot-words.ts";
import { localDay, localTimeText } from "./local-day.ts";
import { readingLines } from "./reading-lines.ts";
import { allowanceLines } from "./allowance-lines.ts";
import { overrideLines } from "./override-lines.ts";
import { doubtAdvice } from "./doubt-advice.ts";
import { storeAdvice } from "./store-advice.ts";
import { OWNER_NAMES, ownerAdvice } from "./owner-advice.ts";
import { suspicionAdvice } from "./suspicion-advice.ts";
import { textColumns } from "./text-columns.ts";
import { uplinkLines } from "./uplink-lines.ts";
import { usageLines } from "./usage-lines.ts";

const LABEL = 14;

function recoveryLines({ recovery }: AgentStatus, zone: string): readonly string[] {
  const words = recovery && recoveryWords(recovery, (instant) => localTimeText(instant, zone));
  return words === undefined ? [] : [row("Recovery 恢复", words.zh), row("", words.en)];
}

function slotLines({ slots }: AgentStatus, zone: string): readonly string[] {
  const words = slots && slotWords(slots, (instant) => localTimeText(instant, zone));
  return words === undefined ? [] : [row("Card 双卡", words.zh), row("", words.en)];
}

/** Where the kernel does not keep what was decided, though that was ordered: why, and what to do. */
const limitsLines = ({ limits, usage }: AgentStatus): readonly string[] =>
  limits === undefined || limits.enforced === "kernel"
    ? [
        ...(limits?.lacking ?? []).map((one) => row("", `not kept by the kernel 内核未执行: ${one}`)),
        ...Object.entries(limits?.wasted ?? {}).map(([name, bytes]) =>
          row(
            "",
            `${describeBytes(BigInt(bytes), usage?.plan.unitBase ?? 1000)} of ${name} were billed and dropped here 已计费但被丢弃`,
          ),
        ),
      ]
    : advice([`the kernel keeps no limits 内核未执行限制: ${limits.why ?? ""}`, limits.remedy ?? ""]);

/** How far the stop has gone that a person ordered, and how it ends. */
function hardStopLines({ hardStop, decision }: AgentStatus, zone: string): readonly string[] {
  if (hardStop === undefined) return [];
  const { stage, since, until } = hardStop;
  if (stage !== "bearer" && decision.enforced !== "kernel")
    return [
      row("", "advice only: the kernel holds no data back, what does not ask this agent goes on sending"),
      row("", "仅为建议：内核未拦截数据，不询问本程序的应用仍会发送"),
    ];
  if (stage !== "bearer")
    return [row("", "nothing but management is sent, and senders were told to stop 已停止发送并通知下行来源")];
  const times =
    since === undefined || until === undefined
      ? ""
      : ` since ${localTimeText(since, zone)}, tried again ${localTimeText(until, zone)}`;
  return [
    row("", `the data connection was let go 已断开数据连接${times}`),
    ...advice(["`cellward override end` brings it back at once. 立即恢复：cellward override end。"]),
  ];
}

const replacementLines = ({ replacement }: AgentStatus): readonly string[] =>
  (replacement?.lines ?? []).flatMap(({ en, zh }, at) => [row(at === 0 ? "New card 换卡" : "", zh), row("", en)]);

const messagesText = ({ sent, perDay }: NonNullable<AgentStatus["programMessages"]>): string =>
  `${sent} of ${perDay} by programs in 24 h 程序 24 小时内发送`;

/** What matters on one screen: is there service, how much is left, what was decided and why, what is wrong. */
export function statusScreen(status: AgentStatus): string {
  const { state, usage, decision } = status;
  const zone = usage?.plan.zone ?? "UTC";
  const lines = [
    row(
      "Device 设备",
      `${status.device}, up ${describeDuration(Millis(state.agent.uptimeS * 1_000))}, cellward ${state.agent.version}`,
    ),
    row("Modem 模组", modemLine(status)),
    ...(state.modem.link === "ready" && state.modem.linkText !== undefined ? [row("", state.modem.linkText)] : []),
    row("SIM", simLine(status)),
    ...(state.sim.text === undefined ? [] : advice([state.sim.text, ...doubtAdvice(state.sim)])),
    ...slotLines(status, zone),
    row("Network 网络", networkLine(status)),
    row("Service 数据", serviceLine(status)),
    row("Call 拨号", bearerLine(status)),
    ...apnLines(status),
    ...ownerLines(status, zone),
    ...(usage === undefined
      ? [row("Usage 流量", "nothing was counted yet")]
      : usageLines(usage).map(([label, text]) => row(label, text))),
    ...readingLines(status, (instant) => localTimeText(instant, zone)).map((line, at) =>
      row(at === 0 ? "Carrier 对账" : "", line),
    ),
    row(
      "Interface",
      state.interface.present
        ? `${state.interface.name} is there${state.interface.text === undefined ? "" : `; ${state.interface.text}`}`
        : state.interface.unreadable === true
          ? `${state.interface.name} UNREADABLE 无权读取: ${state.interface.text ?? ""}`
          : `${state.interface.name}: ${state.interface.text ?? "absent"}${unseenText(state.interface)}; with pppd it comes with the call, else see meter.interface`,
    ),
    ...uplinkLines(status).map(([label, text]) => row(label, text)),
    ...modemCounterLines(status, zone),
    row(
      "Level 级别",
      `${decision.level} (enforced: ${decision.enforced})${decision.until === undefined ? "" : `, until ${localTimeText(decision.until, zone)}`}`,
    ),
    ...limitsLines(status),
    ...hardStopLines(status, zone),
    ...decision.reasons.map((reason) => row("", reason.text)),
    ...allowanceLines(status, (instant) => localTimeText(instant, zone), usage?.plan.unitBase).map((line, at) =>
      row(at === 0 ? "Classes 业务" : "", line),
    ),
    ...overrideLines(decision, (instant) => localTimeText(instant, zone), usage?.plan.unitBase).map((line, at) =>
      row(at === 0 ? "By hand 人工" : "", line),
    ),
    ...(status.programMessages === undefined ? [] : [row("SMS 短信", messagesText(status.programMessages))]),
    ...(usage?.overLimit === true && usage.cancelled !== true ? advice(overLimitAdvice(usage)) : []),
    ...suspicionLines(status, zone),
    ...recoveryLines(status, zone),
    ...replacementLines(status),
    row(
      "Clock 时钟",
      state.clock.trusted
        ? `trusted (${state.clock.source})`
        : "not trusted yet: bytes are kept as pending until the time is known (`cellward doctor` tells from where)",
    ),
    ...(state.clock.text === undefined ? [] : [row("", state.clock.text)]),
    row("Broker", brokerLine(status)),
    row(
      "Store 存储",
      state.store.durable
        ? "every checkpoint is on the disk"
        : `${state.store.path ?? ""}: ${state.store.text ?? "failing"}`,
    ),
    ...advice(storeAdvice(state.store)),
    ...(state.refusedPlans === undefined
      ? []
      : [
          row(
            "PLANS REFUSED",
            `套餐文件有误, since ${localTimeText(state.refusedPlans.since, zone)}; the plans of before hold. ${state.refusedPlans.text}`,
          ),
          ...advice(["Mend the files, then `systemctl reload cellward`. 修改文件后执行 systemctl reload cellward。"]),
        ]),
    ...(state.otherDevice === undefined
      ? []
      : [row("OTHER DEVICE", `since ${localTimeText(state.otherDevice.since, zone)}. ${state.otherDevice.text}`)]),
    ...(state.journal === undefined
      ? []
      : [
          row(
            "JOURNAL DAMAGED",
            `证据日志曾损坏, since ${localTimeText(state.journal.since, zone)}: ${state.journal.text}`,
          ),
        ]),
    ...(state.books === undefined
      ? []
      : [row("BOOKS DAMAGED", `since ${localTimeText(state.books.since, zone)}. ${state.books.text}`)]),
  ];
  return plainText(`${lines.join("\n")}\n`);
}

const unseenText = ({ unseenMs }: AgentStatus["state"]["interface"]): string =>
  unseenMs === undefined
    ? ""
    : `; it had been looked at ${describeDuration(Millis(unseenMs))} before it went, what came after is not counted`;

const row = (label: string, text: string): string =>
  `${label}${" ".repeat(Math.max(1, LABEL - textColumns(label)))}${text}`;

const advice = (lines: readonly string[]): string[] =>
  lines.map((line, i) => row("", i === 0 ? `-> ${line}` : `   ${line}`));

/** Who can buy nothing that helps is not sent to buy it. */
function overLimitAdvice({ plan, cycle }: NonNullable<AgentStatus["usage"]>): readonly string[] {
  if (plan.topUp !== false) return OVER_LIMIT;
  const day = cycle === undefined ? undefined : localDay(cycle.to, cycle.zone);
  return [
    `Wait until ${day ?? "the plan is changed"}: with this plan nothing can be bought that brings data back before.`,
    `请等到${day === undefined ? "变更套餐" : ` ${day}`}：此套餐在此之前无法通过加购恢复。`,
  ];
}

const OVER_LIMIT = [
  "Top up with the carrier and say so (cellward fact pack-bought --quota AMOUNT), change the plan (and plan.quota or the plan's file), or wait for the next cycle.",
  "向运营商加购流量后执行 cellward fact pack-bought --quota 流量，或变更套餐（并修改 plan.quota 或套餐文件），或等到下个账期。",
];

function modemLine({ state: { modem } }: AgentStatus): string {
  const name = [modem.manufacturer, modem.model, modem.revision].filter((part) => part !== undefined).join(" ");
  const family =
    modem.family === undefined
      ? ""
      : modem.family === "unknown"
        ? ", no family description matches"
        : `, taken for ${modem.family}`;
  const imei = modem.imei === undefined ? "" : `, IMEI ${modem.imei}`;
  if (modem.link === "none") return "none is asked (modem.port = none): radio and SIM are not observable";
  return modem.link === "ready"
    ? `${name || "ready"}${imei}${family}`
    : `${modem.link}: ${modem.linkText ?? "please wait"}`;
}

function bearerLine({ state: { bearer } }: AgentStatus): string {
  if (bearer.owner === "external")
    return `another program's (bearer.owner = external): the agent never dials${bearer.asks === undefined ? "" : `, it asks ${OWNER_NAMES[bearer.asks]}`}`;
  return `the agent's own: ${bearer.text ?? "waits"}`;
}

const APN_FROM = {
  settings: "set in bearer.apn 由设置指定",
  carrier: "from the carrier's data 来自运营商数据 (config/carriers)",
  modem: "as the modem had it 模块中已有",
} as const;

/** Where the access point of the agent's own call comes from. */
const apnLines = ({ state: { bearer } }: AgentStatus): string[] =>
  bearer.apn === undefined
    ? []
    : [row("APN 接入点", `${bearer.apn.name ?? "none named 未指定"}, ${APN_FROM[bearer.apn.from]}`)];

const OUTCOMES = { accepted: "accepted", standing: "not needed", failed: "came to nothing" } as const;

const ASKED = { connect: "connect", "radio-cycle": "switch the radio off and on", disconnect: "end the call" } as const;

/** What was asked of whoever dials, what he said, and what to do about it. */
function ownerLines({ state: { bearer } }: AgentStatus, zone: string): string[] {
  const { asks, asked } = bearer;
  if (asks === undefined || asked === undefined) return [];
  const times = asked.attempt === 1 ? "" : ` (attempt ${asked.attempt})`;
  const said = asked.text === undefined ? "" : `: ${asked.text}`;
  return [
    row(
      "",
      `asked to ${ASKED[asked.request]} ${localTimeText(asked.at, zone)}${times}, ${OUTCOMES[asked.outcome]}${said}`,
    ),
    ...advice(ownerAdvice(asks, asked)),
  ];
}

function simLine({ state: { modem, sim } }: AgentStatus): string {
  if (modem.link === "none") return "not observable";
  return [
    sim.state,
    sim.iccid === undefined ? undefined : `ICCID ${sim.iccid}`,
    sim.imsi === undefined ? undefined : `IMSI ${sim.imsi}`,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}

function networkLine({ state: { modem, registration, operator, signal } }: AgentStatus): string {
  const seen = Object.entries(registration).map(
    ([domain, { text, rejectCause, causeText }]) =>
      `${domain}: ${text}${rejectCause === undefined ? "" : ` (cause ${rejectCause}${causeText === undefined ? "" : `, ${causeText}`})`}`,
  );
  const name = operator?.name ?? operator?.plmn;
  const level = signal?.rsrpDbm === undefined ? signal?.rssiDbm && `RSSI ${signal.rssiDbm}` : `RSRP ${signal.rsrpDbm}`;
  const parts = [...(name === undefined ? [] : [name]), ...seen, ...(level === undefined ? [] : [`${level} dBm`])];
  if (parts.length === 0) return modem.link === "none" ? "not observable" : "not known yet";
  return parts.join("; ");
}

function serviceLine({ state: { service } }: AgentStatus): string {
  return service.data === "up" ? "up" : `${service.data}${service.text === undefined ? "" : `: ${service.text}`}`;
}

/** Two counts that drift apart are a reason to look. */
function modemCounterLines({ state: { modemCounter, metering }, usage }: AgentStatus, zone: string): string[] {
  if (modemCounter === undefined) return [];
  const { command, since, modem, counted, difference } = modemCounter;
  const amount = (bytes: number): string => describeBytes(BigInt(Math.abs(bytes)), usage?.plan.unitBase ?? 1000);
  const apart =
    difference.total === 0
      ? "the same"
      : `${amount(difference.total)} ${difference.total > 0 ? "more" : "less"} than ${metering?.source === "modem" ? "the interface" : "here"}`;
  return [
    row(
      "Modem's count",
      `${command}: ${amount(modem.total)} since ${localTimeText(since, zone)}, ${apart} (${amount(counted.total)}); ${metering?.source === "modem" ? "the books go by it" : "for comparison only"}`,
    ),
  ];
}

function suspicionLines({ state: { suspicion } }: AgentStatus, zone: string): string[] {
  if (!suspicion.held) return [];
  const since = suspicion.since === undefined ? "" : `since ${localTimeText(suspicion.since, zone)}, `;
  return [
    row("Suspected 疑似停机", `${since}confidence ${suspicion.confidence}`),
    ...suspicion.evidence.map((piece) => row("", `${localTimeText(piece.at, zone)}  ${piece.text}`)),
    ...advice(suspicionAdvice(suspicion)),
  ];
}

/** Both instants are the agent's: a clock that is wrong does not matter to their distance. */
function nextTry({ state, mqtt: { retryAt } }: AgentStatus): string {
  if (retryAt === undefined) return "";
  const left = Math.max(0, Date.parse(retryAt) - Date.parse(state.at));
  return left < 1_000 ? ", next try now" : `, next try in ${describeDuration(Millis(left))}`;
}

function brokerLine(status: AgentStatus): string {
  const { mqtt } = status;
  const queue = `${mqtt.queued} events queued${mqtt.dropped === 0 ? "" : `, ${mqtt.dropped} dropped`}`;
  if (mqtt.state === "disabled") return "none is set (mqtt.url)";
  if (mqtt.state === "connected")
    return `connected for ${describeDuration(Millis((mqtt.forS ?? 0) * 1_000))}${doubt(mqtt)}, ${queue}`;
  const refusal = mqtt.lastRefusal === undefined ? "" : `: ${mqtt.lastRefusal.detail} [${mqtt.lastRefusal.why}]`;
  return `${mqtt.state}${refusal}${nextTry(status)}, ${queue}`;
}

/** A CONNACK proves little: a broker that hangs behind it looks connected until the wait for its first answer ends. */
function doubt({ unacknowledged }: AgentStatus["mqtt"]): string {
  if (unacknowledged === undefined || (unacknowledged.ever && unacknowledged.forS < 1)) return "";
  const what = unacknowledged.ever ? "nothing acknowledged" : "nothing acknowledged yet";
  return `, but ${what} for ${unacknowledged.forS} s`;
}
