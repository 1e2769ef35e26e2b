import { writeFileSync } from "node:fs";
import { expect } from "vitest";
import type { AgentProcess } from "../support/agent-process.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { describeReal } from "../support/real-parts.ts";

const PIN_LINE = "AT+CPIN=(not shown)";
const given = (agent: AgentProcess): number => agent.said("at-tx").filter(({ line }) => line === PIN_LINE).length;

function agentWith(bench: DeviceBench, pin: string): AgentProcess {
  const file = bench.path("sim.pin");
  writeFileSync(file, `${pin}\n`, { mode: 0o600 });
  return bench.agent({ "modem.pin_file": file, "log.level": "trace" });
}

describeReal(["pty"], "a SIM with a PIN", () => {
  it.concurrent("is unlocked at the start and after the modem's own restart; the PIN is in no log", async ({
    bench,
  }) => {
    const rig = await bench.rig("--pin", "47110815");
    const agent = agentWith(bench, "47110815");
    await agent.until(({ state }) => state.service.data === "up", "service", 30);
    expect(given(agent)).toBe(1);
    const from = agent.lines.length;
    await rig.tell({ do: "reboot" });
    await agent.logged("sim-unlocked", () => true, from);
    await agent.until(({ state }) => state.service.data === "up", "service again", 30);
    expect(given(agent)).toBe(2);
    expect(agent.output).not.toContain("47110815");
    expect(agent.complaints).not.toContain("47110815");
  }, 90_000);

  it.concurrent("is given a wrong PIN once, over a kill and two more starts", async ({ bench }) => {
    await bench.rig("--pin", "4711");
    const agent = agentWith(bench, "1234");
    const { detail } = await agent.logged("sim-unlock-refused");
    expect(detail).toMatch(/refused the PIN.*phone/);
    expect(given(agent)).toBe(1);
    expect((await bench.cellward(["status"])).out).toMatch(/-> The SIM refused the PIN of modem\.pin_file/);
    await agent.kill();
    for (const pin of ["1234", "4321"]) {
      const next = agentWith(bench, pin);
      await next.logged("sim-unlock-refused");
      expect(given(next)).toBe(0);
      await next.kill();
    }
  }, 90_000);
});
