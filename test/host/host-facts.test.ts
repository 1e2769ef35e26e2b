import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HostFacts } from "../../src/host/host-facts.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "cellward-host-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the machine", () => {
  test("tells its boot, the same to every asker", () => {
    const [one, other] = [new HostFacts(), new HostFacts()];
    expect(one.bootId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(other.bootId).toBe(one.bootId);
  });

  test("that tells no boot id is a fault of the device", () => {
    const path = join(folder, "boot_id");
    expect(() => new HostFacts({ bootId: path })).toThrow(/ENOENT.*\[host-unreadable\]/);
    writeFileSync(path, "yes\n");
    expect(() => new HostFacts({ bootId: path })).toThrow(/holds no boot id/);
  });

  test("tells what it can be told apart by, as far as it may be read", () => {
    const [machineId, first, second] = ["machine-id", "serial", "uuid"].map((name) => join(folder, name));
    const host = new HostFacts({ machineId: machineId ?? "", boardSerials: [first ?? "", second ?? ""] });
    expect(host.deviceMarks()).toEqual({});
    writeFileSync(machineId ?? "", "0123456789abcdef0123456789abcdef\n");
    writeFileSync(second ?? "", "4C4C4544-0042-3510-8052-B9C04F4E4432\n");
    expect(host.deviceMarks()).toEqual({
      machine: "0123456789abcdef0123456789abcdef",
      board: "4C4C4544-0042-3510-8052-B9C04F4E4432",
    });
    writeFileSync(first ?? "", "10000000abcdef01\0");
    expect(host.deviceMarks()).toMatchObject({ board: "10000000abcdef01" });
  });

  test.each([
    "",
    "0000000000000000\0",
    "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF\n",
    "03000200-0400-0500-0006-000700080009\n",
    "Default string\n",
  ])("whose board's number is %j, as makers leave it, has none", (text) => {
    const path = join(folder, "serial");
    writeFileSync(path, text);
    expect(new HostFacts({ machineId: join(folder, "none"), boardSerials: [path] }).deviceMarks()).toEqual({});
  });

  test("tells the latest clock synchronisation by the time service's mark, looked at every time", () => {
    const clockSync = join(folder, "synchronized");
    const host = new HostFacts({ clockSync });
    expect(host.lastClockSync()).toBeUndefined();
    writeFileSync(clockSync, "");
    utimesSync(clockSync, new Date(), new Date(1_780_000_000_500));
    expect(host.lastClockSync()).toBe(1_780_000_000_500);
    utimesSync(clockSync, new Date(), new Date(1_780_000_600_000));
    expect(host.lastClockSync()).toBe(1_780_000_600_000);
    rmSync(clockSync);
    expect(host.lastClockSync()).toBeUndefined();
  });

  test("whose mark lies where nobody may look tells nothing", () => {
    writeFileSync(join(folder, "file"), "");
    expect(new HostFacts({ clockSync: join(folder, "file/synchronized") }).lastClockSync()).toBeUndefined();
  });
});
