import { expect, test } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { ModemTalk } from "../support/modem-talk.ts";

function talk() {
  const made = new ModemTalk({ registrationDelay: Seconds(1) });
  made.at("ATE0+CMEE=1;+CEREG=3");
  return {
    modem: made.modem,
    clock: made.clock,
    at: (command: string) => made.at(command),
    lines: () => made.lines(),
    register: async (): Promise<void> => {
      await made.clock.advance(Seconds(2));
      made.lines();
    },
    /** How often the modem looked for the network meanwhile. */
    searches: async (time: ReturnType<typeof Seconds>): Promise<number> => {
      await made.clock.advance(time);
      return made.lines().filter((line) => line === "+CEREG: 2").length;
    },
  };
}

test("a refusal that may pass is met four times more at T3411, then not before T3402", async () => {
  const { modem, register, searches, at } = talk();
  await register();
  modem.deny(17);
  expect(at("AT+CEREG?")[0]).toBe("+CEREG: 3,3,,,,0,17");
  expect(await searches(Seconds(60))).toBe(4);
  expect(await searches(Minutes(11))).toBe(0);
  expect(await searches(Minutes(2))).toBe(5);
});

test("the network's word ends it at the next attempt, and the count begins anew", async () => {
  const { modem, register, searches, at } = talk();
  await register();
  modem.deny(17);
  await searches(Seconds(25));
  modem.restore({ radioCycle: false });
  await searches(Seconds(12));
  expect(at("AT+CEREG?")[0]).toMatch(/^\+CEREG: 3,1,/);
  modem.deny(17);
  expect(await searches(Seconds(60))).toBe(4);
});

test.each([12, 13, 15, 42])("after cause %i it waits for T3402 at once", async (cause) => {
  const { modem, register, searches } = talk();
  await register();
  modem.deny(cause);
  expect(await searches(Minutes(11))).toBe(0);
  expect(await searches(Minutes(2))).toBe(1);
});

test.each([3, 6, 7, 8])("after cause %i it never tries again by itself", async (cause) => {
  const { modem, register, searches, at } = talk();
  await register();
  modem.deny(cause);
  expect(await searches(Minutes(120))).toBe(0);
  at("AT+CFUN=4");
  expect(at("AT+CFUN=1")).toContain("+CEREG: 2");
});

test("congestion with T3346 is left alone until the timer ends, whatever the host asks for", async () => {
  const { modem, register, searches, at } = talk();
  await register();
  modem.deny(22, undefined, Minutes(20));
  at("AT+CGATT=1");
  at("AT+COPS=0");
  expect(await searches(Minutes(19))).toBe(0);
  modem.restore({ radioCycle: false });
  expect(await searches(Minutes(2))).toBe(1);
  expect(at("AT+CEREG?")[0]).toMatch(/^\+CEREG: 3,1,/);
});

test.each(["AT+CFUN=4", "AT+CFUN=0"])("T3346 runs on through %s (24.301 5.3.9)", async (off) => {
  const { modem, register, searches, at } = talk();
  await register();
  modem.deny(22, undefined, Minutes(20));
  at(off);
  expect(await searches(Minutes(5))).toBe(0);
  expect(at("AT+CFUN=1")).toEqual(["OK"]);
  expect(at("AT+CEREG?")[0]).toMatch(/^\+CEREG: 3,0/);
  modem.restore({ radioCycle: false });
  expect(await searches(Minutes(14))).toBe(0);
  expect(await searches(Minutes(2))).toBe(1);
  expect(at("AT+CEREG?")[0]).toMatch(/^\+CEREG: 3,1,/);
});

test("T3346 that ends while the radio is off keeps nobody waiting", async () => {
  const { modem, clock, register, at } = talk();
  await register();
  modem.deny(22, undefined, Minutes(20));
  at("AT+CFUN=4");
  await clock.advance(Minutes(21));
  expect(at("AT+CFUN=1")).toContain("+CEREG: 2");
});

