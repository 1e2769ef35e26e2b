import { describe, expect, test } from "vitest";
import { tellDiagnosis } from "../../src/agent/diagnosis-orders.ts";
import { Hours, Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import type { RepairCommands } from "../../src/ports/repair-commands.ts";
import { recoveryWords } from "../../src/report/recovery-words.ts";
import type { OwnerRequest, RequestOwner } from "../../src/ports/owner-request.ts";
import { AgentScene, type Boot } from "../support/agent-scene.ts";
import { shippedFamilies } from "../support/shipped-families.ts";

const NOW = Date.UTC(2026, 10, 12, 1);
const RULES = ["bearer.owner=agent", "clock.trust_system=true", "fleet.size=60"];
const OWN = [...RULES, "modem.poll_interval=1min"];
/** Where days pass: what is seen by a look a minute is seen by one in five as well. */
const SELDOM = [...RULES, "modem.poll_interval=5min", "meter.sample_interval=10s"];

async function booted(more: Partial<Boot> = {}): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: OWN, families: shippedFamilies, ...more });
  await minutes(scene, 3);
  await scene.use(5_000);
  await minutes(scene, 2);
  return scene;
}

/** A power switch that works, or does nothing. */
function machine(works?: () => void): { readonly asked: string[]; readonly repairCommands: RepairCommands } {
  const asked: string[] = [];
  const repairCommands: RepairCommands = {
    can: ["power-cycle", "reboot"],
    run: async ({ request }) => {
      asked.push(request);
      works?.();
      return { kind: "done" };
    },
  };
  return { asked, repairCommands };
}

async function minutes(scene: AgentScene, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await scene.pass(Minutes(1));
}

const offs = (scene: AgentScene): readonly string[] => scene.heard.filter((line) => line === "AT+CFUN=4");
const tries = (scene: AgentScene) => scene.events("recovery-tried");

