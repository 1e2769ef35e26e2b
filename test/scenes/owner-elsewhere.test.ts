import { expect, test } from "vitest";
import { obeyRecheck } from "../../src/agent/diagnosis-orders.ts";
import { Hours, Minutes } from "../../src/base/duration.ts";
import type { OwnerAnswer, OwnerRequest, RequestOwner, SoughtModem } from "../../src/ports/owner-request.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const QUICK = ["clock.trust_system=true", "modem.poll_interval=30s"];

/**
 * Every command line that an agent whose data call is another program's may send: questions, how lines look and what is told
 * unasked. No context, no radio, no attach, no PIN.
 */
const CLOSED: readonly RegExp[] = [
  /^AT$/,
  /^AT[EV]\d$/,
  /^ATQ0V1E0$/,
  /^AT\+(CMEE|C5GREG|CEREG|CGREG|CREG|CGEREP|CABTSR)=[\d,]+$/,
  /^AT\+(CGMI|CGMM|CGMR|CGSN|CIMI|CCID|ICCID|QCCID|CSQ|CESQ|CEER)$/,
  /^AT\+[A-Z][A-Z0-9]+\?$/,
  /^AT\+CRSM=176,12258,0,0,10$/,
];

/** A life with everything in it that tempts to act. */
async function eventfulLife(scene: AgentScene): Promise<void> {
  await scene.pass(Minutes(5));
  scene.modem.setContext(1, false);
  await scene.pass(Minutes(30));
  scene.modem.setContext(1, true, "ME");
  await scene.pass(Minutes(5));
  scene.modem.detach({ reattach: true });
  await scene.pass(Minutes(5));
  scene.modem.detach({ cause: 8 });
  await scene.pass(Hours(3));
  scene.modem.restore();
  await scene.pass(Minutes(5));
  scene.modem.reboot();
  await scene.pass(Minutes(5));
  scene.modem.setSim({ state: "absent" });
  await scene.pass(Minutes(5));
  scene.modem.setSim({ state: "pin", pin: "4711" });
  await scene.pass(Minutes(5));
  scene.modem.fault({ name: "hang", lasts: Minutes(5) });
  await scene.pass(Minutes(30));
  scene.modem.urc('+CGEV: NW DEACT "IP","10.0.0.1",1');
  await scene.pass(Hours(1));
}

test("where another program dials, the agent never dials, defines, activates, detaches or touches the radio: the lines it can send are closed", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await eventfulLife(scene);
  await scene.stop();
  const others = scene.heard.filter((line) => !CLOSED.some((known) => known.test(line)));
  expect(others).toEqual([]);
  expect(scene.heard.length).toBeGreaterThan(500);
  expect(scene.network.done).toEqual([]);
});

test("nor does it when a card has its PIN from a file, the network refuses, a person looks again, and the card is another one", async () => {
  const scene = new AgentScene();
  await scene.boot({
    wall: NOW,
    settings: [...QUICK, "modem.pin_file=/pin"],
    card: { pin: "4711" },
    pinFile: () => "4711",
    repairCommands: { can: ["power-cycle", "reboot"], run: () => Promise.resolve({ kind: "done" }) },
  });
  await scene.pass(Minutes(5));
  for (const cause of [3, 7, 15, 33]) {
    scene.modem.detach({ cause });
    await scene.pass(Hours(1));
    expect(obeyRecheck(scene.diagnosis, { do: "recheck", by: "Li", said: undefined }).result).toBe("recheck-begun");
    await scene.pass(Minutes(30));
    scene.modem.restore();
    await scene.pass(Minutes(5));
  }
  scene.modem.setSim({ state: "absent" });
  await scene.pass(Minutes(1));
  scene.modem.setSim({ state: "pin", pin: "4711" });
  await scene.pass(Minutes(5));
  scene.modem.reboot();
  await eventfulLife(scene);
  await scene.stop();
  const others = scene.heard.filter((line) => !CLOSED.some((known) => known.test(line)));
  expect(new Set(others)).toEqual(new Set(["AT+CPINR", 'AT+CPIN="4711"']));
  expect(scene.network.done).toEqual([]);
});

test("the list of lines is a real sieve: an agent that dials falls through it", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: [...QUICK, "bearer.owner=agent", "bearer.apn=other"] });
  await scene.pass(Minutes(5));
  expect(scene.heard.filter((line) => !CLOSED.some((known) => known.test(line))).length).toBeGreaterThan(0);
});

test("status says whose the call is", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  expect(scene.status.state.bearer).toEqual({ owner: "external" });
});

test("the owner is asked to connect when the modem is registered and no context is up: after a minute, then ever more rarely", async () => {
  const asked: OwnerRequest[] = [];
  const answer: OwnerAnswer = { kind: "failed", cause: "by-hand", text: "SIM 460041234567890 is disabled" };
  const sought: SoughtModem[] = [];
  const owner: RequestOwner = {
    way: "modem-manager",
    ask: async (request, modem) => (asked.push(request), sought.push(modem), answer),
  };
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK, owner, imei: "867698041234561" });
  expect(scene.status.state.bearer).toEqual({ owner: "external", asks: "modem-manager" });
  scene.modem.setContext(1, false);
  await scene.pass(Minutes(2));
  expect(asked[0]).toEqual({
    v: 1,
    request: "connect",
    why: "no PDP context is active",
    device: "dev",
    interface: "wwan0",
    attempt: 1,
  });
  expect(sought[0]).toEqual({ interfaceName: "wwan0", imei: "867698041234561" });
  expect(scene.status.state.bearer.asked).toMatchObject({ outcome: "failed", cause: "by-hand" });
  expect(scene.status.state.bearer.asked?.text).not.toContain("460041234567890");
  await scene.pass(Hours(6));
  expect(asked.length).toBeLessThan(16);
  expect(scene.events("owner-asked").length).toBeGreaterThan(0);
  const before = asked.length;
  scene.modem.setContext(1, true, "ME");
  await scene.pass(Hours(2));
  expect(asked.length).toBe(before);
});

test("a card that the network refuses is no reason to ask the owner to connect: only, now and then, for one radio cycle", async () => {
  const asked: OwnerRequest[] = [];
  const owner: RequestOwner = {
    way: "command",
    ask: async (request) => (asked.push(request), { kind: "accepted" }),
  };
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK, owner });
  scene.modem.detach({ cause: 7 });
  for (let n = 0; n < 24; n += 1) await scene.pass(Hours(1));
  expect(asked.map(({ request }) => request)).toEqual(["radio-cycle", "radio-cycle"]);
});
