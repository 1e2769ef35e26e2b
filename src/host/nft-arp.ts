import * as v from "valibot";
import { Seconds } from "../base/duration.ts";
import type { ArpCount, ArpCounters, ArpReading } from "../ports/arp-counters.ts";
import { nftRefusal, readNftListing } from "./nft-answers.ts";
import { findProgram, runProgram } from "./system-program.ts";

const WITHIN = Seconds(2);
const TABLE = "arp cellward";
/** In the filter's output hook a frame still has its ethernet header (measured: 42 bytes a request), on receipt no more (28, or 46 padded). */
const HEADER = 14n;

const Counter = v.object({
  counter: v.object({
    name: v.picklist(["arp_up", "arp_down"]),
    handle: v.optional(v.pipe(v.number(), v.safeInteger())),
    packets: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
});

/**
 * ARP over interfaces of these names (`ppp*`: that begin so), by a table of nftables that this program makes, which counts
 * and does nothing else. It stays when the program ends: what passes until it is back has to be known then. Frames that a
 * program sends past the kernel's ARP (a packet socket: `arping`, some DHCP clients) do not come by its hook.
 */
export class NftArp implements ArpCounters {
  readonly #names: readonly string[];
  #path: string | undefined;
  #made = false;

  constructor(interfaceNames: readonly string[]) {
    this.#names = interfaceNames;
  }

  async read(): Promise<ArpReading> {
    this.#path ??= await findProgram("nft");
    if (this.#path === undefined) return unreadable("the program nft is not installed: install the package nftables");
    const path = this.#path;
    const kept = this.#made ? await this.#list(path) : undefined;
    if (kept !== undefined) return kept;
    // The first reading of a run, or somebody took all rules away (`nft flush ruleset`).
    const end = await runProgram({ command: [path, "-f", "-"], input: rules(this.#names), within: WITHIN });
    this.#made = end.kind === "ended" && end.code === 0;
    if (end.kind === "not-run") return unreadable(`nft did not answer: ${end.why}`);
    if (end.code !== 0) return unreadable(nftRefusal(end.complaints, MISSING));
    return (await this.#list(path)) ?? unreadable(`the counters of the table ${TABLE} cannot be read`);
  }

  async #list(path: string): Promise<ArpReading | undefined> {
    const command = [path, "-j", "list", "counters", "table", ...TABLE.split(" ")] as const;
    const end = await runProgram({ command, within: WITHIN });
    return end.kind === "ended" && end.code === 0 ? readArp(end.out) : undefined;
  }
}

/** Undefined for anything that does not hold both counters. */
export function readArp(text: string): ArpReading | undefined {
  const found = new Map<string, ArpCount>();
  for (const one of readNftListing(text) ?? []) {
    const read = v.safeParse(Counter, one);
    if (!read.success) continue;
    const { name, handle, packets, bytes } = read.output.counter;
    const headers = name === "arp_up" ? BigInt(packets) * HEADER : 0n;
    found.set(name, { bytes: BigInt(bytes) - headers, handle });
  }
  const [up, down] = [found.get("arp_up"), found.get("arp_down")];
  return up === undefined || down === undefined ? undefined : { kind: "counted", up, down };
}

/** In one transaction: the rules of before go, the counters stay. One rule a name: not every nft takes `ppp*` in a set. */
function rules(names: readonly string[]): string {
  const each = (way: string, key: string): string =>
    names.map((name) => `add rule ${TABLE} ${way} ${key} "${name}" counter name arp_${way}\n`).join("");
  return `add table ${TABLE}
flush table ${TABLE}
add counter ${TABLE} arp_up
add counter ${TABLE} arp_down
add chain ${TABLE} up { type filter hook output priority 0; policy accept; }
add chain ${TABLE} down { type filter hook input priority -300; policy accept; }
${each("up", "oifname")}${each("down", "iifname")}`;
}

const MISSING = {
  words: /not supported|No such file or directory/i,
  say: (said: string) =>
    `the kernel cannot count ARP (${said}): it lacks nf_tables or its ARP family (CONFIG_NF_TABLES_ARP)`,
};

const unreadable = (why: string): ArpReading => ({ kind: "unreadable", why });