describe("a card that is refused for good", () => {
  test("a week of it: a radio cycle after an hour, six, then daily; no reset, no power cut, and nothing else that writes", async () => {
    const { asked, repairCommands } = machine();
    const scene = await booted({ repairCommands, settings: [...SELDOM, "recovery.reboots_per_day=4"] });
    scene.modem.suspend("arrears", { variant: "detach" });
    const from = scene.clock.wallMs();
    const writes = scene.heard.length;
    for (let n = 0; n < 7 * 24 * 12; n += 1) await scene.pass(Minutes(5));
    const hours = tries(scene).map(({ at }) => Math.floor((Date.parse(at) - from) / Hours(1)));
    expect(hours).toEqual([1, 6, 30, 54, 78, 102, 126, 150]);
    expect(tries(scene).every(({ act, outcome }) => act === "radio-cycle" && outcome === "done")).toBe(true);
    expect(offs(scene)).toHaveLength(8);
    expect(asked).toEqual([]);
    // What the modem shows since is the network's new word, and no old refusal that it still keeps.
    expect(scene.diagnosis.view?.diagnosis.findings.map(({ kind }) => kind)).toContain("asked-again-and-denied");
    const said = new Set(
      scene.heard.slice(writes).filter((line) => /^AT(\+CFUN|\+CGATT|\+COPS|\+CGACT)=|^ATZ|&F/.test(line)),
    );
    expect(said).toEqual(new Set(["AT+CFUN=4", "AT+CFUN=1"]));
  }, 120_000);

  test("is asked for after an hour although it may be cancelled; once a day only where somebody confirmed that", async () => {
    const scene = await booted();
    scene.modem.suspend("cancelled", { variant: "illegal" });
    await minutes(scene, 75);
    const [leading] = scene.diagnosis.view?.diagnosis.causes ?? [];
    expect(leading).toMatchObject({ cause: "cancelled", standing: "suspected" });
    expect(tries(scene)).toMatchObject([{ act: "radio-cycle", outcome: "done" }]);
    await tellDiagnosis(scene.diagnosis, { do: "confirm-cause", cause: "cancelled", by: "Li" });
    await minutes(scene, 360);
    expect(offs(scene)).toHaveLength(1);
  }, 60_000);

  test("when it is resumed, one cycle brings it back, a quarter of an hour after somebody said so", async () => {
    const scene = await booted();
    scene.modem.suspend("arrears", { variant: "detach" });
    await minutes(scene, 90);
    expect(offs(scene)).toHaveLength(1);
    scene.modem.restore({ radioCycle: false });
    await tellDiagnosis(scene.diagnosis, { do: "platform-says", platform: "onelink-status", value: "2", by: "Li" });
    await minutes(scene, 40);
    expect(offs(scene)).toHaveLength(2);
    expect(scene.status.state.service.data).toBe("up");
    expect(scene.status.state.bearer.state).toBe("up");
    expect(scene.status.recovery).toBeUndefined();
  }, 60_000);

  test("one that is only let go is attached again after a quarter of an hour, and its radio is left alone", async () => {
    const scene = await booted();
    // As another program on another of its ports may do it, and forget it.
    scene.modem.receive(Buffer.from("AT+CGATT=0\r"));
    await minutes(scene, 14);
    expect(scene.heard).not.toContain("AT+CGATT=1");
    await minutes(scene, 10);
    expect(scene.heard.filter((line) => line === "AT+CGATT=1")).toHaveLength(1);
    expect(offs(scene)).toEqual([]);
    expect(scene.status.state.service.data).toBe("up");
    expect(tries(scene)).toMatchObject([{ act: "attach", outcome: "done" }]);
  }, 60_000);

  test("a power cut forgets no cycle", async () => {
    const scene = await booted();
    scene.modem.suspend("arrears", { variant: "detach" });
    await minutes(scene, 65);
    expect(offs(scene)).toHaveLength(1);
    const wall = scene.clock.wallMs() + Seconds(30);
    for (let cut = 0; cut < 3; cut += 1) {
      await scene.boot({ wall: wall + cut * Minutes(15), settings: OWN, families: shippedFamilies });
      scene.modem.suspend("arrears", { variant: "detach" });
      await minutes(scene, 14);
      expect(offs(scene)).toEqual([]);
    }
  }, 60_000);

  test("neither a stop nor a power cut between off and on leaves the radio off", async () => {
    const scene = await booted();
    scene.modem.suspend("arrears", { variant: "detach" });
    const off = async (): Promise<void> => {
      const [late, command] = [{ delay: Millis(500), busy: true, times: 1 }, "CFUN=4"];
      scene.modem.fault({ name: "late-answer", ...late, command });
      for (let n = 0; n < 1_800 && !offs(scene).length; n += 1) await scene.pass(Millis(100));
      expect(scene.heard.at(-1)).toBe("AT+CFUN=4");
    };
    await minutes(scene, 59);
    await off();
    await scene.stop();
    expect(scene.heard.at(-1)).toBe("AT+CFUN=1");
    const later = scene.clock.wallMs() + Hours(2);
    await scene.boot({ wall: later, settings: OWN, families: shippedFamilies });
    await minutes(scene, 2);
    expect(scene.heard.filter((line) => line.startsWith("AT+CFUN="))).toEqual(["AT+CFUN=1"]);
    scene.modem.suspend("arrears", { variant: "detach" });
    await minutes(scene, 59);
    await off();
    await scene.boot({ wall: scene.clock.wallMs(), settings: OWN, families: shippedFamilies });
    await minutes(scene, 2);
    expect(scene.heard.filter((line) => line.startsWith("AT+CFUN="))).toEqual(["AT+CFUN=1"]);
    await scene.boot({ wall: scene.clock.wallMs(), settings: OWN, families: shippedFamilies });
    await minutes(scene, 2);
    expect(scene.heard.filter((line) => line.startsWith("AT+CFUN="))).toEqual([]);
  }, 60_000);

  test("a level of offline, and recovery.radio_cycles = false, leave the radio alone", async () => {
    const left = await booted({ settings: [...OWN, "recovery.radio_cycles=false"] });
    left.modem.suspend("arrears", { variant: "detach" });
    await minutes(left, 400);
    expect(offs(left)).toEqual([]);
    expect(left.status.recovery).toEqual({ waits: "not-ours", picture: "denied" });
    const rests = await booted();
    await rests.judge.overrides.set({ do: "set-override", level: "offline", until: "2d", reason: "closed", by: "Li" });
    rests.modem.suspend("arrears", { variant: "detach" });
    await minutes(rests, 400);
    expect(offs(rests)).toEqual([]);
  }, 60_000);
});

test("where somebody else has the data call, they are asked to dial a card that was let go, and nothing is sent", async () => {
  const asked: OwnerRequest[] = [];
  const owner: RequestOwner = {
    way: "command",
    ask: async (request) => {
      asked.push(request);
      return { kind: "accepted" };
    },
  };
  const scene = await booted({ settings: OWN.slice(1), owner });
  scene.modem.receive(Buffer.from("AT+CGATT=0\r"));
  await minutes(scene, 25);
  expect(scene.heard).not.toContain("AT+CGATT=1");
  expect(asked.map(({ request }) => request)).toContain("connect");
  expect(tries(scene)).toMatchObject([{ act: "attach", outcome: "asked" }]);
}, 60_000);

