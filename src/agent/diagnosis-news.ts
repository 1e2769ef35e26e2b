import type { Diagnosis } from "../diagnosis/diagnose.ts";
import type { Draft } from "../journal/journal-entry.ts";
import type { BookView } from "../report/picture.ts";

/** For the evidence journal: what was believed, when it was. */
export const believedEvidence = ({ state, causes }: Diagnosis): Draft["fields"] => ({
  state,
  causes: causes.slice(0, 3).map(({ cause, standing, confidence, for: why }) => ({
    cause,
    standing,
    confidence,
    for: why.slice(0, 4).map(({ finding }) => finding.kind),
  })),
});

/** What of a book speaks of a stop, without the figures that move with every byte. */
export const marks = ({ iccid, standing, plan }: BookView): string =>
  JSON.stringify([
    iccid,
    plan.known,
    standing.cycle.from,
    standing.conserveReached,
    standing.essentialReached,
    standing.overLimit,
    standing.cancelled,
  ]);

/** What makes a diagnosis another one: not the second digit of a confidence. */
export const signature = ({ state, causes, confirmed }: Diagnosis): string =>
  JSON.stringify([
    state,
    causes.slice(0, 3).map(({ cause, standing, confidence }) => [cause, standing, Math.round(confidence * 5)]),
    confirmed?.cause,
    confirmed?.contradictedBy.length,
  ]);
