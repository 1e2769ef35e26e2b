import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect } from "vitest";
import type { AgentStatus } from "../../src/report/local-contract.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { freePort } from "../support/mosquitto.ts";
import { PortHolder } from "../support/port-holder.ts";
import { PowerCutDisk } from "../support/power-cut.ts";
import { describeReal } from "../support/real-parts.ts";

const AS_NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];

interface DoctorReport {
  readonly running: boolean;
  readonly results: readonly {
    readonly what: string;
    readonly verdict: string;
    readonly found: string;
    readonly foundZh?: string;
    readonly remedy?: string;
    readonly remedyZh?: string;
  }[];
}

describeReal(["pty", "mosquitto"], "what a person types beside a running agent", () => {
  it.concurrent("status: one screen with what matters, the same as JSON, and code 2 once the quota is used up", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    const broker = await bench.broker();
    const over = { "mqtt.url": broker.url, "plan.quota": "10000 B", "plan.name": "IoT 10 KB" };
    const agent = bench.agent(over);
    await agent.until(
      (status) => status.state.service.data === "up" && status.mqtt.state === "connected",
      "everything up",
    );
    await rig.tell({ do: "consume", up: 1_000, down: 4_000 });
    await agent.until(({ usage }) => usage?.total.total === 5_000, "the bytes");
    const screen = await bench.cellward(["status"]);
    expect(screen.code).toBe(0);
    expect(screen.err).toBe("");
    expect(screen.out.split("\n").length).toBeLessThan(25);
    for (const part of [
      /^Device .*dev/m,
      /^SIM .*ready/m,
      /^Service .*up/m,
      /50\.00 %/,
      /^Level .*normal/m,
      /^Broker .*connected/m,
    ])
      expect(screen.out).toMatch(part);
    const json = await bench.cellward(["status", "--json"]);
    const status = JSON.parse(json.out) as AgentStatus;
    expect(status).toMatchObject({ device: "dev", usage: { usedPercent: 50 }, decision: { level: "normal" } });
    await rig.tell({ do: "consume", up: 5_000 });
    await agent.until(({ usage }) => usage?.overLimit === true, "the limit");
    const limit = await bench.cellward(["status"]);
    expect(limit.code).toBe(2);
    expect(limit.out).toMatch(/limit is reached/);
  });

  it.concurrent("override: a level by hand, shown to everybody, kept over a kill, and taken back", async ({
    bench,
  }) => {
    await bench.rig();
    const settings = { "clock.trust_system": "true" };
    const first = bench.agent(settings);
    await first.until(({ state, usage }) => state.service.data === "up" && usage !== undefined, "service");
    expect(await bench.cellward(["override"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Nothing is set by hand/),
    });
    const words = ["--level", "offline", "--until", "2h", "--reason", "closed \u001b[31mtoday", "--by", "Li"];
    const set = await bench.cellward(["override", ...words]);
    expect(set).toMatchObject({ code: 0, err: "" });
    expect(set.out).toMatch(
      /^Until .* nothing looser than offline is allowed\. `cellward override end` takes it back\.\n在 /,
    );
    await first.kill();

    const second = bench.agent(settings);
    const { decision } = await second.until(({ decision: { override } }) => override !== undefined, "what was set");
    expect(decision).toMatchObject({ level: "offline", override: { by: "Li", aim: "tighten" } });
    const screen = await bench.cellward(["status"]);
    expect(screen.out).toMatch(/^By hand 人工 +not looser than offline, by Li, until .*: closed \\u001b\[31mtoday$/m);
    for (const [bad, found] of [
      [["--level", "low", "--until", "2h", "--reason", "x"], /--level: found "low"; expected one of normal, conserve/],
      [["--level", "normal", "--until", "2h"], /--reason: found nothing; expected why/],
      [["--level", "normal", "--until", "never", "--reason", "x"], /--until: found "never"; expected a duration/],
      [["--class", "bulk", "--level", "normal"], /--level and --class: found both/],
      [
        ["--class", "games", "--until", "2h", "--reason", "x"],
        /--class: found "games"; expected one of payment, management/,
      ],
      [["--held", "--until", "2h", "--reason", "x"], /found no --class/],
      [["stop"], /found "stop"; expected end, with --class or by itself/],
    ] as const) {
      const refused = await bench.cellward(["override", ...bad]);
      expect(refused.code).not.toBe(0);
      expect(refused.err).toMatch(found);
    }
    expect(await bench.cellward(["override", "end"])).toMatchObject({ code: 0, out: expect.stringMatching(/^Ended;/) });
    await second.until((status) => status.decision.level === "normal", "the agent's own decision");
    const held = ["--class", "bulk", "--held", "--until", "2h", "--reason", "month's end", "--by", "Li"];
    expect(await bench.cellward(["override", ...held])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Until .* bulk sends nothing\./),
    });
    expect((await bench.cellward(["override"])).out).toMatch(/^bulk: held 暂停, by Li, until .*: month's end$/m);
    expect(await bench.cellward(["override", "end", "--class", "bulk"])).toMatchObject({ code: 0 });
    await second.until(({ decision: { byHand } }) => byHand === undefined, "nothing by hand");
  });

  it.concurrent("no agent: 69, and what to do; words that are not understood: 64; settings that are refused: 78, every fault named", async ({
    bench,
  }) => {
    const none = await bench.cellward(["status"]);
    expect([none.code, none.err]).toEqual([
      69,
      expect.stringMatching(/no agent answers on .*Start the agent with `cellward run`/),
    ]);
    expect((await bench.program.run(["statsu"])).code).toBe(64);
    expect((await bench.cellward(["status", "--wide"])).code).toBe(64);
    expect((await bench.cellward(["fact", "sky-is-blue"])).code).toBe(64);
    const refused = bench.agent({ "modem.baud_rate": "fast", "plan.zone": "Mars/Olympus", "plan.qouta": "1 GB" });
    expect(await refused.ended()).toMatchObject({ code: 78 });
    for (const fault of [/modem\.baud_rate.*"fast"/, /plan\.zone.*Mars/, /plan\.qouta/])
      expect(refused.complaints).toMatch(fault);
    writeFileSync(bench.path("bad.toml"), "[modem\nport = 1\n");
    expect((await bench.program.run(["run", "--config", bench.path("bad.toml")])).code).toBe(78);
    expect((await bench.program.run(["run", "--config", bench.path("none.toml")])).code).toBe(78);
    const secret = bench.agent({
      "mqtt.url": "mqtt://127.0.0.1",
      "mqtt.username": "a",
      "mqtt.password_file": bench.path("none"),
    });
    expect(await secret.ended()).toMatchObject({ code: 78 });
    expect(secret.complaints).toContain(bench.path("none"));
  });

  it.concurrent("a second agent on the same state, or on the same socket: 75, and the first one is not disturbed", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    const first = bench.agent();
    await first.until(({ state }) => state.service.data === "up", "service");
    const sameState = bench.agent({ "agent.socket": bench.path("other.sock") });
    expect(await sameState.ended()).toMatchObject({ code: 75 });
    expect(sameState.complaints).toMatch(/store-locked/);
    const sameSocket = bench.agent({ "store.directory": bench.path("other") });
    expect(await sameSocket.ended()).toMatchObject({ code: 75 });
    expect(sameSocket.complaints).toMatch(/another agent answers on .*agent\.socket/);
    await rig.tell({ do: "consume", up: 1, down: 2 });
    await first.until(({ usage }) => usage?.total.total === 3, "the bytes");
    expect((await bench.cellward(["status"])).code).toBe(0);
  });

  it.concurrent("nonsense in a loop on the local socket is answered each time, and the log tells only so many of it", async ({
    bench,
  }) => {
    const agent = bench.agent({ "log.level": "debug" });
    await agent.logged("agent-started");
    const socket = connect(bench.path("agent.sock")).setEncoding("utf8");
    let answers = "";
    await new Promise<void>((resolve) => {
      socket.on("data", (text: string) => {
        answers += text;
        if (answers.split("\n").length > 500) resolve();
      });
      socket.write("nonsense\n".repeat(500));
    });
    socket.destroy();
    expect(answers.split("not-understood")).toHaveLength(501);
    const told = agent.said("control-refused").length;
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(50);
  });
});

