import { type Duration, Millis, Seconds } from "../base/duration.ts";

/** Cheapest first; a page is asked for last, and only to tell a portal from silence. */
export const PROBE_KINDS = ["echo", "tcp", "dns", "page"] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

export type ProbeResult = "answered" | "refused" | "silent" | "unreachable" | "foreign";

/**
 * The most bytes at the IP layer that one of each can cost, both directions: two datagrams of an echo and their answers; a SYN that is
 * repeated for ten seconds or a handshake and its end; two questions and what comes back in a datagram; a page, of which ten segments may be
 * under way before anybody can say that it is enough (RFC 6928). A TLS handshake, which only a person's acceptance test asks for: 16 KB and
 * ten segments more.
 */
export const MOST_BYTES: Readonly<Record<ProbeKind | "tls", number>> = {
  echo: 256,
  tcp: 640,
  dns: 1_500,
  page: 15_500,
  tls: 32_000,
};

/** An acceptance test asks for one of each but the page. Not less than three of them a day: a new card is not to be left half tested. */
export const TEST_BYTES_PER_DAY: number = 3 * (MOST_BYTES.echo + MOST_BYTES.tcp + MOST_BYTES.dns + MOST_BYTES.tls);

/** What is known when a probe is thought of. Times are of the monotonic clock, in milliseconds. */
export interface ProbeStanding {
  readonly now: number;
  /** Something says that data may not pass: a diagnosis that is not calm, a suspicion, packets that nothing came back to. */
  readonly doubted: boolean;
  /** What the business's own packets say now, free of charge. */
  readonly traffic: "proves" | "silent" | "unknown";
  /** Data cannot pass at all, by the level or by what the modem tells: there is nothing to be learned by sending. */
  readonly closed: boolean;
  /** An address of the cellular interface's own is there to send from. */
  readonly addressed: boolean;
}

export interface ProbeLimits {
  /** Those that the owner has ordered. */
  readonly kinds: readonly ProbeKind[];
  readonly bytesPerDay: number;
  /** Least from the end of one round to the next one; doubled with every round that changed nothing. */
  readonly distance: Duration;
  readonly distanceCap: Duration;
}

/** What was done so far. Plain data. */
export interface ProbeCourse {
  /** Results of the round that runs, or of the last one. */
  readonly round: Readonly<Partial<Record<ProbeKind, ProbeResult>>>;
  /** A round runs: it goes on until it has told what it can. */
  readonly running: boolean;
  /** Rounds since the path was last proved by traffic. */
  readonly rounds: number;
  /** No round begins before. Undefined while nothing is doubted. */
  readonly notBefore?: number;
  /** Of today. */
  readonly spent: number;
  /** The last round could not be paid for to its end. */
  readonly cut?: true;
}

export const NO_COURSE: ProbeCourse = { round: {}, running: false, rounds: 0, spent: 0 };

export type WhyNoProbe =
  | "nothing-ordered"
  | "path-proved"
  | "not-doubted"
  | "closed"
  | "no-address"
  | "waits"
  | "budget";

export type NextProbe =
  | { readonly kind: "probe"; readonly probe: ProbeKind; readonly course: ProbeCourse }
  | { readonly kind: "none"; readonly why: WhyNoProbe; readonly course: ProbeCourse; readonly at?: number };

/** From so long after a doubt to three times as long: thousands of devices behind one gate that closed must not ask in one second. */
const FIRST_AFTER: Duration = Seconds(30);

/** The next probe, or none and why. Pure; `random` is one draw from [0, 1). */
export function nextProbe(
  course: ProbeCourse,
  standing: ProbeStanding,
  limits: ProbeLimits,
  random: number,
): NextProbe {
  const none = (why: WhyNoProbe, next: ProbeCourse, at?: number): NextProbe => ({
    kind: "none",
    why,
    course: next,
    ...(at === undefined ? {} : { at }),
  });
  const { now } = standing;
  if (limits.kinds.length === 0) return none("nothing-ordered", course);
  // Only the business's own packets take the growing distance back: a path that flaps is paid for once a distance.
  if (standing.traffic === "proves")
    return none("path-proved", begunAnew(endRound(course, now, limits, random), now, limits));
  // A round that runs is brought to its end: its first answers may be what takes the doubt away, and one kind alone is no proof.
  if (!standing.doubted && !course.running) return none("not-doubted", endRound(course, now, limits, random));
  if (standing.closed) return none("closed", endRound(course, now, limits, random));
  if (!standing.addressed) return none("no-address", endRound(course, now, limits, random));
  const waiting = { ...course, notBefore: course.notBefore ?? now + FIRST_AFTER * (1 + 2 * random) };
  if (!course.running && waiting.notBefore > now)
    return none(course.cut === true ? "budget" : "waits", waiting, waiting.notBefore);
  const round = course.running ? course.round : {};
  const probe = wanted(round, standing.traffic, limits.kinds);
  if (probe === undefined) {
    const ended = endRound(waiting, now, limits, random);
    return none("waits", ended, ended.notBefore);
  }
  if (course.spent + MOST_BYTES[probe] > limits.bytesPerDay)
    return none("budget", { ...(course.running ? endRound(waiting, now, limits, random) : waiting), cut: true });
  const { cut: _cut, ...paid } = waiting;
  return {
    kind: "probe",
    probe,
    course: { ...paid, round, running: true, spent: course.spent + MOST_BYTES[probe] },
  };
}

