import { afterEach, expect, test } from "vitest";
import { PtyPort } from "../../src/simulator/index.ts";
import { AgentProcess } from "../support/agent-process.ts";
import { FlowingBytes } from "../support/flowing-bytes.ts";
import { modemHeard } from "../support/modem-heard.ts";
import { modemManagerBench } from "../support/modemmanager-bench.ts";
import { buildProgram } from "../support/program.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** ModemManager holds a call, and an agent beside it may ask it to end that at level offline. */
async function resting() {
  const { bench, bus, modem, mmcli, until } = await modemManagerBench(scratch());
  ends.push(() => bench.close());
  await mmcli("-m", "0", "--enable");
  await until(/registration: home/, "-m", "0");
  await mmcli("-m", "0", "--simple-connect=apn=cmiot");
  const bytes = new FlowingBytes(bench.file("net"));
  const port = await PtyPort.open(modem.addPort());
  ends.push(() => port.close());
  const program = await buildProgram();
  ends.push(() => program.remove());
  const settings = {
    "device.id": "rests",
    "modem.port": port.path,
    "modem.poll_interval": "5s",
    "bearer.request_via": "modem-manager",
    "enforce.hard_stop": "bearer",
    "meter.sysfs_root": bench.file("net"),
    "meter.sample_interval": "100ms",
    "clock.trust_system": true,
    "store.directory": bench.file("state"),
    "agent.socket": bench.file("agent.sock"),
  };
  const agent = new AgentProcess(program, settings, { before: ["env", `DBUS_SYSTEM_BUS_ADDRESS=${bus}`] });
  ends.push(() => agent.kill());
  const override = (...words: readonly string[]) =>
    program.run(["override", ...words, "--socket", bench.file("agent.sock")]);
  return { mmcli, modem, bytes, agent, override };
}

describeReal(["modemmanager", "busctl"], "a rest by hand beside ModemManager", () => {
  test.runIf(process.env["CELLWARD_FULL"] === "1")(
    "has it end the call when billed data still comes in, and have it up again at the end of the rest",
    { timeout: 240_000 },
    async () => {
      const { mmcli, modem, bytes, agent, override } = await resting();
      await agent.until(({ state }) => state.service.data === "up", "service", 30);
      const heard = modemHeard(modem);
      const rest = ["--level", "offline", "--until", "2h", "--reason", "closed", "--by", "Li"];
      expect(await override(...rest)).toMatchObject({ code: 0 });
      await agent.logged("hard-stop", ({ stage }) => stage === "sources");
      expect(await mmcli("-m", "0")).toMatch(/state: \S*connected/);
      bytes.carry(0, 40_000);
      await agent.logged("bearer-gone", ({ by }) => by === "owner");
      expect(await mmcli("-b", "0")).toMatch(/connected: no/);
      expect(await mmcli("-m", "0")).toMatch(/state: \S*registered/);
      expect(heard).toContain("AT+CGACT=0,1");
      await agent.until(({ hardStop }) => hardStop?.stage === "bearer", "its rest");

      expect(await override("end")).toMatchObject({ code: 0 });
      await agent.until(({ hardStop }) => hardStop === undefined, "the end of the stop", 60);
      await agent.until(({ state }) => state.service.data === "up", "service", 120);
      expect(await mmcli("-b", "0")).toMatch(/connected: yes[^]*apn: cmiot/);
      expect(agent.said("agent-fault")).toEqual([]);
      expect((await agent.end("SIGTERM")).code).toBe(0);
    },
  );
});
