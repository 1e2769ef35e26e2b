import { EVENTS, type PublishedEvent } from "../base/events.ts";

/** What an entry is about; a reader looks for one of these. */
export type Topic =
  | "journal"
  | "agent"
  | "device"
  | "card"
  | "network"
  | "action"
  | "meter"
  | "plan"
  | "judgement"
  | "clock"
  | "message"
  | "note";

export interface Happening {
  readonly topic: Topic;
  /**
   * `now`: written with the batch of what it tells of, or at once. `soon`: rides with the next batch, at most a minute later.
   * `never`: of no use as evidence.
   */
  readonly weight: "now" | "soon" | "never";
  readonly en: string;
  readonly zh: string;
}

type Row = readonly [topic: Topic, weight: Happening["weight"], zh: string];

/** Every event that is published, and whether it is evidence; the English sentence is the event's own. */
const OF_EVENTS = {
  "agent-started": ["agent", "now", "本程序开始运行。"],
  "port-open": ["device", "soon", "已打开模块端口。"],
  "port-refused": ["device", "soon", "模块端口无法打开。"],
  "port-gone": ["device", "now", "模块端口消失。"],
  "port-shared": ["device", "soon", "另有程序在使用模块端口（模块应答缺失，或收到无人询问的应答）。"],
  "modem-silent": ["device", "now", "模块不再应答。"],
  "modem-off": ["device", "now", "模块报告即将关机。"],
  "modem-warned": ["device", "now", "模块对供电电压或温度发出告警。"],
  "modem-ready": ["device", "soon", "模块应答正常，已完成初始化。"],
  "modem-restarted": ["device", "now", "模块自行重启。"],
  "sim-changed": ["card", "now", "换入了另一张 SIM 卡。"],
  "sim-doubted": ["card", "now", "模块报告的卡号不可信。"],
  "sim-state-changed": ["card", "now", "SIM 卡状态变化。"],
  "sim-unlocked": ["action", "now", "已用设定的 PIN 解锁 SIM 卡。"],
  "sim-unlock-refused": ["action", "now", "SIM 卡仍锁定：PIN 被拒绝或未尝试。"],
  "replacement-opened": ["card", "now", "开始换卡，或发现插入了另一张卡；附何人、原因与应对办法。"],
  "replacement-moved": ["card", "now", "换卡进入下一步或退回，附注意事项。"],
  "replacement-tested": ["card", "now", "新卡验收测试开始或结束，或报告了交易结果，附各项结果。"],
  "replacement-reminder": ["card", "soon", "扣费、余额不足或换卡预约临近的提醒。"],
  "registration-changed": ["network", "now", "网络注册状态变化。"],
  "sms-received": ["message", "now", "收到短信。"],
  "sms-storage-full": ["message", "soon", "模块短信存储将满。"],
  "sms-report": ["message", "soon", "短信中心告知了所发短信的结果。"],
  "network-detached": ["network", "now", "网络侧将设备去附着。"],
  "context-lost": ["network", "now", "网络侧撤销了数据连接（PDP 上下文）。"],
  "bearer-up": ["action", "now", "本程序已建立数据连接。"],
  "bearer-down": ["action", "now", "本程序的数据连接已断开。"],
  "bearer-readdressed": ["device", "soon", "模块的 DHCP 服务器为正在进行的数据呼叫换了地址，原地址上的连接已断开。"],
  "bearer-failed": ["action", "soon", "数据连接未能建立。"],
  "hard-stop": ["action", "now", "人工设定 offline 级别后的停用进入下一步，或已结束，见 stage。"],
  "bearer-let-go": ["action", "now", "即将断开数据连接，附恢复时间；此为断开前的最后一条消息。"],
  "bearer-taken-back": ["action", "now", "offline 级别时断开的数据连接正在恢复。"],
  "limits-in-force": ["action", "soon", "内核开始执行各类流量的限制。"],
  "limits-advised": ["judgement", "soon", "内核未执行各类流量的限制，仅为建议，附原因与处理办法。"],
  "limits-restored": ["action", "now", "限制规则被改动或删除，已重新加载。"],
  "limit-refused": ["judgement", "soon", "内核的包过滤拒绝了一项操作，附内容与原因。"],
  "lease-charged": ["action", "soon", "中断后无法得知某类业务额度的用量，已按全部用完计。"],
  "owner-asked": ["action", "soon", "已请求拨号程序重新连接或关开一次射频。"],
  "slot-switched": ["card", "now", "已令模块改用另一卡槽的卡，附原因及结果。"],
  "recovery-tried": ["action", "now", "为恢复上网或修复模组尝试一次，附所做动作、原因或故障及结果。"],
  "service-up": ["network", "now", "数据业务可用。"],
  "service-down": ["network", "now", "数据业务中断。"],
  "interface-absent": ["device", "soon", "数据接口不存在或计数器不可读。"],
  "interface-present": ["device", "soon", "数据接口出现。"],
  "counters-implausible": ["meter", "now", "接口计数器跳变超出线路能力，未计入。"],
  "counters-cleared": ["meter", "soon", "接口计数器恢复正常。"],
  "counters-rebased": ["meter", "now", "接口计数器跳变后未恢复，从新值继续计量，跳变未计入。"],
  "usage-threshold": ["meter", "now", "用量达到套餐的提醒阈值。"],
  "over-limit": ["meter", "now", "按本设备计量，套餐流量已用完。"],
  "validity-ending": ["plan", "now", "此卡的有效期即将结束，附应对办法。"],
  "validity-ended": ["plan", "now", "此卡的有效期已结束，附可续费期限与应对办法。"],
  "fee-due": ["plan", "now", "今日扣取此卡的费用。"],
  "plans-refused": ["plan", "now", "套餐文件有误，未采用。"],
  "plan-fact-stated": ["plan", "now", "有人陈述了套餐的变动。"],
  "plan-fact-taken-back": ["plan", "now", "有人撤回了对套餐的陈述。"],
  "plan-changed": ["plan", "now", "此卡的套餐变更。"],
  "cycle-started": ["plan", "now", "新账期开始。"],
  "suspension-suspected": ["judgement", "now", "怀疑此卡已被停机，附依据。"],
  "suspicion-cleared": ["judgement", "now", "停机怀疑已解除。"],
  "decision-changed": ["judgement", "now", "限制级别变化。"],
  "override-set": ["action", "now", "有人手动设定了级别或某类业务，到期为止。"],
  "override-ended": ["action", "now", "手动设定已结束。"],
  "clock-trusted": ["clock", "now", "已从可信来源获知时间。"],
  "clock-distrusted": ["clock", "soon", "系统时钟不可信。"],
  "clock-contested": ["clock", "now", "账本中有晚于当前时间的记录。"],
  "clock-accepted": ["clock", "now", "有人确认当前时间正确。"],
  "books-damaged": ["meter", "now", "流量账本曾损坏，附已发现、保留和推定的内容。"],
  "damage-acknowledged": ["meter", "now", "有人已知悉账本损坏。"],
  "device-changed": ["device", "now", "账本是在另一台设备上写的。"],
  "device-accepted": ["device", "now", "有人确认账本属于本设备。"],
  "modem-changed": ["device", "now", "换了另一个模块。"],
  "books-begun-anew": ["meter", "now", "此前的账本已不存在，重新开始。"],
  "journal-damaged": ["journal", "now", "证据日志曾损坏，已保留原样，并开始新的日志。"],
  "store-failing": ["agent", "now", "磁盘拒绝写入，暂在内存中计量。"],
  "store-recovered": ["agent", "now", "磁盘恢复可写，已补写。"],
  "outbox-dropped": ["agent", "never", ""],
} as const satisfies Record<PublishedEvent, Row>;

