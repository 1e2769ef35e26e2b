import { expect, test } from "vitest";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import type { OwnerRequest, RequestOwner } from "../../src/ports/owner-request.ts";
import type { SourceRequest } from "../../src/ports/source-stop.ts";
import { AgentScene, type Boot } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const OWN = ["bearer.owner=agent", "clock.trust_system=true", "modem.poll_interval=30s", "recovery.radio_cycles=false"];
const BEARER = [...OWN, "enforce.hard_stop=bearer"];
const REST = { do: "set-override", by: "Li", level: "offline", until: "2d", reason: "closed" } as const;

async function booted(settings: readonly string[], more: Partial<Boot> = {}): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings, ...more });
  await passSlowly(scene, 60);
  return scene;
}

/** In small steps: each answer of the modem's is one. */
async function passSlowly(scene: AgentScene, seconds: number): Promise<void> {
  for (let n = 0; n < seconds; n += 1) await scene.pass(Seconds(1));
}

const minutes = async (scene: AgentScene, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await scene.pass(Minutes(1));
};

/** Billed data that nobody here asked for. */
async function flooded(scene: AgentScene): Promise<void> {
  await scene.use(40_000, Seconds(15));
  await passSlowly(scene, 60);
}

/** What puts the data connection up or down. */
const done = (scene: AgentScene): readonly string[] =>
  scene.heard.filter((line) => /^AT\+(CGACT=|CFUN=|CGATT=)/.test(line));
const stages = (scene: AgentScene): readonly unknown[] => scene.events("hard-stop").map(({ stage }) => stage);

test("by default the bearer stays, whatever arrives: the uplink is held but for management, and the sources are told", async () => {
  const asked: SourceRequest[] = [];
  const scene = await booted(OWN, {
    stopSources: async (request) => {
      asked.push(request);
      return { kind: "done" };
    },
  });
  await scene.judge.overrides.set(REST);
  await minutes(scene, 3);
  await flooded(scene);
  await minutes(scene, 10);
  expect(done(scene)).toEqual([]);
  expect(scene.status.hardStop).toEqual({ stage: "sources" });
  expect(scene.status.decision.allowances?.map(({ kind }) => kind)).toEqual(["held", "ceiling", "held", "held"]);
  await scene.judge.overrides.end("Li");
  await minutes(scene, 2);
  expect(stages(scene)).toEqual(["uplink", "sources", "over"]);
  expect(asked.map(({ request }) => request)).toEqual(["stop-sources", "resume-sources"]);
  expect(scene.status.hardStop).toBeUndefined();
});

test("where nothing arrives any more, the bearer stays up although it might go", async () => {
  const scene = await booted(BEARER);
  await scene.judge.overrides.set(REST);
  await scene.use(1_000, Seconds(60));
  await minutes(scene, 10);
  expect(done(scene)).toEqual([]);
});

test("billed data still arrives: last words, way back on the disk, then the modem leaves the network; nothing dials it up", async () => {
  const scene = await booted(BEARER);
  await scene.judge.overrides.set(REST);
  await minutes(scene, 3);
  expect(done(scene)).toEqual([]);
  const toldBefore: number[] = [];
  const receive = scene.modem.receive.bind(scene.modem);
  scene.modem.receive = (bytes) => {
    if (Buffer.from(bytes).includes("AT+CGATT=0")) toldBefore.push(scene.events("bearer-let-go").length);
    receive(bytes);
  };
  await flooded(scene);
  expect(done(scene)).toEqual(["AT+CGATT=0"]);
  expect(toldBefore).toEqual([1]);
  const [words] = scene.events("bearer-let-go");
  expect(words).toMatchObject({ why: expect.stringContaining("closed") as string });
  expect(Date.parse(String(words?.["until"]))).toBeGreaterThan(NOW + Hours(5.9));
  expect(scene.disk.get("enforce/hard-stop")).toContain('"by":"detach"');
  expect(scene.network.standing.size).toBe(0);
  expect(scene.status.state.bearer.state).toBe("let-go");
  expect(scene.status.hardStop).toMatchObject({ stage: "bearer", by: "detach", until: words?.["until"] });
  await minutes(scene, 60);
  expect(done(scene)).toEqual(["AT+CGATT=0"]);
  // Our own deed is no reason to suspect the carrier.
  expect(scene.events("suspension-suspected")).toEqual([]);
});

