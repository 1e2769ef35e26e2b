import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Fault } from "../../src/base/fault.ts";
import { readSettings, type SettingsRequest } from "../../src/host/settings-file.ts";
import { describeOrigin } from "../../src/settings/origin.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

const MACHINE_ID = "0123456789abcdef0123456789abcdef";

const NOBODY = 65_534;

interface Machine {
  readonly directory: string;
  readonly read: (request: Partial<SettingsRequest>) => ReturnType<typeof readSettings>;
}

/** A machine with a machine id and, perhaps, a settings file at the default place. */
function machine(contents: { readonly file?: string | Uint8Array; readonly machineId?: string }): Machine {
  const directory = scratch();
  const places = { defaultFile: join(directory, "cellward.toml"), machineId: join(directory, "machine-id") };
  if (contents.file !== undefined) writeFileSync(places.defaultFile, contents.file);
  writeFileSync(places.machineId, contents.machineId ?? `${MACHINE_ID}\n`);
  return { directory, read: (request) => readSettings({ env: {}, places, ...request }) };
}

function refusal(act: () => unknown): { readonly code: string; readonly text: string } {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof Fault) return { code: thrown.code, text: thrown.message };
    throw thrown;
  }
  return { code: "accepted", text: "" };
}

describe("the file", () => {
  test("at the default place need not exist", () => {
    const { settings, file } = machine({}).read({});
    expect(settings.log.level).toBe("info");
    expect(file).toBeUndefined();
  });

  test("at the default place is read where it exists", () => {
    const { directory, read } = machine({ file: '[log]\nlevel = "debug"\n' });
    const { settings, origins, file } = read({});
    expect(settings.log.level).toBe("debug");
    expect(file).toBe(join(directory, "cellward.toml"));
    expect(describeOrigin(origins.get("log.level") ?? { kind: "default" })).toBe(`${file}:2`);
  });

  test("named by --config takes the default file's place", () => {
    const { directory, read } = machine({ file: '[log]\nlevel = "debug"\n' });
    const config = join(directory, "other.toml");
    writeFileSync(config, '[log]\nlevel = "warn"\n');
    expect(read({ config }).settings.log.level).toBe("warn");
  });

  test("named by --config must exist; the faults of the other sources are told with it", () => {
    const { directory, read } = machine({});
    const config = join(directory, "none.toml");
    const { code, text } = refusal(() => read({ config, env: { CELLWARD_LOG_LEVEL: "x" }, set: ["a=1"] }));
    expect(code).toBe("settings-unreadable");
    expect(text).toContain(`${config}: found no such file; expected a text file`);
    expect(text).toContain("CELLWARD_LOG_LEVEL: log.level: found");
    expect(text).toContain("--set a: found an unknown key");
  });

  test("that is a directory is refused", () => {
    const { directory, read } = machine({});
    mkdirSync(join(directory, "cellward.toml"));
    expect(refusal(() => read({}))).toMatchObject({ code: "settings-unreadable", text: /found a directory/ });
  });

  test("that is not UTF-8 is refused", () => {
    const { read } = machine({ file: Uint8Array.of(0x5b, 0xff, 0xfe) });
    expect(refusal(() => read({}))).toMatchObject({ code: "settings-unreadable", text: /bytes that are not UTF-8/ });
  });

  test("of more than 1 MiB is refused, also when it has no end", () => {
    expect(refusal(() => machine({}).read({ config: "/dev/zero" }))).toMatchObject({
      code: "settings-unreadable",
      text: /found more than 1 MiB/,
    });
  });

  test("with a byte order mark and CR LF is read", () => {
    expect(machine({ file: '\uFEFF[log]\r\nlevel = "warn"\r\n' }).read({}).settings.log.level).toBe("warn");
  });

  test("with faults is refused with all of them, and the code stands at the end", () => {
    const { directory, read } = machine({ file: "[log]\nlevel = 1\n[modem]\nport = 2\n" });
    const { code, text } = refusal(() => read({}));
    expect(code).toBe("settings-invalid");
    expect(text.split("\n")).toEqual([
      "the configuration was refused (2 faults); nothing was started:",
      expect.stringContaining(`  ${directory}/cellward.toml:2: log.level: found 1; expected one of`),
      expect.stringMatching(/cellward\.toml:4: modem\.port: found 2; expected .*\[settings-invalid\]$/),
    ]);
  });

  test("can come through a pipe", () => {
    const { directory, read } = machine({});
    const pipe = join(directory, "pipe");
    execFileSync("mkfifo", [pipe]);
    execFileSync("sh", ["-c", `printf '[log]\\nlevel = "warn"\\n' > ${pipe} &`], { stdio: "ignore" });
    expect(read({ config: pipe }).settings.log.level).toBe("warn");
  });
});

test("a file that this user may not read is refused with who was asking", () => {
  const { directory, read } = machine({ file: "" });
  chmodSync(directory, 0o755);
  chmodSync(join(directory, "cellward.toml"), 0);
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(NOBODY);
  const { code, text } = refusal(() => read({}));
  if (root) process.seteuid?.(0);
  expect(code).toBe("settings-unreadable");
  expect(text).toMatch(/found permission denied; expected a text file in UTF-8 that user \d+ may read/);
});

describe("the device's id", () => {
  test("is derived from the machine id, and does not show it", () => {
    const { settings, deviceId, origins } = machine({}).read({});
    // printf 'cellward 0123456789abcdef0123456789abcdef' | sha256sum
    expect(deviceId).toBe("cw-b9d7c31f354b");
    expect(settings.device.id).toBe(deviceId);
    expect(describeOrigin(origins.get("device.id") ?? { kind: "default" })).toMatch(/^derived from .*machine-id$/);
    expect(MACHINE_ID).not.toContain(deviceId.slice(3));
  });

  test("differs between machines and stays on one", () => {
    const other = machine({ machineId: "f".repeat(32) }).read({}).deviceId;
    expect(other).not.toBe(machine({}).read({}).deviceId);
    expect(other).toBe(machine({ machineId: `${"f".repeat(32)}\n` }).read({}).deviceId);
  });

  test("that is set stands", () => {
    expect(machine({}).read({ set: ["device.id=pos-1"] })).toMatchObject({ deviceId: "pos-1" });
  });

  test.each(["", "uninitialized\n", "0123\n", "x".repeat(5_000)])(
    "is asked for where the machine id is %j",
    (machineId) => {
      const { code, text } = refusal(() => machine({ machineId }).read({}));
      expect(code).toBe("settings-invalid");
      expect(text).toContain(
        "device.id: found no machine id of 32 hexadecimal digits; expected device.id in the settings",
      );
      expect(machine({ machineId }).read({ set: ["device.id=pos-1"] }).deviceId).toBe("pos-1");
    },
  );
});
