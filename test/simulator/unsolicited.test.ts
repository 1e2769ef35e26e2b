import { expect, test } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { ModemTalk } from "../support/modem-talk.ts";

const CELL = { tac: 0x1a2b, ci: 0x1c2d3e4 };

function talk(setup: string, options: ConstructorParameters<typeof ModemTalk>[0] = {}): ModemTalk {
  const made = new ModemTalk({ carrier: { cell: CELL }, ...options });
  made.at(`ATE0+CMEE=1;${setup}`);
  made.hear();
  return made;
}

test.each([
  [0, []],
  [1, ["+CEREG: 3"]],
  [2, ["+CEREG: 3"]],
  [3, ["+CEREG: 3,,,,0,7"]],
])("a denial under AT+CEREG=%i is told as %j", (n, lines) => {
  const made = talk(`+CEREG=${n}`);
  made.modem.deny(7);
  expect(made.lines()).toEqual(lines);
});

test.each([
  ["+CREG=3", ["+CREG: 3,,,,0,8"]],
  // 27.007 10.1.20: the routing area has a place of its own before the cause.
  ["+CGREG=3", ["+CGREG: 3,,,,,0,8"]],
  ["+CEREG=3", ["+CEREG: 3,,,,0,8"]],
])("the reject cause stands where %s puts it", (setup, lines) => {
  const made = talk(setup);
  made.modem.deny(8);
  expect(made.lines()).toEqual(lines);
  const [name] = setup.split("=");
  expect(made.at(`AT${name}?`)[0]).toBe(`${name}: 3,${lines[0]?.split(": ")[1]}`);
});

test("a registration is told with the cell under n=2, without it under n=1", async () => {
  const made = talk("+CREG=1;+CEREG=2", { registrationDelay: Seconds(2) });
  await made.clock.advance(Seconds(2));
  expect(made.lines()).toEqual(["+CREG: 1", '+CEREG: 1,"1A2B","01C2D3E4",7']);
});

test("another cell is told where the cell is told", () => {
  const made = talk("+CREG=1;+CEREG=2");
  made.modem.moveTo({ ci: 0xabc });
  expect(made.lines()).toEqual(['+CEREG: 1,"1A2B","00000ABC",7']);
});

test("lost coverage is a search and keeps the contexts, and its return is a registration", async () => {
  const made = talk("+CEREG=1;+CGEREP=2", { registrationDelay: Seconds(2) });
  await made.clock.advance(Seconds(2));
  made.hear();
  made.modem.search();
  expect(made.lines()).toEqual(["+CEREG: 2"]);
  expect(made.at("AT+CGATT?;+CGACT?;+CSQ")).toEqual(["+CGATT: 1", "+CGACT: 1,1", "+CSQ: 99,99", "OK"]);
  made.modem.restore();
  await made.clock.advance(Seconds(2));
  expect(made.lines()).toEqual(["+CEREG: 1"]);
});

test("a detach is told before the registration that goes with it, contexts are not named", () => {
  const made = talk("+CREG=1;+CEREG=1;+CGEREP=2,1");
  made.hear();
  made.modem.detach();
  expect(made.lines()).toEqual(["+CGEV: NW DETACH", "+CREG: 0", "+CEREG: 0"]);
  expect(made.at("AT+CGATT?;+CGACT?;+CGPADDR")).toEqual(["+CGATT: 0", "+CGACT: 1,0", "+CGPADDR: 1", "OK"]);
});

test("a detach with re-attach is over after a search", async () => {
  const made = talk("+CEREG=1;+CGEREP=2", { registrationDelay: Seconds(2) });
  await made.clock.advance(Seconds(2));
  made.hear();
  made.modem.detach({ reattach: true });
  await made.clock.advance(Seconds(2));
  expect(made.lines()).toEqual(["+CGEV: NW DETACH", "+CEREG: 2", "+CEREG: 1", "+CGEV: ME PDN ACT 1"]);
});

test("a detach without re-attach is followed by silence, then by an attempt that is refused", async () => {
  const made = talk("+CEREG=3;+CGEREP=2");
  made.modem.detach({ cause: 8 });
  expect(made.lines()).toEqual(["+CGEV: NW DETACH", "+CEREG: 0"]);
  await made.clock.advance(Minutes(11));
  expect(made.lines()).toEqual([]);
  await made.clock.advance(Minutes(1));
  expect(made.lines()).toEqual(["+CEREG: 2", "+CEREG: 3,,,,0,8"]);
  expect(made.at("AT+CEER")[0]).toBe("+CEER: EPS services and non-EPS services not allowed");
  expect(made.at("AT+CGACT=1,1")).toEqual(["+CME ERROR: 108"]);
});

test("restored service is noticed at once; left to itself the modem notices it after its radio was off", () => {
  const made = talk("+CEREG=1");
  made.modem.deny(7);
  made.modem.restore({ radioCycle: false });
  expect(made.lines()).toEqual(["+CEREG: 3"]);
  expect(made.at("AT+CFUN=4")).toEqual(["OK", "+CEREG: 0"]);
  expect(made.at("AT+CFUN=1")).toEqual(["OK", "+CEREG: 2", "+CEREG: 1"]);
  made.modem.deny(7);
  made.modem.restore();
  expect(made.lines()).toEqual(["+CEREG: 3", "+CEREG: 2", "+CEREG: 1"]);
});

