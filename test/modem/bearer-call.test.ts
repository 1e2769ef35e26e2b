import { expect, test } from "vitest";
import type { AtOutcome } from "../../src/at/command.ts";
import { atLine } from "../../src/at/at-line.ts";
import { apn } from "../../src/at/outgoing/apn.ts";
import { Minutes } from "../../src/base/duration.ts";
import type { CarrierApn } from "../../src/modem/call-apn.ts";
import { cid } from "../../src/at/outgoing/cid.ts";
import {
  BEARER_CALL,
  type BearerCall,
  bearerCall,
  type CallContext,
  type CallEffect,
  type CallInput,
} from "../../src/modem/bearer-call.ts";
import { loweringOf } from "../../src/modem/call-down.ts";
import type { CallView } from "../../src/modem/call-view.ts";
import { type CallOrder, type CallWay, STANDARD_WAY, usableWays } from "../../src/modem/call-order.ts";
import { readModemProfile } from "../../src/modem/profile-file.ts";

function given<T>(found: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!found.ok) throw new TypeError("not allowed");
  return found.value;
}

const BARE: CallOrder = { cid: given(cid(1)), type: "IP" };
const NAMED: CallOrder = { ...BARE, apn: given(apn("cmiot")) };
const DHCP: CallWay = {
  ...STANDARD_WAY,
  name: "ecm",
  test: atLine("AT#ECM=?"),
  up: ["AT#ECM=1,0"],
  down: ["AT#ECMD=0"],
  address: "dhcp",
};
const context = (order: CallOrder, ways: CallContext["ways"] = [STANDARD_WAY]): CallContext => ({ order, ways });

const OK = (...lines: readonly string[]): CallInput => ({ kind: "answered", outcome: { kind: "ok", lines } });
const ERROR = (code: number): CallInput => ({
  kind: "answered",
  outcome: { kind: "error", scheme: "cme", code, text: String(code) },
});
const TIMEOUT: CallInput = { kind: "answered", outcome: { kind: "timeout" } satisfies AtOutcome };
const GONE: CallInput = { kind: "answered", outcome: { kind: "gone", why: "the port vanished" } };
const view = (network: CallView["network"], active?: boolean): CallInput => ({
  kind: "view",
  view: { network, ...(active === undefined ? {} : { active }) },
});
const ADDRESS = OK('+CGCONTRDP: 1,5,"cmiot","10.1.2.3.255.255.255.0","10.1.2.1","1.1.1.1"');
const DONE: CallInput = { kind: "configured" };

function run(inputs: readonly CallInput[], within: CallContext, from: BearerCall = BEARER_CALL) {
  let call = from;
  const effects: CallEffect[] = [];
  for (const input of inputs) {
    const stepped = bearerCall(call, input, within);
    call = stepped.call;
    effects.push(...stepped.effects);
  }
  const failed = effects.flatMap((effect) => (effect.kind === "failed" ? effect.trouble : [])).at(-1);
  return { call, failed, told: effects.map((effect) => (effect.kind === "send" ? effect.command.line : effect.kind)) };
}

const UP = [view("usable", false), OK(), ADDRESS, DONE] as const;

test("a context that is down is put up, its address asked for and handed on", () => {
  const { told, call } = run(UP, context(BARE));
  expect(told).toEqual(["AT+CGACT=1,1", "AT+CGCONTRDP=1", "configure", "up"]);
  expect(loweringOf(call, context(BARE)).map(({ line }) => line)).toEqual(["AT+CGACT=0,1"]);
});

test("nothing is sent before the network can be used, and nothing while it is not known whether it can", () => {
  expect(run([view("unknown"), view("not-usable"), view("unknown", true)], context(BARE)).told).toEqual([]);
});

test("a definition that says the same with the network's own labels behind it is left alone", () => {
  const read = OK('+CGDCONT: 1,"IP","CMIOT.mnc004.mcc460.gprs","0.0.0.0",0,0');
  expect(run([view("usable", true), read, ADDRESS, DONE], context(NAMED)).told).toEqual([
    "AT+CGDCONT?",
    "AT+CGCONTRDP=1",
    "configure",
    "up",
  ]);
});

test("the last context of LTE cannot be taken down: the call goes on with what the network has, and says so", () => {
  const other = OK('+CGCONTRDP: 1,5,"ims","10.1.2.3.255.255.255.0","10.1.2.1","1.1.1.1"');
  const { told, call } = run([view("usable", true), OK(), OK(), ERROR(171), other, DONE], context(NAMED));
  expect(call.text).toContain("on the APN ims");
  expect(told).toEqual([
    "AT+CGDCONT?",
    'AT+CGDCONT=1,"IP","cmiot"',
    "AT+CGACT=0,1",
    "AT+CGCONTRDP=1",
    "configure",
    "up",
  ]);
});

