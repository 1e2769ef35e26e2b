import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { readBundle } from "../../src/journal/bundle.ts";
import { pause, until } from "../support/child-program.ts";
import { deviceTest as it } from "../support/device-bench.ts";
import { describeReal } from "../support/real-parts.ts";

const CARD = "89860412345678901234";

describeReal(["pty"], "evidence", () => {
  it.concurrent("of a suspension: noted by a person, exported for the carrier, verified by anybody, and a flipped byte is found", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    const settings = { "modem.sms": "take", "plan.quota": "300 KB" };
    const agent = bench.agent(settings);
    await agent.logged("counting-began");
    await rig.tell({ do: "consume", up: 100_000, down: 100_000 });
    await agent.until(({ usage }) => (usage?.used.total ?? 0) >= 200_000, "the bytes");
    await rig.tell({ do: "detach" });
    await agent.logged("suspension-suspected");

    writeFileSync(bench.path("letter.jpg"), "a photograph");
    const words = ["10086, agent 4711: resumes after payment", "--by", "Li", "--file", bench.path("letter.jpg")];
    const noted = await bench.cellward(["evidence", "note", ...words], settings);
    expect(noted).toMatchObject({ code: 0, err: "" });
    expect(noted.out).toMatch(/Noted as entry \d+ of 0001-/);

    const own = await bench.cellward(["evidence", "verify"], settings);
    expect(own).toMatchObject({ code: 0 });
    expect(own.out).toMatch(/^WHOLE 完好: this device's journal/);

    // Masked, for everybody.
    const masked = await bench.cellward(["evidence", "export", "--out", bench.path("masked")], settings);
    expect(masked).toMatchObject({ code: 0, err: "" });
    expect(readdirSync(bench.path("masked")).toSorted()).toEqual([
      "SHA256SUMS",
      "journal.json",
      "page.html",
      "page.json",
    ]);
    const page = readFileSync(bench.path("masked", "page.html"), "utf8");
    expect(page).toMatch(/要求说明的函[^]*10086[^]*12300[^]*网络侧将设备去附着[^]*agent 4711/);
    for (const name of ["page.html", "journal.json"])
      expect(readFileSync(bench.path("masked", name), "utf8")).not.toContain(CARD);
    expect((await bench.cellward(["evidence", "verify", bench.path("masked")])).code).toBe(0);
    const sums = await bench.shell(["sh", "-c", `cd ${bench.path("masked")} && sha256sum --check --strict SHA256SUMS`]);
    expect(sums.code).toBe(0);

    // Whole, for the carrier.
    const told = await bench.cellward(
      ["evidence", "export", "--unmask", "--lang", "en", "--out", bench.path("whole")],
      settings,
    );
    expect(told).toMatchObject({ code: 0 });
    const whole = readFileSync(bench.path("whole", "journal.json"), "utf8");
    expect(whole).toContain(CARD);
    expect(readFileSync(bench.path("whole", "page.html"), "utf8")).toContain(CARD);
    const [file = ""] = readdirSync(bench.path("whole", "files"));
    expect(readFileSync(bench.path("whole", "files", file), "utf8")).toBe("a photograph");
    expect((await bench.cellward(["evidence", "verify", bench.path("whole")])).out).toMatch(/^WHOLE/);
    expect((await bench.cellward(["evidence", "export", "--out", bench.path("whole")], settings)).code).toBe(64);

    // An edited page, its sum written anew.
    writeFileSync(bench.path("masked", "page.html"), page.replace("agent 4711", "agent 4712"));
    const rewritten =
      "sha256sum journal.json page.html page.json > SHA256SUMS && sha256sum --check --strict SHA256SUMS";
    const summed = await bench.shell(["sh", "-c", `cd ${bench.path("masked")} && ${rewritten}`]);
    expect(summed.code).toBe(0);
    const edited = await bench.cellward(["evidence", "verify", bench.path("masked")]);
    expect(edited).toMatchObject({ code: 1 });
    expect(edited.out).toMatch(/^DAMAGED[^]*page\.html: it is not the page that journal\.json makes\n/);

    writeFileSync(bench.path("whole", "journal.json"), whole.replace('"by":"Li"', '"by":"Lu"'));
    const changed = await bench.cellward(["evidence", "verify", bench.path("whole")]);
    expect(changed).toMatchObject({ code: 1 });
    expect(changed.out).toMatch(
      /DAMAGED[^]*journal\.json: it is not what was exported[^]*#\d+: entry \d+ is not what was written/,
    );
    const alone = await bench.cellward(["evidence", "verify", bench.path("whole", "journal.json"), "--json"]);
    expect(JSON.parse(alone.out)).toMatchObject({ whole: false, report: { faultCount: 1 } });

    // With no agent the store is read, and nothing in it is changed.
    await agent.kill();
    const offline = await bench.cellward(["evidence", "verify"], settings);
    expect(offline).toMatchObject({ code: 0 });
    expect((await bench.cellward(["evidence", "export", "--out", bench.path("later")], settings)).code).toBe(0);
    const later = readBundle(readFileSync(bench.path("later", "journal.json"), "utf8"));
    expect(later).toMatchObject({ report: { faults: [] } });
    expect((await bench.cellward(["evidence", "note", "x"], settings)).code).toBe(69);
    expect((await bench.cellward(["evidence", "verify"], { "store.directory": bench.path("nothing") })).code).toBe(69);
  }, 120_000);

  it.concurrent("goes on over kills: the chain is whole after each, and each message to the broker has its entry", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    // Nobody listens: what is told stays in the outbox.
    const settings = { "mqtt.url": "mqtt://127.0.0.1:9" };
    for (let kill = 0; kill < 5; kill += 1) {
      const agent = bench.agent(settings);
      await agent.logged("modem-ready");
      await rig.tell({ do: "detach" });
      await agent.logged("network-detached");
      await rig.tell({ do: "restore" });
      // Most kills come anywhere in the batch's delay; the last one comes after a batch, whatever the machine's load.
      if (kill < 4) await pause(Math.random() * 200);
      else await until(() => isWritten(bench.path("state", "store"), '"what":"network-detached"'), "the entry");
      await agent.kill();
      expect(await bench.cellward(["evidence", "verify"], settings)).toMatchObject({ code: 0 });
    }
    const { rows, outbox } = await storeOf(bench.path("state", "store"));
    const inJournal = rows.filter((text) => text.includes('"what":"network-detached"')).length;
    expect(outbox.filter(({ topic }) => topic.endsWith("event/network-detached"))).toHaveLength(inJournal);
    expect(inJournal).toBeGreaterThan(0);
  }, 120_000);

  it.concurrent("that was damaged on the disk stops nothing: the agent counts on, says so, and begins another chain", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    const first = bench.agent();
    await first.logged("counting-began");
    await rig.tell({ do: "consume", up: 1_000, down: 1_000 });
    await first.until(({ usage }) => usage?.total.total === 2_000, "the bytes");
    await first.end("SIGTERM");
    await damage(bench.path("state", "store"));
    expect(await bench.cellward(["evidence", "verify"])).toMatchObject({ code: 1 });
    const agent = bench.agent();
    const { usage } = await agent.until(({ state }) => state.journal !== undefined, "the damage");
    expect(usage?.total.total).toBe(2_000);
    await agent.logged("journal-damaged");
    const after = await bench.cellward(["evidence", "verify"]);
    expect(after).toMatchObject({ code: 0 });
    expect(after.out).toMatch(/a damaged chain of before lies beside it as it was found: 0001-/);
    expect((await bench.cellward(["status"])).out).toMatch(/JOURNAL DAMAGED/);
    // What was written before the damage is handed over with the rest, and so it is without an agent.
    for (const out of ["running", "stopped"]) {
      expect((await bench.cellward(["evidence", "export", "--out", bench.path(out)])).code).toBe(0);
      const [name = ""] = readdirSync(bench.path(out)).filter((found) => found.startsWith("damaged-0001-"));
      expect(readFileSync(bench.path(out, name), "utf8")).toMatch(/"why":"thirst"[^]*"what":"agent-started"/);
      expect((await bench.cellward(["evidence", "verify", bench.path(out)])).code).toBe(0);
      if (agent.running) await agent.end("SIGTERM");
    }
  }, 60_000);
});

