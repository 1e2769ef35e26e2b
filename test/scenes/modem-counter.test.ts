import { describe, expect, it } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { statusScreen } from "../../src/cli/status-screen.ts";
import { FAMILIES } from "../../src/simulator/personalities/families.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { shippedFamilies } from "../support/shipped-families.ts";

const NOW = Date.UTC(2026, 10, 22, 1, 0, 0);

/** A Quectel module that counts too; every tenth look at it reads its counter. */
async function scene(settings: readonly string[] = []): Promise<AgentScene> {
  const made = new AgentScene();
  await made.boot({
    wall: NOW,
    network: NOW,
    personality: FAMILIES["quectel-ec2x"] ?? {},
    families: shippedFamilies,
    settings: ["modem.poll_interval=30s", "meter.sample_interval=5s", ...settings],
  });
  return made;
}

/** Both see the same bytes, and the modem some more. */
async function both(made: AgentScene, bytes: number, more: number): Promise<void> {
  made.modem.consume({ down: bytes + more });
  await made.use(bytes, Seconds(10));
}

describe("what the modem counted", () => {
  it("stands beside what was counted here, since the first reading, and no book goes by it", async () => {
    const made = await scene();
    made.modem.consume({ down: 5_000_000 });
    await made.pass(Seconds(40));
    expect(made.status.state.modemCounter).toMatchObject({
      command: "+QGDCNT",
      stands: { down: 5_000_000 },
      difference: { total: 0 },
    });
    await both(made, 100_000, 2_500);
    await made.pass(Minutes(6));
    expect(made.status.state.modemCounter).toMatchObject({
      stands: { up: 0, down: 5_102_500, total: 5_102_500 },
      modem: { up: 0, down: 102_500, total: 102_500 },
      counted: { up: 0, down: 100_000, total: 100_000 },
      difference: { up: 0, down: 2_500, total: 2_500 },
    });
    expect(made.usage.total.total).toBe(100_000);
    expect(statusScreen(made.status)).toMatch(
      /Modem's count \+QGDCNT: 100\.10 KiB since 2026-11-22 09:00:\d\d \(Asia\/Shanghai\), 2\.44 KiB more than here \(97\.66 KiB\); for comparison only/,
    );
    expect(made.heard.filter((line) => line.startsWith("AT+QGDCNT"))).toEqual(["AT+QGDCNT?", "AT+QGDCNT?"]);
  });

  it("is read so seldom that nobody pays for it: a new figure alone publishes nothing", async () => {
    const made = await scene();
    await made.pass(Minutes(2));
    const said = made.broker.payloads("cellward/dev/state").length;
    made.modem.consume({ down: 10_000 });
    await made.pass(Minutes(30));
    expect(made.status.state.modemCounter?.modem.total).toBe(10_000);
    expect(made.broker.payloads("cellward/dev/state")).toHaveLength(said);
  });

  it("begins anew when the modem does, and is told of no more while nothing is known of it", async () => {
    const made = await scene();
    await made.pass(Seconds(40));
    await both(made, 100_000, 0);
    await made.pass(Minutes(6));
    expect(made.status.state.modemCounter?.modem.total).toBe(100_000);
    made.modem.reboot();
    await made.pass(Seconds(4));
    expect(made.status.state.modemCounter).toBeUndefined();
    await made.pass(Minutes(12));
    expect(made.status.state.modemCounter).toMatchObject({ stands: { total: 0 }, counted: { total: 0 } });
    expect(made.usage.total.total).toBe(100_000);
  });
});

describe("with meter.source = modem", () => {
  it("the books go by the modem, which is asked at every look; the interface stands beside it", async () => {
    const made = await scene(["meter.source=modem"]);
    made.modem.consume({ down: 5_000_000 });
    await made.pass(Seconds(40));
    expect(made.usage.total.total).toBe(0);
    await both(made, 100_000, 2_500);
    await made.pass(Minutes(1));
    expect(made.usage.total.total).toBe(102_500);
    const { state } = made.status;
    expect(state.metering).toEqual({ source: "modem" });
    expect(state.modemCounter).toMatchObject({ modem: { total: 102_500 }, counted: { total: 100_000 } });
    expect(statusScreen(made.status)).toMatch(/Source 来源 +the books go by the modem's own counters/);
    expect(statusScreen(made.status)).toMatch(/2\.44 KiB more than the interface \(97\.66 KiB\); the books go by it/);
  });

  it("a modem that restarts, or is read no more, has the interface count", async () => {
    const made = await scene(["meter.source=modem"]);
    await made.pass(Seconds(40));
    await both(made, 100_000, 0);
    made.modem.reboot();
    await made.pass(Minutes(3));
    expect(made.usage.total.total).toBe(100_000);
    await both(made, 3_000, 0);
    await made.pass(Minutes(1));
    expect(made.usage.total.total).toBe(103_000);
  });
});
