import { expect } from "vitest";
import { deviceTest as it } from "../support/device-bench.ts";
import { describeReal } from "../support/real-parts.ts";

const [OLD, NEW] = ["89860400000000000011", "89860400000000000022"];

describeReal(["pty", "mosquitto"], "cellward sim, beside a running agent", () => {
  it("takes a replacement from the counter to the tested card, over a kill at inserted", async ({ bench }) => {
    const broker = await bench.broker();
    const rig = await bench.rig("--iccid", OLD, "--imsi", "460040000000011");
    const over = {
      "mqtt.url": `mqtt://127.0.0.1:${broker.port}`,
      "plan.quota": "10 MB",
      "terminal.sim_access": "service",
    };
    const agent = bench.agent(over);
    await agent.until(({ state }) => state.sim.iccid !== undefined && state.service.data === "up", "the old card");
    const said = async (...words: readonly string[]) => {
      const { code, out, err } = await bench.cellward(["sim", ...words], over);
      expect([code, err]).toEqual([0, ""]);
      return out;
    };
    expect(await said("replace")).toMatch(/换卡是否有用: 未知[^]*Does a new card help: not known[^]*sim replace start/);
    const hasty = await bench.cellward(["sim", "replace", "start"], over);
    expect([hasty.code, hasty.err]).toEqual([1, expect.stringMatching(/Nothing says that the card is at fault/)]);
    expect(await said("replace", "start", "--because", "broken", "--by", "Li")).toMatch(/stands at: planned/);
    await said("replace", "tick", "form", "--by", "Li");
    await said("replace", "received", "--due", "2026-12-01", "--by", "Li");
    expect(await said("replace", "--lang", "en")).toMatch(
      /Do not open the terminal[^]*Appointment|Appointment[^]*Do not open/,
    );

    await rig.tell({ do: "sim", state: "absent" });
    await agent.until(({ state }) => state.sim.state === "absent", "no card");
    await rig.tell({ do: "sim", state: "ready", iccid: NEW, imsi: "460040000000022" });
    await agent.until(
      ({ replacement }) => ["inserted", "activated", "tested"].includes(replacement?.state ?? ""),
      "the new card",
    );
    await agent.kill();
    const again = bench.agent(over);
    // Its messages are acknowledged over the new card: it is activated, and tried by itself.
    await again.until(({ replacement }) => replacement?.state === "tested", "the test that it makes itself", 60);
    const shown = JSON.parse(await said("replace", "--json")) as { readonly ticket: Readonly<Record<string, unknown>> };
    expect(shown.ticket).toMatchObject({
      oldCard: OLD,
      newCard: NEW,
      by: "Li",
      due: "2026-12-01",
      test: { verdict: "pass", by: "cellward" },
    });
    const test = await bench.cellward(["sim", "replace", "test", "--lang", "en", "--by", "Li"], over);
    expect([test.code, test.err]).toEqual([0, ""]);
    expect(test.out).toMatch(
      /SIM ready: pass[^]*registered with the network: pass[^]*MQTT round trip: pass[^]*Passed: nothing that is set up failed/,
    );
    expect(await said("tested", "--ok", "--text", "approved 00")).toMatch(/tested, watched for 24 hours/);
    const slip = await said("replace", "--slip");
    expect(slip).toMatch(new RegExp(`换卡: 测试通过[^]*结论: 通过[^]*旧卡ICCID: ${OLD}[^]*IMEI \\d{15}`));
    const failed = await bench.cellward(["sim", "tested", "--failed", "--text", "card 6222021234567890123"], over);
    expect([failed.code, failed.err]).toEqual([1, expect.stringMatching(/not kept here[^]*agent-refused/)]);
    expect(await said("show", "--lang", "en")).toMatch(new RegExp(`ICCID ${NEW}.*ready[^]*Replacement: tested`));
    expect(await said("history", "--lang", "en")).toMatch(/^46004: |^china-mobile/);
    expect(await said("replace", "close", "--by", "Li")).toMatch(/stands at: closed/);
    const over2 = await bench.cellward(["sim", "replace", "cancel", "--reason", "x"], over);
    expect(over2.err).toMatch(/No replacement is under way/);
    await again.end("SIGTERM");
  }, 180_000);

  it("says what it did not understand, and that there is no agent", async ({ bench }) => {
    const run = async (...words: readonly string[]) => {
      const { code, err } = await bench.cellward(["sim", ...words]);
      return [code, err.split("\n")[0]];
    };
    expect(await run("replace", "begin")).toEqual([
      64,
      expect.stringMatching(/found "begin"; expected start, requested/),
    ]);
    expect(await run("replace", "tick", "id-card")).toEqual([
      64,
      expect.stringMatching(/expected validity, terms, form/),
    ]);
    expect(await run("replace", "--because", "lost")).toEqual([
      64,
      expect.stringMatching(/--because belongs to start/),
    ]);
    expect(await run("replace", "cancel", "--due", "2026-12-01")).toEqual([
      64,
      expect.stringMatching(/--due belongs to/),
    ]);
    expect(await run("tested")).toEqual([64, expect.stringMatching(/either --ok or --failed/)]);
    expect(await run("replace")).toEqual([69, expect.stringMatching(/no-agent/)]);
  }, 60_000);
});
