import { CAUSE_CODES, type CauseCode, causeRow } from "./cause.ts";
import { evidenceOf, type Scores, type Weighed } from "./score.ts";

/** What holds a confidence down, whatever the sums say. */
export type Bound = "not-separated" | "one-source" | "not-excluded" | "too-early" | "never-certain";

/** The figures: from 0.8 on somebody may act without asking. */
export const BOUNDS: Readonly<Record<Bound, number>> = {
  "never-certain": 0.97,
  // Nothing, or nothing but a message, separates it from every look-alike.
  "not-separated": 0.78,
  "one-source": 0.75,
  // A fault of the device, the card's contact or the coverage would look the same.
  "not-excluded": 0.55,
  // 24.301 10.2: the modem tries again after T3402, 12 minutes by default; before that a detach may be maintenance.
  "too-early": 0.5,
};

/** Five to one, by all findings together, and by one of them alone a good three to one. */
const SEPARATES = 1.6;
const SEPARATES_ALONE = 1.2;
const SPEAKS = 0.7;
const EXCLUDES = -2.4;

/** What has to be excluded before the carrier is blamed. */
export const EXCLUSIONS = {
  device: ["modem-hung", "serial-fault"],
  sim: ["sim-absent", "sim-locked"],
  coverage: ["no-coverage"],
} as const satisfies Record<string, readonly CauseCode[]>;
export type Exclusion = keyof typeof EXCLUSIONS;

const placeOf = (cause: CauseCode): number => CAUSE_CODES.indexOf(cause);

/** What nothing excludes yet. */
export function notExcluded(weighed: readonly Weighed[]): readonly Exclusion[] {
  const excluded = (cause: CauseCode): boolean =>
    weighed.some(({ weights }) => (weights[placeOf(cause)] ?? 0) <= EXCLUDES);
  return (["device", "sim", "coverage"] as const).filter((what) => !EXCLUSIONS[what].every(excluded));
}

/** Whether what was found makes one cause five times as likely as another, and one finding of it plainly does. */
export function separates(
  weighed: readonly Weighed[],
  evidence: readonly number[],
  one: CauseCode,
  other: CauseCode,
): boolean {
  const [a, b] = [placeOf(one), placeOf(other)];
  if ((evidence[a] ?? 0) - (evidence[b] ?? 0) < SEPARATES) return false;
  return weighed.some(({ weights }) => (weights[a] ?? 0) - (weights[b] ?? 0) >= SEPARATES_ALONE);
}

/** Who tells a cause by its name and can know: the platform, a person who asked. */
const isTold = ({ finding }: Weighed): boolean =>
  finding.kind.startsWith("platform:") || finding.kind.startsWith("person:");

/** What was found but for messages: anybody can write one, a false base station even in the carrier's name. */
export interface Unwritten {
  readonly weighed: readonly Weighed[];
  readonly evidence: readonly number[];
}

export function withoutNotices(weighed: readonly Weighed[]): Unwritten {
  const unwritten = weighed.filter(({ family }) => family !== "notice");
  return { weighed: unwritten, evidence: evidenceOf(unwritten) };
}

/** What a cause is judged by. */
export interface Known {
  readonly weighed: readonly Weighed[];
  readonly scores: Scores;
  readonly unwritten: Unwritten;
}

/** Everything that holds the confidence of a cause down. */
export function boundsOf(cause: CauseCode, { weighed, scores, unwritten }: Known): readonly Bound[] {
  const place = placeOf(cause);
  const speaking = weighed.filter(({ weights }) => (weights[place] ?? 0) >= SPEAKS);
  const sources = new Set(speaking.map(({ family }) => family));
  const separate = CAUSE_CODES.every(
    (other) =>
      other === cause ||
      (separates(unwritten.weighed, unwritten.evidence, cause, other) &&
        separates(weighed, scores.evidence, cause, other)),
  );
  const { side } = causeRow(cause);
  const blamesCarrier = side === "card" && !speaking.some(isTold);
  const open = blamesCarrier && notExcluded(weighed).length > 0;
  const early =
    blamesCarrier && speaking.some(({ finding }) => finding.kind === "detached") && !speaking.some(isVerdict);
  return [
    "never-certain",
    ...(separate ? [] : (["not-separated"] as const)),
    ...(sources.size > 1 ? [] : (["one-source"] as const)),
    ...(open ? (["not-excluded"] as const) : []),
    ...(early ? (["too-early"] as const) : []),
  ];
}

/** What the network did after a detach. A message is written before it as well, and silence of the path is the detach itself. */
const isVerdict = ({ family, finding: { kind } }: Weighed): boolean =>
  ["registration", "bearer", "detach"].includes(family) && kind !== "detached" && kind !== "context-taken";
