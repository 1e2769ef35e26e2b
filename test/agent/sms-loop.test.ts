import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { Hours } from "../../src/base/duration.ts";
import { readModemProfile } from "../../src/modem/profile-file.ts";
import type { StatusReport } from "../../src/modem/sms-inbox.ts";
import { SmsLoop } from "../../src/agent/sms-loop.ts";
import { SmsShelf } from "../../src/agent/sms-shelf.ts";
import type { SmsOptions } from "../../src/agent/sms-words.ts";
import { deliverPdu, reportPdu } from "../support/deliver-pdu.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SilentLog } from "../support/silent-log.ts";
import { SmsModem } from "../support/sms-modem.ts";

const NOTICE = deliverPdu({ from: "10086", text: "您本月流量已用完" });
const PRIVATE = deliverPdu({ from: "+8613800138000", text: "hello", minute: 1 });
const part = (seq: number, max = 3) =>
  deliverPdu({ from: "10010", text: `part ${seq} `, part: { ref: 7, max, seq }, minute: seq });

const SIMCOM = readModemProfile("simcom.toml", readFileSync("config/modems/simcom.toml", "utf8"));

type Fields = Readonly<Record<string, unknown>>;

/** A device with a modem: what was told, and what is on its disk. `again` is the same device after a power cut. */
async function device(
  options: Partial<SmsOptions> & { readonly wall?: number; readonly trusted?: boolean } = {},
  modem = new SmsModem(),
  store = new MemoryStore(),
) {
  const { wall, trusted = true, ...wanted } = options;
  const told: Fields[] = [];
  const full: Fields[] = [];
  const reports: StatusReport[] = [];
  const log = new SilentLog();
  const clock = new FakeClock(wall);
  const shelf = await SmsShelf.open(store);
  const all: SmsOptions = { mode: "take", tellText: false, ...wanted };
  const loop = new SmsLoop({ clock, log, shelf }, all, {
    received: (fields) => {
      const key = `outbox/${told.length}`;
      return { ops: [{ put: key, value: "" }], commit: () => void told.push(fields), abandon: () => {} };
    },
    said: () => ({ wall: clock.wallMs(), trusted, source: "test" }),
    storageFull: (fields) => void full.push(fields),
    report: (report) => {
      reports.push(report);
      return report.to === "10086" ? [] : undefined;
    },
  });
  loop.begin(modem, undefined);
  const hear = (line: string): boolean => loop.heard(decode(line));
  const again = (changed: Parameters<typeof device>[0] = {}) =>
    device({ ...all, ...changed }, modem, new MemoryStore(store.durable));
  return { loop, modem, store, clock, told, full, reports, hear, again, log };
}

describe("what lies in the modem", () => {
  it("is kept, told once without its text, and then deleted from the last place down", async () => {
    const { loop, modem, told } = await device();
    for (const pdu of [NOTICE, PRIVATE]) modem.receive(pdu);
    await loop.run();
    expect(told).toEqual([
      { from: "10086", centreTime: "2026-11-22T17:00:00+08:00", parts: 1 },
      { from: "+86*********00", centreTime: "2026-11-22T17:01:00+08:00", parts: 1 },
    ]);
    expect(modem.held()).toEqual([]);
    expect(modem.asked.filter((line) => line.startsWith("AT+CMGD"))).toEqual(["AT+CMGD=2", "AT+CMGD=1"]);
    expect(loop.status?.last.map(({ text }) => text)).toEqual(["您本月流量已用完", "hello"]);
  });

  it("is told with its text only where that is wanted", async () => {
    const { loop, modem, told } = await device({ tellText: true });
    modem.receive(NOTICE);
    await loop.run();
    expect(told).toMatchObject([{ message: "您本月流量已用完" }]);
  });

  it("stays there with `read`, and is told once however often it is found, also by the next run", async () => {
    const before = await device({ mode: "read" });
    before.modem.receive(NOTICE);
    await before.loop.run();
    before.loop.again();
    await before.loop.run();
    const after = await before.again();
    await after.loop.run();
    expect([...before.told, ...after.told]).toHaveLength(1);
    expect(after.modem.held()).toEqual([NOTICE]);
    expect(after.modem.count("AT+CMGD")).toBe(0);
  });

  it("a cut between keeping and deleting tells nothing twice, and the next run deletes", async () => {
    const before = await device();
    before.modem.receive(NOTICE);
    before.modem.refuses = ["AT+CMGD"];
    await before.loop.run();
    expect(before.told).toHaveLength(1);
    before.modem.refuses = [];
    const after = await before.again();
    await after.loop.run();
    expect(after.told).toEqual([]);
    expect(after.modem.held()).toEqual([]);
    expect(after.loop.status?.kept).toBe(1);
  });

  it("is not deleted while the disk refuses, and is once it takes writes again", async () => {
    const { loop, modem, store, told } = await device();
    store.refuse();
    modem.receive(NOTICE);
    await loop.run();
    expect(told).toHaveLength(1);
    expect(modem.held()).toEqual([NOTICE]);
    store.relent();
    loop.again();
    await loop.run();
    expect(told).toHaveLength(1);
    expect(modem.held()).toEqual([]);
  });

  it("drafts, sent messages and damaged ones are left alone", async () => {
    const { loop, modem, told } = await device();
    modem.receive(NOTICE, "SM", 2);
    modem.receive(PRIVATE, "SM", 3);
    modem.receive(NOTICE.slice(0, -6), "SM", 0);
    await loop.run();
    expect(told).toEqual([]);
    expect(modem.held()).toHaveLength(3);
  });

  it("a modem whose places move up loses no message that was not read", async () => {
    const { loop, modem, told, hear } = await device();
    modem.shifts = true;
    await loop.run();
    for (const [n, pdu] of [NOTICE, PRIVATE, part(1, 1)].entries()) {
      modem.receive(pdu);
      hear(`+CMTI: "SM",${n + 1}`);
    }
    await loop.run();
    await loop.run();
    expect(told).toHaveLength(3);
    expect(modem.held()).toEqual([]);
  });
});

