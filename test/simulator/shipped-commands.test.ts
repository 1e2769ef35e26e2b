import { describe, expect, test } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { FAMILIES } from "../../src/simulator/personalities/families.ts";
import type { ModemProfile } from "../../src/modem/profile.ts";
import { ModemTalk } from "../support/modem-talk.ts";
import { PLAYED, shippedFamilies } from "../support/shipped-families.ts";

/** Names that only ever come unasked, so that nobody asks for them. */
const UNASKED = [
  "*ATREADY +CGEV +CDS +CIEV +PBREADY +QIND +QIURC +QUSIM +SIM +UUPSDD ^CARDMODE ^DCONN ^DEND ^DSFLOWRPT ^MODE",
  "^NDISSTAT ^RSSI ^SHUTDOWN ^SIMST ^SYSSTART +ZDONR +ZEND +ZPASR +ZUSIMR",
].flatMap((line) => line.split(" "));

/** What a family's file says that its modems do not have, or have under another name's question. */
const NOT_THERE: Readonly<Record<string, readonly string[]>> = {
  // Ten seconds and an error without a card, says the note.
  fibocom: ["+CCID"],
  // Of RG650E the note says that it refuses it; counters and causes of other firmware; the answer of +QUIMSLOT.
  "quectel-5g": ["+QNETDEVCTL", "+QGDCNT", "+QNETRC", "+QUSIMSLOT"],
  // Slots of EP06.
  quectel: ["+QUIMSLOT", "+QDSIM"],
  // The answer of +CICCID.
  simcom: ["+ICCID"],
};

const texts = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
};

/** Every command line that the agent may send to the family. */
function linesOf(profile: ModemProfile): readonly string[] {
  const values = { "{cid}": "1", "{apn}": "cmiot", "{type}": "IP", "{slot}": "1" };
  return [...new Set(texts({ ...profile, quirks: undefined, sources: undefined }))]
    .filter((text) => text.startsWith("AT"))
    .map((text) => Object.entries(values).reduce((line, [name, value]) => line.replaceAll(name, value), text));
}

/** Every command that the file names anywhere, also in a note. */
const namesOf = (profile: ModemProfile): readonly string[] => [
  ...new Set(texts(profile).flatMap((text) => text.match(/(?<![A-Za-z0-9])[+^!$*#%][A-Z][A-Z0-9]{2,}\b/g) ?? [])),
];

const refused = (lines: readonly string[]): boolean =>
  lines.length === 0 || lines.some((line) => /^(?:\+CM[ES] )?ERROR|NOT SUPPORT/.test(line));

function talk(family: string): ModemTalk {
  const made = new ModemTalk({ personality: FAMILIES[PLAYED[family] ?? ""] ?? {} });
  made.at("ATE0+CMEE=1");
  return made;
}

describe.each(shippedFamilies.map((profile) => [profile.family, profile] as const))("%s", (family, profile) => {
  test.each(linesOf(profile))("%s is carried out by the make that is played for it", async (line) => {
    const made = talk(family);
    expect(refused(made.at(line))).toBe(false);
    await made.clock.advance(Seconds(60));
  });

  test("every command that its file names is known", () => {
    // The test form last: +COPS=? takes its time.
    const unknown = namesOf(profile).filter((name) => {
      const made = talk(family);
      return [`AT${name}?`, `AT${name}`, `AT${name}=?`].every((line) => refused(made.at(line)));
    });
    const known = [...UNASKED, ...(NOT_THERE[family] ?? [])];
    expect(unknown.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe("the modules' own stacks", () => {
  test("SIMCom's is opened and closed, and says so a moment later", async () => {
    const made = talk("simcom");
    made.modem.setContext(1, false);
    expect(made.at("AT+NETOPEN")).toEqual(["OK"]);
    await made.clock.advance(Seconds(1));
    expect(made.lines()).toEqual(["+NETOPEN: 0"]);
    expect(made.at("AT+NETOPEN?")).toEqual(["+NETOPEN: 1", "OK"]);
    expect(made.at("AT+IPADDR")).toEqual(["+IPADDR: 10.64.0.2", "OK"]);
    expect(made.at("AT+NETOPEN")).toEqual(["+IP ERROR: Network is already opened", "ERROR"]);
    expect(made.at("AT+NETCLOSE")).toEqual(["OK"]);
    await made.clock.advance(Seconds(1));
    expect(made.lines()).toEqual(["+NETCLOSE: 0"]);
    expect(made.at("AT+NETCLOSE")).toEqual(["+IP ERROR: Network is already closed", "ERROR"]);
    expect(made.at("AT+CIPSHUT")).toEqual(["SHUT OK"]);
  });

  test("a network that refuses the context is told by +NETOPEN: 1", async () => {
    const made = talk("simcom");
    made.modem.denyContexts(33);
    expect(made.at("AT+NETOPEN")).toEqual(["OK"]);
    await made.clock.advance(Seconds(1));
    expect(made.lines()).toEqual(["+NETOPEN: 1"]);
  });

  test("u-blox' profiles are defined, activated, asked and ended; a password is never told", () => {
    const made = talk("u-blox");
    expect(made.at("AT+UPSND=1,8")).toEqual(["+UPSND: 1,8,0", "OK"]);
    expect(made.at("AT+UPSND=1,0")).toEqual(["+CME ERROR: 3"]);
    expect(made.at('AT+UPSD=1,1,"cmiot"')).toEqual(["OK"]);
    expect(made.at("AT+UPSD=1,1")).toEqual(['+UPSD: 1,1,"cmiot"', "OK"]);
    expect(made.at("AT+UPSD=1,3")).toEqual(["+CME ERROR: 3"]);
    expect(made.at("AT+UPSDA=1,3")).toEqual(["OK"]);
    expect(made.at("AT+UPSND=1,0")).toEqual(['+UPSND: 1,0,"10.64.0.3"', "OK"]);
    expect(made.at("AT+UPSDA=1,4")).toEqual(["OK"]);
    expect(made.at("AT+UPSDA=1,4")).toEqual(["+CME ERROR: 3"]);
  });
});

test("u-blox describes the cell as SARA-R5 does", () => {
  const made = new ModemTalk({
    personality: FAMILIES["ublox-lara"],
    carrier: { cell: { tac: 0x1a2b, ci: 0x1c2d3e4 } },
  });
  made.at("ATE0");
  expect(made.at("AT+UCGED?").slice(0, 2)).toEqual(["+UCGED: 2", "6,4,460,04"]);
  expect(made.at("AT+UCGED?")[2]).toMatch(/^1650,3,25,25,1a2b,1c2d3e4,257,00000000,ffff,ff,40,20,/);
  expect(made.at("AT+UCGED?")[2]?.split(",")).toHaveLength(23);
  made.at("AT+CFUN=4");
  expect(made.at("AT+UCGED?")[1]).toBe("6,2,fff,fff");
});

test("Quectel tells of a card by +QSIMSTAT where the detection pin and the report were switched on", () => {
  const made = talk("quectel");
  made.modem.setSim({ state: "absent" });
  expect(made.lines()).not.toContain("+QSIMSTAT: 1,0");
  made.at("AT+QSIMDET=1,0;+QSIMSTAT=1");
  made.modem.setSim({ state: "ready" });
  expect(made.lines()).toContain("+QSIMSTAT: 1,1");
  expect(made.at("AT+QSIMSTAT?")).toEqual(["+QSIMSTAT: 1,1", "OK"]);
  made.modem.setSim({ state: "absent" });
  expect(made.lines()[0]).toBe("+QSIMSTAT: 1,0");
});
