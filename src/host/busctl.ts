import * as v from "valibot";
import { type Duration, Seconds } from "../base/duration.ts";
import { busRefusal } from "./bus-refusal.ts";
import {
  type BusAnswer,
  type BusCall,
  type BusFailure,
  type BusObject,
  type MessageBus,
  readAs,
} from "./message-bus.ts";
import { findProgram, runProgram } from "./system-program.ts";

const QUICK = Seconds(10);
/** A modem's list of ports and bearers is some hundred bytes; a list of every object some thousands. */
const MOST_OUTPUT = 256 * 1_024;
/** What is said of a failure ends up in a message. */
const MOST_SAID = 200;

const Told = v.object({ data: v.unknown() });

/**
 * The system's bus by systemd's own client, a process for each question: a few milliseconds, at most some questions in half a
 * minute. Properties are asked for one by one, because busctl 252 answers nothing at all to a whole dictionary in which one value has
 * numbers for keys (measured: `UnlockRetries`, a{uu}, of ModemManager 1.20).
 */
export class Busctl implements MessageBus {
  readonly #bus: string;

  /** Undefined: the machine's own. */
  constructor(address?: string) {
    this.#bus = address === undefined ? "--system" : `--address=${address}`;
  }

  async has(service: string): Promise<BusAnswer<boolean>> {
    const object = {
      service: "org.freedesktop.DBus",
      path: "/org/freedesktop/DBus",
      interface: "org.freedesktop.DBus",
    };
    const answer = await this.call({ object, method: "NameHasOwner", words: ["s", service], within: QUICK });
    const read = readAs(answer, v.tuple([v.boolean()]));
    return read.kind === "failed" ? read : { kind: "answer", value: read.value[0] };
  }

  async paths(service: string): Promise<BusAnswer<readonly string[]>> {
    const said = await this.#ask(["--list", "tree", service], QUICK);
    return said.kind === "failed" ? said : { kind: "answer", value: said.value.split("\n") };
  }

  async properties(object: BusObject, names: readonly string[]): Promise<BusAnswer<unknown>> {
    const { service, path, interface: of } = object;
    const said = await this.#ask(["get-property", service, path, of, ...names], QUICK);
    if (said.kind === "failed") return said;
    // One line for each, in their order.
    const told = said.value.trimEnd().split("\n").map(parsed);
    const value = Object.fromEntries(names.flatMap((name, at) => (at in told ? [[name, told[at]]] : [])));
    return { kind: "answer", value };
  }

  async call({ object, method, words = [""], within }: BusCall): Promise<BusAnswer<unknown>> {
    const { service, path, interface: of } = object;
    const [signature, ...rest] = words;
    const args = signature === "" ? [] : [signature, ...rest];
    const said = await this.#ask(["call", service, path, of, method, ...args], within);
    // A method that returns nothing prints nothing.
    return said.kind === "failed"
      ? said
      : { kind: "answer", value: said.value.trim() === "" ? [] : parsed(said.value) };
  }

  async #ask(words: readonly string[], within: Duration): Promise<BusAnswer<string>> {
    const path = await findProgram("busctl");
    if (path === undefined) return { kind: "failed", cause: "no-program", text: "busctl (of systemd) is not here" };
    const options = [
      this.#bus,
      "--json=short",
      "--no-pager",
      // Whoever stopped the owner is not overruled by a question; and nobody sits here to be asked for a password.
      "--auto-start=no",
      "--allow-interactive-authorization=no",
      `--timeout=${within / 1_000}`,
    ];
    // Past its own limit busctl ends by itself; what does not is ended.
    const run = { command: [path, ...options, ...words], within: Seconds(within / 1_000 + 5) } as const;
    const end = await runProgram({ ...run, mostOutput: MOST_OUTPUT });
    if (end.kind === "not-run") return { kind: "failed", cause: "no-program", text: `busctl: ${end.why}` };
    return end.code === 0 ? { kind: "answer", value: end.out } : failure(end.complaints);
  }
}

/** busctl tells the error's text without its name. */
function failure(complaints: string): BusFailure {
  const said = (complaints.trim().split("\n").at(-1) ?? "").slice(0, MOST_SAID);
  return { kind: "failed", cause: busRefusal(said), text: said === "" ? "busctl failed and said nothing" : said };
}

function parsed(line: string): unknown {
  try {
    const told = v.safeParse(Told, JSON.parse(line));
    return told.success ? told.output.data : undefined;
  } catch {
    return undefined;
  }
}
