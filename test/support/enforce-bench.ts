import { EnforceLoop, type EnforceOptions } from "../../src/agent/enforce-loop.ts";
import type { ClassLimit, Limit } from "../../src/enforce/kernel-limits.ts";
import type { EventName } from "../../src/base/events.ts";
import type { LogFields } from "../../src/ports/log.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeQueue } from "./fake-queue.ts";
import { FakeGate } from "./fake-gate.ts";
import { SHAPE } from "./gate-contract.ts";
import { MemoryStore } from "./memory-store.ts";
import { SilentLog } from "./silent-log.ts";

const RANKS = { payment: 1, management: 2, telemetry: 3, bulk: 4 } as const;

export const limits = (of: Partial<Record<keyof typeof RANKS, Limit>>): readonly ClassLimit[] =>
  (Object.keys(RANKS) as (keyof typeof RANKS)[]).map((name) => ({
    class: name,
    rank: RANKS[name],
    limit: of[name] ?? { kind: "open" },
  }));

export const drop = (bytes: bigint): Limit => ({ kind: "ceiling", bytes, over: "drop" });
export const lease = (bytes: bigint): Limit => ({ kind: "lease", bytes });

/** An agent's part that keeps limits, in front of a packet filter of the test's. */
export class EnforceBench {
  readonly gate = new FakeGate();
  readonly clock = new FakeClock();
  readonly log = new SilentLog();
  readonly queue = new FakeQueue();
  store = new MemoryStore();
  carried = 0n;
  /** What the policy allows by the meter as it is read at this moment; none: nothing was decided yet. */
  allowed: readonly ClassLimit[] = [];
  loop: EnforceLoop | undefined;

  async start(over: Partial<EnforceOptions> = {}): Promise<EnforceLoop> {
    const { gate, store, clock, log, queue } = this;
    const uplinks = () => [...queue.links.keys()];
    const ports = {
      gate,
      store,
      clock,
      queue,
      uplinks,
      carried: () => this.carried,
      limits: () => this.allowed,
      tell: (type: EventName, fields: LogFields) => log.warn(type, fields),
    };
    this.loop = await EnforceLoop.open(ports, {
      bootId: "boot-1",
      mode: "auto",
      onExit: "keep",
      shape: SHAPE,
      uplinks: ["wwan0"],
      slice: 10_000n,
      rates: new Map(),
      ...over,
    });
    await this.loop.start();
    return this.loop;
  }

  /** Dies: the timers are gone with it, the kernel and the disk stay. */
  async die(): Promise<void> {
    this.store = new MemoryStore(this.store.durable);
    this.loop = undefined;
  }

  /** Packets of a thousand bytes; how many were let through. */
  pass(name: string, count: number): number {
    return Array.from({ length: count }, () => this.gate.pass(name, 1_000n)).filter(Boolean).length;
  }

  async seconds(count: number): Promise<void> {
    for (let second = 0; second < count; second += 1) await this.clock.advance(1_000);
  }
}
