import { type Duration, Seconds } from "../base/duration.ts";
import type { Gate, GateAnswer, GateCommand, NftJson } from "../ports/gate.ts";
import { NftTalk } from "./nft-talk.ts";
import { findProgram, runProgram } from "./system-program.ts";

export interface NftGateOptions {
  /** Another nft than the system's. */
  readonly program?: string;
  /** Who has not answered by then is ended, and another one is started for the next command. */
  readonly within?: Duration;
}

const WITHIN = Seconds(2);
const MOST_TOLD = 200;
const MOST_OUTPUT = 4 * 1_024 * 1_024;

/** The packet filter by nft: one long-lived process, or one for each command where nft was built without its command line. */
export class NftGate implements Gate {
  readonly #program: string | undefined;
  readonly #within: Duration;
  #path: string | undefined;
  #talk: NftTalk | undefined;
  #single = false;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor({ program, within = WITHIN }: NftGateOptions = {}) {
    this.#program = program;
    this.#within = within;
  }

  run(command: GateCommand): Promise<GateAnswer> {
    const answer = this.#last.then(() => this.#run(command));
    this.#last = answer;
    return answer;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
    this.#talk?.close();
    this.#talk = undefined;
  }

  async #run(command: GateCommand): Promise<GateAnswer> {
    if (this.#closed) return unavailable("the agent is stopping", "nothing");
    if (process.platform !== "linux")
      return unavailable("this is not Linux", "run the agent on Linux to have limits kept");
    this.#path ??= this.#program ?? (await findProgram("nft"));
    if (this.#path === undefined)
      return unavailable("the program nft is not installed", "install the package nftables");
    const line = typeof command === "string" ? command : JSON.stringify({ nftables: command });
    // A line end would be another command.
    if (/[\n\r\0]/.test(line)) return { kind: "refused", why: "it holds a line end" };
    if (this.#single) return this.#alone(this.#path, line);
    if (this.#talk === undefined || this.#talk.ended) this.#talk = new NftTalk(this.#path);
    const talk = this.#talk;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      talk.kill();
    }, this.#within);
    const said = await talk.ask(line);
    clearTimeout(timer);
    if (said.kind === "said") return answerOf(said.lines);
    if (late)
      return unavailable(
        `nft did not answer within ${this.#within / 1_000} s and was ended`,
        "nothing: it is started again",
      );
    if (/not supported in this build|[Ii]nteractive/.test(talk.lastWords)) {
      this.#single = true;
      return this.#alone(this.#path, line);
    }
    return ended(talk.lastWords);
  }

  async #alone(path: string, input: string): Promise<GateAnswer> {
    const command = [path, "-j", "-f", "-"] as const;
    const end = await runProgram({ command, input: `${input}\n`, within: this.#within, mostOutput: MOST_OUTPUT });
    if (end.kind === "not-run") return unavailable(`nft did not answer: ${end.why}`, "nothing: it is tried again");
    if (PRIVILEGE.test(end.complaints)) return ended(end.complaints);
    return answerOf([...end.complaints.split("\n"), ...end.out.split("\n")].filter((line) => line !== ""));
  }
}

const PRIVILEGE = /not permitted|must be root|Permission denied/i;

const unavailable = (why: string, remedy: string): GateAnswer => ({ kind: "unavailable", why, remedy });

function ended(words: string): GateAnswer {
  if (PRIVILEGE.test(words))
    return unavailable(
      "this user may not change the kernel's packet filter",
      "give the service AmbientCapabilities=CAP_NET_ADMIN",
    );
  if (/Protocol not supported|Unable to initialize Netlink/i.test(words))
    return unavailable("this kernel has no nftables", "use a kernel with CONFIG_NF_TABLES");
  const said = words.split("\n")[0]?.slice(0, MOST_TOLD) ?? "";
  return unavailable(`nft ended${said === "" ? "" : `: ${said}`}`, "nothing: it is started again");
}

function answerOf(lines: readonly string[]): GateAnswer {
  const complaint = lines.find((line) => /\bError: /.test(line));
  if (complaint !== undefined)
    return { kind: "refused", why: complaint.replace(/^.*?\bError: /, "").slice(0, MOST_TOLD) };
  return { kind: "done", objects: lines.flatMap(objectsIn) };
}

/** Anything else than nft's JSON, such as a prompt, says nothing. */
function objectsIn(line: string): readonly NftJson[] {
  if (!line.startsWith("{")) return [];
  try {
    const told: unknown = JSON.parse(line);
    const all: unknown = typeof told === "object" && told !== null ? Reflect.get(told, "nftables") : undefined;
    return Array.isArray(all) ? all.filter(isObject).filter((one) => !("metainfo" in one)) : [];
  } catch {
    return [];
  }
}

const isObject = (value: unknown): value is NftJson => typeof value === "object" && value !== null;