describeReal(["pty", "mosquitto", "users"], "a user without rights, at the device", () => {
  it.concurrent("a user who may not: 77 with the reason, for the state directory and for the sockets; newer data: 78, untouched", async ({
    bench,
  }) => {
    await bench.rig();
    chmodSync(bench.path(), 0o755);
    mkdirSync(bench.path("state"), { mode: 0o755 });
    const forbidden = bench.agent({ "agent.socket": "/tmp/cellward-none.sock" }, { before: AS_NOBODY });
    expect(await forbidden.ended()).toMatchObject({ code: 77 });
    expect(forbidden.complaints).toMatch(/state.*\[store-unwritable\]/s);
    const agent = bench.agent();
    await agent.logged("modem-ready");
    for (const words of [["status"], ["fact", "damage-acknowledged"]]) {
      const asked = await asNobody(bench, words);
      expect([asked.code, asked.err]).toEqual([77, expect.stringMatching(/may not be opened by this user/)]);
    }
    await agent.end("SIGTERM");
    rmSync(bench.path("state", "store.schema"));
    writeFileSync(bench.path("state", "store.schema"), "999\n");
    const newer = bench.agent();
    expect(await newer.ended()).toMatchObject({ code: 78 });
    expect(newer.complaints).toMatch(/newer version/);
  });

  it.concurrent("a user without rights is told to have directories made, never to open a system directory or to join root", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    chmodSync(bench.path(), 0o755);
    const device = await rig.device();
    chmodSync(device, 0o600);
    chownSync(device, 0, 0);
    const set = Object.entries(bench.settings()).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
    const words = [...bench.program.command.split(" "), "doctor", "--json", ...set];
    const { out, err } = await bench.shell([...AS_NOBODY, ...words]);
    expect(err).toBe("");
    const { results } = JSON.parse(out) as DoctorReport;
    const remedy = (part: string): string | undefined => results.find(({ what }) => what === part)?.remedy;
    expect(remedy("store")).toContain(`install -d -o USER -m 700 ${bench.path("state")}`);
    expect(remedy("socket")).toContain(`install -d -o USER ${bench.path()}`);
    expect(remedy("port")).toMatch(/udev.*GROUP="dialout"/);
    expect(out).not.toMatch(/aG root|writable/);
  });
});

