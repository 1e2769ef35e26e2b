import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { applyControl } from "../../src/simulator/control-commands.ts";
import { STOP_KINDS } from "../../src/simulator/network/stop-kinds.ts";
import { SimulatedCarrier } from "../../src/simulator/simulated-carrier.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { ModemTalk } from "../support/modem-talk.ts";

function talk(carrier: ConstructorParameters<typeof SimulatedCarrier>[0]): ModemTalk {
  const made = new ModemTalk({ carrier });
  made.at("ATE0+CMEE=1;+CEREG=3;+CGEREP=2");
  made.hear();
  return made;
}

test("bytes are counted in both directions, by the carrier and by the modem's own counter", () => {
  const { modem, at } = bound(talk({}));
  expect(modem.consume({ up: 1_000, down: 2_000n })).toEqual({ up: 1_000n, down: 2_000n });
  expect(modem.consume({ down: 5 })).toEqual({ up: 0n, down: 5n });
  expect(modem.state().carrier.used).toEqual({ up: 1_000, down: 2_005, inCycle: 3_005 });
  expect(at("AT+QGDCNT?")).toEqual(["+QGDCNT: 1000,2005", "OK"]);
  expect(at("AT+QGDCNT=0;+QGDCNT?")).toEqual(["+QGDCNT: 0,0", "OK"]);
  expect(modem.state().carrier.used).toEqual({ up: 1_000, down: 2_005, inCycle: 3_005 });
});

test("counters beyond 32 bits stay exact", () => {
  const { modem, at } = bound(talk({}));
  modem.consume({ up: 2n ** 32n, down: 113_728_263_578n });
  expect(at("AT+QGDCNT?")[0]).toBe("+QGDCNT: 4294967296,113728263578");
});

test("the byte that reaches the quota detaches the card, and nothing passes from then on", async () => {
  const made = talk({ quota: 10_000n });
  made.modem.consume({ up: 9_999 });
  expect(made.lines()).toEqual([]);
  expect(made.modem.consume({ down: 1 })).toEqual({ up: 0n, down: 1n });
  expect(made.lines()).toEqual(["+CGEV: NW DETACH", "+CEREG: 0"]);
  expect(made.modem.consume({ up: 500 })).toEqual({ up: 0n, down: 0n });
  await made.clock.advance(Minutes(12));
  expect(made.lines()).toEqual(["+CEREG: 2", "+CEREG: 3,,,,0,7"]);
  made.modem.restore();
  expect(made.lines().map((line) => line.split(",")[0])).toEqual(["+CEREG: 2", "+CEREG: 1", "+CGEV: ME PDN ACT 1"]);
  expect(made.modem.consume({ up: 500 })).toEqual({ up: 500n, down: 0n });
});

test("a carrier that takes the contexts leaves the registration, and gives none back until it restores the card", () => {
  const made = talk({ quota: 100n, overLimit: "deactivate" });
  made.modem.consume({ up: 100 });
  expect(made.lines()).toEqual(["+CGEV: NW PDN DEACT 1"]);
  expect(made.at("AT+CGATT?;+CGACT?")).toEqual(["+CGATT: 1", "+CGACT: 1,0", "OK"]);
  expect(made.at("AT+CGACT=1,1")).toEqual(["+CME ERROR: 133"]);
  made.modem.detach({ reattach: true });
  expect(made.at("AT+CGACT?").at(-2)).toBe("+CGACT: 1,0");
  made.modem.restore();
  expect(made.at("AT+CGACT?").at(-2)).toBe("+CGACT: 1,1");
});

test("behind a closed gate the device sends and nothing comes back: its interface counts that, the carrier does not", async () => {
  const made = talk({});
  const { modem, at } = bound(made);
  const told: unknown[] = [];
  modem.onUsage((counted) => void told.push(counted));
  modem.suspend("over-limit", { variant: "gate" });
  await made.clock.advance(1);
  expect(modem.consume({ up: 700, down: 900 })).toEqual({ up: 700n, down: 0n });
  expect(told).toEqual([{ up: 700n, down: 0n }]);
  expect(at("AT+QGDCNT?")).toEqual(["+QGDCNT: 700,0", "OK"]);
  expect(modem.state().carrier.used).toEqual({ up: 0, down: 0, inCycle: 0 });
  modem.setContext(1, false);
  expect(modem.consume({ up: 700 })).toEqual({ up: 0n, down: 0n });
});

