import { readdirSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { chooseProfile } from "../../src/modem/choose-profile.ts";
import { OWN_QUESTIONS } from "../../src/modem/family-lines.ts";
import { familyUrc } from "../../src/modem/family-urc.ts";
import { readModemProfile } from "../../src/modem/profile-file.ts";
import { QUERIES } from "../../src/modem/queries.ts";
import { shippedFamilies, shippedFamily } from "../support/shipped-families.ts";

const DIRECTORY = "config/modems";
const shipped = shippedFamilies;
const family = shippedFamily;

const MINIMAL = `
family = "acme"
title = "Acme"
trust = "unverified"
sources = []
[match]
manufacturers = ["Acme"]
`;

/** A key of the top level stands before the first table. */
const MINIMAL_TOP = (text: string): string => (text.startsWith("[") ? `${MINIMAL}\n${text}` : `${text}\n${MINIMAL}`);

describe("the families that come with the program", () => {
  it("each file is named after its family, and says where it has it from unless it is unverified", () => {
    expect(readdirSync(DIRECTORY).toSorted()).toEqual(shipped.map((profile) => `${profile.family}.toml`).toSorted());
    for (const { family: name, trust, sources } of shipped)
      expect([name, trust === "unverified" || sources.length > 0]).toEqual([name, true]);
  });

  it.each([
    ["Quectel", "EC20F", "quectel"],
    ["Quectel", "RM520N-GL", "quectel-5g"],
    ["Quectel", "RG650E-EU", "quectel-5g"],
    ["SIMCOM INCORPORATED", "SIM7600G-H", "simcom"],
    ["SIMCOM_Ltd", "SIMCOM_SIM868", "simcom"],
    ["INCORPORATED", "A7670E", "simcom"],
    ["u-blox", "SARA-R500S", "u-blox"],
    ["Fibocom Wireless Inc.", "NL668T-GL", "fibocom"],
    ["huawei", "E1750", "huawei"],
    ["Huawei Technologies Co., Ltd.", "ME909s-120", "huawei"],
    ["TD Tech Ltd", "MT5700M-CN", "huawei"],
    ["ZTE INCORPORATED", "MF823", "zte"],
    ["Telit", "HE910-D", "telit"],
    ["Sierra Wireless, Incorporated", "EM7455", "sierra"],
    ["Cinterion", "PLS62-W", "cinterion"],
    ["Gemalto M2M", "ELS61-E", "cinterion"],
    ["Neoway", "N58", "neoway"],
    ["MEIG INCORPORATED", "SLM770A-R", "meig"],
    ["ASR", "ASR1603", "asr-cat1"],
    ["UNISOC", "UIS8910", "unisoc-cat1"],
    ["QUECTEL_INC", "EG25", "quectel"],
    ["Quectelish Ltd", undefined, "quectel"],
    ["ACME", "Quectel", undefined],
    [undefined, undefined, undefined],
  ])("a modem that says %s %s is taken for %s", (manufacturer, model, name) => {
    const said = { ...(manufacturer === undefined ? {} : { manufacturer }), ...(model === undefined ? {} : { model }) };
    expect(chooseProfile(shipped, said)?.family).toBe(name);
  });

  it("a family that names the model beats one that names only the maker", () => {
    const own = readModemProfile("x", `${MINIMAL}models = ["A-1"]`.replaceAll("acme", "acme-one"));
    const all = readModemProfile("y", MINIMAL);
    expect(chooseProfile([all, own], { manufacturer: "ACME Inc.", model: "a1 rev 2" })?.family).toBe("acme-one");
    expect(chooseProfile([own, all], { manufacturer: "ACME Inc.", model: "B7" })?.family).toBe("acme");
  });

  it("what only a family says is understood", () => {
    const quectel = family("quectel");
    expect(familyUrc(quectel, "RDY")).toBe("restart");
    expect(familyUrc(quectel, "+QUSIM: 1")).toBe("sim");
    expect(familyUrc(quectel, "RDYX")).toBeUndefined();
    expect(familyUrc(quectel, '+QIURC: "pdpdeact",1')).toBe("bearer");
    expect(familyUrc(quectel, '+QIURC: "recv",1')).toBeUndefined();
    expect(familyUrc(family("u-blox"), "+UUPSDD: 0")).toBe("bearer");
    expect(familyUrc(family("telit"), "#QSS: 3")).toBe("sim");
    expect(familyUrc(family("fibocom"), "+SIM: Removed")).toBe("sim");
    expect(familyUrc(undefined, "RDY")).toBeUndefined();
  });
});

test("every name that the agent asks by is none that a family may give a meaning of its own", () => {
  const asked = Object.values(QUERIES).flatMap(({ line }) => /^AT(\+\w+)/.exec(line)?.[1] ?? []);
  expect(asked.filter((name) => !OWN_QUESTIONS.includes(name))).toEqual([]);
});

describe("a family's file", () => {
  it("needs no more than a name, a title and whom it describes", () => {
    const profile = readModemProfile("acme.toml", MINIMAL);
    expect(profile.radio).toEqual({ off: "AT+CFUN=4", on: "AT+CFUN=1", settle: 10_000 });
    expect(profile.data_calls).toEqual([
      {
        name: "cgact",
        define: 'AT+CGDCONT={cid},"{type}","{apn}"',
        up: ["AT+CGACT=1,{cid}"],
        down: ["AT+CGACT=0,{cid}"],
        address: "contrdp",
        within: 150_000,
      },
    ]);
    expect(profile.quirks.poll).toBe("normal");
  });

  it("every fault is told at once, with its place, what was found and what is allowed", () => {
    const text = `${MINIMAL}
[power]
reset = { send = "ATZ\\r\\nAT+CFUN=0", within = "soon" }
[read]
signal = { ask = "QCSQ", answer = "+QCSQ:" }
[quirk]
poll = "never"`;
    expect(() => readModemProfile("acme.toml", text)).toThrow(
      [
        "acme.toml describes no modem family:",
        '  read.signal.ask: found "QCSQ"; expected a command line: AT and up to 254 printable ASCII characters',
        '  power.reset.send: found "ATZ\\r\\nAT+CFUN=0"; expected a command line: AT and up to 254 printable ASCII characters',
        '  power.reset.within: found "soon"; expected a time such as 5s or 300ms',
        "  quirk: no such key here",
      ].join("\n"),
    );
  });

  it.each([
    ['[sim]\nunlock = { every = "2s", tries = 0 }', "sim.unlock.tries: found 0; expected 1 to 60"],
    [
      '[sim]\nslot = { ask = "AT", answer = "", used = ["{slot}"], choose = "AT={port}" }',
      'sim.slot.choose: found "AT={port}"; expected no placeholder but {cid}, {apn}, {type}, {slot}',
    ],
    [
      '[sim]\nslot = { ask = "AT", answer = "", used = ["{slot}"], choose = "AT", first = 2 }',
      "sim.slot.first: found 2; expected (0 | 1)",
    ],
    ["data_calls = []", "data_calls: found 0; expected at least one way"],
    [
      '[[data_calls]]\nname = "a"\nup = []\ndown = ["AT"]',
      "data_calls.0.up: found 0; expected at least one command line",
    ],
    [
      '[[data_calls]]\nname = "A B"\nup = ["AT"]\ndown = ["AT"]',
      'data_calls.0.name: found "A B"; expected a name of a-z, 0-9 and -',
    ],
    ['[quirks]\nnotes = [""]', 'quirks.notes.0: found ""; expected a text that is not empty'],
    [
      `[quirks]\nnotes = ["${"x".repeat(301)}"]`,
      `quirks.notes.0: found "${"x".repeat(301)}"; expected a text of at most 300 characters`,
    ],
    ['[quirks]\npoll = "never"', 'quirks.poll: found "never"; expected ("normal" | "slow" | "off")'],
    ["[power]\nreset = {}", 'power.reset.send: found nothing; expected "send"'],
    [
      '[[init]]\nname = "a"\ntry = ["AT"]\nunless = { ask = "AT" , within = "1 fortnight" }',
      'init.0.unless.within: found "1 fortnight"; expected a time such as 5s or 300ms',
    ],
  ])("a fault is told with what is allowed: %s", (text, fault) => {
    expect(() => readModemProfile("acme.toml", MINIMAL_TOP(text))).toThrow(
      `acme.toml describes no modem family:\n  ${fault}`,
    );
  });

  it.each(["sourced", "capture"])("that says it is %s and from where not is refused", (trust) => {
    expect(() => readModemProfile("acme.toml", MINIMAL.replace('"unverified"', `"${trust}"`))).toThrow(
      'sources: found none; expected where this is known from (a manual with its section, a driver\'s place, a capture), or trust = "unverified"',
    );
  });

  it("that is no TOML is refused with the place", () => {
    expect(() => readModemProfile("acme.toml", "\nfamily = ")).toThrow(/acme\.toml:2:\d+ is no TOML/);
  });

  it.each([
    "AT+CFUN=4",
    "AT+CFUN=0",
    "AT^RESET",
    "AT+CSQ;+CFUN=1,1",
    "AT+CSQ;+CFUN?",
    "AT+COPS=?",
    "AT+COPS=2",
    "ATZ",
    "AT&F",
    "ATD*99#",
    "ATD123?",
    "AT+CRSM=214,28423,0,0,9",
    'AT+QCFG="usbnet",1',
    "AT+CPIN=1234",
    "AT+CGATT=0",
    "at+cfun=4",
  ])("no question of it can be %s", (line) => {
    const question = `{ ask = '${line}', answer = "" }`;
    const allowed = "expected one question that changes nothing";
    const refused = (text: string): void =>
      expect(() => readModemProfile("x", MINIMAL_TOP(text))).toThrow(
        new RegExp(`ask: found ${JSON.stringify(line).replace(/[+^*?$;&#\\]/g, "\\$&")}; ${allowed}`),
      );
    refused(`[read]\niccid = [${question}]`);
    refused(`[sim]\nslot = { ask = '${line}', answer = "", used = ["{slot}"], choose = "AT" }`);
    refused(`[[init]]\nname = "a"\nunless = ${question}\ntry = ["AT+X=1"]`);
  });

  it.each([
    ["iccid", "AT+CCID", "+CCID:"],
    ["iccid", "AT+CRSM=176,12258,0,0,10", "+CRSM:"],
    ["iccid", "AT+CCID", ""],
    ["signal", "AT+QCSQ", "+QCSQ:"],
    ["signal", 'at+qeng="servingcell"', "+QENG:"],
    ["signal", "AT^HCSQ?", "^HCSQ:"],
    ["pin_retries", "AT+ZPINPUK=?", "+ZPINPUK:"],
    ["access", "AT*CNTI=0", "*CNTI:"],
  ])("its %s may be asked for by %s", (what, line, answer) => {
    const question = `{ ask = '${line}', answer = '${answer}' }`;
    const text = `[read]\n${what} = ${what === "iccid" ? `[${question}]` : question}`;
    expect(() => readModemProfile("acme.toml", MINIMAL_TOP(text))).not.toThrow();
  });

  it.each([
    ["iccid = [{ ask = 'AT^ICCID?', answer = '^NOPE:' }]", "read.iccid.0.answer"],
    ["signal = { ask = 'AT^HCSQ?', answer = '^ICCID:' }", "read.signal.answer"],
    ["signal = { ask = 'AT^HCSQ?' }", "read.signal.answer"],
  ])("an answer that nothing here can read is refused: %s", (text, place) => {
    expect(() => readModemProfile("acme.toml", MINIMAL_TOP(`[read]\n${text}`))).toThrow(
      new RegExp(`${place}: .*expected the beginning of a line that is understood`),
    );
  });

  it.each([
    ["restart", "OK"],
    ["restart", "+CSQ:"],
    ["restart", "+CSQ: 20,99"],
    ["restart", "^HCSQ:"],
    ["restart", "ERROR"],
    ["restart", "+CME ERROR: 10"],
    ["ready", "+CEREG:"],
    ["sim", "OK"],
    ["bearer", "+CGACT:"],
  ])("the line of %s cannot be %s, which ends or answers a command", (meaning, line) => {
    expect(() => readModemProfile("acme.toml", MINIMAL_TOP(`[urcs]\n${meaning} = ["${line}"]`))).toThrow(
      `urcs.${meaning}.0: found "${line}"; expected a line that the modem says of itself`,
    );
  });

  it.each(["AT+CFUN=4", "AT+CGACT=1,1", "ATZ", "AT+CTZU=3;+CFUN=0", "AT+COPS=2", "AT^RESET"])(
    "an init line of it cannot be %s",
    (line) => {
      expect(() =>
        readModemProfile("acme.toml", MINIMAL_TOP(`[[init]]\nname = "a"\ntry = ["AT+CTZU=3", "${line}"]`)),
      ).toThrow(
        `init.0.try.1: found "${line}"; expected one setting that leaves radio, network, contexts and PIN alone`,
      );
    },
  );

  it("that names another family than itself is refused, so that no two files describe one", () => {
    expect(() => readModemProfile("/etc/cellward/modems/acme.toml", MINIMAL.replace('"acme"', '"beta"'))).toThrow(
      '/etc/cellward/modems/acme.toml describes no modem family:\n  family: found "beta"; expected "acme", the file\'s name',
    );
  });
});
