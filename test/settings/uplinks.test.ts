import { describe, expect, test } from "vitest";
import { loadSettings } from "../../src/settings/load.ts";
import { describeOrigin } from "../../src/settings/origin.ts";
import { describeSettingsFault } from "../../src/settings/settings-fault.ts";
import { settingsToml } from "../../src/settings/toml.ts";
import { accepted } from "../support/accepted-settings.ts";

const file = (text: string) => ({ name: "c.toml", text });
const tables = (...names: readonly string[]): string =>
  names.map((name) => `[[uplink]]\ninterface = "${name}"\n`).join("\n");

function faults(text: string): readonly string[] {
  const loaded = loadSettings({ file: file(text) });
  return loaded.kind === "refused" ? loaded.faults.map(describeSettingsFault) : [];
}

test("each table is one way out of the device; one that does not say so is metered", () => {
  const text = `${tables("wwan0", "ppp*")}[[uplink]]\ninterface = "wlan0"\nmetered = false\n`;
  const { settings, origins } = accepted({ file: file(text) });
  expect(settings.uplink).toEqual([
    { interface: "wwan0", metered: true },
    { interface: "ppp*", metered: true },
    { interface: "wlan0", metered: false },
  ]);
  expect(describeOrigin(origins.get("uplink") ?? { kind: "default" })).toBe("c.toml:1");
});

test("the first metered one with a whole name is the modem's, unless meter.interface names another one of them", () => {
  const text = tables("ppp*", "wwan1", "wwan0");
  expect(accepted({ file: file(text) }).settings.meter.interface).toBe("wwan1");
  expect(accepted({ file: file(tables("ppp*")) }).settings.meter.interface).toBe("ppp*");
  expect(accepted({ file: file(text), flags: ["meter.interface=wwan0"] }).settings.meter.interface).toBe("wwan0");
  expect(accepted({ file: file(text), flags: ["meter.interface=ppp3"] }).settings.meter.interface).toBe("ppp3");
});

test("a flag says all of them in one line", () => {
  const { settings } = accepted({ flags: ["uplink=ppp*, wlan0:unmetered"] });
  expect(settings.uplink).toEqual([
    { interface: "ppp*", metered: true },
    { interface: "wlan0", metered: false },
  ]);
});

test("what is shown reads back to the same", () => {
  const { settings } = accepted({ file: file(tables("ppp*", "wwan1")) });
  const again = accepted({ file: file(settingsToml(settings)) });
  expect(again.settings).toEqual(settings);
});

describe("a fault is told with the line and the table that it is in", () => {
  test.each([
    [tables("wwan0", "a/b"), 'c.toml:5: uplink[2].interface: found "a/b"; expected the name of a network interface'],
    [tables("wwan0", "p*p"), 'uplink[2].interface: found "p*p"'],
    [tables("wwan0", "*"), 'c.toml:5: uplink[2].interface: found "*"; expected the name of a network interface'],
    [tables("wwan0", "wwan0"), 'means; uplink[1] is "wwan0"'],
    [
      tables("ppp*", "eth0", "ppp0"),
      'c.toml:8: uplink[3].interface: found "ppp0"; expected interfaces that no other [[uplink]] means; uplink[1] is "ppp*"',
    ],
    [tables("ppp*", "p*"), 'uplink[1] is "ppp*"'],
    [`${tables("wwan0")}metered = "no"\n`, 'c.toml:3: uplink[1].metered: found "no"; expected true or false'],
    [
      `${tables("wwan0")}meterd = true\n`,
      "c.toml:3: uplink[1].meterd: found true; expected interface and metered only",
    ],
    ["[[uplink]]\nmetered = true\n", "c.toml:1: uplink[1].interface: found nothing; expected"],
    [`${tables("wlan0")}metered = false\n`, "expected at least one with metered = true"],
    [tables(...Array.from({ length: 9 }, (_, n) => `eth${n}`)), "found a list of 9; expected 1 to 8 tables [[uplink]]"],
    ['uplink = "wwan0"\n', 'c.toml:1: uplink: found "wwan0"; expected 1 to 8 tables'],
    ['[uplink]\ninterface = "wwan0"\n', "c.toml:1: uplink: found a table; expected 1 to 8 tables [[uplink]]"],
    ["uplink = []\n", "c.toml:1: uplink: found []; expected 1 to 8 tables"],
  ])("%s", (text, told) => {
    expect(faults(text).join("\n")).toContain(told);
  });

  test("every one of several", () => {
    expect(faults(tables("a/b", "c/d"))).toHaveLength(2);
  });
});

test("meter.interface beside tables that do not have it is a fault that names both places", () => {
  const text = `[meter]\ninterface = "wwan7"\n\n${tables("wwan0")}`;
  expect(faults(text)).toEqual([
    'c.toml:2: meter.interface: found "wwan7"; expected one of the metered ones of [[uplink]] (wwan0), or not set (meter.interface from c.toml:2, uplink from c.toml:4)',
  ]);
  expect(
    faults(`[meter]\ninterface = "wlan0"\n\n${tables("wwan0")}[[uplink]]\ninterface = "wlan0"\nmetered = false\n`),
  ).toHaveLength(1);
});

test("an agent that dials is told the whole name of its interface", () => {
  const flags = ["bearer.owner=agent", "bearer.apn=cmnet"];
  expect(faults(`[bearer]\nowner = "agent"\napn = "cmnet"\n\n${tables("ppp*")}`).join()).toContain(
    "with its whole name",
  );
  expect(accepted({ file: file(tables("ppp*", "wwan0")), flags }).settings.meter.interface).toBe("wwan0");
});

test("there is no environment variable for tables, and it is said how they are given", () => {
  const loaded = loadSettings({ env: { CELLWARD_UPLINK: "wwan0" } });
  expect(loaded.kind === "refused" && loaded.faults[0]?.expected).toBe(
    "uplink in the file or as --set uplink=..., since it is a list",
  );
});
