import { type Lease, type LeaseInput, NO_LEASE, stepLease } from "../enforce/lease.ts";
import type { QuotaReading } from "../enforce/table-reading.ts";
import type { Store } from "../ports/store.ts";
import { ENFORCE_KEY, type EnforceRecord, writeEnforceRecord } from "./enforce-record.ts";
import type { EnforceTable, NotKept, Ready } from "./enforce-table.ts";
import type { TellLimits } from "./tell-limits.ts";

export interface EnforceLeasesPorts {
  readonly store: Store;
  readonly tell: TellLimits;
  readonly table: EnforceTable;
}

/** The leases of the classes that have one, as they are on the disk: kept before they are granted. */
export class EnforceLeases {
  readonly #ports: EnforceLeasesPorts;
  readonly #slice: bigint;
  readonly #leases: Map<string, Lease>;
  #record: EnforceRecord;

  constructor(ports: EnforceLeasesPorts, slice: bigint, kept: EnforceRecord | undefined) {
    this.#ports = ports;
    this.#slice = slice;
    this.#record = kept ?? NOTHING_KEPT;
    this.#leases = new Map(this.#record.leases);
  }

  get record(): EnforceRecord {
    return this.#record;
  }

  has(name: string): boolean {
    return this.#leases.has(name);
  }

  guard(guard: bigint): void {
    this.#record = { ...this.#record, guard };
  }

  /** Each one as the kernel has it; all that nobody can tell is charged. Undefined when that was done. */
  async adopt(bootId: string, { reading, loaded }: Ready): Promise<NotKept | undefined> {
    const before = this.#record;
    const same = before.bootId === bootId && before.handle === reading.handle;
    let changed = !same || loaded.print !== before.loaded.print || loaded.wanted !== before.loaded.wanted;
    for (const [name, lease] of this.#leases) {
      const quota = reading.quotas.find((one) => one.name === name);
      if (same && quota !== undefined && lease.granting === undefined && quota.limit === lease.cap) continue;
      this.#ports.tell("lease-charged", { class: name, found: same ? "a step was interrupted" : "another table" });
      const intact = same && quota !== undefined;
      if (!intact) {
        const end = await this.#ports.table.carryOut(name, CLOSED);
        if (end.kind === "not-kept") return end;
      }
      const kernel = intact ? { cap: quota.limit, used: quota.used } : undefined;
      this.#leases.set(name, stepLease(lease, { kind: "found", kernel }).state);
      changed = true;
    }
    this.#record = { ...before, bootId, handle: reading.handle, loaded };
    if (changed) await this.#keep();
    return undefined;
  }

  /** `before`: the quotas as they were known before they were read now. */
  async review(before: ReadonlyMap<string, QuotaReading>): Promise<NotKept | undefined> {
    return this.#each((name) => {
      const [was, now] = [before.get(name), this.#ports.table.quotas.get(name)];
      if (now === undefined) return undefined;
      if (was === undefined || now.used >= was.used) return { kind: "reviewed", used: now.used, slice: this.#slice };
      this.#ports.tell("lease-charged", { class: name, found: "the kernel's figure fell" });
      return { kind: "disturbed" };
    });
  }

  charge(unseen: (name: string) => bigint): Promise<NotKept | undefined> {
    return this.#each((name) => (unseen(name) > 0n ? { kind: "unseen", bytes: unseen(name) } : undefined));
  }

  /** So much from now on; `used`: what the kernel told when that was worked out. */
  async allow(name: string, bytes: bigint, used: bigint): Promise<NotKept | undefined> {
    let from = used;
    if (!this.#leases.has(name)) {
      const end = await this.#ports.table.carryOut(name, CLOSED);
      if (end.kind === "not-kept") return end;
      this.#leases.set(name, NO_LEASE);
      from = 0n;
    }
    const trouble = await this.#step(name, { kind: "allowed", bytes, used: from });
    if (trouble !== undefined) return trouble;
    const now = this.#ports.table.quotas.get(name)?.used ?? 0n;
    return this.#step(name, { kind: "reviewed", used: now, slice: this.#slice });
  }

  /** The class has another kind of limit from now on. */
  async end(name: string): Promise<void> {
    if (this.#leases.delete(name)) await this.#keep();
  }

  forget(): void {
    this.#leases.clear();
    this.#record = NOTHING_KEPT;
  }

  async #each(inputOf: (name: string) => LeaseInput | undefined): Promise<NotKept | undefined> {
    for (const name of this.#leases.keys()) {
      const input = inputOf(name);
      const trouble = input === undefined ? undefined : await this.#step(name, input);
      if (trouble !== undefined) return trouble;
    }
    return undefined;
  }

  async #step(name: string, input: LeaseInput): Promise<NotKept | undefined> {
    const before = this.#leases.get(name) ?? NO_LEASE;
    const { state, effects } = stepLease(before, input);
    if (effects.length === 0 && sameLease(before, state)) return undefined;
    this.#leases.set(name, state);
    const durable = await this.#keep();
    if (!durable && (state.granting !== undefined || state.cap > before.cap)) {
      // What no disk has taken down is not handed out: a power cut would hand it out a second time.
      this.#leases.set(name, before);
      return undefined;
    }
    const end = await this.#ports.table.carryOut(name, effects);
    if (end.kind === "not-kept") return end;
    if (state.granting === undefined) return undefined;
    this.#leases.set(name, stepLease(state, { kind: "reset", returned: end.returned }).state);
    await this.#keep();
    return undefined;
  }

  async #keep(): Promise<boolean> {
    this.#record = { ...this.#record, leases: new Map(this.#leases) };
    const value = writeEnforceRecord(this.#record);
    return (await this.#ports.store.write([{ put: ENFORCE_KEY, value }])) === "durable";
  }
}

const NOTHING_KEPT: EnforceRecord = {
  bootId: "",
  handle: 0,
  loaded: { wanted: "", print: "" },
  leases: new Map(),
  guard: 0n,
};
const CLOSED = [{ kind: "cap", bytes: 0n }, { kind: "reset" }] as const;

const sameLease = (one: Lease, other: Lease): boolean =>
  one.left === other.left &&
  one.cap === other.cap &&
  one.most === other.most &&
  one.paid === other.paid &&
  one.granting === other.granting;
