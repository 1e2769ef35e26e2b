import * as v from "valibot";
import { Seconds } from "../base/duration.ts";
import type { ClassCounters, ClassReading } from "../ports/class-counters.ts";
import { nftRefusal, readNftListing } from "./nft-answers.ts";
import { findProgram, runProgram } from "./system-program.ts";

/** The answer comes within 10 ms (measured); whatever hangs is ended. */
const WITHIN = Seconds(2);
/** A counter is 120 characters: a table of 300 of them. */
const MOST_OUTPUT = 64 * 1_024;
/** More are somebody else's table. */
const MOST_COUNTERS = 64;

/** `payment_up`, `payment__acquirer_up`: whatever else the table counts is the site's. */
const OF_A_CLASS = /^[a-z]+(?:__[a-z0-9][a-z0-9-]*)?_(?:up|down)$/;

const Counter = v.object({
  counter: v.object({
    name: v.pipe(v.string(), v.maxLength(128)),
    handle: v.optional(v.pipe(v.number(), v.safeInteger())),
    // Beyond 2^53 JSON has lost the last digits: 9 petabytes.
    bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
});

/** A table of the kernel's packet filter: `inet cellward`. */
export interface FilterTable {
  readonly family: string;
  readonly name: string;
}

/**
 * Named counters of nftables, by its own client, a process for each reading: 7 ms, 8 ms of processor time with it (measured
 * with nft 1.0.6). There is no netlink client for Node that is maintained.
 */
export class NftCounters implements ClassCounters {
  readonly #table: FilterTable;
  readonly #program: string | undefined;
  #path: string | undefined;

  /** As it is set: `inet cellward`. */
  static of(table: string, program?: string): NftCounters {
    const [family = "", name = ""] = table.split(" ");
    return new NftCounters({ family, name }, program);
  }

  /** `program`: another one than the system's. */
  constructor(table: FilterTable, program?: string) {
    this.#table = table;
    this.#program = program;
  }

  async read(): Promise<ClassReading> {
    this.#path ??= this.#program ?? (await findProgram("nft"));
    if (this.#path === undefined)
      return unreadable(
        "the program nft is not installed: install the package nftables, or take meter.class_counters away",
      );
    const { family, name } = this.#table;
    const command = [this.#path, "-j", "list", "counters", "table", family, name] as const;
    const end = await runProgram({ command, within: WITHIN, mostOutput: MOST_OUTPUT });
    if (end.kind === "not-run") return unreadable(`nft did not answer: ${end.why}`);
    if (end.code !== 0) return this.#refused(end.complaints);
    return readListing(end.out) ?? unreadable("nft answered something else than a list of counters");
  }

  #refused(complaints: string): ClassReading {
    const table = `${this.#table.family} ${this.#table.name}`;
    const why = `there is no table ${table}: load the rules that count (config/nftables/classes.nft is an example)`;
    const said = nftRefusal(complaints, { words: /No such file or directory/i, say: () => why });
    return said === why ? { ...unreadable(why), absent: true } : unreadable(said);
  }
}

/** Undefined for anything that is not nft's JSON. */
export function readListing(text: string): ClassReading | undefined {
  const listed = readNftListing(text);
  if (listed === undefined) return undefined;
  const counters = listed.flatMap((one) => {
    const read = v.safeParse(Counter, one);
    if (!read.success || !OF_A_CLASS.test(read.output.counter.name)) return [];
    const { name, handle, bytes } = read.output.counter;
    return [{ name, bytes: BigInt(bytes), handle }];
  });
  return { kind: "counters", counters: counters.slice(0, MOST_COUNTERS) };
}

const unreadable = (why: string) => ({ kind: "unreadable", why }) as const;
