import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { AgentProcess } from "../support/agent-process.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { FlowingBytes } from "../support/flowing-bytes.ts";
import { Heard } from "../support/heard.ts";
import { describeReal } from "../support/real-parts.ts";

/** What befalls a directory: by bad flash, by a technician. */
const ACCIDENTS: Readonly<Record<string, (store: string) => void>> = {
  "a bit flips in the middle of the largest file": (store) => {
    const file = largest(store);
    const bytes = readFileSync(file);
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    writeFileSync(file, bytes);
  },
  "the largest file is deleted": (store) => rmSync(largest(store)),
  "the whole database is deleted": (store) => rmSync(store, { recursive: true }),
  "CURRENT is emptied": (store) => truncateSync(join(store, "CURRENT")),
};

function largest(store: string): string {
  const files = readdirSync(store)
    .filter((name) => /\.(log|ldb)$/.test(name))
    .map((name) => join(store, name));
  const [first = ""] = files.toSorted((a, b) => statSync(b).size - statSync(a).size);
  return first;
}

describeReal(["pty", "mosquitto"], "books that were damaged while the agent was not running", () => {
  const settings = (bench: DeviceBench) => ({
    "meter.sysfs_root": bench.path("net"),
    "meter.checkpoint_bytes": "4 KiB",
    "plan.quota": "1 MiB",
  });

  async function exactly(agent: AgentProcess, bytes: FlowingBytes) {
    const status = await agent.until(
      ({ usage }) => usage?.sim !== undefined && usage.total.total >= bytes.total,
      `${bytes.total} bytes`,
    );
    expect(status.usage?.total).toEqual(bytes.directions);
    return status;
  }

  /** An agent that has written some checkpoints. */
  async function writtenBy(bench: DeviceBench, bytes: FlowingBytes, end: "SIGTERM" | "SIGKILL"): Promise<void> {
    const agent = bench.agent(settings(bench));
    await agent.until(({ usage }) => usage?.sim !== undefined, "the card's book");
    for (let n = 0; n < 8; n += 1) {
      bytes.carry(2_000, 2_500);
      await agent.until(({ usage }) => usage?.total.total === bytes.total, "the bytes");
    }
    bytes.carry(20, 30);
    await exactly(agent, bytes);
    await agent.end(end);
  }

  for (const [accident, befall] of Object.entries(ACCIDENTS)) {
    it.concurrent(`${accident}: said until somebody acknowledges it, and not a byte less is taken as used`, async ({
      bench,
    }) => {
      const bytes = new FlowingBytes(bench.path("net"), { had: 1_000_000 });
      await bench.rig();
      await writtenBy(bench, bytes, "SIGTERM");
      befall(bench.path("state", "store"));
      bytes.carry(111, 222);
      const broker = await bench.broker();
      const heard = new Heard(await bench.witness(broker));
      const agent = bench.agent({ ...settings(bench), "mqtt.url": broker.url });
      const { state } = await exactly(agent, bytes);
      expect(state.books).toMatchObject({
        damaged: true,
        text: expect.stringMatching(/cellward fact damage-acknowledged/),
      });
      await heard.event("books-damaged");
      await heard.retained("state", ({ books }) => books?.damaged === true);
      expect((await bench.cellward(["status"])).out).toMatch(/^BOOKS DAMAGED/m);
      heard.allValid();
      expect(heard.all.map(({ payload }) => payload).join()).not.toMatch(/898604\d{6,}/);
      await agent.end("SIGTERM");
      // What is left of the old database is kept for whoever wants to look.
      if (accident !== "the whole database is deleted")
        expect(readdirSync(bench.path("state")).filter((name) => name.startsWith("store.damaged-"))).toHaveLength(1);

      const again = bench.agent({ ...settings(bench), "mqtt.url": broker.url });
      expect((await exactly(again, bytes)).state.books).toMatchObject({ damaged: true });
      const said = await bench.cellward(["fact", "damage-acknowledged", "--by", "Li Wei"]);
      expect([said.code, said.out]).toEqual([0, expect.stringMatching(/^Acknowledged/)]);
      expect(await heard.event("damage-acknowledged")).toMatchObject({ by: "Li Wei" });
      await heard.retained("state", ({ books }) => books === undefined);
      await again.kill();
      bytes.carry(3, 4);
      const last = bench.agent(settings(bench));
      expect((await exactly(last, bytes)).state.books).toBeUndefined();
      expect((await bench.cellward(["fact", "damage-acknowledged"])).out).toMatch(/nothing to acknowledge/);
    });
  }

  it.concurrent("after a kill too, when the witness is older than the books were: the kernel's counters give the rest, once", async ({
    bench,
  }) => {
    const bytes = new FlowingBytes(bench.path("net"));
    await bench.rig();
    await writtenBy(bench, bytes, "SIGKILL");
    rmSync(largest(bench.path("state", "store")));
    bytes.carry(111, 222);
    const agent = bench.agent(settings(bench));
    expect((await exactly(agent, bytes)).state.books).toMatchObject({ damaged: true });
  });

  it.concurrent("books of which nothing is left are begun anew, and an event says so", async ({ bench }) => {
    const bytes = new FlowingBytes(bench.path("net"));
    await bench.rig();
    await writtenBy(bench, bytes, "SIGTERM");
    for (const name of ["store", "witness"]) rmSync(bench.path("state", name), { recursive: true });
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    bench.agent({ ...settings(bench), "mqtt.url": broker.url });
    expect(await heard.event("books-begun-anew")).toMatchObject({ detail: expect.stringMatching(/holds none$/) });
  });

  it.concurrent("a witness file that is gone beside good books is no damage", async ({ bench }) => {
    const bytes = new FlowingBytes(bench.path("net"));
    await bench.rig();
    await writtenBy(bench, bytes, "SIGTERM");
    rmSync(bench.path("state", "witness"), { recursive: true });
    const agent = bench.agent(settings(bench));
    expect((await exactly(agent, bytes)).state.books).toBeUndefined();
  });
});
