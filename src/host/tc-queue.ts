import { Seconds } from "../base/duration.ts";
import type { QueueDone, QueueLook, QueueStep, UplinkQueue } from "../ports/uplink-queue.ts";
import { findProgram, runProgram } from "./system-program.ts";

const WITHIN = Seconds(2);
const UNITS: Readonly<Record<string, number>> = { "": 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };
/** As the kernel has it when nobody says anything (GSO_MAX_SEGS). */
const MOST_SEGMENTS = 65_535;

/** Queues by tc and ip of iproute2, a process for each: they are asked for at most every ten seconds. */
export class TcQueue implements UplinkQueue {
  /** Words before each command, to have it run elsewhere. */
  readonly #before: readonly string[];

  constructor(before: readonly string[] = []) {
    this.#before = before;
  }

  async look(name: string): Promise<QueueLook> {
    const [disciplines, classes, links] = [
      await this.#run("tc", "-j", "qdisc", "show", "dev", name),
      // Classes have no JSON (iproute2 6.1).
      await this.#run("tc", "class", "show", "dev", name),
      await this.#run("ip", "-j", "-d", "link", "show", "dev", name),
    ];
    for (const end of [disciplines, classes, links]) {
      if (end.kind !== "refused") continue;
      if (/Cannot find device|does not exist/.test(end.why)) return { kind: "absent" };
      return { kind: "unavailable", why: end.why, remedy: "look at it by hand" };
    }
    if (disciplines.kind !== "out" || classes.kind !== "out" || links.kind !== "out")
      return unavailable([disciplines, classes, links].find(isUnavailable)?.why ?? "");
    const root = objects(disciplines.out).find((one) => one["root"] === true);
    const [link] = objects(links.out);
    return {
      kind: "link",
      discipline: textOr(root?.["kind"], "none"),
      handle: textOr(root?.["handle"], "0:"),
      rates: ratesIn(classes.out),
      wholePackets: link?.["gso_max_segs"] === 1,
    };
  }

  async change(name: string, steps: readonly QueueStep[]): Promise<QueueDone> {
    for (const step of steps) {
      const end = await this.#run(...wordsOf(name, step));
      if (end.kind === "refused") return end;
      if (end.kind === "unavailable") return unavailable(end.why);
    }
    return { kind: "done" };
  }

  async #run(program: string, ...words: readonly string[]): Promise<Run> {
    const [first, ...rest] = [...this.#before, program];
    const path = await findProgram(first);
    if (path === undefined) return { kind: "unavailable", why: `the program ${first} is not installed` };
    const end = await runProgram({ command: [path, ...rest, ...words], within: WITHIN, mostOutput: 65_536 });
    if (end.kind === "not-run") return { kind: "unavailable", why: `${program} did not answer: ${end.why}` };
    if (end.code === 0) return { kind: "out", out: end.out };
    const said = end.complaints.trim().split("\n")[0]?.slice(0, 200) ?? "";
    if (/not permitted/i.test(said)) return { kind: "unavailable", why: `${program} may not be used by this user` };
    return { kind: "refused", why: `${program}: ${said === "" ? `exit code ${end.code}` : said}` };
  }
}

type Run =
  | { readonly kind: "out"; readonly out: string }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "unavailable"; readonly why: string };

const isUnavailable = (run: Run): run is Extract<Run, { kind: "unavailable" }> => run.kind === "unavailable";

const unavailable = (why: string): { readonly kind: "unavailable"; readonly why: string; readonly remedy: string } => ({
  kind: "unavailable",
  why,
  remedy: why.includes("not installed")
    ? "install the package iproute2"
    : "give the service AmbientCapabilities=CAP_NET_ADMIN",
});

function wordsOf(name: string, step: QueueStep): readonly [string, ...string[]] {
  switch (step.kind) {
    case "discipline":
      return ["tc", "qdisc", "replace", "dev", name, "root", "handle", step.handle, "htb"];
    case "rate": {
      const rate = `${step.bytes}bps`;
      const parent = ["parent", step.handle, "classid", step.id];
      return ["tc", "class", "replace", "dev", name, ...parent, "htb", "rate", rate, "ceil", rate];
    }
    case "unrate":
      return ["tc", "class", "del", "dev", name, "classid", step.id];
    case "remove":
      return ["tc", "qdisc", "del", "dev", name, "root"];
    case "packets":
    default:
      return ["ip", "link", "set", "dev", name, "gso_max_segs", String(step.whole ? 1 : MOST_SEGMENTS)];
  }
}

/** `class htb ca11:40 root prio 0 rate 65536bit ceil 65536bit burst ...` */
function ratesIn(out: string): ReadonlyMap<string, number> {
  const found = [...out.matchAll(/^class htb (\S+) .*?\brate (\d+)([KMGT]?)bit\b/gm)];
  return new Map(found.map(([, id = "", digits, unit = ""]) => [id, (Number(digits) * (UNITS[unit] ?? 1)) / 8]));
}

const textOr = (value: unknown, otherwise: string): string => (typeof value === "string" ? value : otherwise);

function objects(out: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const told: unknown = JSON.parse(out);
    return Array.isArray(told) ? told.filter((one) => typeof one === "object" && one !== null) : [];
  } catch {
    return [];
  }
}
