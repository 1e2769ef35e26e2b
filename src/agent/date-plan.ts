import type { WallMs } from "../base/instant.ts";
import { plainText } from "../base/plain-text.ts";
import { NEVER } from "../plan/cycle.ts";
import { comesTwice, INSTANT_FORM, readInstant } from "../plan/file/written-instant.ts";
import { secondText } from "../plan/local-text.ts";
import { replay } from "../plan/rating/replay.ts";
import { slotAt } from "../plan/slot.ts";
import { TWICE } from "../plan/statement.ts";
import type { Words } from "../plan/words.ts";
import { erasThatCount, type PlanEra } from "./kept-plans.ts";
import { type PlanCourse, slotEdges } from "./plan-course.ts";

/** When a person says that the card's last change of plan happened, not yet understood. */
export interface ChangeSaid {
  readonly at: string;
  /** It held whole from then on; else it was ordered then, and held from the next cycle on. */
  readonly forced: boolean;
}

export interface DatingPlace {
  /** Without those that only gave a plan another name. */
  readonly eras: readonly PlanEra[];
  readonly now: WallMs;
  /** Of the plan in force. */
  readonly zone: string;
  /** The first hour that the books keep: from there on everything can be rated anew. */
  readonly keptFrom: WallMs;
}

export type Dating =
  | { readonly kind: "dated"; readonly era: PlanEra; readonly note?: Words }
  | { readonly kind: "refused"; readonly why: Words };

/** The last plan of a card, dated as a person says instead of by the reading of its file. */
export function datePlan({ at: text, forced }: ChangeSaid, { eras, now, zone, keptFrom }: DatingPlace): Dating {
  const last = eras.at(-1);
  const before = erasThatCount(eras.slice(0, -1));
  const previous = before.at(-1);
  if (last === undefined || previous === undefined) return { kind: "refused", why: NO_OTHER };
  if (last.corrected === true) return { kind: "refused", why: CORRECTED };
  const at = readInstant(text, zone);
  const shown = plainText(text.slice(0, 80));
  if (at === undefined)
    return refused(shown, { en: `expected ${INSTANT_FORM}`, zh: "应为日期或时刻，如 2026-01-05 14:30:00（套餐时区）" });
  const told = (instant: WallMs): string => `${secondText(instant, zone)} (${zone})`;
  // Of the first plan nobody knows since when: it is that of all that came before.
  const started = before.length > 1 ? previous.at : undefined;
  const latest = told(now);
  if (at > now)
    return refused(shown, {
      en: `which is in the future; expected an instant up to now, ${latest}`,
      zh: `在将来；应不晚于现在 ${latest}`,
    });
  if (started !== undefined && at <= started) {
    const { name } = previous.written.plan;
    return refused(shown, {
      en: `but the change to the plan before it, ${name}, is dated ${told(started)}; expected an instant after that, up to now, ${latest}`,
      zh: `但其前的套餐 ${name} 变更于 ${told(started)}；应晚于该时刻，且不晚于现在 ${latest}`,
    });
  }
  if (at < keptFrom) {
    // Then the first plan of these books was only its file's.
    const never =
      started === undefined
        ? {
            en: `. Did ${last.written.plan.name} hold all that time, say \`cellward fact plan-corrected\``,
            zh: `。若此间一直是 ${last.written.plan.name}，请用 cellward fact plan-corrected`,
          }
        : { en: "", zh: "" };
    return refused(shown, {
      en: `but the books keep no hours from before ${told(keptFrom)}; expected an instant from then on, up to now, ${latest}${never.en}`,
      zh: `但账本没有 ${told(keptFrom)} 之前各小时的用量；应不早于该时刻，且不晚于现在 ${latest}${never.zh}`,
    });
  }
  const era = { ...last, at, forced, readAt: last.readAt ?? last.at };
  return { kind: "dated", era, ...(comesTwice(text, zone) ? { note: TWICE } : {}) };
}

/** The last plan as it came, without what a person said of its date. Undefined: nothing was said. */
export function undated({ readAt, ...era }: PlanEra): PlanEra | undefined {
  if (!era.forced && readAt === undefined) return undefined;
  return { ...era, at: readAt ?? era.at, forced: false };
}

/** What comes of it, in words. `course`: with the plan as it is dated now; `keptFrom` as it was read by. */
export function datedWords(era: PlanEra, course: PlanCourse, { zone, keptFrom }: Omit<DatingPlace, "eras">): Words {
  const { name } = era.written.plan;
  const told = (instant: WallMs): string => `${secondText(instant, zone)} (${zone})`;
  const undo = {
    en: "Everything since is rated anew; `cellward fact plan-later` dates the change by the reading of its file again.",
    zh: "此后用量与结转重新计算；撤销（仍以读入文件的时间为准）：cellward fact plan-later。",
  };
  if (era.forced) {
    const edges = slotEdges(course);
    const hour = slotAt(era.at, { ...edges, instants: edges.instants.filter((instant) => instant !== era.at) }).from;
    const within = hour !== era.at;
    return {
      en: `${name} holds whole from ${told(era.at)} on: what was used before is not taken off it, and its cycle begins then. ${within ? `Bytes are kept by the hour: those of the hour from ${told(hour)} count for the plan before. ` : ""}${undo.en}`,
      zh: `${name} 自 ${told(era.at)} 起立即生效，额度从该时刻起计。${within ? `用量按小时记录：自 ${told(hour)} 起的这一小时计入原套餐。` : ""}${undo.zh}`,
    };
  }
  const facts = course.facts.filter(({ at }) => at <= era.at);
  const { to } = replay(course.plan, keptFrom, { usages: [], facts }).cycle;
  if (to >= NEVER)
    return {
      en: `The change to ${name} is dated ${told(era.at)}, but the plan before has no cycle that ends: where ${name} held from then on, say \`cellward fact plan-now --at\` with that instant. ${undo.en}`,
      zh: `${name} 的变更时间记为 ${told(era.at)}，但原套餐的账期没有终止；若自该时刻起即生效，请用 cellward fact plan-now --at。${undo.zh}`,
    };
  return {
    en: `The change to ${name} is dated ${told(era.at)}: it holds from the next cycle on, that of ${told(to)}. ${undo.en}`,
    zh: `${name} 的变更时间记为 ${told(era.at)}，自下个账期 ${told(to)} 起生效。${undo.zh}`,
  };
}

const NO_OTHER: Words = {
  en: "No other plan came after the first one of this card, so that there is no change to date: change its file (or the rule of the card), `systemctl reload cellward`, then say this again",
  zh: "此卡没有变更过套餐，无从注明时间：先修改套餐文件（或卡的规则），执行 systemctl reload cellward 后重试",
};

const CORRECTED: Words = {
  en: "The plan that came last is stated to be a correction, which has no date; take that back first (`cellward fact plan-later`), then say this again",
  zh: "最近的套餐已说明为更正，没有变更时间；请先撤销（cellward fact plan-later）后重试",
};

const refused = (shown: string, { en, zh }: Words): Dating => ({
  kind: "refused",
  why: { en: `--at: found "${shown}", ${en}`, zh: `--at：写的是“${shown}”，${zh}` },
});
