import type { Gate, GateAnswer, GateCommand, NftJson } from "../../src/ports/gate.ts";
import { QuotaModel } from "./quota-model.ts";

interface Table {
  readonly handle: number;
  readonly quotas: Map<string, QuotaModel>;
  readonly counters: Map<string, bigint>;
  readonly sets: Map<string, NftJson>;
  readonly chains: Map<string, { readonly chain: NftJson; rules: NftJson[] }>;
}

class Refusal extends Error {}

const LIMIT = 9_223_372_036_854_775_807n;

/** A packet filter that knows as much of nft's JSON as is asked of it, in place of the kernel. Traffic is what a test lets pass. */
export class FakeGate implements Gate {
  /** Every command that was run, as it was given. */
  readonly ran: GateCommand[] = [];
  /** Why nobody is there; a hung one answers after a while, as unavailable. */
  absent: { readonly why: string; readonly remedy: string } | undefined;
  /** Refuses the next command that this is true of. */
  refuses: (command: GateCommand) => boolean = () => false;
  table: Table | undefined;
  closed = false;
  #handles = 0;

  async run(command: GateCommand): Promise<GateAnswer> {
    if (this.absent !== undefined) return { kind: "unavailable", ...this.absent };
    this.ran.push(command);
    if (this.refuses(command)) return { kind: "refused", why: "Could not process rule: Device or resource busy" };
    if (typeof command === "string") return { kind: "done", objects: [] };
    const before = copied(this.table);
    try {
      return { kind: "done", objects: command.flatMap((one) => this.#one(one)) };
    } catch (thrown) {
      this.table = before;
      if (!(thrown instanceof Refusal)) throw thrown;
      return { kind: "refused", why: thrown.message };
    }
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  /** A packet of a class that goes out; whether it was let through. */
  pass(name: string, bytes: bigint): boolean {
    const quotas = [this.table?.quotas.get(name), this.table?.quotas.get("rest")];
    const passed = this.#ruled ? quotas.every((quota) => quota?.send(bytes) !== false) : true;
    const counter = `${name}_up`;
    const before = this.table?.counters.get(counter);
    if (passed && this.#ruled && before !== undefined) this.table?.counters.set(counter, before + bytes);
    return passed;
  }

  get #ruled(): boolean {
    return (this.table?.chains.get("leaving")?.rules.length ?? 0) > 0;
  }

  #one(command: NftJson): readonly NftJson[] {
    const [verb = "", body = {}] = Object.entries(command)[0] ?? [];
    const [kind = "", fields = {}] = Object.entries(body as NftJson)[0] ?? [];
    const { name, chain, ...rest } = fields as Record<string, unknown> & { name?: string; chain?: string };
    const key = name ?? "";
    if (verb === "add" && kind === "table") {
      this.table ??= {
        handle: this.#next(),
        quotas: new Map(),
        counters: new Map(),
        sets: new Map(),
        chains: new Map(),
      };
      return [];
    }
    if (verb === "list" && kind === "tables") return this.table === undefined ? [] : [tableOf(this.table)];
    const table = this.table;
    if (table === undefined) throw new Refusal("No such file or directory");
    switch (`${verb} ${kind}`) {
      case "delete table":
        this.table = undefined;
        return [];
      case "list table":
        return [tableOf(table), ...quotasOf(table), ...countersOf(table), ...setsOf(table), ...chainsOf(table)];
      case "list quotas":
        return quotasOf(table);
      case "list counters":
        return countersOf(table);
      case "reset quota": {
        const quota = known(table.quotas.get(key));
        const used = quota.reset();
        return [{ quota: { ...OURS, name: key, bytes: Number(quota.cap), used: Number(used), inv: true } }];
      }
      case "add quota": {
        const quota = table.quotas.get(key) ?? new QuotaModel();
        quota.cap = BigInt(Number(rest["bytes"]));
        if (quota.cap > LIMIT) throw new Refusal("out of range");
        table.quotas.set(key, quota);
        return [];
      }
      case "add counter":
        table.counters.set(key, table.counters.get(key) ?? 0n);
        return [];
      case "add set":
        table.sets.set(key, table.sets.get(key) ?? { ...OURS, name: key, ...rest });
        return [];
      case "add chain":
        table.chains.set(key, table.chains.get(key) ?? { chain: { ...OURS, name: key, ...rest }, rules: [] });
        return [];
      case "add rule":
        known(table.chains.get(chain ?? "")).rules.push({ ...OURS, chain, ...rest });
        return [];
      case "add element":
      case "delete element": {
        const set = known(table.sets.get(key));
        const given = (rest["elem"] as readonly unknown[]).map((one) => JSON.stringify(one));
        const has = ((set["elem"] ?? []) as readonly unknown[]).map((one) => JSON.stringify(one));
        const kept =
          verb === "add"
            ? [...has.filter((one) => !given.includes(one)), ...given]
            : has.filter((one) => !given.includes(one));
        table.sets.set(key, { ...set, elem: kept.map((one) => JSON.parse(one) as unknown) });
        return [];
      }
      case "flush chain":
        known(table.chains.get(key)).rules = [];
        return [];
      case "flush set": {
        const { elem: _, ...set } = known(table.sets.get(key));
        table.sets.set(key, set);
        return [];
      }
      case "delete chain":
        known(table.chains.get(key));
        table.chains.delete(key);
        return [];
      case "delete set":
        known(table.sets.get(key));
        table.sets.delete(key);
        return [];
      default:
        throw new Refusal("Unknown object passed to add command.");
    }
  }

  #next(): number {
    this.#handles += 1;
    return this.#handles;
  }
}

const OURS = { family: "inet", table: "cellward" };

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Refusal("No such file or directory");
  return value;
}

const tableOf = ({ handle }: Table): NftJson => ({ table: { family: "inet", name: "cellward", handle } });
const quotasOf = (table: Table): readonly NftJson[] =>
  [...table.quotas].map(([name, quota]) => ({
    quota: { ...OURS, name, bytes: Number(quota.cap), used: Number(quota.used), inv: true },
  }));
const countersOf = (table: Table): readonly NftJson[] =>
  [...table.counters].map(([name, bytes]) => ({ counter: { ...OURS, name, packets: 0, bytes: Number(bytes) } }));
const setsOf = (table: Table): readonly NftJson[] => [...table.sets.values()].map((set) => ({ set }));
const chainsOf = (table: Table): readonly NftJson[] => [
  ...[...table.chains.values()].map(({ chain }) => ({ chain })),
  ...[...table.chains.values()].flatMap(({ rules }) => rules.map((rule) => ({ rule }))),
];

function copied(table: Table | undefined): Table | undefined {
  if (table === undefined) return undefined;
  const chains = [...table.chains].map(
    ([name, { chain, rules }]) => [name, { chain, rules: [...rules] }] satisfies [string, unknown],
  );
  return {
    handle: table.handle,
    quotas: new Map([...table.quotas].map(([name, quota]) => [name, quota.copy()])),
    counters: new Map(table.counters),
    sets: new Map(table.sets),
    chains: new Map(chains),
  };
}