test("a person's word brings it back at once, also with a modem of no known make", async () => {
  const scene = await booted(BEARER, { families: [] });
  await scene.judge.overrides.set(REST);
  await minutes(scene, 3);
  await flooded(scene);
  await scene.judge.overrides.end("Li");
  await passSlowly(scene, 90);
  expect(done(scene).slice(0, 2)).toEqual(["AT+CGATT=0", "AT+CGATT=1"]);
  expect(scene.status.state.bearer.state).toBe("up");
  expect(scene.disk.has("enforce/hard-stop")).toBe(false);
  expect(scene.events("bearer-taken-back")).toHaveLength(1);
  expect(stages(scene).at(-1)).toBe("over");
});

test("after its time it comes back to listen, and goes again when billed data comes again", async () => {
  const scene = await booted([...BEARER, "enforce.hard_stop_back=30min"]);
  await scene.judge.overrides.set(REST);
  await minutes(scene, 3);
  await flooded(scene);
  await minutes(scene, 32);
  expect(done(scene).slice(0, 2)).toEqual(["AT+CGATT=0", "AT+CGATT=1"]);
  expect(scene.status.state.bearer.state).toBe("up");
  const before = done(scene).length;
  await minutes(scene, 10);
  expect(done(scene)).toHaveLength(before);
  await flooded(scene);
  expect(done(scene).slice(before)).toEqual(["AT+CGATT=0"]);
});

test("bearer-always: gone whatever arrives, and after each time away five minutes are listened", async () => {
  const scene = await booted([...OWN, "enforce.hard_stop=bearer-always", "enforce.hard_stop_back=30min"]);
  await scene.judge.overrides.set(REST);
  await minutes(scene, 2);
  expect(done(scene)).toEqual(["AT+CGATT=0"]);
  await minutes(scene, 33);
  expect(scene.status.state.bearer.state).toBe("up");
  await minutes(scene, 7);
  expect(done(scene).filter((line) => line === "AT+CGATT=0")).toHaveLength(2);
});

test("beside another context the call goes alone; a modem that keeps the last PDN (CME 171) is detached instead", async () => {
  const contexts = [
    { cid: 1, apn: "cmiot" },
    { cid: 2, apn: "ims" },
  ];
  const two = await booted(BEARER, { contexts });
  await two.judge.overrides.set(REST);
  await minutes(two, 3);
  await flooded(two);
  expect(done(two)).toEqual(["AT+CGACT=0,1"]);
  const one = await booted(BEARER, { contexts, personality: { keepsLastPdn: true } });
  await one.judge.overrides.set(REST);
  await minutes(one, 3);
  // Gone before the next look: the other one is not there any more.
  one.modem.receive(Buffer.from("AT+CGACT=0,2\r"));
  await flooded(one);
  expect(done(one).at(-1)).toBe("AT+CGATT=0");
  expect(one.status.hardStop).toMatchObject({ stage: "bearer", by: "detach" });
});

test("a power cut while it is away: let go again although the modem came up by itself, and back at its time", async () => {
  const scene = await booted([...BEARER, "enforce.hard_stop_back=1h"]);
  await scene.judge.overrides.set(REST);
  await minutes(scene, 3);
  await flooded(scene);
  await scene.boot({ wall: NOW + Minutes(20), settings: [...BEARER, "enforce.hard_stop_back=1h"] });
  await passSlowly(scene, 60);
  expect(done(scene)).toEqual(["AT+CGATT=0"]);
  expect(scene.network.standing.size).toBe(0);
  await minutes(scene, 50);
  expect(done(scene).slice(0, 2)).toEqual(["AT+CGATT=0", "AT+CGATT=1"]);
  expect(scene.status.state.bearer.state).toBe("up");
});

