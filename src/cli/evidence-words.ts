import { describeBytes } from "../base/bytes.ts";
import { WallMs } from "../base/instant.ts";
import { happening, type Topic } from "../journal/happenings.ts";
import type { ShownEntry } from "../journal/bundle.ts";
import { secondText } from "../plan/local-text.ts";
import type { Words } from "../plan/words.ts";

export type Language = "en" | "zh-CN";
export const LANGUAGES: readonly Language[] = ["en", "zh-CN"];

export const inWords = ({ en, zh }: Words, language: Language): string => (language === "en" ? en : zh);

export const TOPIC_WORDS: Readonly<Record<Topic, Words>> = {
  journal: { en: "journal", zh: "日志" },
  agent: { en: "program", zh: "程序" },
  device: { en: "device", zh: "设备" },
  card: { en: "card", zh: "SIM 卡" },
  network: { en: "network", zh: "网络" },
  action: { en: "own action", zh: "本机操作" },
  meter: { en: "meter", zh: "计量" },
  plan: { en: "plan", zh: "套餐" },
  judgement: { en: "judgement", zh: "判断" },
  clock: { en: "clock", zh: "时钟" },
  message: { en: "message", zh: "短信" },
  note: { en: "note", zh: "备注" },
};

/** Names of fields that a merchant reads; the others stand as they are. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  said: "模块原文",
  state: "状态",
  stat: "状态码",
  domain: "域",
  rejectCause: "拒绝原因码",
  causeText: "拒绝原因",
  from: "来自",
  to: "至",
  text: "内容",
  by: "由",
  used: "已用",
  quota: "套餐流量",
  total: "累计",
  plan: "套餐",
  card: "卡号",
  iccid: "卡号",
  level: "级别",
  why: "原因",
  detail: "说明",
  percent: "百分比",
  meter: "当时计量",
  cycleFrom: "账期起",
  cycleTo: "账期止",
  centreTime: "短信中心时间",
  parts: "条数",
  file: "附件",
  heldBack: "另有同类次数",
  found: "发现",
  outcome: "结果",
  reasons: "依据",
  evidence: "依据",
  confidence: "可信度",
  asOf: "数据截至",
  remaining: "剩余",
  ours: "本设备计量",
  version: "版本",
};

const BYTES: readonly string[] = ["used", "quota", "total", "remaining", "ours"];

export const sentenceOf = ({ what }: ShownEntry, language: Language): string => {
  const known = happening(what);
  return known === undefined ? what : inWords(known, language);
};

export const topicWords = ({ what }: ShownEntry, language: Language): string =>
  inWords(TOPIC_WORDS[happening(what)?.topic ?? "agent"], language);

/** By the plan's zone; a time that was not known says so. */
export function timeOf({ at, trusted }: Pick<ShownEntry, "at" | "trusted">, zone: string, language: Language): string {
  const valid = Number.isFinite(at.wall) && Math.abs(at.wall) < 8e15;
  const text = valid ? secondText(WallMs(at.wall), zone) : "-";
  if (trusted) return text;
  return `${text} ${language === "en" ? "(clock not verified)" : "（时钟未校准）"}`;
}

/** `said: +CGEV: NW DETACH; meter: 1.20 MiB / 30.00 MiB`. Instants stand by the zone's clock. */
export function detailsOf(
  fields: Readonly<Record<string, unknown>>,
  zone: string,
  language: Language,
  prefix = "",
): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const word = `${prefix}${language === "en" ? name : (FIELD_WORDS[name] ?? name)}`;
    if (Array.isArray(value))
      return value.length === 0 ? [] : [`${word}: ${value.map((one) => plain(one, zone)).join(", ")}`];
    if (isFields(value))
      return name === "meter"
        ? [`${word}: ${[value["used"], value["quota"]].map(amountOf).join(" / ")}`]
        : detailsOf(value, zone, language, `${word}.`);
    return [`${word}: ${BYTES.includes(name) ? amountOf(value) : plain(value, zone)}`];
  });
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const amountOf = (value: unknown): string =>
  typeof value === "number" && Number.isSafeInteger(value) ? describeBytes(BigInt(value)) : plain(value ?? "-", "UTC");

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

function plain(value: unknown, zone: string): string {
  if (isFields(value)) {
    const { text } = value;
    return typeof text === "string" ? text : JSON.stringify(value);
  }
  if (typeof value !== "string") return JSON.stringify(value);
  return INSTANT.test(value) ? secondText(WallMs(Date.parse(value)), zone) : value;
}