describe("announcements", () => {
  it("+CMTI: that one is read, from the storage that it names, and the usual one is chosen again", async () => {
    const { loop, modem, told, hear } = await device();
    await loop.run();
    const lists = modem.count("AT+CMGL");
    expect(hear(`+CMTI: "ME",${modem.receive(NOTICE, "ME")}`)).toBe(true);
    await loop.run();
    expect(told).toHaveLength(1);
    expect(modem.held("ME")).toEqual([]);
    expect(modem.reading).toBe("SM");
    expect(modem.count("AT+CMGL")).toBe(lists);
  });

  it("one that was lost heals with the tenth poll", async () => {
    const { loop, modem, told } = await device();
    await loop.run();
    modem.receive(NOTICE);
    for (let poll = 1; poll < 10; poll += 1) expect(loop.polled()).toBe(false);
    expect(loop.polled()).toBe(true);
    await loop.run();
    expect(told).toHaveLength(1);
  });

  it("a message that comes whole is kept before it is acknowledged, where the modem waits for that", async () => {
    const modem = new SmsModem();
    modem.service = 1;
    const { loop, store, told, hear } = await device({}, modem);
    await loop.run();
    let safe = 0;
    modem.before = (line) => void (line === "AT+CNMA" && (safe = [...store.durable.keys()].length));
    expect(hear(`+CMT: ,${NOTICE.length / 2 - 1}\r\n${NOTICE}`)).toBe(true);
    await loop.run();
    expect(told).toHaveLength(1);
    expect(modem.count("AT+CNMA")).toBe(1);
    expect(safe).toBeGreaterThan(0);
  });

  it.each([
    ["without the modem's wish", 0, undefined],
    ["on a family that cannot stand it", 1, SIMCOM],
  ])("%s nothing is acknowledged", async (_name, service, family) => {
    const { loop, modem, hear } = await device();
    modem.service = service;
    loop.begin(modem, family);
    await loop.run();
    hear(`+CMT: ,${NOTICE.length / 2 - 1}\r\n${NOTICE}`);
    await loop.run();
    expect(modem.count("AT+CNMA")).toBe(0);
  });

  it("a status report is handed on and is no message", async () => {
    const { loop, modem, told, reports } = await device();
    modem.receive(reportPdu(42, "10086"));
    await loop.run();
    expect(told).toEqual([]);
    expect(reports).toEqual([{ mr: 42, to: "10086", delivery: "delivered" }]);
    expect(modem.held()).toEqual([]);
  });

  it("where messages are left alone, the report of what was sent from here is taken away, and another's is not", async () => {
    const { loop, modem } = await device({ mode: "read" });
    modem.receive(reportPdu(42, "10086"));
    modem.receive(reportPdu(43, "10010"));
    await loop.run();
    expect(modem.held()).toHaveLength(1);
  });
});