test.each([
  ["out of coverage", "", ""],
  ["after +COPS=2", "AT+COPS=2", "AT+COPS=0"],
])("T3346 ends also %s", async (_where, away, back) => {
  const { modem, clock, register, at } = talk();
  await register();
  modem.deny(22, undefined, Minutes(20));
  if (away === "") modem.search();
  else at(away);
  await clock.advance(Minutes(21));
  modem.restore({ radioCycle: false });
  if (back !== "") at(back);
  await clock.advance(Seconds(2));
  expect(at("AT+CEREG?")[0]).toMatch(/^\+CEREG: 3,1,/);
});

test.each([
  ["not yet over", 10, 0],
  ["over meanwhile", 25, 1],
])("a loss of power does not end T3346: the time without it counts (%s)", async (_what, minutes, stat) => {
  const made = new ModemTalk({ registrationDelay: Seconds(1), bootDelay: Minutes(minutes) });
  const { modem, clock } = made;
  await clock.advance(Seconds(2));
  modem.deny(22, undefined, Minutes(20));
  modem.restore({ radioCycle: false });
  modem.reboot();
  await clock.advance(Minutes(minutes));
  await clock.advance(Seconds(2));
  expect(made.at("AT+CEREG?").join()).toContain(`+CEREG: 0,${stat}`);
  await clock.advance(Minutes(20));
  expect(made.at("AT+CEREG?").join()).toContain("+CEREG: 0,1");
});

test("another card has neither T3346 nor T3396 of the last one", async () => {
  const { modem, clock, register, at, lines } = talk();
  await register();
  at("AT+CABTSR=1");
  modem.denyContexts(26, "deactivated");
  at("AT+CGACT=1,1");
  modem.deny(22, undefined, Minutes(20));
  lines();
  modem.setSim({ state: "ready", iccid: "89860499999999999999", imsi: "460049999999999" });
  expect(lines()).toEqual(expect.arrayContaining(['+CABTSRI: "cmiot",1,0,1,0', "+CEREG: 2"]));
  await clock.advance(Seconds(2));
  expect(at("AT+CGACT=1,1")).toContain("OK");
});

test("congestion without a timer is a failure like others", async () => {
  const { modem, register, searches } = talk();
  await register();
  modem.deny(22);
  expect(await searches(Seconds(60))).toBe(4);
});

test("T3396: an APN that was refused with a timer is refused by the modem itself until it ends, another APN is not", async () => {
  const { modem, register, clock, at, lines } = talk();
  await register();
  at("AT+CGEREP=2");
  modem.denyContexts(26, Minutes(10));
  expect(lines()).toEqual(["+CGEV: NW PDN DEACT 1"]);
  expect(at("AT+CGACT=1,1")).toEqual(["+CME ERROR: 126"]);
  expect(at("AT+CEER")[0]).toBe("+CEER: Insufficient resources");
  modem.restore({ radioCycle: false });
  await clock.advance(Minutes(9));
  expect(at("AT+CGACT=1,1")).toEqual(["+CME ERROR: 126"]);
  at('AT+CGDCONT=2,"IP","other"');
  expect(at("AT+CGACT=1,2")).toContain("OK");
  await clock.advance(Minutes(1));
  expect(at("AT+CGACT=1,1")).toContain("OK");
});

test("T3396 is told: what is left of it, its start and its end, and one without an end", async () => {
  const { modem, register, clock, at, lines } = talk();
  await register();
  at("AT+CABTSR=1");
  modem.denyContexts(26, Minutes(10));
  expect(at("AT+CGACT=1,1")).toEqual(["+CME ERROR: 126", '+CABTSRI: "cmiot",0,600,1,0']);
  await clock.advance(Minutes(1));
  expect(at("AT+CABTRDP")).toEqual(['+CABTRDP: "cmiot",540,1,0', "OK"]);
  expect(at('AT+CABTRDP="other"')).toEqual(["OK"]);
  await clock.advance(Minutes(9));
  expect(lines()).toEqual(['+CABTSRI: "cmiot",2,0,1,0']);
  expect(at("AT+CABTRDP")).toEqual(["OK"]);
  modem.denyContexts(33, "deactivated");
  expect(at("AT+CGACT=1,1")).toEqual(["+CME ERROR: 133", '+CABTSRI: "cmiot",3,,1,0']);
  expect(at("AT+CABTRDP")).toEqual(['+CABTRDP: "cmiot",,1,0', "OK"]);
  modem.restore({ radioCycle: false });
  await clock.advance(Minutes(600));
  expect(at("AT+CGACT=1,1")).toEqual(["+CME ERROR: 133"]);
  at("AT+CFUN=4");
  at("AT+CFUN=1");
  await clock.advance(Seconds(2));
  expect(at("AT+CGACT=1,1")).toEqual(["+CME ERROR: 133"]);
  expect(at("AT+CFUN=0")).toContain('+CABTSRI: "cmiot",1,0,1,0');
  at("AT+CFUN=1");
  await clock.advance(Seconds(2));
  expect(at("AT+CGACT=1,1")).toContain("OK");
});