test("packet events are kept with +CGEREP=0 and told or dropped when they are asked for", () => {
  const made = talk("+CGEREP=0");
  made.modem.setContext(1, false);
  expect(made.lines()).toEqual([]);
  expect(made.at("AT+CGEREP=2,1")).toEqual(["OK", "+CGEV: ME PDN ACT 1", "+CGEV: NW PDN DEACT 1"]);
  made.modem.setContext(1, true, "ME");
  expect(made.lines()).toEqual(["+CGEV: ME PDN ACT 1"]);
  const other = talk("+CGEREP=0");
  expect(other.at("AT+CGEREP=2,0")).toEqual(["OK"]);
});

test("a swapped card is an empty slot, then another card, then a registration", () => {
  const made = talk("+CEREG=1;+CGEREP=2");
  made.modem.setSim({ iccid: "89860499999999999999", imsi: "460049999999999" });
  expect(made.lines()).toEqual([
    "+CPIN: NOT INSERTED",
    "+CGEV: ME DETACH",
    "+CEREG: 0",
    "+CPIN: READY",
    "+CEREG: 2",
    "+CEREG: 1",
    "+CGEV: ME PDN ACT 1",
  ]);
  expect(made.at("AT+CIMI;+CCID")).toEqual(["460049999999999", "+CCID: 89860499999999999999", "OK"]);
});

test("a card that was taken out is the same one when it is put back", () => {
  const made = talk("", { card: { iccid: "89860477777777777777", pin: "4321" } });
  made.modem.setSim({ state: "absent" });
  expect(made.lines()).toEqual(["+CPIN: NOT INSERTED"]);
  expect(made.at("AT+CPIN?")).toEqual(["+CME ERROR: 10"]);
  made.modem.setSim({ state: "pin" });
  expect(made.lines()).toEqual(["+CPIN: SIM PIN"]);
  expect(made.at("AT+CPIN=4321")).toEqual(["OK", "+CPIN: READY"]);
  expect(made.modem.state().card.iccid).toBe("89860477777777777777");
});

test("a reboot is silence, the banner, the card, and settings as they were stored", async () => {
  const made = talk("+CEREG=1;&W;+CREG=1;+CGEREP=2");
  made.modem.reboot();
  expect(made.say("AT\r")).toBe("");
  expect(made.modem.state().powered).toBe(false);
  await made.clock.advance(Seconds(3));
  expect(made.hear()).toBe("\r\nRDY\r\n\r\n+CPIN: READY\r\n\r\n+CEREG: 2\r\n\r\n+CEREG: 1\r\n");
  expect(made.at("AT+CREG?;+CEREG?;+CGEREP?")).toEqual(["+CREG: 0,1", "+CEREG: 1,1", "+CGEREP: 0,0", "OK"]);
});

test("AT+CFUN=1,1 answers, then restarts the modem", async () => {
  const made = talk("");
  expect(made.at("AT+CFUN=1,1")).toEqual(["OK"]);
  await made.clock.advance(Seconds(5));
  expect(made.lines()).toEqual(["RDY", "+CPIN: READY"]);
  expect(made.say("AT\r")).toBe("AT\r\r\nOK\r\n");
});

test("a modem that is switched off says nothing, hears nothing and leaves no timer behind", async () => {
  const made = talk("+CEREG=1", { registrationDelay: Seconds(2) });
  made.modem.detach();
  made.say("AT+COPS=?\r");
  made.modem.fault({ name: "hang", lasts: Seconds(5) });
  made.modem.powerOff();
  expect(made.clock.waiting).toBe(0);
  expect(made.say("AT\r")).toBe("");
  expect(made.modem.state().powered).toBe(false);
  made.modem.reboot();
  await made.clock.advance(Seconds(5));
  expect(made.lines()).toEqual(["RDY", "+CPIN: READY"]);
});

test("the network's time may be wrong, and is told when it is asked for", () => {
  const made = talk("+CTZR=2");
  made.modem.setClock(WallMs(Date.UTC(2019, 3, 6, 23, 59, 42)), -8);
  expect(made.lines()).toEqual(['+CTZE: "-08",0,"2019/04/06,21:59:42"']);
  expect(made.at("AT+CCLK?")[0]).toBe('+CCLK: "19/04/06,21:59:42-08"');
  made.at("AT+CTZR=1");
  made.modem.setClock(WallMs(0));
  expect(made.lines()).toEqual(['+CTZV: "-08"']);
});

test("settings survive a close and reopen of the port, a line that was begun does not", () => {
  const made = talk("+CEREG=2;+CGEREP=1");
  made.say("AT+CEREG=0");
  made.modem.hangUp();
  expect(made.say("\r")).toBe("");
  expect(made.at("AT+CMEE?;+CEREG?;+CGEREP?")).toEqual([
    "+CMEE: 1",
    '+CEREG: 2,1,"1A2B","01C2D3E4",7',
    "+CGEREP: 1,0",
    "OK",
  ]);
});

test("any line may be said for the network, framed or as it is", () => {
  const made = talk("");
  made.modem.urc("+CGEV: NW DETACH");
  made.modem.urc("\r\nRDY", { framed: false });
  expect(made.hear()).toBe("\r\n+CGEV: NW DETACH\r\n\r\nRDY");
});
