import { defined } from "../base/defined.ts";
import { causeRow, type CauseCode } from "../diagnosis/cause.ts";
import type { RankedCause } from "../diagnosis/diagnose.ts";
import type { ResumeFacts } from "../diagnosis/rules/resume-rule.ts";
import { RESUME_RULES } from "../diagnosis/rules/resume-rules.ts";
import { dayOf, dayText } from "../plan/local-text.ts";
import type { ValidityStand } from "../plan/validity-dates.ts";
import type { Words } from "../plan/words.ts";
import { NEED_RULES } from "./need-rules.ts";
import { type ReasonCode, REASONS } from "./reasons.ts";

export interface NeedFacts {
  /** What a person says. */
  readonly because?: ReasonCode | undefined;
  /** Of the diagnosis, the likeliest first. */
  readonly causes: readonly Pick<RankedCause, "cause" | "standing">[];
  /** By this device's own meter. */
  readonly overLimit: boolean;
  readonly validity?: ValidityStand | undefined;
  readonly resume: ResumeFacts;
}

/** Whether a new card helps at all. */
export interface Need {
  /** `not-known`: nothing says that the card is at fault. */
  readonly helps: "yes" | "no" | "perhaps" | "not-known";
  /** Of the diagnosis, where it is by one. */
  readonly cause?: CauseCode;
  readonly words: Words;
}

/** The first question of every replacement. Pure. */
export function needOf({ because, causes, overLimit, validity, resume }: NeedFacts): Need {
  const reason = because === undefined ? undefined : REASONS[because];
  if (reason !== undefined && reason.helps !== "no") return { helps: reason.helps, words: reason.words };
  if (because === "used-up") return byCause("over-limit", resume);
  if (validity?.state === "over")
    return byCause("cancelled", resume, {
      en: `By the plan's file the card could be renewed until ${untilText(validity)} only. `,
      zh: `按套餐文件，可续费期限 ${untilText(validity)} 已过。`,
    });
  const first = causes.find(({ standing }) => standing !== "possible");
  if (first !== undefined) return byCause(first.cause, resume, named(first.cause));
  if (overLimit) return byCause("over-limit", resume);
  if (validity?.state === "ended") return byCause("expired", resume);
  if (validity?.state === "ending" && validity.expires !== undefined)
    return {
      helps: "perhaps",
      words: {
        en: `The card can be used until ${dayText(validity.expires)}. Renew it before then; where it cannot be renewed, order a new one now.`,
        zh: `本卡有效期至 ${dayText(validity.expires)}。请在此之前续费；不能续费则请现在申请新卡。`,
      },
    };
  return {
    helps: "not-known",
    words: {
      en: "Nothing says that the card is at fault. If you know a reason, say it with --because; `cellward diagnose` tells what is seen.",
      zh: "没有迹象表明卡有问题。如已知原因，请用 --because 说明；cellward diagnose 可查看诊断。",
    },
  };
}

function byCause(cause: CauseCode, resume: ResumeFacts, before: Words = { en: "", zh: "" }): Need {
  const { helps, words: sold, notSold = sold } = NEED_RULES[cause];
  const words = resume.topUp === false ? notSold : sold;
  const earliest = RESUME_RULES[cause].earliest(resume);
  const day = earliest.kind === "at" ? dayOf(earliest.at, resume.zone) : undefined;
  return defined({
    helps,
    cause,
    words: {
      en: before.en + words.en.replace("{day}", day ?? "the first day of the next cycle"),
      zh: before.zh + words.zh.replace("{day}", day ?? "下一账期首日"),
    },
  });
}

const named = (cause: CauseCode): Words => {
  const { name } = causeRow(cause);
  return { en: `By the diagnosis: ${name.en}. `, zh: `诊断：${name.zh}。` };
};

const untilText = ({ renewableUntil }: ValidityStand): string =>
  renewableUntil === undefined ? "-" : dayText(renewableUntil);
