import { Days, describeDuration, Hours, Minutes } from "../base/duration.ts";
import { WallMs } from "../base/instant.ts";
import { type CauseCode, causeOf, causeRow } from "../diagnosis/cause.ts";
import type { Unseen } from "../diagnosis/diagnose.ts";
import { findingOf, findingRow } from "../diagnosis/findings/finding.ts";
import { type Actor, remedyBy } from "../diagnosis/rules/resume-rule.ts";
import { LOOK_BY_HAND, looks } from "../diagnosis/rules/plan-rules.ts";
import { RESUME_RULES } from "../diagnosis/rules/resume-rules.ts";
import type { Words } from "../plan/words.ts";
import type { Diagnosis } from "./contract.ts";
import type { DiagnosisAnswer } from "./diagnosis-answer.ts";
import { dayOf, minuteText } from "../plan/local-text.ts";

export type Language = keyof Words;
export type ToldCause = Diagnosis["causes"][number];

const STANDINGS: Readonly<Record<ToldCause["standing"], Words>> = {
  confirmed: { en: "confirmed", zh: "已确认" },
  likely: { en: "likely", zh: "很可能" },
  suspected: { en: "suspected", zh: "疑似" },
  possible: { en: "possible", zh: "不排除" },
};

const ACTORS: Readonly<Record<Actor, Words>> = {
  nobody: { en: "nobody: it passes", zh: "无需处理" },
  device: { en: "this device", zh: "本设备" },
  merchant: { en: "you, at the device", zh: "现场人员" },
  "fleet-owner": { en: "the owner of the fleet", zh: "设备管理方" },
  carrier: { en: "the carrier", zh: "运营商" },
};

const FORMS: Readonly<Record<"one-way" | "two-way", Words>> = {
  "one-way": { en: "one-way", zh: "单向停机" },
  "two-way": { en: "two-way", zh: "双向停机" },
};

const EXCLUSIONS: Readonly<Record<Diagnosis["notExcluded"][number], Words>> = {
  device: { en: "a fault of the modem or its port", zh: "模块或端口故障" },
  sim: { en: "the card's contact", zh: "卡接触" },
  coverage: { en: "the coverage", zh: "信号覆盖" },
};

const UNSEEN: Readonly<Record<Unseen, Words>> = {
  registration: { en: "registration", zh: "网络注册" },
  sim: { en: "the SIM", zh: "SIM卡" },
  signal: { en: "the signal", zh: "信号" },
  messages: { en: "messages", zh: "短信" },
  path: {
    en: "whether data passes: nothing came back lately, and no probe is set up ([probe])",
    zh: "数据是否畅通：近期无数据返回，也未设置探测（[probe]）",
  },
  plan: { en: "the plan", zh: "套餐" },
};

/** They are resolved, to the wrong place. */
const NAMES_LIE: Words = { en: "names are answered with addresses of somebody else's", zh: "DNS解析结果被篡改" };

/** What cannot be looked at from here. */
export const unseenText = (what: string): Words =>
  Object.entries(UNSEEN).find(([name]) => name === what)?.[1] ?? { en: what, zh: what };

/** `stopped for arrears, one-way`. */
export function nameOf({ cause, form, name, nameZh, for: why }: ToldCause): Words {
  const code = causeOf(cause);
  if (code === "dns-fault" && why.includes("names-false")) return NAMES_LIE;
  const row = code === undefined ? { en: name, zh: nameZh } : causeRow(code).name;
  if (form === undefined) return row;
  return { en: `${row.en}, ${FORMS[form].en}`, zh: `${row.zh}，${FORMS[form].zh}` };
}

export const sureOf = ({ confidence, standing }: ToldCause): Words => {
  const percent = `${Math.round(confidence * 100)} %`;
  return { en: `${STANDINGS[standing].en}, ${percent}`, zh: `${STANDINGS[standing].zh}，${percent}` };
};

export const actsOf = ({ acts }: ToldCause): Words => ({
  en: acts.map((actor) => ACTORS[actor].en).join(", then "),
  zh: acts.map((actor) => ACTORS[actor].zh).join("，其次"),
});