/** The store of an agent that does not run. */
async function openStore(directory: string) {
  const { ClassicLevel } = await import("classic-level");
  const level = new ClassicLevel(directory);
  await level.open();
  return level;
}

/** The store's log holds this text: what is appended there is plain, and to be seen before the store is let go. */
const isWritten = (directory: string, text: string): boolean =>
  readdirSync(directory)
    .filter((name) => name.endsWith(".log"))
    .some((name) => readFileSync(join(directory, name)).includes(text));

async function storeOf(directory: string) {
  const level = await openStore(directory);
  const rows = await level.iterator({ gte: "journal/entry/", lt: "journal/entry0" }).all();
  const queued = await level.iterator({ gte: "outbox/0", lt: "outbox/:" }).all();
  await level.close();
  return {
    rows: rows.map(([, text]) => text),
    outbox: queued.map(([, text]) => JSON.parse(text) as { readonly topic: string }),
  };
}

async function damage(directory: string): Promise<void> {
  expect(existsSync(join(directory, "CURRENT"))).toBe(true);
  const level = await openStore(directory);
  const [row] = await level.iterator({ gte: "journal/entry/", lt: "journal/entry0", limit: 1 }).all();
  await level.put(row?.[0] ?? "", (row?.[1] ?? "").replace("first", "thirst"));
  await level.close();
}
