import { CAUSES } from "../diagnosis/cause-table.ts";
import type { CauseCode } from "../diagnosis/cause.ts";
import type { Words } from "../plan/words.ts";
import type { StopAct } from "../policy/next-recovery.ts";
import { failureZh } from "../report/failure-zh.ts";
import type { RecheckSaid } from "../report/recheck-answer.ts";

/** What somebody who waits in front of the device reads while another look runs. */
export const RECHECK_WORDS = {
  asking: { en: "Asking the modem and the network.", zh: "正在查询模块和网络。" },
  nothingToTry: { en: "Nothing is tried now; waiting for what the modem shows.", zh: "现在不作尝试，等待模组上报。" },
  attachNotOurs: {
    en: "The network had let the card go, and attaching is not this agent's to do: nothing is tried, the modem asks again by its own timers (12 minutes by default). Whoever dials can be asked sooner where bearer.request_command names how.",
    zh: "网络此前让此卡脱网，但附着不归本程序管理：不作尝试，模块按自身定时器重新入网（默认12分钟）。如需更快，请在 bearer.request_command 中指定拨号程序的命令。",
  },
  rests: {
    en: "The device rests by hand (`cellward override`): the radio stays as it is.",
    zh: "本机按人工设定休息（cellward override），不操作射频。",
  },
  back: { en: "Data is back.", zh: "已恢复上网。" },
  "nothing-wrong": { en: "Nothing was wrong, and nothing is.", zh: "一切正常，无需处理。" },
  blind: {
    en: "Nothing says that anything is wrong, but whether data passes is not known: nothing came back lately, and no probe is set up ([probe]).",
    zh: "未发现异常，但数据是否畅通无法确定：近期无数据返回，也未设置探测（[probe]）。",
  },
  "not-known": {
    en: "The modem cannot be asked; `cellward doctor` says why.",
    zh: "无法查询模块；原因见 cellward doctor。",
  },
} as const satisfies Record<string, Words>;

const SAID: Readonly<Record<RecheckSaid, Words>> = {
  "topped-up": { en: "topped up", zh: "已充值" },
  resumed: { en: "resumed", zh: "已复机" },
  "card-changed": { en: "another card was put in", zh: "已换卡" },
};

const ACTS: Readonly<Record<StopAct, Words>> = {
  "radio-cycle": {
    en: "The network had refused the card for good: the radio goes off and on once.",
    zh: "网络此前永久拒绝此卡：关开一次射频。",
  },
  attach: {
    en: "The network had let the card go: the modem attaches once more.",
    zh: "网络此前让此卡脱网：再附着一次。",
  },
  activation: { en: "The network gave no connection: it is dialled once more.", zh: "网络未建立连接：再拨号一次。" },
  "path-probe": {
    en: "A connection is up: what the network lets through is looked at.",
    zh: "连接已建立：检查数据是否通过。",
  },
};

const ASKED: Words = {
  en: "The network had refused the card for good: whoever dials is asked to switch the radio off and on once.",
  zh: "网络此前永久拒绝此卡：已请求拨号程序关开一次射频。",
};

/** `byOwner`: the radio is somebody else's. */
export const actWords = (act: StopAct, byOwner: boolean): Words =>
  act === "radio-cycle" && byOwner ? ASKED : ACTS[act];

export const saidWords = (said: RecheckSaid, by: string): Words => ({
  en: `Noted, said by ${by}: ${SAID[said].en}.`,
  zh: `已记录，${by}：${SAID[said].zh}。`,
});

/** `text`: the modem's words or, `byOwner`, those of the command that was asked. */
export const failedWords = (text: string, byOwner: boolean): Words => ({
  en: `That could not be done: ${text}. \`cellward status\` shows it${byOwner ? "; mend the command, then ask again" : ""}.`,
  zh: `未能执行：${failureZh(text)}。详见 cellward status${byOwner ? "；请修正该命令后再试" : ""}。`,
});

export const callWords = (text: string): Words => ({
  en: `This device's own data call is not up: ${text}.`,
  zh: `本机的数据连接未建立：${failureZh(text)}。`,
});

/** `at`: in the plan's zone. */
export const laterWords = (at: string): Words => ({
  en: `The radio may not go off and on again before ${at}: once an hour and four times a day, whoever asks.`,
  zh: `${at} 前不能再次关开射频：每小时一次、每天四次，任何人均不例外。`,
});

const nameOf = (cause: CauseCode | undefined): Words =>
  cause === undefined ? { en: "not known yet", zh: "尚未确定" } : CAUSES[cause].name;

export const sameWords = (cause: CauseCode | undefined): Words =>
  cause === undefined
    ? { en: "Still no data; the cause is not known yet.", zh: "仍未恢复，原因尚未确定。" }
    : {
        en: `Still no data, for the same reason: ${nameOf(cause).en}.`,
        zh: `仍未恢复，原因相同：${nameOf(cause).zh}。`,
      };

export const otherWords = (before: CauseCode | undefined, now: CauseCode | undefined): Words => ({
  en: `Still no data, and the reason looks different: ${nameOf(now).en}; before: ${nameOf(before).en}.`,
  zh: `仍未恢复，原因有变：${nameOf(now).zh}；之前：${nameOf(before).zh}。`,
});

/** A clause of the screens as a line by itself. */
export const sentence = ({ en, zh }: Words): Words => ({
  en: `${en.slice(0, 1).toUpperCase()}${en.slice(1)}.`,
  zh: `${zh}。`,
});
