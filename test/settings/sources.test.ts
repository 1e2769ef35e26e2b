import { describe, expect, test } from "vitest";
import { SETTING_ROWS, type SettingKey, valueAt } from "../../src/settings/declaration.ts";
import { loadSettings, type Sources } from "../../src/settings/load.ts";
import { describeOrigin } from "../../src/settings/origin.ts";
import { fileValue, settingsToml } from "../../src/settings/toml.ts";
import { accepted } from "../support/accepted-settings.ts";
import { formatDuration, Minutes, Seconds } from "../../src/base/duration.ts";

/** For each setting a text that is allowed and is not its default. */
const ANOTHER: Readonly<Record<SettingKey, string>> = {
  "device.id": "pos-7",
  "device.profile": "gateway",
  "modem.port": "/dev/ttyS1",
  "modem.port_shared": "true",
  "modem.baud_rate": "9600",
  "modem.poll_interval": "1min",
  "modem.poll": "slow",
  "modem.sms": "take",
  "modem.sms_text": "true",
  "modem.families": "/srv/modems",
  "modem.reopen_interval": "200ms",
  "modem.pin_file": "/etc/cellward/sim.pin",
  "slots.switch_on": "limit",
  "slots.home": "2",
  "slots.after": "5min",
  "slots.dwell": "2h",
  "slots.switches_per_day": "2",
  "slots.home_after": "12h",
  "bearer.owner": "agent",
  "bearer.apn": "cmnet.mnc000",
  "bearer.cid": "16",
  "bearer.type": "ipv4v6",
  "bearer.auth": "chap",
  "bearer.apn_user": "card",
  "bearer.apn_password_file": "/tmp/apn",
  "bearer.route_metric": "10",
  "bearer.resolver_file": "/tmp/resolv.conf",
  "bearer.request_via": "command",
  "bearer.request_command": '["/bin/true","a b"]',
  "meter.interface": "ppp0",
  "meter.source": "modem",
  "meter.class_counters": "inet other",
  "meter.sysfs_root": "/tmp/net",
  "meter.calibrate": "false",
  "meter.sample_interval": "500ms",
  "meter.checkpoint_bytes": "4 KiB",
  "meter.checkpoint_interval": "12h",
  "meter.retention": "500d",
  "meter.overhead_rx": "0",
  "meter.overhead_tx": "128",
  "plan.file": "/srv/plan.toml",
  "plan.cards": "/srv/cards.toml",
  "plan.plans": "/srv/plans",
  "plan.carriers": "/srv/carriers",
  "plan.areas": "province:guangxi",
  "plan.name": "物联卡 30 GB",
  "plan.quota": "1.5 GB",
  "plan.unit_base": "1000",
  "plan.cycle_day": "31",
  "plan.zone": "Europe/Berlin",
  "plan.thresholds": "10, 20",
  "plan.conserve_at": "79",
  "plan.essential_at": "96",
  "plan.query_carrier": "china-unicom",
  "plan.query_interval": "12h",
  "policy.dwell": "2h",
  "policy.beyond_quota": "stop",
  "policy.reserve_units": "20",
  "policy.reserve_unit": "2 KiB",
  "policy.management_trickle": "64 KiB",
  "policy.in_flight": "128 KiB",
  "policy.slow_rate": "1 KiB",
  "mqtt.url": "mqtt://[::1]:1883",
  "mqtt.client_id": "设备",
  "mqtt.username": "joe&product=1",
  "mqtt.password_file": "/tmp/password",
  "mqtt.ca_file": "/tmp/ca.pem",
  "mqtt.cert_file": "/tmp/cert.pem",
  "mqtt.key_file": "/tmp/key.pem",
  "mqtt.protocol_version": "5",
  "mqtt.keepalive": "18h",
  "mqtt.topic_root": "a/b",
  "mqtt.topic": "/sys/{device}/thing/{name}",
  "mqtt.retain": "false",
  "mqtt.will": "false",
  "mqtt.connect_timeout": "1s",
  "mqtt.backoff_first": "2s",
  "mqtt.backoff_cap": "12h",
  "mqtt.stable_after": "1h",
  "mqtt.max_events": "1",
  "mqtt.max_bytes": "16 KiB",
  "store.directory": "/srv/cellward",
  "journal.retention": "500d",
  "journal.max_bytes": "1 MiB",
  "journal.files_max_bytes": "0 B",
  "recovery.radio_cycles": "false",
  "recovery.modem_resets": "false",
  "recovery.power_command": '["/bin/true","a b"]',
  "recovery.reboot_command": '["/bin/true"]',
  "recovery.reboots_per_day": "3",
  "terminal.sim_access": "service",
  "terminal.payment_host": "192.0.2.9:443",
  "terminal.payment_tls_name": "pay.example.net",
  "terminal.least_signal": "-105",
  "fleet.size": "20000",
  "probe.echo": "[2001:db8::7]:7",
  "probe.tcp": "198.51.100.1:443",
  "probe.dns_server": "203.0.113.53",
  "probe.dns_name": "alive.example.com",
  "probe.dns_expects": "none",
  "probe.page": "http://192.0.2.1:8080/alive",
  "probe.page_body": "alive",
  "probe.bytes_per_day": "1 MiB",
  "probe.distance": "10min",
  "probe.distance_cap": "6h",
  "probe.proof_age": "5min",
  "agent.socket": "/tmp/agent.sock",
  "bridge.socket": "/tmp/bridge.sock",
  "bridge.group": "pos",
  "bridge.serial": "/dev/ttyS1",
  "bridge.baud_rate": "9600",
  "bridge.pty": "/tmp/bridge",
  "bridge.words": "/tmp/words",
  "bridge.sms_to": "10086 +86138*",
  "bridge.sms_per_day": "5",
  "clock.trust_system": "true",
  "log.level": "trace",
  "enforce.mode": "advise",
  "enforce.on_exit": "remove",
  "enforce.hard_stop": "bearer",
  "enforce.hard_stop_back": "2h",
  "enforce.stop_command": '["/bin/true","a b"]',
  "enforce.drop_down": "true",
  "enforce.unclassified": "telemetry",
  "enforce.lease": "256 KiB",
  "enforce.mark_mask": "0x00ff0000",
  "enforce.up_rate_telemetry": "4 KiB",
  "enforce.up_rate_bulk": "8 KiB",
  class_rule: "telemetry=203.0.113.0/24:443, bulk=198.51.100.7",
  uplink: "ppp*, wlan0:unmetered",
};
/** All at once; an agent that dials has nobody to ask and no port to lend, one that does not has no slots to choose, and what was bought is said in one place. */
const TOGETHER = Object.entries(ANOTHER).filter(
  ([key]) => !["bearer.owner", "slots.switch_on", "plan.quota", "plan.file"].includes(key),
);
/** What rules between settings ask for beside a setting. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  "bearer.apn_password_file": ["bearer.apn_user=u"],
  "bearer.request_via": ["bearer.request_command=/bin/true"],
  "slots.switch_on": ["bearer.owner=agent"],
  "bridge.sms_to": ["modem.sms=read"],
  "mqtt.cert_file": ["mqtt.key_file=/tmp/k"],
  "mqtt.key_file": ["mqtt.cert_file=/tmp/c"],
  "mqtt.password_file": ["mqtt.username=u"],
  "probe.dns_server": ["probe.dns_name=a.b"],
  "probe.dns_name": ["probe.dns_server=203.0.113.53"],
  "probe.page_body": ["probe.page=http://192.0.2.1/"],
};

describe("every setting", () => {
  const { settings: defaults } = accepted({});
  const rows = SETTING_ROWS.map((row) => ({ row, text: new Map(Object.entries(ANOTHER)).get(row.key) ?? "" }));

  test.each(rows)("$row.key can be set by a flag", ({ row, text }) => {
    const flags = BESIDE[row.key] ?? [];
    const { settings, origins } = accepted({ flags: [`${row.key}=${text}`, ...flags] });
    expect(describeOrigin(origins.get(row.key) ?? { kind: "default" })).toBe(`--set ${row.key}`);
    expect(valueAt(settings, row)).not.toEqual(valueAt(defaults, row));
  });

  test.each(rows.filter(({ row }) => row.variable !== undefined))(
    "$row.key can be set by its environment variable $row.variable",
    ({ row, text }) => {
      const flags = BESIDE[row.key] ?? [];
      const byVariable = accepted({ env: { [row.variable ?? ""]: text }, flags });
      const byFlag = accepted({ flags: [`${row.key}=${text}`, ...flags] });
      expect(byVariable.settings).toEqual(byFlag.settings);
      expect(describeOrigin(byVariable.origins.get(row.key) ?? { kind: "default" })).toBe(row.variable);
    },
  );

  test("set at once and written as TOML reads back to the same", () => {
    const flags = TOGETHER.map(([key, text]) => `${key}=${text}`);
    const { settings } = accepted({ flags });
    const again = accepted({
      file: { name: "f", text: settingsToml(settings, { behind: (row) => `about ${row.key}` }) },
    });
    expect(again.settings).toEqual(settings);
  });

  test("is in the file what it is outside", () => {
    const flags = TOGETHER.map(([key, text]) => `${key}=${text}`);
    const { settings } = accepted({ flags });
    const together = new Map(TOGETHER);
    const scalars = rows.filter(({ row }) => row.variable !== undefined && together.has(row.key));
    const written = scalars.map(({ row }) => [row.key, fileValue(settings, row)] as const);
    const inFile = written.map(([key, value]) => `${key}=${typeof value === "object" ? "a list" : value}`);
    const outside = scalars.map(({ row, text }) => `${row.key}=${text}`);
    expect(inFile).toEqual(outside);
  });
});

describe("where two sources speak of one setting", () => {
  const file = { name: "c.toml", text: '# first\n[log]\nlevel = "warn"\n[modem]\npoll_interval = "10s"\n' };

  test("the file stands above the default, the environment above the file, a flag above the environment", () => {
    const env = { CELLWARD_LOG_LEVEL: "debug", PATH: "/bin" };
    const level = (sources: Sources): string => accepted(sources).settings.log.level;
    expect([
      level({}),
      level({ file }),
      level({ file, env }),
      level({ file, env, flags: ["log.level=error"] }),
    ]).toEqual(["info", "warn", "debug", "error"]);
  });

  test("every value's origin is told, with the line in the file", () => {
    const { origins } = accepted({ file, env: { CELLWARD_PLAN_CYCLE_DAY: "5" }, flags: ["log.level=error"] });
    const told = ["log.level", "modem.poll_interval", "plan.cycle_day", "plan.zone"].map((key) =>
      describeOrigin(origins.get(key) ?? { kind: "default" }),
    );
    expect(told).toEqual(["--set log.level", "c.toml:5", "CELLWARD_PLAN_CYCLE_DAY", "default"]);
  });

  test("faults are told in the order of the file, then the environment, then the flags", () => {
    const text = '[log]\nlevel = "loud"\n[modem]\nwheels = 4\nbaud_rate = 1\n[plan]\ncycle_day = 0\n';
    const found = loadSettings({
      file: { name: "c.toml", text },
      env: { CELLWARD_WHEELS: "4", CELLWARD_MODEM_PORT: "usb" },
      flags: ["plan.wheels=4", "device.id=?"],
    });
    const places = found.kind === "refused" ? found.faults.map(({ place }) => place) : [];
    expect(places.slice(0, 4)).toEqual(["c.toml:2", "c.toml:4", "c.toml:5", "c.toml:7"]);
    expect(places.slice(4).map((place) => place.split(/[ _]/)[0])).toEqual(["CELLWARD", "CELLWARD", "--set", "--set"]);
  });

  test("an overridden value that is wrong is refused all the same", () => {
    const wrong = { name: "c.toml", text: '[log]\nlevel = "loud"\n' };
    expect(loadSettings({ file: wrong, flags: ["log.level=info"] })).toMatchObject({
      kind: "refused",
      faults: [{ key: "log.level", place: "c.toml:2" }],
    });
  });

  test.each([
    { env: { CELLWARD_PLAN_QUOTA: "" } },
    { flags: ["plan.quota="] },
    { env: { CELLWARD_MQTT_URL: "" } },
    { flags: ["mqtt.url="] },
    { flags: ["meter.overhead_rx="] },
    { flags: ["plan.thresholds="] },
    { flags: ["modem.poll="] },
  ])("an empty text is refused with what is allowed, as an unset variable of a shell makes one: %j", (given) => {
    const found = loadSettings(given);
    expect(found).toMatchObject({
      kind: "refused",
      faults: [{ found: '""', expected: expect.stringMatching(/\w{3}/) }],
    });
  });

  test("an empty text for what may be left out says so", () => {
    expect(loadSettings({ flags: ["plan.quota="] })).toMatchObject({
      faults: [{ expected: expect.stringMatching(/^an amount .*leave it out$/) }],
    });
  });
});

describe("amounts", () => {
  test("a quota in the carrier's units follows the plan's unit base, whatever source each comes from", () => {
    const file = { name: "c.toml", text: '[plan]\nquota = "30 MB"\n' };
    expect(accepted({ file }).settings.plan.quota).toBe(30n * 1024n * 1024n);
    expect(accepted({ file, env: { CELLWARD_PLAN_UNIT_BASE: "1000" } }).settings.plan.quota).toBe(30_000_000n);
    expect(accepted({ flags: ["plan.quota=30 MiB", "plan.unit_base=1000"] }).settings.plan.quota).toBe(31_457_280n);
  });

  test("durations are durations and amounts are exact", () => {
    const { settings } = accepted({});
    expect(settings.modem.pollInterval).toBe(Seconds(30));
    expect(formatDuration(settings.mqtt.keepalive)).toBe("20min");
    expect(settings.mqtt.backoffCap).toBe(Minutes(10));
    expect(settings.meter.checkpointBytes).toBe(262_144n);
    expect(settings.plan.thresholds).toEqual([50, 80, 95, 100]);
  });

  test("the settings cannot be changed afterwards", () => {
    const { settings } = accepted({});
    expect(() => Object.assign(settings.log, { level: "trace" })).toThrow(/read only/);
    expect(() => Object.assign(settings.plan.thresholds, [1])).toThrow(/read only/);
    expect(() => Object.assign(settings, { log: {} })).toThrow(/read only/);
  });
});
