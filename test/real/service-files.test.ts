import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { EXIT } from "../../src/base/exit-codes.ts";
import { DEFAULT_SETTINGS_FILE } from "../../src/host/settings-file.ts";
import { accepted } from "../support/accepted-settings.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const shipped = (name: string): string => readFileSync(new URL(`../../config/${name}`, import.meta.url), "utf8");
const unit = shipped("systemd/cellward.service");

/** Every `Key=value` of the unit, in order. */
const assignments = unit.split("\n").flatMap((line) => {
  const [, key = "", value = ""] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
  return key === "" ? [] : [[key, value] as const];
});
const valuesOf = (key: string): readonly string[] =>
  assignments.flatMap(([name, value]) => (name === key ? [value] : []));

describe("the service unit", () => {
  test("makes the directories that the settings name by default", () => {
    const { settings } = accepted({});
    expect(`/var/lib/${valuesOf("StateDirectory")[0]}`).toBe(settings.store.directory);
    expect(`/run/${valuesOf("RuntimeDirectory")[0]}`).toBe(dirname(settings.agent.socket));
    expect(`/etc/${valuesOf("ConfigurationDirectory")[0]}`).toBe(dirname(DEFAULT_SETTINGS_FILE));
  });

  test("does not start again what was refused, and everything else", () => {
    expect(valuesOf("Restart")).toEqual(["on-failure"]);
    expect(valuesOf("RestartPreventExitStatus")[0]?.split(" ").map(Number)).toEqual([
      EXIT.configuration.code,
      EXIT.usage.code,
    ]);
    expect(valuesOf("StartLimitIntervalSec")).toEqual(["0"]);
  });

  test("runs as no root and without what would keep Node.js or a modem from working", () => {
    expect(valuesOf("User")).toEqual(["cellward"]);
    expect(valuesOf("SupplementaryGroups")).toEqual(["dialout"]);
    const names = assignments.map(([name]) => name);
    for (const trap of ["MemoryDenyWriteExecute", "PrivateDevices", "DeviceAllow", "ProtectClock", "PrivateNetwork"])
      expect(names).not.toContain(trap);
  });
});

test("the udev example names one port, gives it and a multiplexer's channels to a group, and leaves the rest of the modem to ModemManager", () => {
  const rules = shipped("udev/70-cellward.rules")
    .split("\n")
    .flatMap((line) => (/^#?SUBSYSTEM/.test(line) ? [line.replace(/^#/, "")] : []));
  expect(rules).toHaveLength(2);
  expect(rules[1]).toBe('SUBSYSTEM=="tty", KERNEL=="gsmtty[0-9]*", GROUP="dialout", MODE="0660"');
  const pairs = (rules[0] ?? "").split(", ");
  for (const pair of pairs) expect(pair).toMatch(/^[A-Z]+(\{[A-Z_]+\})?(==|=|\+=)"[\w/-]+"$/);
  for (const part of ['ENV{ID_USB_INTERFACE_NUM}=="02"', 'ENV{ID_MM_PORT_IGNORE}="1"', 'GROUP="dialout"'])
    expect(pairs).toContain(part);
  expect(rules[0]).not.toContain("ID_MM_DEVICE_IGNORE");
  expect(readFileSync(new URL("../../README.md", import.meta.url), "utf8")).toContain(`\n${rules[0]}\n`);
});

describeReal(["systemd"], "systemd", () => {
  test("finds nothing to complain about in the unit, and calls it well protected", () => {
    // The program itself is not installed where this is tried; Node.js is.
    const file = join(scratch(), "cellward.service");
    writeFileSync(file, unit.replace("ExecStart=cellward ", `ExecStart=${process.execPath} `));
    expect(execFileSync("systemd-analyze", ["verify", file], { encoding: "utf8", stdio: "pipe" })).toBe("");
    const told = execFileSync("systemd-analyze", ["security", "--offline=true", "--threshold=30", file], {
      encoding: "utf8",
    });
    expect(told).toContain("Overall exposure level");
  });

  test("makes the user and the group, and puts the user into the serial ports' group", () => {
    const root = scratch();
    mkdirSync(join(root, "etc"));
    writeFileSync(join(root, "etc/group"), "root:x:0:\ndialout:x:20:\n");
    writeFileSync(join(root, "etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
    const file = join(root, "cellward.conf");
    writeFileSync(file, shipped("sysusers.d/cellward.conf"));
    execFileSync("systemd-sysusers", [`--root=${root}`, file], { stdio: "pipe" });
    const groups = readFileSync(join(root, "etc/group"), "utf8");
    expect(groups).toMatch(/^dialout:x:20:cellward$/m);
    expect(groups).toMatch(/^cellward:x:\d+:/m);
    expect(readFileSync(join(root, "etc/passwd"), "utf8")).toMatch(/^cellward:.*nologin$/m);
  });
});
