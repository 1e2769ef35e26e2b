import { spawn } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { expect } from "vitest";
import { deviceTest as it } from "../support/device-bench.ts";
import { ForeignModem } from "../support/foreign-modem.ts";
import { Heard } from "../support/heard.ts";
import { PortHolder } from "../support/port-holder.ts";
import { describeReal } from "../support/real-parts.ts";

const AS_NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];

describeReal(["pty", "mosquitto"], "the modem's port", () => {
  it.concurrent("vanishes and comes back under the same path, again and again: each time told, initialised anew, nothing lost", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    const agent = bench.agent({ "mqtt.url": broker.url });
    await heard.retained("state", ({ service }) => service.data === "up");
    await heard.event("modem-ready");
    const device = await rig.device();
    for (let times = 1; times <= 2; times += 1) {
      const from = heard.events.length;
      await rig.tell({ do: "fault", name: "port-vanish", ms: 400 });
      await heard.event("port-gone", () => true, from);
      await rig.tell({ do: "pdn-deact", cid: 1 });
      await heard.event("modem-ready", () => true, from);
      // What happened while the port was away is known as soon as it is back.
      const state = await heard.retained(
        "state",
        ({ modem, service }) => modem.link === "ready" && service.data === "down",
      );
      expect(state.service).toMatchObject({ why: "no-context" });
      await rig.tell({ do: "pdn-act", cid: 1 });
      await heard.retained("state", ({ service }) => service.data === "up");
      const types = heard.events.slice(from).map(({ type }) => type);
      const order = ["port-gone", "port-open", "modem-ready"] as const;
      expect(types.filter((type) => order.some((one) => one === type))).toEqual(order);
    }
    await rig.tell({ do: "consume", up: 100, down: 200 });
    await agent.until(({ usage }) => usage?.total.total === 300, "the bytes");
    expect(await rig.device()).not.toBe("");
    expect(device).not.toBe("");
    expect(agent.said("agent-fault")).toEqual([]);
    expect(agent.complaints).toBe("");
    heard.allValid();
  }, 30_000);

  it.concurrent("is not there at the start: said with what to do, and taken as soon as the modem is plugged in", async ({
    bench,
  }) => {
    const agent = bench.agent();
    const refused = await agent.logged("port-refused");
    expect(refused["detail"]).toMatch(/tty does not exist.*Plug the modem in, or set modem\.port/);
    const { state } = await agent.until((status) => status.state.modem.link === "refused", "the refusal in the state");
    expect(state.modem.linkText).toMatch(/does not exist/);
    expect((await bench.cellward(["status"])).out).toMatch(/^Modem .*refused: .*does not exist.*Plug the modem in/m);
    await bench.rig();
    await agent.until((status) => status.state.service.data === "up", "service");
    expect(agent.said("port-refused")).toHaveLength(1);
  });

  it.concurrent("is held by another program: that program is named with its process id, and the port taken when it lets go", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    const holder = await PortHolder.of(await rig.device());
    const agent = bench.agent();
    const { state } = await agent.until((status) => status.state.modem.link === "refused", "the refusal");
    expect(state.modem.linkText).toMatch(new RegExp(`is held by perl \\(pid ${holder.pid}\\)\\. Stop that program`));
    await holder.letGo();
    await agent.until((status) => status.state.modem.link === "ready", "the modem");
  });

  it.concurrent("is there and nobody answers: the modem is said to be silent, asked on, and taken up when it speaks", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    await rig.tell({ do: "fault", name: "hang" });
    const agent = bench.agent();
    const { state } = await agent.until((status) => status.state.modem.link === "silent", "silence to be noticed", 20);
    expect(state.modem.linkText).toMatch(/answered none/);
    expect(state.service.data).toBe("unknown");
    await rig.tell({ do: "faults-clear" });
    await agent.until((status) => status.state.service.data === "up", "service", 20);
    await rig.tell({ do: "fault", name: "hang" });
    await rig.tell({ do: "urc", text: "+CGEV: NW DETACH" });
    const end = await agent.end("SIGTERM");
    expect(end).toMatchObject({ code: 0 });
    expect(end.tookMs).toBeLessThan(2_000);
  }, 45_000);

  it.concurrent("is read by a program beside the agent, which takes answers away: that program is named in the event and in status", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    const agent = bench.agent();
    await agent.until((status) => status.state.service.data === "up", "service");
    const cat = spawn("cat", [await rig.device()], { stdio: "ignore" });
    bench.atEnd(() => cat.kill("SIGKILL"));
    const named = new RegExp(`is also open in cat \\(pid ${cat.pid}\\)\\..*stop that program`);
    const { state } = await agent.until(({ state: { modem } }) => named.test(modem.linkText ?? ""), "cat's name", 40);
    expect(["silent", "ready"]).toContain(state.modem.link);
    const told = [...agent.said("modem-silent"), ...agent.said("port-shared")];
    expect(told.map(({ detail }) => detail)).toContainEqual(expect.stringMatching(named));
    expect((await bench.cellward(["status"])).out).toMatch(named);
  }, 60_000);

  it.concurrent("floods the agent with rubbish: memory stays bounded, and the modem behind it is found again", async ({
    bench,
  }) => {
    const modem = await ForeignModem.start(bench.path("tty"));
    bench.atEnd(() => modem.stop());
    const agent = bench.agent();
    await agent.until((status) => status.state.service.data === "up", "service");
    await modem.flood(1_000_000);
    const before = agent.memory;
    await modem.flood(8_000_000);
    expect(agent.memory - before).toBeLessThan(16 * 1_048_576);
    await modem.say("\\r\\n");
    await modem.answers("AT+CGATT?", "+CGATT: 0", "OK");
    await modem.unsolicited("+CGEV: NW DETACH");
    await agent.until((status) => status.state.suspicion.held, "the detach behind the flood");
    expect(agent.said("line-discarded").length).toBeGreaterThan(0);
    expect(agent.said("agent-fault")).toEqual([]);
  }, 40_000);

  it.concurrent("echoes although it was told not to, sends NULs, and glues an unsolicited line to a final result: nothing is mistaken", async ({
    bench,
  }) => {
    const modem = await ForeignModem.start(bench.path("tty"));
    bench.atEnd(() => modem.stop());
    await modem.echo("always");
    await modem.answers("AT+CGATT?", "+CGATT: 0", "OK+CGEV: NW DETACH");
    await modem.answers("AT+CSQ", "\0\0+CSQ: 11,99\0", "OK");
    const agent = bench.agent({ "log.level": "trace" });
    await agent.logged("modem-ready");
    const { state } = await agent.until(() => true, "an answer");
    expect(state.modem).toMatchObject({ link: "ready", manufacturer: "Quectel", model: "EC20F" });
    expect(state.signal).toMatchObject({ rssiDbm: -91 });
    expect(state.attached).toBe(false);
    expect(state.suspicion.evidence.map(({ kind }) => kind)).toContain("network-detach");
    expect(agent.said("at-timeout")).toEqual([]);
    expect(agent.said("agent-fault")).toEqual([]);
  });
});

describeReal(["pty", "mosquitto", "users"], "the modem's port, for a user without rights", () => {
  it.concurrent("may not be opened by this user: the group that may is named, and what to type", async ({ bench }) => {
    const rig = await bench.rig();
    for (const name of ["", "state"]) {
      if (name !== "") mkdirSync(bench.path(name));
      chmodSync(bench.path(name), 0o777);
    }
    chmodSync(await rig.device(), 0o620);
    const agent = bench.agent({}, { before: AS_NOBODY });
    const { state } = await agent.until((status) => status.state.modem.link === "refused", "the refusal");
    expect(state.modem.linkText).toMatch(
      /may not be opened by this user; it belongs to group \w+ \(mode 620\)\. .*usermod -aG \w+ USER/,
    );
    // Mended by the administrator while the agent runs.
    chmodSync(await rig.device(), 0o666);
    await agent.until((status) => status.state.modem.link === "ready", "the modem");
    expect(await agent.end("SIGTERM")).toMatchObject({ code: 0 });
  });
});