describeReal(["loop"], "an agent that is asked while it still starts, on a disk that takes its time", () => {
  it.concurrent("answers when it can, and no question ends it", async ({ bench }) => {
    const disk = new PowerCutDisk();
    bench.atEnd(() => disk.dispose());
    for (let start = 0; start < 3; start += 1) {
      const agent = bench.agent({ "store.directory": join(disk.path, `state-${start}`) });
      let asking = true;
      const asker = (async () => {
        while (asking && agent.running)
          if ((await agent.ask()) === undefined) await new Promise((go) => setImmediate(go));
      })();
      await agent.until(({ state }) => state.modem.link === "refused", "its first look at the port");
      asking = false;
      await asker;
      expect(agent.complaints).toBe("");
      expect(await agent.end("SIGTERM")).toMatchObject({ code: 0 });
    }
  });
});

describeReal(["pty", "mosquitto"], "cellward doctor", () => {
  async function examined(bench: DeviceBench, over: Readonly<Record<string, string>> = {}) {
    const { code, out } = await bench.cellward(["doctor", "--json"], over);
    const report = JSON.parse(out) as DoctorReport;
    const faults = report.results.filter(({ verdict }) => verdict === "fault");
    for (const fault of faults) {
      expect(fault.remedy, `what to do about "${fault.found}"`).toMatch(/\w{3}/);
      for (const zh of [fault.foundZh, fault.remedyZh])
        expect(zh, `in Chinese: "${fault.found}"`).toMatch(/\p{sc=Han}/u);
    }
    return { code, report, faults: Object.fromEntries(faults.map(({ what, found }) => [what, found])) };
  }

  it.concurrent("all is well: code 0, every part looked at, and nothing is written but what the agent would write", async ({
    bench,
  }) => {
    await bench.rig();
    const broker = await bench.broker();
    const { code, report, faults } = await examined(bench, { "mqtt.url": broker.url });
    expect([code, faults]).toEqual([0, {}]);
    const parts = report.results.map(({ what }) => what);
    for (const part of ["agent", "port", "modem", "sim", "service", "interface", "plan", "clock", "broker", "store"])
      expect(parts).toContain(part);
    expect(JSON.stringify(report)).not.toMatch(/\d{14}/);
  });

  it.concurrent("everything is wrong: each fault is named with what to do, code 1", async ({ bench }) => {
    const port = await freePort();
    writeFileSync(bench.path("flat"), "");
    const { code, faults } = await examined(bench, {
      "mqtt.url": `mqtt://127.0.0.1:${port}`,
      "store.directory": bench.path("flat", "state"),
      "meter.interface": "wwan7",
    });
    expect(code).toBe(1);
    expect(faults).toMatchObject({
      port: expect.stringMatching(/does not exist/),
      interface: expect.stringMatching(/wwan7/),
      broker: expect.stringMatching(/unreachable/),
      store: expect.stringContaining("flat"),
    });
  });

  it.concurrent("a port that another program holds, a card that is missing, wrong credentials: each by its name", async ({
    bench,
  }) => {
    const rig = await bench.rig("--no-sim");
    const broker = await bench.broker({ passwords: { dev: "right" } });
    writeFileSync(bench.path("password"), "wrong", { mode: 0o600 });
    const login = { "mqtt.url": broker.url, "mqtt.username": "dev", "mqtt.password_file": bench.path("password") };
    expect((await examined(bench, login)).faults).toMatchObject({
      sim: expect.stringMatching(/absent/),
      broker: expect.stringMatching(/credentials/),
    });
    const holder = await PortHolder.of(await rig.device());
    const { code, faults } = await examined(bench);
    expect(code).toBe(1);
    expect(faults["port"]).toMatch(new RegExp(`held by perl \\(pid ${holder.pid}\\)`));
    await holder.letGo();
  });

  it.concurrent("a wrong speed is told from silence", async ({ bench }) => {
    const rig = await bench.rig();
    await rig.tell({ do: "fault", name: "wrong-baud" });
    const { faults } = await examined(bench);
    expect(faults["modem"]).toMatch(/^\d+ unreadable bytes came from .*: the speed is wrong/);
    await rig.tell({ do: "fault", name: "hang" });
    expect((await examined(bench)).faults["modem"]).toMatch(/^nothing on .* answers AT$/);
  });

  it.concurrent("what is no serial port is said to be none, once, and nobody's use of it is of interest", async ({
    bench,
  }) => {
    const { report } = await examined(bench, { "modem.port": "/dev/null" });
    const lines = report.results.filter(({ what }) => what === "port" || what === "modem");
    expect(lines).toMatchObject([{ what: "port", verdict: "fault", found: "/dev/null is not a serial port." }]);
  });

  it.concurrent("a secret that is missing is said once, in words, and the broker is not blamed for it", async ({
    bench,
  }) => {
    await bench.rig();
    const login = { "mqtt.url": "mqtt://127.0.0.1", "mqtt.username": "a", "mqtt.password_file": bench.path("none") };
    const { report, faults } = await examined(bench, login);
    expect(Object.keys(faults)).toEqual(["secrets"]);
    expect(JSON.stringify(report)).not.toMatch(/Fault:/);
    expect(JSON.stringify(report).split(`${bench.path("none")}:`)).toHaveLength(2);
    expect(report.results.find(({ what }) => what === "broker")).toMatchObject({
      verdict: "note",
      found: expect.stringMatching(/was not tried/),
    });
  });

  it.concurrent("beside a running agent it takes neither its port nor its place at the broker", async ({ bench }) => {
    await bench.rig();
    const broker = await bench.broker();
    const agent = bench.agent({ "mqtt.url": broker.url });
    await agent.until(({ state, mqtt }) => state.service.data === "up" && mqtt.state === "connected", "everything up");
    const { code, report, faults } = await examined(bench, { "mqtt.url": broker.url });
    expect([code, report.running, faults]).toEqual([0, true, {}]);
    expect(report.results.find(({ what }) => what === "port")?.found).toMatch(new RegExp(`held by .*pid ${agent.pid}`));
    expect(agent.said("broker-lost")).toEqual([]);
    expect(agent.said("port-gone")).toEqual([]);
  });
});

function asNobody(bench: DeviceBench, words: readonly string[]) {
  return bench.shell([
    ...AS_NOBODY,
    ...bench.program.command.split(" "),
    ...words,
    "--socket",
    bench.path("agent.sock"),
  ]);
}