/** What is no published event and belongs here all the same. */
const OF_ITS_OWN = {
  "journal-begun": { topic: "journal", weight: "now", en: "This journal begins.", zh: "证据日志开始。" },
  "journal-pruned": {
    topic: "journal",
    weight: "now",
    en: "Old entries were taken away; what is left goes on from the checkpoint.",
    zh: "已清除旧记录，其余从检查点继续。",
  },
  checkpoint: {
    topic: "journal",
    weight: "now",
    en: "Entries were taken away up to here; the last one's hash is kept.",
    zh: "此处之前的记录已清除，保留其最后一条的哈希值。",
  },
  "agent-stopping": {
    topic: "agent",
    weight: "soon",
    en: EVENTS["agent-stopping"].sentence,
    zh: "本程序按要求停止。",
  },
  "card-identified": { topic: "card", weight: "soon", en: "The SIM said who it is.", zh: "已识别 SIM 卡。" },
  "modem-identified": { topic: "device", weight: "soon", en: "The modem said what it is.", zh: "已识别模块。" },
  "meter-reading": { topic: "meter", weight: "soon", en: "Where the meter stands.", zh: "计量读数。" },
  "carrier-reading": {
    topic: "meter",
    weight: "soon",
    en: "What the carrier says was used, beside this device's own count.",
    zh: "运营商给出的用量，与本设备计量对照。",
  },
  "message-sent": {
    topic: "action",
    weight: "soon",
    en: "The carrier was asked by SMS how much was used.",
    zh: "已用短信向运营商查询用量。",
  },
  "program-message": {
    topic: "action",
    weight: "soon",
    en: EVENTS["program-message"].sentence,
    zh: "设备自身的固件发送短信，outcome 为结果。",
  },
  "ussd-asked": {
    topic: "action",
    weight: "soon",
    en: "The network was asked by USSD; what it said is attached.",
    zh: "已用 USSD 向网络查询，附答复。",
  },
  "plan-hastened": {
    topic: "plan",
    weight: "soon",
    en: EVENTS["plan-hastened"].sentence,
    zh: "有人让待生效的套餐立即生效。",
  },
  "plan-dated": {
    topic: "plan",
    weight: "soon",
    en: EVENTS["plan-dated"].sentence,
    zh: "有人注明了此卡最近一次套餐变更的实际时间。",
  },
  diagnosed: {
    topic: "judgement",
    weight: "soon",
    en: "The diagnosis changed: the likeliest causes, how sure, and by what.",
    zh: "诊断结论变化：最可能的原因、把握及依据。",
  },
  "cause-confirmed": {
    topic: "judgement",
    weight: "now",
    en: "A person confirmed the cause; what was believed until then is attached.",
    zh: "有人确认了停机原因，附此前的判断。",
  },
  "platform-said": {
    topic: "judgement",
    weight: "now",
    en: "A person told what the carrier's platform shows.",
    zh: "有人告知了运营商平台显示的状态。",
  },
  "person-says": {
    topic: "judgement",
    weight: "now",
    en: "A person told what they had noticed and the device cannot.",
    zh: "有人告知了本机无法察觉的情况。",
  },
  "recheck-asked": {
    topic: "judgement",
    weight: "now",
    en: "A person asked for another look, and told what had happened.",
    zh: "有人要求重新检查，并告知了发生的情况。",
  },
  note: { topic: "note", weight: "now", en: "A person's note.", zh: "人工备注。" },
} as const satisfies Record<string, Happening>;

export type What = keyof typeof OF_EVENTS | keyof typeof OF_ITS_OWN;

const ofEvents = (what: string): Happening | undefined => {
  const rows: Readonly<Record<string, Row>> = OF_EVENTS;
  const row = Object.hasOwn(OF_EVENTS, what) ? rows[what] : undefined;
  const sentences: Readonly<Record<string, { readonly sentence: string }>> = EVENTS;
  return row && { topic: row[0], weight: row[1], en: sentences[what]?.sentence ?? what, zh: row[2] };
};

/** Undefined for a word that this version does not know: a newer one may have written it. */
export function happening(what: string): Happening | undefined {
  const own: Readonly<Record<string, Happening>> = OF_ITS_OWN;
  return Object.hasOwn(OF_ITS_OWN, what) ? own[what] : ofEvents(what);
}