/** What follows where data stays away all the same; undefined where nothing is to be waited for. */
export function staysOf(code: CauseCode): Words | undefined {
  const { after, to } = RESUME_RULES[code].escalate;
  if (after === 0) return undefined;
  const [days, hours] = [after / Days(1), after / Hours(1)];
  const zh = days >= 1 ? `${days}天` : hours >= 1 ? `${hours}小时` : `${after / Minutes(1)}分钟`;
  return {
    en: `${describeDuration(after)} after that, ${ACTORS[to].en}`,
    zh: `此后${zh}仍不通，由${ACTORS[to].zh}处理`,
  };
}

export const excludedOf = ({ notExcluded }: Diagnosis): Words => ({
  en: notExcluded.map((what) => EXCLUSIONS[what].en).join(", "),
  zh: notExcluded.map((what) => EXCLUSIONS[what].zh).join("、"),
});

export function findingText(kind: string): Words {
  const known = findingOf(kind);
  if (known === undefined) return { en: kind, zh: kind };
  const { says, zh } = findingRow(known);
  return { en: says, zh };
}

/** When it can be back, in the plan's own time. */
export function backOf(told: ToldCause, zone: string): Words {
  const code = causeOf(told.cause);
  const by = code === undefined ? { en: "", zh: "" } : remedyBy(RESUME_RULES[code], told.topUp).comesBack;
  const [day, last] = [told.earliest, told.latest].map((instant) =>
    instant === undefined ? undefined : minuteText(WallMs(Date.parse(instant)), zone),
  );
  if (day === undefined) return by;
  const late = last === undefined ? { en: "", zh: "" } : { en: `, at the latest ${last}`, zh: `，最迟 ${last}` };
  return { en: `${day} at the earliest${late.en}: ${by.en}`, zh: `最早 ${day}${late.zh}：${by.zh}` };
}

/** The steps and the warning, with the carrier's own numbers in their places. */
export function remedyOf(
  cause: CauseCode,
  { topUp, earliest }: Partial<Pick<ToldCause, "topUp" | "earliest">>,
  { contact, zone, recovery }: Pick<DiagnosisAnswer, "contact" | "zone" | "recovery">,
): { readonly steps: readonly Words[]; readonly warning: Words | undefined } {
  const { warning } = RESUME_RULES[cause];
  const { steps } = remedyBy(RESUME_RULES[cause], topUp);
  const back = earliest === undefined ? undefined : dayOf(WallMs(Date.parse(earliest)), zone);
  const fill = (words: Words): Words => contactFilled(words, contact, back);
  // Whose radio and whose call it is not, and who has no probe, waits for nobody.
  const idle = recovery?.waits === "not-ours" || recovery?.waits === "nothing-to-try";
  const told = steps.map((step) => (idle && step === looks ? LOOK_BY_HAND : step));
  return { steps: told.map(fill), warning: warning === undefined ? undefined : fill(warning) };
}

/** {hotline}, {app}, {papers} and {pay} of the carrier, and {back}, the day of its return, in words that hold for any where they are not known. */
export const contactFilled = ({ en, zh }: Words, contact: ContactPlaces, back?: string): Words => ({
  en: filled(en, { contact, back }, "en"),
  zh: filled(zh, { contact, back }, "zh"),
});

type ContactPlaces = {
  readonly [K in "hotline" | "site" | "app" | "papers" | "pay"]?: DiagnosisAnswer["contact"][K];
};

const UNKNOWN: Readonly<Record<string, Words>> = {
  hotline: { en: "the carrier", zh: "运营商客服" },
  app: { en: "its app or site", zh: "官方APP或网站" },
  papers: { en: "ICCID, number, proof of identity", zh: "ICCID、号码、身份证明" },
  back: { en: "the next cycle", zh: "下一账期" },
  pay: { en: "the carrier's app or counter", zh: "运营商APP或营业厅" },
};

interface Filling {
  readonly contact: ContactPlaces;
  readonly back: string | undefined;
}

function filled(text: string, { contact, back }: Filling, language: Language): string {
  const own: Readonly<Record<string, string | undefined>> = {
    back,
    hotline: contact.hotline,
    app: contact.app?.[language] ?? contact.site,
    papers: contact.papers?.[language],
    pay: contact.pay?.[language],
  };
  return text.replace(/\{([a-z]+)\}/g, (_all, place: string) => own[place] ?? UNKNOWN[place]?.[language] ?? place);
}
