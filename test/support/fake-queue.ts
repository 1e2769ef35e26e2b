import type { QueueDone, QueueLook, QueueSeen, QueueStep, UplinkQueue } from "../../src/ports/uplink-queue.ts";

const DEFAULT: QueueSeen = {
  kind: "link",
  discipline: "pfifo_fast",
  handle: "0:",
  rates: new Map(),
  wholePackets: false,
};

/** Interfaces whose queues a test looks at. */
export class FakeQueue implements UplinkQueue {
  readonly links = new Map<string, QueueSeen>();
  changes = 0;

  add(name: string, over: Partial<QueueSeen> = {}): void {
    this.links.set(name, { ...DEFAULT, ...over });
  }

  async look(name: string): Promise<QueueLook> {
    return this.links.get(name) ?? { kind: "absent" };
  }

  async change(name: string, steps: readonly QueueStep[]): Promise<QueueDone> {
    this.changes += 1;
    for (const step of steps) {
      const before = this.links.get(name);
      if (before === undefined) return { kind: "refused", why: `Cannot find device "${name}"` };
      this.links.set(name, changed(before, step));
    }
    return { kind: "done" };
  }
}

function changed(seen: QueueSeen, step: QueueStep): QueueSeen {
  const others = [...seen.rates].filter(([id]) => !("id" in step) || id !== step.id);
  switch (step.kind) {
    case "discipline":
      return { ...seen, discipline: "htb", handle: step.handle };
    case "rate":
      return { ...seen, rates: new Map([...others, [step.id, step.bytes]]) };
    case "unrate":
      return { ...seen, rates: new Map(others) };
    case "remove":
      return { ...DEFAULT, wholePackets: seen.wholePackets };
    case "packets":
    default:
      return { ...seen, wholePackets: step.whole };
  }
}
