import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chooseProfile } from "../../src/modem/choose-profile.ts";
import { familyUrc } from "../../src/modem/family-urc.ts";
import { readModemProfile } from "../../src/modem/profile-file.ts";
import type { ModemProfile } from "../../src/modem/profile.ts";

const DIRECTORY = "config/modems";
const shipped: readonly ModemProfile[] = readdirSync(DIRECTORY).map((name) =>
  readModemProfile(name, readFileSync(`${DIRECTORY}/${name}`, "utf8")),
);
const family = (name: string): ModemProfile => {
  const found = shipped.find((profile) => profile.family === name);
  if (found === undefined) throw new TypeError(`no family ${name}`);
  return found;
};

const MINIMAL = `
family = "acme"
title = "Acme"
trust = "unverified"
sources = []
[match]
manufacturers = ["Acme"]
`;

describe("the families that come with the program", () => {
  it("each file is named after its family, and says where it has it from unless it is unverified", () => {
    expect(readdirSync(DIRECTORY).toSorted()).toEqual(shipped.map((profile) => `${profile.family}.toml`).toSorted());
    for (const { family: name, trust, sources } of shipped)
      expect([name, trust === "unverified" || sources.length > 0]).toEqual([name, true]);
  });

  it.each([
    ["Quectel", "EC20F", "quectel"],
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
    expect(familyUrc(undefined, "RDY")).toBeUndefined();
  });
});

describe("a family's file", () => {
  it("needs no more than a name, a title and whom it describes", () => {
    const profile = readModemProfile("acme.toml", MINIMAL);
    expect(profile.radio).toEqual({ off: "AT+CFUN=4", on: "AT+CFUN=1", settle: 10_000 });
    expect(profile.data_call.up).toEqual(["AT+CGACT=1,{cid}"]);
    expect(profile.quirks.poll).toBe("normal");
  });

  it("every fault is told at once, with its place, what was found and what is allowed", () => {
    const text = `${MINIMAL}
[power]
reset = { send = "ATZ\\r\\nAT+CFUN=0", within = "soon" }
[read]
signal = { ask = "QCSQ" }
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

  it("that is no TOML is refused with the place", () => {
    expect(() => readModemProfile("acme.toml", "family = ")).toThrow(/acme\.toml is no TOML/);
  });
});
