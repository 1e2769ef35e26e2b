import { mkdirSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { describeReal } from "../support/real-parts.ts";

const planText = (name: string, quota: string): string => `name = "${name}"
carrier = "china-mobile-iot"
[cycle]
every = "month"
day = 1
[[bucket]]
id = "plan"
kind = "industry-plan"
quota = "${quota}"
`;

/** A directory of plans and a file of cards in the bench's own place; the settings that name them. */
function fleet(bench: DeviceBench, cards: string, plans: Readonly<Record<string, string>>) {
  mkdirSync(bench.path("plans"), { recursive: true });
  for (const [name, text] of Object.entries(plans)) writeFileSync(bench.path("plans", `${name}.toml`), text);
  writeFileSync(bench.path("cards.toml"), cards);
  return { "plan.cards": bench.path("cards.toml"), "plan.plans": bench.path("plans") };
}

const CARDS = `[[sim]]
match = { iccid = "898604*" }
carrier = "china-mobile-iot"
plan = "shop"
pool = "cm-07"
`;

describeReal(["pty"], "plans in files", () => {
  it.concurrent("a card has the plan of its rule; a file that is changed and read again holds from the next cycle on, and a person's word puts it in force", async ({
    bench,
  }) => {
    const settings = fleet(bench, CARDS, { shop: planText("shop 30", "30 MB") });
    const rig = await bench.rig();
    const agent = bench.agent(settings);
    await agent.logged("counting-began");
    await rig.tell({ do: "consume", up: 1_000_000, down: 2_000_000 });
    const first = await agent.until(({ usage }) => usage?.used.total === 3_000_000 && usage.plan.known, "the bytes");
    expect(first.usage?.plan).toMatchObject({ name: "shop 30", known: true, role: "home", pool: "cm-07" });
    expect(first.usage?.remaining).toBe(30 * 1024 * 1024 - 3_000_000);

    writeFileSync(bench.path("plans", "shop.toml"), planText("shop 100", "-1 MB"));
    agent.signal("SIGHUP");
    const { detail } = await agent.logged("plans-refused");
    expect(String(detail)).toMatch(/plans\/shop\.toml:9: bucket\[1\]\.quota: found "-1 MB"/);
    expect((await agent.ask())?.usage?.plan).toMatchObject({ name: "shop 30" });

    writeFileSync(bench.path("plans", "shop.toml"), planText("shop 100", "100 MB"));
    agent.signal("SIGHUP");
    await agent.until(({ usage }) => usage?.plan.next === "shop 100", "the plan to wait");
    const late = await bench.cellward(["fact", "plan-changed", "--at", "2001-01-01", "--by", "Li"]);
    expect([late.code, late.err]).toEqual([
      1,
      expect.stringMatching(/found "2001-01-01", but the books keep no hours/),
    ]);
    expect(late.err).toMatch(/账本没有/);
    const dated = await bench.cellward(["fact", "plan-now", "--at", new Date().toISOString(), "--by", "Li"]);
    expect(dated.out).toMatch(/^shop 100 holds whole from [^]*\nshop 100 自 .*起立即生效/);
    await agent.until(({ usage }) => usage?.plan.name === "shop 100", "the plan that is dated");
    expect((await bench.cellward(["fact", "plan-later", "--by", "Li"])).out).toMatch(/reading of its file again/);
    await agent.until(({ usage }) => usage?.plan.next === "shop 100", "the plan to wait again");
    expect((await bench.cellward(["fact", "plan-corrected", "--by", "Li"])).out).toMatch(/takes the place/);
    const right = await agent.until(({ usage }) => usage?.plan.name === "shop 100", "the right plan");
    expect(right.usage?.remaining).toBe(100 * 1024 * 1024 - 3_000_000);

    // A terminal out of reach goes on with what its books know, whatever an edit has left in the file.
    writeFileSync(bench.path("plans", "shop.toml"), "oops");
    await agent.kill();
    const astray = bench.agent(settings);
    const still = await astray.until(({ state }) => state.refusedPlans !== undefined, "the refusal");
    expect(still.state.refusedPlans?.text).toMatch(/shop\.toml:1/);
    const kept = await astray.until(({ usage }) => usage?.plan.name === "shop 100", "the plan of before");
    expect(kept.usage).toMatchObject({ remaining: 100 * 1024 * 1024 - 3_000_000 });
    expect((await bench.cellward(["status"])).out).toMatch(/PLANS REFUSED[^]*-> Mend the files/);
    writeFileSync(bench.path("plans", "shop.toml"), planText("shop 100", "100 MB"));
    astray.signal("SIGHUP");
    await astray.until(({ state }) => state.refusedPlans === undefined, "the files to be taken");
    await astray.kill();
    const again = bench.agent(settings);
    const after = await again.until(({ usage }) => usage?.total.total === 3_000_000, "the books");
    expect(after.usage).toMatchObject({ plan: { name: "shop 100" }, remaining: 100 * 1024 * 1024 - 3_000_000 });
  }, 120_000);

  it.concurrent("what the book holds hour by hour goes through the same plan at the desk, to the same balances", async ({
    bench,
  }) => {
    writeFileSync(bench.path("shop.toml"), planText("shop 30", "30 MB"));
    const rig = await bench.rig();
    const agent = bench.agent({ "plan.file": bench.path("shop.toml") });
    await agent.logged("counting-began");
    await rig.tell({ do: "consume", up: 1_000_000, down: 2_000_001 });
    const { usage } = await agent.until((status) => status.usage?.used.total === 3_000_001, "the bytes");
    const csv = await bench.cellward(["usage", "--csv"]);
    expect(csv.out).toMatch(/^at,up,down,[^]*,1000000,2000001,/);
    writeFileSync(bench.path("usage.csv"), csv.out);
    const rated = await bench.program.run(["plan", "rate", bench.path("shop.toml"), bench.path("usage.csv")]);
    expect(rated.out).toContain(`left at the end: plan ${usage?.buckets?.[0]?.left} B`);
    expect((await bench.cellward(["usage"])).out).toMatch(/sum 总计 +976\.56 KiB +1\.91 MiB +2\.86 MiB/);
    const foreseen = await bench.cellward(["forecast", "--lang", "en"]);
    expect(foreseen.out).toMatch(/used so far 2\.86 MiB[^]*plan: 27\.14 MiB left/);
  }, 60_000);

  it.concurrent("a start is refused with every fault of every file, and nothing is made", async ({ bench }) => {
    const cards = `${CARDS}[[sim]]\nmatch = { iccid = "*" }\ncarrier = "china-unicom"\nplan = "none"\n`;
    const settings = fleet(bench, cards, { shop: planText("shop", "thirty").replace('"month"', '"moon"') });
    const agent = bench.agent(settings);
    expect(await agent.ended()).toMatchObject({ code: 78 });
    expect(agent.complaints).toMatch(/shop\.toml:4: cycle\.every: found "moon"/);
    expect(agent.complaints).toMatch(/shop\.toml:9: bucket\[1\]\.quota: found "thirty"/);
    expect(agent.complaints).toMatch(/cards\.toml: sim\[2\]\.plan: found "none"; expected .*none\.toml: no such file/);
  }, 60_000);

  it.concurrent("a top-up that a person states lifts the limit, and is taken back by its number", async ({ bench }) => {
    const rig = await bench.rig();
    const agent = bench.agent({ "plan.quota": "1 MB" });
    await agent.logged("counting-began");
    await rig.tell({ do: "consume", up: 0, down: 1_200_000 });
    await agent.until(({ usage }) => usage?.overLimit === true, "the limit");
    const stated = await bench.cellward(["fact", "pack-bought", "--quota", "10 MB", "--by", "Li"]);
    expect(stated.out).toMatch(/Noted as fact 1/);
    await agent.until(({ usage }) => usage?.overLimit === false && usage.remaining === 10 * 1024 * 1024, "room");
    expect((await bench.cellward(["fact", "list"])).out).toMatch(/pack-bought {2}pack-1 {2}10\.00 MiB {2}by Li/);
    const wrong = await bench.cellward(["fact", "pack-bought", "--quota", "ten"]);
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.err).toMatch(/quota: found "ten"; expected an amount of data/);
    await bench.cellward(["fact", "undo", "1"]);
    await agent.until(({ usage }) => usage?.overLimit === true, "the limit again");
  }, 60_000);
});