test("the README names every way of a stop's kinds, or the command that lists them", () => {
  const text = readFileSync("README.md", "utf8");
  const { modem } = talk({});
  const help = JSON.stringify(applyControl({ modem }, { do: "help", of: "suspend" }));
  for (const [kind, ways] of Object.entries(STOP_KINDS)) {
    expect(text).toContain(`\`${kind}\``);
    expect(help).toContain(`${kind} ${ways.map(({ name }) => name).join("|")}`);
  }
});

test("a silent carrier changes nothing that the modem could see", () => {
  const made = talk({ quota: 100n, overLimit: "silent" });
  made.modem.consume({ up: 100 });
  expect(made.modem.consume({ up: 100, down: 100 })).toEqual({ up: 100n, down: 0n });
  expect(made.modem.state().carrier.used).toEqual({ up: 100, down: 0, inCycle: 100 });
  expect(made.lines()).toEqual([]);
  expect(made.at("AT+CGACT?")).toEqual(["+CGACT: 1,1", "OK"]);
  expect(made.modem.state().radio.serving).toBe(false);
});

test("a quota may be given, changed and taken away", () => {
  const { modem } = bound(talk({}));
  modem.setQuota(50n);
  modem.setQuota(undefined);
  modem.consume({ up: 60 });
  expect(modem.state().radio.serving).toBe(true);
  modem.setQuota(61n);
  modem.consume({ up: 1 });
  expect(modem.state().radio.serving).toBe(false);
});

test("a quota below what was used stops the card with its next byte", () => {
  const made = talk({});
  made.modem.consume({ up: 100 });
  made.modem.setQuota(50n);
  expect(made.modem.state().radio.serving).toBe(true);
  made.modem.consume({ up: 1 });
  expect(made.lines()[0]).toBe("+CGEV: NW DETACH");
});

test("what a card has used belongs to the card, not to the modem", () => {
  const made = talk({ quota: 1_000n });
  made.modem.consume({ up: 999 });
  made.modem.setSim({ iccid: "89860499999999999999", imsi: "460049999999999" });
  made.modem.consume({ up: 999 });
  made.modem.setSim({ iccid: "89860412345678901234", imsi: "460041234567890" });
  made.hear();
  made.modem.consume({ up: 1 });
  expect(made.lines()[0]).toBe("+CGEV: NW DETACH");
});

test("two modems may share a carrier", () => {
  const carrier = new SimulatedCarrier({ quota: 100n }, { clock: new FakeClock(), random: () => 0.5 });
  const [one, two] = ["460040000000001", "460040000000002"].map((imsi) => new ModemTalk({ carrier, card: { imsi } }));
  one?.modem.consume({ up: 100 });
  expect(one?.modem.state().radio.serving).toBe(false);
  expect(two?.modem.state().radio.serving).toBe(true);
});

test("whoever keeps the interface's counters is told of what passed, and only of that", () => {
  const made = talk({ quota: 100n });
  const seen: unknown[] = [];
  const stop = made.modem.onUsage((counted) => seen.push(counted));
  made.modem.consume({ up: 70, down: 40 });
  made.modem.consume({ up: 1 });
  stop();
  expect(seen).toEqual([{ up: 70n, down: 40n }]);
});

test("the same seed gives the same network, another one another", () => {
  const cell = (seed: number) => new ModemTalk({ seed }).modem.state().cell;
  expect(cell(7)).toEqual(cell(7));
  expect(cell(7)).not.toEqual(cell(8));
});

function bound(made: ModemTalk) {
  return { modem: made.modem, at: (command: string) => made.at(command) };
}