describe("a context that is refused for a used-up quota", () => {
  test("is asked for by the call's own times, which are told, and not the next month's first day", async () => {
    const asked: number[] = [];
    const owner: RequestOwner = {
      way: "command",
      ask: async ({ request }) => {
        asked.push(scene.clock.wallMs());
        if (request === "connect") scene.modem.receive(Buffer.from("AT+CGACT=1,1\r"));
        return { kind: "accepted" };
      },
    };
    const scene = await booted({ settings: OWN.slice(1), owner });
    await scene.use(1_010_000);
    scene.modem.suspend("over-limit", { variant: "barred" });
    await minutes(scene, 20);
    const told = Date.parse(scene.status.recovery?.next ?? "");
    expect(scene.status.recovery).toMatchObject({ waits: "not-yet" });
    expect(told - scene.clock.wallMs()).toBeLessThan(Hours(1));
    const before = asked.length;
    while (scene.clock.wallMs() < told + Minutes(2)) await scene.pass(Minutes(1));
    expect(Math.abs((asked[before] ?? 0) - told)).toBeLessThan(Seconds(2));
  }, 60_000);

  test("where nobody can be asked to dial, no time is told at which it would be tried", async () => {
    const scene = await booted({ settings: OWN.slice(1) });
    await scene.use(1_010_000);
    scene.modem.suspend("over-limit", { variant: "barred" });
    await minutes(scene, 20);
    expect(scene.status.recovery).toEqual({ waits: "not-ours", picture: "refused" });
  }, 60_000);
});

test("a detach that is no refusal: it is said that the modem comes back by itself, and only of a refusal that its radio must be switched", async () => {
  const scene = await booted({ settings: OWN.slice(1) });
  scene.modem.suspend("arrears", { variant: "detach" });
  await minutes(scene, 5);
  const said = (): string => (scene.status.recovery && recoveryWords(scene.status.recovery, String)?.en) ?? "";
  expect(said()).toMatch(/comes back by itself after its timer \(T3402/);
  await minutes(scene, 15);
  expect(scene.diagnosis.view?.diagnosis.findings.map(({ kind }) => kind)).toContain("detached-then-refused");
  expect(said()).toMatch(/only after its radio was off and on/);
}, 60_000);

test("where somebody else has the data call, the radio is theirs: they are asked for the cycle, and nothing is sent", async () => {
  const asked: OwnerRequest[] = [];
  const owner: RequestOwner = {
    way: "command",
    ask: async (request) => {
      asked.push(request);
      return { kind: "accepted" };
    },
  };
  const scene = await booted({ settings: OWN.slice(1), owner });
  scene.modem.suspend("arrears", { variant: "detach" });
  await minutes(scene, 100);
  expect(offs(scene)).toEqual([]);
  expect(asked.filter(({ request }) => request === "radio-cycle")).toHaveLength(1);
  expect(tries(scene)).toMatchObject([{ act: "radio-cycle", outcome: "asked" }]);
}, 60_000);

describe("a modem that does not work", () => {
  test("answers nothing: its power is taken away after five minutes, and it is asked everything again", async () => {
    const { asked, repairCommands } = machine(() => scene.modem.fault({ name: "reboot" }));
    const scene = await booted({ repairCommands });
    scene.modem.fault({ name: "hang" });
    await minutes(scene, 4);
    expect(asked).toEqual([]);
    await minutes(scene, 10);
    expect(asked).toEqual(["power-cycle"]);
    expect(scene.status.state.modem.link).toBe("ready");
    expect(scene.status.state.service.data).toBe("up");
    expect(tries(scene)).toMatchObject([{ act: "power-cycle", fault: "silent", outcome: "done" }]);
    await minutes(scene, 60);
    expect(asked).toHaveLength(1);
  }, 60_000);

  test("answers nothing and carries the business's packets all the same: nothing is cut", async () => {
    const { asked, repairCommands } = machine();
    const scene = await booted({ repairCommands });
    scene.modem.fault({ name: "hang" });
    for (let n = 0; n < 60; n += 1) await scene.use(3_000);
    expect(scene.status.state.modem.link).toBe("silent");
    expect(asked).toEqual([]);
  }, 60_000);

  test("and nothing helps: within its caps, and the machine itself is restarted only where that is allowed", async () => {
    const { asked, repairCommands } = machine();
    const scene = await booted({ repairCommands, settings: SELDOM });
    scene.modem.fault({ name: "hang" });
    for (let n = 0; n < 24 * 12; n += 1) await scene.pass(Minutes(5));
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(new Set(asked)).toEqual(new Set(["power-cycle"]));
    const allowed = machine();
    const other = await booted({
      repairCommands: allowed.repairCommands,
      settings: [...SELDOM, "recovery.reboots_per_day=1"],
    });
    other.modem.fault({ name: "hang" });
    for (let n = 0; n < 24 * 12; n += 1) await other.pass(Minutes(5));
    expect(allowed.asked).toEqual(["power-cycle", "power-cycle", "reboot"]);
  }, 120_000);

  test("finds no network: the radio is switched after an hour, and nothing is reset or cut", async () => {
    const { asked, repairCommands } = machine();
    const scene = await booted({ repairCommands });
    scene.modem.search();
    await minutes(scene, 8 * 60);
    expect(offs(scene)).toHaveLength(2);
    expect(asked).toEqual([]);
  }, 60_000);
});
