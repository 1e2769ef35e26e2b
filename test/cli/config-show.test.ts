import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Fault } from "../../src/base/fault.ts";
import { configShow } from "../../src/cli/config-show.ts";
import { readSettings } from "../../src/host/settings-file.ts";
import { SETTING_ROWS } from "../../src/settings/declaration.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

interface Shown {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}

interface Bench {
  readonly path: (name: string) => string;
  readonly show: (argv: readonly string[], env?: Readonly<Record<string, string>>) => Shown;
  readonly read: (config: string) => ReturnType<typeof readSettings>;
}

function bench(text?: string): Bench {
  const directory = scratch();
  const path = (name: string): string => join(directory, name);
  const places = { defaultFile: path("cellward.toml"), machineId: path("machine-id") };
  writeFileSync(places.machineId, "0123456789abcdef0123456789abcdef\n");
  if (text !== undefined) writeFileSync(places.defaultFile, text);
  const show = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Shown => {
    let out = "";
    let err = "";
    try {
      const code = configShow(argv, { env, places, out: (t) => void (out += t), err: (t) => void (err += t) });
      return { code, out, err };
    } catch (thrown) {
      if (thrown instanceof Fault) return { code: thrown.code, out, err: thrown.message };
      throw thrown;
    }
  };
  return { path, show, read: (config) => readSettings({ config, env: {}, places }) };
}

const FILE = '[plan]\nname = "a \\"b\\" \\\\ 套餐"\nquota = "1.5 GB"\nunit_base = 1000\nthresholds = [1, 2]\n';

describe("what config show prints", () => {
  test.each([[[]], [["--origin"]]])("with %j reads back to the same settings", (argv) => {
    const { path, show, read } = bench(FILE);
    const { code, out } = show([...argv, "--set", "mqtt.url=mqtts://broker:8883", "--set", "modem.poll_interval=90s"]);
    expect(code).toBe(0);
    writeFileSync(path("again.toml"), out);
    writeFileSync(path("first.toml"), `${FILE}[mqtt]\nurl = "mqtts://broker:8883"\n[modem]\npoll_interval = "90s"\n`);
    expect(read(path("again.toml")).settings).toEqual(read(path("first.toml")).settings);
  });

  test("tells with --origin for every setting where it came from", () => {
    const { path, show } = bench(FILE);
    const { out } = show(["--origin", "--set", "log.level=warn"], { CELLWARD_MODEM_PORT: "/dev/ttyS0" });
    expect(out).toContain(`quota = "1500 MB"  # ${path("cellward.toml")}:3\n`);
    expect(out).toContain('port = "/dev/ttyS0"  # CELLWARD_MODEM_PORT\n');
    expect(out).toContain('level = "warn"  # --set log.level\n');
    expect(out).toContain('zone = "Asia/Shanghai"  # default\n');
    expect(out).toContain(`derived on this device: "cw-b9d7c31f354b", from ${path("machine-id")}  # derived from `);
    expect(out).toContain("# url is not set: no MQTT  # default\n");
    expect(out.match(/ {2}# /g)).toHaveLength(SETTING_ROWS.length);
  });

  test("copied to a fleet leaves every device its own name, and keeps a name that was given", () => {
    const { path, show, read } = bench(FILE);
    writeFileSync(path("fleet.toml"), show([]).out);
    writeFileSync(path("machine-id"), "fedcba9876543210fedcba9876543210\n");
    expect(read(path("fleet.toml")).deviceId).not.toBe("cw-b9d7c31f354b");
    writeFileSync(path("fleet.toml"), show(["--set", "device.id=pos-7"]).out);
    expect(read(path("fleet.toml")).deviceId).toBe("pos-7");
  });

  test("is JSON with --json: values as in the file, null where nothing is set", () => {
    const { path, show } = bench(FILE);
    const plain: unknown = JSON.parse(show(["--json"]).out);
    expect(plain).toMatchObject({
      plan: { quota: "1500 MB", thresholds: [1, 2], conserve_at: 80 },
      modem: { poll_interval: "30s" },
      mqtt: { url: null },
    });
    expect(JSON.parse(show(["--json", "--origin"]).out)).toMatchObject({
      file: path("cellward.toml"),
      settings: plain,
      origins: { "plan.quota": `${path("cellward.toml")}:3`, "log.level": "default" },
    });
  });

  test("of a secret is its file's path, never its content", () => {
    const { path, show } = bench();
    writeFileSync(path("password"), "hunter2\n");
    chmodSync(path("password"), 0o644);
    const argv = ["--set", "mqtt.username=u", "--set", `mqtt.password_file=${path("password")}`];
    for (const options of [[], ["--origin"], ["--json", "--origin"]]) {
      const { code, out, err } = show([...options, ...argv]);
      expect(code).toBe(0);
      expect(out).toContain(path("password"));
      expect(out + err).not.toContain("hunter2");
      expect(err).toContain("warning: mqtt.password_file: ");
    }
  });
});

describe("what config show refuses", () => {
  test("a wrong configuration is refused with every fault and nothing on stdout", () => {
    const { show } = bench("[log]\nlevel = 1\nfoo = 2\n");
    const { code, out, err } = show(["--set", "a=1"], { CELLWARD_X: "1" });
    expect(code).toBe("settings-invalid");
    expect(out).toBe("");
    expect(err).toContain("refused (4 faults)");
  });

  test("a secret that cannot be read is a fault, after the settings were shown", () => {
    const { path, show } = bench();
    const { code, out, err } = show(["--set", "mqtt.username=u", "--set", `mqtt.password_file=${path("none")}`]);
    expect(code).toBe("secret-unreadable");
    expect(out).toContain(path("none"));
    expect(err).toContain("no such file");
  });

  test.each([[["--orign"]], [["x"]], [["--set"]], [["--json=1"]]])("%j is not understood", (argv) => {
    expect(bench().show(argv)).toMatchObject({ code: "usage", out: "" });
  });
});