test.each(["AT+CFUN=4", "AT+CFUN=0"])(
  "T3396 runs on through %s, and its end is told (24.301 6.5.1.4.3)",
  async (off) => {
    const { modem, register, clock, at, lines } = talk();
    await register();
    at("AT+CABTSR=1");
    modem.denyContexts(26, Minutes(10));
    at("AT+CGACT=1,1");
    modem.restore({ radioCycle: false });
    at(off);
    await clock.advance(Minutes(1));
    at("AT+CFUN=1");
    await clock.advance(Seconds(2));
    expect(at("AT+CGATT?;+CGACT?")).toEqual(["+CGATT: 1", "+CGACT: 1,0", "OK"]);
    expect(at("AT+CABTRDP")).toEqual(['+CABTRDP: "cmiot",538,1,0', "OK"]);
    expect(at("AT+CGACT=1,1")).toEqual(["+CME ERROR: 126"]);
    at(off);
    lines();
    await clock.advance(Minutes(9));
    expect(lines()).toEqual(['+CABTSRI: "cmiot",2,0,1,0']);
    at("AT+CFUN=1");
    await clock.advance(Seconds(2));
    expect(at("AT+CGACT=1,1")).toContain("OK");
  },
);

test("a loss of power ends the T3396 that was to last until switch-off, and of another only what has passed", async () => {
  const made = new ModemTalk({ bootDelay: Minutes(1) });
  const { modem, clock } = made;
  made.at('ATE0+CMEE=1;+CABTSR=1;+CGDCONT=2,"IP","other";&W');
  modem.denyContexts(26, Minutes(10));
  made.at("AT+CGACT=1,1");
  modem.denyContexts(27, "deactivated");
  expect(made.at("AT+CGACT=1,2")[0]).toBe("+CME ERROR: 127");
  modem.restore({ radioCycle: false });
  modem.reboot();
  await clock.advance(Minutes(1));
  expect(made.at("AT+CABTRDP")).toEqual(['+CABTRDP: "cmiot",540,1,0', "OK"]);
  await clock.advance(Minutes(9));
  expect(made.lines()).toEqual(['+CABTSRI: "cmiot",2,0,1,0']);
});

test.each([
  [8, "+CME ERROR: 177"],
  [27, "+CME ERROR: 127"],
  [33, "+CME ERROR: 133"],
  [38, "+CME ERROR: 190"],
  [50, "+CME ERROR: 192"],
  [51, "+CME ERROR: 193"],
  [54, "+CME ERROR: 202"],
  [81, "+CME ERROR: 184"],
  [25, "+CME ERROR: 148"],
  [200, "+CME ERROR: 148"],
])("a context refused with ESM cause %i is answered by %s", async (cause, answer) => {
  const { modem, register, at } = talk();
  await register();
  modem.denyContexts(cause);
  expect(at("AT+CGACT=1,1")).toEqual([answer]);
});

test("on 2G and 3G a cause is one of 24.008: 81 is another there", async () => {
  const made = new ModemTalk({ carrier: { cell: { act: 2 } } });
  made.at("ATE0+CMEE=1");
  made.modem.denyContexts(81);
  expect(made.at("AT+CGACT=1,1")).toEqual(["+CME ERROR: 188"]);
});
