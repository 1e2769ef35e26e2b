import { expect, test } from "vitest";
import { apn } from "../../src/at/outgoing/apn.ts";
import { cid } from "../../src/at/outgoing/cid.ts";
import {
  BEARER_CALL,
  type BearerCall,
  bearerCall,
  type CallContext,
  type CallInput,
} from "../../src/modem/bearer-call.ts";
import type { CarrierApn } from "../../src/modem/call-apn.ts";
import { type CallOrder, usableWays } from "../../src/modem/call-order.ts";
import { shippedFamilies } from "../support/shipped-families.ts";

function given<T>(found: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!found.ok) throw new TypeError("not allowed");
  return found.value;
}

/** Huawei's: `^NDISDUP` with the APN in the line, then +CGACT. */
const WAYS = usableWays(shippedFamilies.find(({ family }) => family === "huawei"));
const ORDER: CallOrder = { cid: given(cid(1)), type: "IP" };
const OFFERED: CarrierApn = { name: given(apn("cmnet")), carrier: "china-mobile" };
const FREE: CallInput = { kind: "view", view: { network: "usable", active: false, attaches: false } };
const ATTACHES: CallInput = { kind: "view", view: { network: "usable", active: false, attaches: true } };
const UNKNOWN: CallInput = { kind: "view", view: { network: "usable", active: false } };

const OK = (...lines: readonly string[]): CallInput => ({ kind: "answered", outcome: { kind: "ok", lines } });
const REFUSED: CallInput = { kind: "answered", outcome: { kind: "error", scheme: "plain", text: "ERROR" } };

function run(inputs: readonly CallInput[], offered: CarrierApn | undefined, from: BearerCall = BEARER_CALL) {
  const within: CallContext = { order: ORDER, ways: WAYS, ...(offered === undefined ? {} : { offered }) };
  let call = from;
  const sent: string[] = [];
  for (const input of inputs) {
    const stepped = bearerCall(call, input, within);
    call = stepped.call;
    sent.push(...stepped.effects.flatMap((effect) => (effect.kind === "send" ? effect.command.line : [])));
  }
  return { sent, call };
}

test("a family that dials with the APN in the line gets the carrier's where its context names none", () => {
  const { sent, call } = run([FREE, OK(), OK(), OK(), OK(), { kind: "configured" }], OFFERED);
  expect(sent).toEqual(["AT^NDISDUP=?", "AT+CGDCONT?", 'AT+CGDCONT=1,"IP","cmnet"', 'AT^NDISDUP=1,1,"cmnet"']);
  expect(call).toMatchObject({ phase: { kind: "up" }, apnFrom: "carrier", text: "up (ndisdup)" });
});

test.each([
  ["with a carrier's on offer", OFFERED, FREE],
  ["with none on offer", undefined, FREE],
  ["also where the modem attaches with the context, since nothing is written", OFFERED, ATTACHES],
])("what the modem's own context names is dialled by, %s", (_, offered, seen) => {
  const { sent, call } = run([seen, OK(), OK('+CGDCONT: 1,"IP","private.example","0.0.0.0",0,0'), OK()], offered);
  expect(sent).toEqual(["AT^NDISDUP=?", "AT+CGDCONT?", 'AT^NDISDUP=1,1,"private.example"']);
  expect(call.apnFrom).toBe("modem");
});

test.each([
  ["nobody names an APN", undefined, FREE, OK()],
  [
    "the context names no APN and the modem attaches with it",
    OFFERED,
    ATTACHES,
    OK('+CGDCONT: 1,"IP","","0.0.0.0",0,0'),
  ],
  ["nobody knows whether the modem attaches with it", OFFERED, UNKNOWN, OK()],
  ["the modem does not say what it has", OFFERED, FREE, REFUSED],
  ["what the context names is no APN", undefined, FREE, OK('+CGDCONT: 1,"IP","a;+CFUN=0","0.0.0.0",0,0')],
])("where %s the next way is gone, and nothing is written", (_, offered, seen, listed) => {
  const { sent } = run([seen, OK(), listed], offered);
  // The next way asks whose the APN is where a carrier's may be written.
  expect(sent.slice(0, 2)).toEqual(["AT^NDISDUP=?", "AT+CGDCONT?"]);
  expect(sent.slice(2)).toEqual([seen === FREE && offered !== undefined ? "AT+CGDCONT?" : "AT+CGACT=1,1"]);
});

test("the next attempt asks anew: what the context names by then is dialled by", () => {
  const first = run([FREE, OK(), OK(), OK(), OK(), { kind: "configured" }], OFFERED);
  const again = run(
    [
      { kind: "lost", text: "-", restarted: false },
      { kind: "elapsed" },
      OK(),
      OK('+CGDCONT: 1,"IP","private.example","0.0.0.0",0,0'),
    ],
    OFFERED,
    first.call,
  );
  expect(again.sent).toEqual(["AT^NDISDUP=?", "AT+CGDCONT?", 'AT^NDISDUP=1,1,"private.example"']);
  expect(again.call.apnFrom).toBe("modem");
});

test("the network's timer for the APN that was dialled decides when to ask again", () => {
  const dialled = [FREE, OK(), OK(), OK(), REFUSED, OK("+CEER: unknown")];
  const waits = (line: string): unknown => {
    const within: CallContext = { order: ORDER, ways: WAYS, offered: OFFERED };
    const { call } = run(dialled, OFFERED);
    return bearerCall(call, OK(line), within).effects.find(({ kind }) => kind === "failed");
  };
  expect(waits('+CABTRDP: "cmnet",1800,1,0')).toMatchObject({ trouble: { backOff: 1_800_000 } });
  expect(waits('+CABTRDP: "other",1800,1,0')).not.toMatchObject({ trouble: { backOff: 1_800_000 } });
});
