import { describeBytes } from "../base/bytes.ts";
import { describeDuration, Seconds } from "../base/duration.ts";
import { wallAfter, WallMs } from "../base/instant.ts";
import { REASON_CODES, type ReasonWord } from "../bridge/wire-codes.ts";
import { dayOf, secondText } from "../plan/local-text.ts";
import type { Language } from "../report/diagnosis-words.ts";
import type { GrantTold } from "../report/program-contract.ts";

const REASONS_ZH: Readonly<Record<ReasonWord, string>> = {
  granted: "按申请批准",
  "granted-less": "已批准，但少于申请的字节数",
  level: "当前级别下此类业务暂停",
  plan: "套餐已没有可供此类业务使用的流量",
  budget: "此类业务已用完本次额度，等待下次核定",
  deferred: "此类业务等待指定时段",
  suspended: "卡已停机或疑似停机",
  "no-service": "目前没有数据业务",
  person: "有人手动暂停了此类业务",
  "too-large": "一次申请的字节过多，请减少",
  "too-many": "未结束的批准过多，请先上报已用完的",
  "too-often": "申请过于频繁",
  busy: "代理程序未能及时决定，请重试",
  starting: "代理程序正在启动",
  store: "无法写入存储，因此未批准",
  unguarded: "代理程序无应答，按本机规则放行",
  "unguarded-held": "代理程序无应答，按本机规则暂停",
};

/** The day is said where it is another one than today. */
function clock(at: WallMs, now: WallMs, zone: string): string {
  const text = secondText(at, zone);
  return `${dayOf(at, zone) === dayOf(now, zone) ? text.slice(-8) : text} ${zone}`;
}

/** What the agent answered, in one language; times are of the plan's zone, as in `status`, or of this machine's where none is told. */
export function grantWords(of: string, told: GrantTold, now: Date, language: Language): string {
  const wall = WallMs(now.getTime());
  const { zone = Intl.DateTimeFormat().resolvedOptions().timeZone } = told;
  const after = (seconds: number): { readonly at: string; readonly time: string } => ({
    at: clock(wallAfter(wall, Seconds(seconds)), wall, zone),
    time: describeDuration(Seconds(seconds)),
  });
  const { en, zh } = told.granted ? granted(of, told, after(told.lastsS)) : refused(of, told, after(told.retryS));
  return language === "en" ? en : zh;
}

interface When {
  readonly at: string;
  readonly time: string;
}

function granted(of: string, { grant, bytes, reason }: GrantTold & { granted: true }, { at, time }: When) {
  const amount = bytes < 1_024 ? `${bytes} B` : `${describeBytes(BigInt(bytes))} (${bytes} B)`;
  const less = reason === "granted-less";
  return {
    en: `Granted${less ? ", fewer than asked for" : ""}: ${amount} for ${of} until ${at} (${time}), grant ${grant}.`,
    zh: `已批准${less ? "（少于申请）" : ""}：${of} 可发送 ${amount}，有效期至 ${at}（${time}），编号 ${grant}。`,
  };
}

const refused = (of: string, { reason }: GrantTold & { granted: false }, { at, time }: When) => ({
  en: `Not now: ${of}: ${REASON_CODES[reason].sentence}. Ask again at ${at} (in ${time}).`,
  zh: `暂不可发送 ${of}：${REASONS_ZH[reason]}。请在 ${at}（${time}后）再问。`,
});

/** Of one that is withdrawn while its command runs. */
export function withdrawnWords(grant: number, reason: ReasonWord, stopped: boolean, language: Language): string {
  const en = stopped ? "the command was sent SIGTERM" : "the command was not stopped";
  const zh = stopped ? "已向该命令发送 SIGTERM" : "未停止该命令";
  return language === "en"
    ? `Grant ${grant} is withdrawn: ${REASON_CODES[reason].sentence}. Nothing more may be sent on it; ${en}.`
    : `批准 ${grant} 已撤回：${REASONS_ZH[reason]}。不得再据此发送；${zh}。`;
}
