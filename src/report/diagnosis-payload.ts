import { defined } from "../base/defined.ts";
import { isoInstant } from "../base/instant.ts";
import { causeRow } from "../diagnosis/cause.ts";
import type { RankedCause } from "../diagnosis/diagnose.ts";
import type { ResumeFacts } from "../diagnosis/rules/resume-rule.ts";
import { RESUME_RULES } from "../diagnosis/rules/resume-rules.ts";
import type * as contract from "./contract.ts";
import { saidAt } from "./payload-parts.ts";
import type { OtherCard, Said, ToldDiagnosis } from "./picture.ts";

/** The card pays for every byte of it: the likeliest few, and of each the strongest few. */
const MOST_CAUSES = 3;
const MOST_FINDINGS = 4;

export function diagnosisPayload({ diagnosis, before, resume, other }: ToldDiagnosis, now: Said): contract.Diagnosis {
  const { state, causes, notExcluded, unseen, confirmed, at } = diagnosis;
  return defined({
    ...saidAt(now),
    asOf: isoInstant(at),
    before: before ? (true as const) : undefined,
    state,
    // Of a device that works nothing is worth a byte but what somebody has confirmed.
    causes: causes
      .filter(({ standing }) => state === "trouble" || standing === "confirmed")
      .slice(0, MOST_CAUSES)
      .map((row) => toldCause(row, resume)),
    notExcluded: [...notExcluded],
    unseen: [...unseen],
    confirmed:
      confirmed === undefined
        ? undefined
        : defined({
            cause: confirmed.cause,
            at: isoInstant(confirmed.at),
            by: confirmed.by,
            believed: confirmed.believed,
            contradictedBy: confirmed.contradictedBy.map(({ kind }) => kind),
          }),
    other: other && otherPayload(other),
  });
}

const otherPayload = ({ slot, home, asOf, why, cause, resume }: OtherCard): contract.Diagnosis["other"] =>
  defined({ slot, home, asOf: isoInstant(asOf), why, cause: cause && toldCause(cause, resume) });

export function toldCause(row: RankedCause, resume: ResumeFacts): contract.Diagnosis["causes"][number] {
  const { slip, side, name } = causeRow(row.cause);
  const rule = RESUME_RULES[row.cause];
  const back = rule.earliest(resume);
  return defined({
    cause: row.cause,
    slip,
    side,
    name: name.en,
    nameZh: name.zh,
    confidence: row.confidence,
    standing: row.standing,
    form: row.form,
    for: row.for.slice(0, MOST_FINDINGS).map(({ finding }) => finding.kind),
    against: row.against.slice(0, MOST_FINDINGS).map(({ finding }) => finding.kind),
    notSeparatedFrom: [...row.notSeparatedFrom],
    acts: [...rule.acts],
    byItself: rule.byItself,
    topUp: rule.topUp === undefined ? undefined : resume.topUp,
    back: back.kind,
    earliest: back.kind === "at" ? isoInstant(back.at) : undefined,
    latest: back.kind === "at" && back.latest !== undefined ? isoInstant(back.latest) : undefined,
  });
}