test("+CGCONTRDP that is refused or empty: +CGPADDR is asked", () => {
  for (const first of [ERROR(4), OK(), TIMEOUT])
    expect(run([view("usable", true), first, OK('+CGPADDR: 1,"10.1.2.3"'), DONE], context(BARE)).told).toEqual([
      "AT+CGCONTRDP=1",
      "AT+CGPADDR=1",
      "configure",
      "up",
    ]);
});

test("a maker's way is tested first; where the context is up already, the interface is bound to it all the same", () => {
  const ways = [DHCP, STANDARD_WAY];
  expect(run([view("usable", true), OK(), OK(), DONE], context(BARE, ways)).told).toEqual([
    "AT#ECM=?",
    "AT#ECM=1,0",
    "configure",
    "up",
  ]);
  expect(run([view("usable", true), ERROR(4), ADDRESS, DONE], context(BARE, ways)).told[1]).toBe("AT+CGCONTRDP=1");
});

test("a refusal that gives no reason is asked for one before the wait", () => {
  const why = OK("+CEER: Missing or unknown APN");
  const { told, call } = run([view("usable", false), ERROR(148), why, ERROR(4)], context(BARE));
  expect(told).toEqual(["AT+CGACT=1,1", "AT+CEER", "AT+CABTRDP", "failed", "wait"]);
  expect(call.text).toContain("Missing or unknown APN");
});

test.each([
  ['+CABTRDP: "CMIOT.mnc004.mcc460.gprs",1800,1,0', { kind: "temporary", cause: 26, backOff: Minutes(30) }],
  ['+CABTRDP: "other",1800,1,0', { kind: "temporary", cause: 26 }],
  ['+CABTRDP: "cmiot",0,1,0', { kind: "temporary", cause: 26 }],
  ['+CABTRDP: "cmiot",,1,0', { kind: "permanent" }],
])("the timer that the network has set for the APN decides when to ask again: %s", (line, trouble) => {
  const inputs = [view("usable", false), OK('+CGDCONT: 1,"IP","cmiot"'), ERROR(126), OK(line)];
  const { failed } = run(inputs, context(NAMED));
  expect(failed).toEqual({ ...trouble, text: expect.any(String) as string });
});

test("while it waits nothing makes it dial: no registration, no poll, no event", () => {
  const failed = run([view("usable", false), ERROR(133), OK()], context(BARE)).call;
  const tempting = [view("not-usable"), view("usable", false), view("unknown"), view("usable", true)];
  expect(run(tempting, context(BARE), failed).told).toEqual([]);
  expect(run([...tempting, { kind: "elapsed" }], context(BARE), failed).told).toEqual(["AT+CGCONTRDP=1"]);
});

test("the context vanishes from the modem's list: cleared, told, and dialled after a wait", () => {
  const up = run([...UP, view("usable", true)], context(BARE)).call;
  expect(run([view("usable", false)], context(BARE), up).told).toEqual(["clear", "down", "wait"]);
});

test("a modem that lists another context than the one that was dialled proves no loss by it", () => {
  const up = run(UP, context(BARE)).call;
  expect(run([view("usable", false), view("usable")], context(BARE), up).told).toEqual([]);
  expect(run([view("not-usable")], context(BARE), up).told).toEqual(["clear", "down", "wait"]);
});

test("the port vanishes and comes back: the interface is left until it is known that the call is over", () => {
  const up = run([...UP, view("usable", true)], context(BARE)).call;
  const away = run([view("unknown")], context(BARE), up);
  expect(away.told).toEqual([]);
  expect(run([view("not-usable")], context(BARE), away.call).told).toEqual(["clear"]);
  expect(run([view("usable", true), ADDRESS, DONE], context(BARE), away.call).told).toEqual([
    "AT+CGCONTRDP=1",
    "configure",
    "up",
  ]);
});

const OFFERED: CarrierApn = { name: given(apn("cmnet")), carrier: "china-mobile" };
const FREE: CallInput = { kind: "view", view: { network: "usable", active: false, attaches: false } };
const ATTACHES: CallInput = { kind: "view", view: { network: "usable", active: false, attaches: true } };

test.each([
  ["lists none", OK()],
  ["names no APN", OK('+CGDCONT: 1,"IP","","0.0.0.0",0,0')],
  ["names one for another context alone", OK('+CGDCONT: 2,"IP","ims","0.0.0.0",0,0')],
])("no APN in the settings, and the modem %s: the carrier's is written, and said to be the carrier's", (_, listed) => {
  const within = { ...context(BARE), offered: OFFERED };
  const { told, call } = run([FREE, listed, OK(), OK(), ADDRESS, DONE], within);
  expect(told.slice(0, 3)).toEqual(["AT+CGDCONT?", 'AT+CGDCONT=1,"IP","cmnet"', "AT+CGACT=1,1"]);
  expect(call).toMatchObject({ phase: { kind: "up" }, apnFrom: "carrier", text: "up (cgact)" });
});