test("with no clock to tell when, a device that is switched on again and again comes back all the same", async () => {
  const settings = [...BEARER, "enforce.hard_stop_back=1h"];
  const scene = await booted(settings);
  await scene.judge.overrides.set(REST);
  await minutes(scene, 3);
  await flooded(scene);
  const blind = settings.filter((one) => !one.startsWith("clock."));
  let back = 0;
  for (let boot = 0; boot < 6; boot += 1) {
    await scene.boot({ wall: 0, settings: blind });
    await minutes(scene, 5);
    if (done(scene).includes("AT+CGATT=1")) back += 1;
  }
  expect(back).toBeGreaterThan(0);
  // Whether the order is over nobody can say without a clock: it stands.
  expect(scene.status.decision.level).toBe("offline");
});

test("a modem that was away when the order ended comes back once it is there", async () => {
  const scene = await booted(BEARER);
  await scene.judge.overrides.set(REST);
  await minutes(scene, 3);
  await flooded(scene);
  await scene.judge.overrides.set({ ...REST, level: "normal", until: "1h" });
  await scene.boot({ wall: NOW + Minutes(30), settings: BEARER });
  await passSlowly(scene, 90);
  expect(scene.status.state.bearer.state).toBe("up");
  expect(scene.disk.has("enforce/hard-stop")).toBe(false);
});

test("a disk that takes nothing keeps the bearer: nobody would know how it comes back", async () => {
  const scene = await booted(BEARER);
  await scene.judge.overrides.set(REST);
  await minutes(scene, 3);
  scene.refuseDisk();
  await flooded(scene);
  await minutes(scene, 3);
  expect(done(scene)).toEqual([]);
});

test("an agent that is stopped leaves the network to the modem again, and the next start lets it go again", async () => {
  const scene = await booted(BEARER);
  await scene.judge.overrides.set(REST);
  await minutes(scene, 3);
  await flooded(scene);
  await scene.stop();
  expect(done(scene)).toEqual(["AT+CGATT=0", "AT+CGATT=1"]);
  await scene.boot({ wall: NOW + Minutes(20), settings: BEARER });
  await passSlowly(scene, 60);
  expect(done(scene)).toEqual(["AT+CGATT=0"]);
});

test("where somebody else dials, they are asked to end the call, not asked to connect meanwhile, and asked to at the end", async () => {
  const asked: string[] = [];
  const owner: RequestOwner = {
    way: "command",
    ask: async ({ request }: OwnerRequest) => {
      asked.push(request);
      if (request === "disconnect") scene.modem.setContext(1, false);
      return { kind: "accepted" };
    },
  };
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: BEARER.slice(1), owner });
  await passSlowly(scene, 60);
  await scene.judge.overrides.set(REST);
  await minutes(scene, 3);
  await flooded(scene);
  expect(asked).toEqual(["disconnect"]);
  await minutes(scene, 30);
  expect(asked).toEqual(["disconnect"]);
  await scene.judge.overrides.end("Li");
  await minutes(scene, 1);
  expect(asked).toEqual(["disconnect", "connect"]);
  expect(done(scene)).toEqual([]);
});

test("a network that refuses the card is no hard stop: nothing is let go that could not come back", async () => {
  const scene = await booted([...OWN, "enforce.hard_stop=bearer-always"]);
  scene.modem.detach({ cause: 7 });
  await minutes(scene, 20);
  expect(scene.status.decision.level).toBe("offline");
  expect(done(scene)).toEqual([]);
  expect(stages(scene)).toEqual([]);
});