describe("messages of several parts", () => {
  it("are one message, also when the power went between two parts that were deleted already", async () => {
    const before = await device();
    before.modem.receive(part(3));
    before.modem.receive(part(1));
    await before.loop.run();
    expect(before.told).toEqual([]);
    expect(before.modem.held()).toEqual([]);
    expect(before.loop.status).toMatchObject({ kept: 0, waitingParts: 2 });
    const after = await before.again();
    after.modem.receive(part(2));
    await after.loop.run();
    expect(after.told).toMatchObject([{ from: "10010", parts: 3, centreTime: "2026-11-22T17:01:00+08:00" }]);
    expect(after.loop.status).toMatchObject({ kept: 1, waitingParts: 0 });
    expect(after.loop.status?.last[0]?.text).toBe("part 1 part 2 part 3 ");
  });

  it("whose rest never comes are told after a day with what is missing", async () => {
    const { loop, modem, told, clock, store } = await device();
    modem.receive(part(1));
    await loop.run();
    await clock.advance(Hours(25));
    modem.receive(NOTICE);
    loop.again();
    await loop.run();
    expect(told).toMatchObject([{ from: "10010", parts: 3, missing: [2, 3] }, { from: "10086" }]);
    expect([...store.durable.keys()].filter((key) => key.startsWith("sms/part/"))).toEqual([]);
  });

  it.each([
    ["a day later", Date.UTC(2026, 10, 23, 2), true, 1],
    ["half a day later", Date.UTC(2026, 10, 22, 14), true, 0],
    ["by a clock that nobody vouches for", Date.UTC(2036, 0, 1), false, 0],
    ["by a clock that begins anew", Date.UTC(1980, 0, 6), true, 0],
  ])(
    "that wait over a restart, looked at %s, are given up only when they have waited for a day",
    async (_name, wall, trusted, n) => {
      const before = await device();
      before.modem.receive(part(1));
      await before.loop.run();
      const after = await before.again({ wall, trusted });
      await after.loop.run();
      expect(after.told).toHaveLength(n);
      expect(after.loop.status?.waitingParts).toBe(1 - n);
    },
  );

  it("a part that the network sends again after the whole was told is nothing new", async () => {
    const { loop, modem, told } = await device();
    for (const seq of [1, 2]) modem.receive(part(seq, 2));
    await loop.run();
    modem.receive(part(2, 2));
    loop.again();
    await loop.run();
    expect(told).toHaveLength(1);
    expect(modem.held()).toEqual([]);
  });
});

describe("a storage that fills up", () => {
  it("is told of at 80 %, once, with what to do, and again after there was room", async () => {
    const { loop, modem, full } = await device({ mode: "read" });
    const fill = (count: number): void => {
      modem.storages["SM"] = new Map();
      for (let n = 0; n < count; n += 1) modem.receive(deliverPdu({ from: "10086", text: `${n}` }));
    };
    for (const count of [7, 8, 9, 8]) {
      fill(count);
      loop.again();
      await loop.run();
    }
    expect(full).toMatchObject([{ mem: "SM", used: 8, total: 10 }]);
    expect(full[0]?.["detail"]).toContain('modem.sms = "take"');
    for (const count of [6, 10]) {
      fill(count);
      loop.again();
      await loop.run();
    }
    expect(full).toHaveLength(2);
  });

  it("is told of when the modem says so", async () => {
    const { loop, full, hear } = await device();
    await loop.run();
    expect(hear('^SMMEMFULL: "SM"')).toBe(true);
    await loop.run();
    expect(full).toHaveLength(1);
  });
});

describe("the set-up", () => {
  it("is tried again while the card is not ready, and after the modem has switched to text mode", async () => {
    const { loop, modem, told } = await device();
    modem.refuses = ["AT+CPMS", "AT+CMGL"];
    modem.receive(NOTICE);
    await loop.run();
    expect(told).toEqual([]);
    modem.refuses = [];
    await loop.run();
    expect(told).toHaveLength(1);
    expect(modem.count("AT+CMGF=0")).toBe(2);
    modem.refuses = ["AT+CMGL"];
    loop.again();
    await loop.run();
    modem.refuses = [];
    modem.receive(PRIVATE);
    await loop.run();
    expect(modem.count("AT+CMGF=0")).toBe(4);
    expect(told).toHaveLength(2);
  });

  it("storage and indications are what the modem offers", async () => {
    const { loop, modem } = await device();
    expect(modem.asked).toEqual([]);
    await loop.run();
    expect(modem.asked.slice(0, 2)).toEqual(["AT+CMGF=0", "AT+CPMS?"]);
    expect(modem.asked).toContain("AT+CNMI=2,1,0,2,0");
  });
});

it("the newest two hundred messages are kept, and a thousand ids", async () => {
  const { loop, modem, store } = await device();
  modem.places = 2_000;
  for (let n = 0; n < 1_100; n += 1) modem.receive(deliverPdu({ from: "10086", text: `${n}` }));
  await loop.run();
  const keys = [...store.durable.keys()];
  expect(keys.filter((key) => key.startsWith("sms/message/"))).toHaveLength(200);
  expect(keys.filter((key) => key.startsWith("sms/seen/"))).toHaveLength(1_024);
  expect(loop.status?.last.at(-1)?.text).toBe("1099");
  const reopened = await SmsShelf.open(new MemoryStore(store.durable));
  expect(reopened.messages).toHaveLength(200);
  expect(reopened.seen).toHaveLength(1_024);
});

it("neither text nor number is in any log line", async () => {
  const { loop, modem, log } = await device();
  for (const pdu of [NOTICE, PRIVATE]) modem.receive(pdu);
  await loop.run();
  expect(JSON.stringify(log.lines)).not.toMatch(/hello|流量|138001/);
});
