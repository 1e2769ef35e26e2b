import { afterEach, expect, test } from "vitest";
import { Busctl } from "../../src/host/busctl.ts";
import { modemManagerOwner } from "../../src/host/modemmanager-owner.ts";
import type { OwnerAnswer, OwnerRequest } from "../../src/ports/owner-request.ts";
import { PtyPort } from "../../src/simulator/index.ts";
import { AgentProcess } from "../support/agent-process.ts";
import type { ClientBench } from "../support/client-bench.ts";
import { modemHeard } from "../support/modem-heard.ts";
import { modemManagerBench } from "../support/modemmanager-bench.ts";
import { buildProgram } from "../support/program.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const benches: ClientBench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const REQUEST: OwnerRequest = { v: 1, request: "connect", why: "x", device: "d", interface: "wwan0", attempt: 1 };
const IMEI = "867698041234561";

async function modemManager(policy = "") {
  const made = await modemManagerBench(scratch(), {}, policy);
  benches.push(made.bench);
  const ask = (imei = IMEI, request: OwnerRequest["request"] = "connect"): Promise<OwnerAnswer> =>
    modemManagerOwner(new Busctl(made.bus), () => undefined).ask(
      { ...REQUEST, request },
      { interfaceName: "wwan0", imei },
    );
  return { ...made, ask, heard: modemHeard(made.modem) };
}

describeReal(["modemmanager", "busctl"], "ModemManager, asked to connect again", () => {
  test("connects the bearer that it had, and makes none", { timeout: 60_000 }, async () => {
    const { mmcli, until, ask, heard } = await modemManager();
    expect(await ask()).toMatchObject({ kind: "failed", cause: "by-hand", text: expect.stringContaining("disabled") });
    await mmcli("-m", "0", "--enable");
    await until(/registration: home/, "-m", "0");
    expect(await ask()).toMatchObject({ kind: "failed", cause: "nothing-to-connect" });
    expect(await ask("867698041234579")).toMatchObject({ kind: "failed", cause: "not-found" });
    expect(heard.some((line) => line.startsWith("ATD"))).toBe(false);
    expect(await mmcli("-m", "0", "--simple-connect=apn=cmiot")).toContain("successfully connected");
    heard.length = 0;
    expect(await ask()).toMatchObject({ kind: "standing" });
    expect(await mmcli("-m", "0", "--simple-disconnect")).toContain("successfully disconnected");
    expect(await ask()).toMatchObject({ kind: "accepted" });
    expect(await mmcli("-m", "0")).toMatch(/state: \S*connected/);
    expect(await mmcli("-b", "0")).toMatch(/connected: yes[^]*apn: cmiot/);
    expect(heard.filter((line) => line.startsWith("ATD"))).toEqual(["ATD*99***1#"]);
  });

  test(
    "ends the call, keeps the modem registered, and has the same call up again when asked",
    { timeout: 60_000 },
    async () => {
      const { mmcli, until, ask, heard } = await modemManager();
      await mmcli("-m", "0", "--enable");
      await until(/registration: home/, "-m", "0");
      await mmcli("-m", "0", "--simple-connect=apn=cmiot");
      expect(await mmcli("-b", "0")).toMatch(/connected: yes/);
      heard.length = 0;
      expect(await ask(IMEI, "disconnect")).toMatchObject({ kind: "accepted" });
      expect(await mmcli("-b", "0")).toMatch(/connected: no/);
      expect(await mmcli("-m", "0")).toMatch(/state: \S*registered/);
      // Neither the radio nor the attachment is touched.
      expect(heard.filter((line) => /CGACT|CGATT|CFUN|COPS=/.test(line))).toEqual(["AT+CGACT=0,1"]);
      // There is nothing left to end, and that is no refusal.
      expect(await ask(IMEI, "disconnect")).toMatchObject({ kind: "accepted" });
      expect(await ask()).toMatchObject({ kind: "accepted" });
      expect(await mmcli("-b", "0")).toMatch(/connected: yes[^]*apn: cmiot/);
    },
  );

  // Which makes' radio it can switch is a matter of its plugins: of the generic one it cannot (1.20.4).
  test("says when it cannot switch a modem's radio, and leaves the modem enabled", { timeout: 60_000 }, async () => {
    const { mmcli, until, ask } = await modemManager();
    await mmcli("-m", "0", "--enable");
    await until(/registration: home/, "-m", "0");
    expect(await ask(IMEI, "radio-cycle")).toMatchObject({
      kind: "failed",
      text: expect.stringContaining("could not switch the radio"),
    });
    await until(/registration: home/, "-m", "0");
    expect(await mmcli("-m", "0")).toMatch(/state: \S*(?:enabled|registered|connected)/);
  });

  test("is not started by the question, and a bus that is not there is told", async () => {
    const { bench, ask } = await modemManager();
    await bench.close();
    expect(await ask()).toMatchObject({ kind: "failed", cause: "not-running" });
  });

  test("where the bus forbids it, the refusal is told as one", { timeout: 60_000 }, async () => {
    const deny = '<deny send_interface="org.freedesktop.ModemManager1.Bearer" send_member="Connect"/>';
    const { mmcli, until, ask } = await modemManager(deny);
    await mmcli("-m", "0", "--enable");
    await until(/registration: home/, "-m", "0");
    await mmcli("-m", "0", "--simple-connect=apn=cmiot");
    await mmcli("-m", "0", "--simple-disconnect");
    expect(await ask()).toMatchObject({ kind: "failed", cause: "forbidden" });
    expect(await mmcli("-m", "0")).toMatch(/state: \S*registered/);
  });

  // The agent is patient with its owner for a minute.
  test.runIf(process.env["CELLWARD_FULL"] === "1")(
    "an agent whose owner it is has the call up again, and says what was asked and answered",
    { timeout: 180_000 },
    async () => {
      const { bench, bus, modem, mmcli, until } = await modemManager();
      await mmcli("-m", "0", "--enable");
      await until(/registration: home/, "-m", "0");
      await mmcli("-m", "0", "--simple-connect=apn=cmiot");
      await mmcli("-m", "0", "--simple-disconnect");
      const port = await PtyPort.open(modem.addPort());
      const program = await buildProgram();
      const settings = {
        "device.id": "asks-modemmanager",
        "modem.port": port.path,
        "modem.poll_interval": "5s",
        "bearer.request_via": "modem-manager",
        "meter.interface": "lo",
        "store.directory": bench.file("state"),
        "agent.socket": bench.file("agent.sock"),
      };
      const agent = new AgentProcess(program, settings, { before: ["env", `DBUS_SYSTEM_BUS_ADDRESS=${bus}`] });
      try {
        await agent.logged("modem-ready");
        await agent.until(({ state }) => state.bearer.asked !== undefined, "a request to the owner", 120);
        expect((await agent.ask())?.state.bearer).toMatchObject({
          owner: "external",
          asks: "modem-manager",
          asked: { attempt: 1, outcome: "accepted" },
        });
        await agent.until(({ state }) => state.service.data === "up", "service", 30);
        expect(await mmcli("-m", "0")).toMatch(/state: \S*connected/);
        expect((await agent.end("SIGTERM")).code).toBe(0);
      } finally {
        await agent.kill();
        port.close();
        program.remove();
      }
    },
  );
});