/** What a probe found; its worst case was charged when it was sent. */
export const probed = (course: ProbeCourse, probe: ProbeKind, result: ProbeResult, bytes: number): ProbeCourse => ({
  ...course,
  round: { ...course.round, [probe]: result },
  spent: Math.max(0, course.spent - MOST_BYTES[probe] + bytes),
});

/** What was found belongs to another attachment, card or address: nothing of it counts, what it cost does. */
export const forgotten = ({ cut: _cut, ...course }: ProbeCourse): ProbeCourse => ({ ...course, round: {} });

/** Another day has its own amount. */
export const nextDay = ({ cut: _cut, ...course }: ProbeCourse): ProbeCourse => ({ ...course, spent: 0 });

/** From one kind to the next within a round: nobody's answer is hurried after. */
export const BETWEEN_PROBES: Duration = Seconds(2);

function endRound(course: ProbeCourse, now: number, limits: ProbeLimits, random: number): ProbeCourse {
  const { notBefore, ...rest } = course;
  if (!course.running) return notBefore === undefined || notBefore > now ? course : rest;
  return {
    ...course,
    running: false,
    rounds: course.rounds + 1,
    notBefore: now + spread(distanceAfter(course.rounds, limits), random),
  };
}

function begunAnew(course: ProbeCourse, now: number, { distance }: ProbeLimits): ProbeCourse {
  const { notBefore, cut: _cut, ...rest } = course;
  return { ...rest, rounds: 0, ...(notBefore === undefined ? {} : { notBefore: Math.min(notBefore, now + distance) }) };
}

/** After so many rounds that changed nothing. */
export const distanceAfter = (rounds: number, { distance, distanceCap }: ProbeLimits): Duration =>
  Millis(Math.min(Math.max(distance, distanceCap), distance * 2 ** Math.min(rounds, 20)));

/** From the whole of it to half as much again: never sooner than was promised. */
const spread = (wait: Duration, random: number): number => Math.round(wait * (1 + random / 2));

/**
 * One kind alone is no proof: a round ends when two have told the same, when one has shown a stranger, or when all were asked. The
 * business's own silence does not shorten it: its server and the echo's may be one machine. A name is asked for also when addresses
 * have answered, since names may be what is dead. A connection alone that was accepted or reset, beside silence, may be a portal's doing,
 * which takes every address for its own: a page tells.
 */
function wanted(
  round: ProbeCourse["round"],
  traffic: ProbeStanding["traffic"],
  ordered: readonly ProbeKind[],
): ProbeKind | undefined {
  const told = (...results: readonly ProbeResult[]): readonly ProbeKind[] =>
    PROBE_KINDS.filter((kind) => results.some((result) => round[kind] === result));
  if (told("foreign").length > 0) return undefined;
  const answers = told("answered", "refused").filter((kind) => kind !== "dns");
  const silences = told("silent").length + (traffic === "silent" ? 1 : 0);
  const open = (kind: ProbeKind): boolean => ordered.includes(kind) && round[kind] === undefined;
  if (answers.length === 0 && told("silent").length >= 2) return open("page") ? "page" : undefined;
  if (answers.length >= 2 && !open("dns")) return undefined;
  const cheap = PROBE_KINDS.find((kind) => kind !== "page" && open(kind) && (answers.length < 2 || kind === "dns"));
  if (cheap !== undefined) return cheap;
  const byTcpAlone = answers.every((kind) => kind === "tcp");
  return byTcpAlone && silences >= 1 && open("page") ? "page" : undefined;
}
