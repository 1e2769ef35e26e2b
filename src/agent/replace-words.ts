import type { Words } from "../plan/words.ts";
import { RESULT_WORDS, type Verdict, VERDICT_WORDS } from "../replace/acceptance.ts";
import { CHECKLIST, type ItemId } from "../replace/checklist.ts";
import { STAGE_WORDS, type TicketState } from "../replace/stage.ts";

const both = ({ en, zh }: Words): string => `${en}\n${zh}`;

/** What was said to somebody who told something of the replacement: where it stands, and the first thing that comes next. */
export const standsText = (state: TicketState, next: Words | undefined): string =>
  both({
    en: `The replacement stands at: ${STAGE_WORDS[state].en}.${next === undefined ? "" : ` Next: ${next.en}`}`,
    zh: `换卡进度：${STAGE_WORDS[state].zh}。${next === undefined ? "" : `下一步：${next.zh}`}`,
  });

export const refusedText = (why: Words): string => both(why);

/** `words`: why a new card does not help. */
export const noHelpText = (words: Words): string =>
  both({
    en: `${words.en} To open it all the same: --anyway REASON.`,
    zh: `${words.zh} 如仍要换卡，请用 --anyway 原因。`,
  });

export const behindText = (day: string): string =>
  both({
    en: `due: ${day} is behind us; expected today or a later day.`,
    zh: `due：${day} 已过，应为今天或以后的日期。`,
  });

export const tickedText = (item: ItemId, done: boolean): string => {
  const { en, zh } = CHECKLIST[item].words;
  return both({ en: `${done ? "Ticked" : "Unticked"}: ${en}.`, zh: `${done ? "已勾选" : "已取消勾选"}：${zh}。` });
};

export const REPLACE_WORDS = {
  personal: {
    en: "That looks like the number of a person, a bank card or a telephone. Such numbers are not kept here; say it without.",
    zh: "内容疑似身份证号、银行卡号或电话号码，本机不保存此类号码，请去掉后重试。",
  },
  day: { en: "--due: expected a day such as 2026-12-01.", zh: "--due：应为日期，例如 2026-12-01。" },
  item: { en: "tick: which item of the checklist?", zh: "tick：请指明清单中的项目。" },
  reason: { en: "cancel: a reason is needed: --reason TEXT.", zh: "cancel：需要原因，--reason 原因。" },
  busy: {
    en: "A test is running already; `cellward sim replace` shows it.",
    zh: "测试正在进行；cellward sim replace 可查看。",
  },
  testRuns: {
    en: "A test is running; close it when its verdict is there: `cellward sim replace` shows it.",
    zh: "测试正在进行，请待得出结论后再结束；cellward sim replace 可查看。",
  },
  restRuns: {
    en: "The payment is noted as one check. The rest of the acceptance test runs now; only when it has passed is the card called tested.",
    zh: "交易结果已记为一项检查。其余验收测试正在进行，通过后才算测试通过。",
  },
  restOpen: {
    en: "The payment is noted as one check. The rest of the acceptance test has not passed: `cellward sim replace test`.",
    zh: "交易结果已记为一项检查。其余验收测试尚未通过，请执行：cellward sim replace test。",
  },
  begun: { en: "The test begins; it takes up to three minutes.", zh: "测试开始，最长约三分钟。" },
  disk: {
    en: "The disk refuses writes: a restart before it takes them again undoes this.",
    zh: "磁盘无法写入，恢复前重启会丢失此记录。",
  },
  noTicket: {
    en: "Noted. No replacement is under way, so nothing else follows from it.",
    zh: "已记录。当前没有进行中的换卡。",
  },
} as const satisfies Record<string, Words>;

export const saidText = (words: keyof typeof REPLACE_WORDS): string => both(REPLACE_WORDS[words]);

/** For the log and subscribers. */
export const verdictText = (verdict: Verdict): string => VERDICT_WORDS[verdict].en;
export const resultText = (result: keyof typeof RESULT_WORDS): string => RESULT_WORDS[result].en;
