import { type Duration, Millis } from "../base/duration.ts";
import type { Random } from "../ports/random.ts";
import { type ArmedFault, concerns } from "./line-fault.ts";
import { wholeBelow } from "./seeded-random.ts";

/** Bytes on their way out, and how long they are held back. */
export interface Emission {
  readonly bytes: Uint8Array;
  readonly delay: Duration;
}

interface AnswerBytes {
  readonly line: string;
  readonly info: Uint8Array;
  readonly final: Uint8Array;
}

type Named<N extends ArmedFault["name"]> = Extract<ArmedFault, { name: N }>;

/** The armed faults. Each is used up by the answers it spoils; several may spoil the same one. */
export class FaultRack {
  readonly #random: Random;
  #armed: ArmedFault[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  get armed(): readonly ArmedFault[] {
    return this.#armed;
  }

  arm(fault: ArmedFault): void {
    this.#armed.push(fault);
  }

  clear(): void {
    this.#armed = [];
  }

  randomBytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => wholeBelow(this.#random, 256));
  }

  /** How much longer than usual the modem is busy with this line. */
  extraThinking(line: string): Duration {
    return this.#use("late-answer", line, (fault) => fault.busy)?.delay ?? Millis(0);
  }

  /** True while lines are echoed although echo is off. */
  get echoing(): boolean {
    return this.#armed.some((fault) => fault.name === "echo-despite-e0");
  }

  /** How often a command line comes back, beyond what echo does. */
  stormCopies(line: string): number {
    return this.#use("echo-storm", line)?.copies ?? 0;
  }

  promptLost(line: string): boolean {
    return this.#use("lost-prompt", line) !== undefined;
  }

  get storming(): boolean {
    return this.#armed.some((fault) => fault.name === "echo-storm");
  }

  lineEchoed(): void {
    this.#use("echo-despite-e0", "");
  }

  /** In this order: glued, garbage inside, garbage and NULs before, cut in half, late. */
  shape({ line, info, final }: AnswerBytes): readonly Emission[] {
    const glue = this.#use("glued-final", line);
    let bytes: Uint8Array = Buffer.concat([info, glue === undefined ? final : glued(glue, final)]);
    const inside = this.#use("garbage", line, (fault) => fault.when === "inside");
    if (inside !== undefined) bytes = inserted(bytes, this.randomBytes(inside.bytes));
    const before = this.#use("garbage", line, (fault) => fault.when === "before");
    const nul = this.#use("nul", line, (fault) => fault.when === "before");
    bytes = Buffer.concat([this.randomBytes(before?.bytes ?? 0), new Uint8Array(nul?.bytes ?? 0), bytes]);
    const delay = this.#use("late-answer", line, (fault) => !fault.busy)?.delay ?? Millis(0);
    const half = this.#use("half-line", line);
    if (half === undefined) return [{ bytes, delay }];
    const cut = Math.ceil(bytes.length / 2);
    const rest = half.rest === undefined ? [] : [{ bytes: bytes.subarray(cut), delay: Millis(delay + half.rest) }];
    return [{ bytes: bytes.subarray(0, cut), delay }, ...rest];
  }

  #use<N extends ArmedFault["name"]>(
    name: N,
    line: string,
    fits: (fault: Named<N>) => boolean = () => true,
  ): Named<N> | undefined {
    const isWanted = (fault: ArmedFault): fault is Named<N> => fault.name === name;
    const found = this.#armed.find((fault) => isWanted(fault) && fits(fault) && concerns(fault, line));
    if (found === undefined || !isWanted(found)) return undefined;
    const left = found.times - 1;
    this.#armed = this.#armed.flatMap((fault) => {
      if (fault !== found) return [fault];
      return left > 0 ? [{ ...found, times: left }] : [];
    });
    return found;
  }
}

function inserted(bytes: Uint8Array, added: Uint8Array): Uint8Array {
  const middle = bytes.length >> 1;
  return Buffer.concat([bytes.subarray(0, middle), added, bytes.subarray(middle)]);
}

function glued({ style, text }: Named<"glued-final">, final: Uint8Array): Buffer {
  const [, lead = "", word = "", tail = ""] =
    /^([\r\n]*)([^]*?)([\r\n]*)$/.exec(Buffer.from(final).toString("latin1")) ?? [];
  if (word === "") return Buffer.from(final);
  const end = style === "shared-end" ? "\r\n" : "";
  const middle = style === "final-first" ? word + text : text + end + word;
  return Buffer.from(lead + middle + tail, "latin1");
}