test.each([
  ["the modem has one", FREE, OK('+CGDCONT: 1,"IP","private.example","0.0.0.0",0,0')],
  ["the modem does not say what it has", FREE, ERROR(4)],
])("the carrier's APN is left alone where %s: nothing is written", (_, seen, listed) => {
  const within = { ...context(BARE), offered: OFFERED };
  const { told, call } = run([seen, listed, OK(), ADDRESS, DONE], within);
  expect(told).toEqual(["AT+CGDCONT?", "AT+CGACT=1,1", "AT+CGCONTRDP=1", "configure", "up"]);
  expect(call.apnFrom).toBe("modem");
});

test.each([
  ["the modem attaches with this context", ATTACHES],
  ["nobody knows whether it does", view("usable", false)],
])("the carrier's APN is left alone where %s: it is not even asked for", (_, seen) => {
  const within = { ...context(BARE), offered: OFFERED };
  expect(run([seen, OK(), ADDRESS, DONE], within).told[0]).toBe("AT+CGACT=1,1");
});

test("an APN of the settings goes before the carrier's, wherever it has to be written", () => {
  const within = { ...context(NAMED), offered: OFFERED };
  const { told, call } = run([ATTACHES, OK()], within);
  expect(told).toEqual(["AT+CGDCONT?", 'AT+CGDCONT=1,"IP","cmiot"']);
  expect(call.apnFrom).toBe("settings");
});

test("the next attempt asks anew whose the APN is: what somebody has set meanwhile stands", () => {
  const within = { ...context(BARE), offered: OFFERED };
  const { call } = run([FREE, OK(), OK(), OK(), ADDRESS, DONE, { kind: "lost", text: "-", restarted: false }], within);
  const again = run([{ kind: "elapsed" }, OK('+CGDCONT: 1,"IP","private.example","0.0.0.0",0,0')], within, call);
  expect(again.told).toEqual(["AT+CGDCONT?", "AT+CGACT=1,1"]);
  expect(again.call.apnFrom).toBe("modem");
});

test("the port vanishes in the middle of dialling: begun anew when it is back", () => {
  const { call } = run([view("usable", false), GONE], context(BARE));
  expect(run([view("unknown"), view("usable", false)], context(BARE), call).told).toEqual(["AT+CGACT=1,1"]);
});

test("an interface that cannot be configured is cleared, and tried again after a wait", () => {
  const trouble: CallInput = { kind: "configured", trouble: "The interface wwan0 does not exist." };
  expect(run([view("usable", true), ADDRESS, trouble], context(BARE)).told).toEqual([
    "AT+CGCONTRDP=1",
    "configure",
    "clear",
    "failed",
    "wait",
  ]);
});

test("what a person has to do for it to take effect stands in the state of a call that is up", () => {
  const done: CallInput = { kind: "configured", note: "link /etc/resolv.conf" };
  const { call } = run([view("usable", true), ADDRESS, done], context(BARE));
  expect(call.text).toMatch(/^up .*; link \/etc\/resolv\.conf$/);
});

test("no way that can be gone is said, with what would help", () => {
  const { told, call } = run([view("usable", false)], context(BARE, []));
  expect(told).toEqual(["failed", "wait"]);
  expect(call.text).toContain("bearer.apn");
});

test("a way over PPP and one that the family cannot stand are left out", () => {
  const family = readModemProfile(
    "x.toml",
    `family = "x"\ntitle = "X"\ntrust = "unverified"\nsources = []\n[match]\nmanufacturers = []\n[quirks]\nnever = ["AT+BAD"]
[[data_calls]]\nname = "ppp"\nup = ["ATD*99#"]\ndown = ["ATH"]\naddress = "ppp"
[[data_calls]]\nname = "ndis"\nup = ['AT^NDISDUP=1,1,"{apn}"']\ndown = ["AT^NDISDUP=1,0"]
[[data_calls]]\nname = "bad"\nup = ["AT+BAD=1"]\ndown = ["AT+BAD=0"]
[[data_calls]]\nname = "good"\nup = ["AT+GOOD={cid}"]\ndown = ["AT+GOOD=0"]`,
  );
  expect(usableWays(family).map(({ name }) => name)).toEqual(["ndis", "good"]);
});

test("whatever happens in whatever order, no line touches radio, attach or operator", () => {
  const inputs = [
    view("usable", false),
    view("usable", true),
    view("not-usable"),
    view("unknown"),
    OK(),
    ADDRESS,
    DONE,
  ];
  const more: readonly CallInput[] = [ERROR(133), ERROR(148), TIMEOUT, GONE, { kind: "elapsed" }];
  const lost: CallInput = { kind: "lost", text: "x", restarted: true };
  const all = [...inputs, ...more, lost];
  let seed = 7;
  const next = (): number => (seed = (seed * 48_271) % 2_147_483_647);
  for (let round = 0; round < 2_000; round += 1) {
    const order = Array.from({ length: 30 }, () => all[next() % all.length] ?? lost);
    const { told } = run(order, context(NAMED));
    expect(told.filter((line) => /CFUN|COPS|CGATT|CRESET/.test(line))).toEqual([]);
  }
});
