import { describe, expect, test } from "vitest";
import { loadSettings, type Sources } from "../../src/settings/load.ts";
import { describeRefusal, describeSettingsFault, type SettingsFault } from "../../src/settings/settings-fault.ts";

function faultsOf(sources: Sources): readonly SettingsFault[] {
  const loaded = loadSettings(sources);
  return loaded.kind === "refused" ? loaded.faults : [];
}
const inFile = (text: string): string[] => faultsOf({ file: { name: "c.toml", text } }).map(describeSettingsFault);

describe("a value that is not allowed is named with its line, what was found and what is allowed", () => {
  test.each([
    ["device", 'id = "a b"', 'found "a b"; expected a name of 1 to 64 characters'],
    ["device", `id = "${"x".repeat(65)}"`, "expected a name of 1 to 64 characters"],
    ["device", "id = 7", "found 7; expected a name"],
    ["modem", 'port = "ttyUSB2"', 'found "ttyUSB2"; expected "auto", "none" or an absolute path'],
    ["modem", 'port = "/dev/tty\\u0000"', "no line ends or other control characters"],
    ["modem", "baud_rate = 299", "found 299; expected a whole number from 300 to 4000000"],
    ["modem", "baud_rate = 4000001", "expected a whole number"],
    ["modem", "baud_rate = 9600.5", "found 9600.5; expected a whole number"],
    ["modem", 'baud_rate = "9600"', 'found "9600"; expected a whole number'],
    ["modem", "baud_rate = 99999999999999999999", "found 99999999999999999999; expected a whole number"],
    ["modem", "baud_rate = nan", "found NaN; expected"],
    ["modem", "poll_interval = 30", "found 30; expected a duration from 5s to 1h, as a text with its unit"],
    ["modem", 'poll_interval = "4999ms"', "expected a duration from 5s to 1h"],
    ["modem", 'poll_interval = "61min"', "expected a duration from 5s to 1h"],
    ["modem", 'poll_interval = "30 seconds"', 'found "30 seconds"'],
    ["modem", "poll_interval = 1979-05-27", "found a date"],
    ["meter", 'source = "report"', 'found "report"; expected one of "interface", "modem"'],
    ["meter", 'class_counters = "cellward"', 'found "cellward"; expected the family and the name of a table'],
    ["meter", 'class_counters = "inet a; flush ruleset"', "expected the family and the name of a table"],
    ["device", 'profile = "phone"', 'expected one of "pos", "gateway"'],
    ["bearer", 'owner = "us"', 'found "us"; expected one of "external", "agent"'],
    ["bearer", 'apn = "cm net"', "expected an access point name"],
    ["bearer", 'apn = "cmnet\\r\\nAT+CFUN=1,1"', "expected an access point name"],
    ["bearer", 'auth = "none"', 'expected one of "pap", "chap"'],
    ["bearer", 'apn_password_file = "/p"', "without bearer.apn_user"],
    ["bearer", 'request_command = "reboot"', "expected a list of a program's absolute path"],
    ["bearer", 'request_command = ["reboot"]', "expected a list of a program's absolute path"],
    ["bearer", 'request_via = "auto"', 'expected one of "none", "command", "network-manager", "modem-manager"'],
    ["bearer", 'request_via = "command"', 'found "command"; expected bearer.request_command too'],
    ["bearer", "request_command = []", "expected a list of a program's absolute path"],
    ["meter", 'interface = "a/b"', "expected the name of a network interface"],
    ["meter", 'interface = ".."', "expected the name of a network interface"],
    ["meter", 'interface = "wwan0123456789ab"', "1 to 15 characters"],
    ["meter", 'interface = ""', "1 to 15 characters"],
    ["meter", 'sample_interval = "99ms"', "from 100ms to 1min"],
    [
      "meter",
      "checkpoint_bytes = 262144",
      "found 262144; expected an amount from 4 KiB to 1 GiB, as a text with its unit",
    ],
    ["meter", 'checkpoint_bytes = "256 KB"', 'found "256 KB"; expected an amount'],
    ["meter", 'checkpoint_bytes = "4095 B"', "expected an amount"],
    ["meter", "overhead_rx = -1", "found -1; expected a whole number from 0 to 128"],
    ["plan", String.raw`name = "IoT\n30 GB"`, "1 to 200 bytes; no line ends or other control characters"],
    ["plan", 'quota = "0 B"', "expected an amount from 1 KiB to 100 TiB"],
    ["plan", 'quota = "101 TiB"', "expected an amount"],
    ["plan", "unit_base = 1023", "found 1023; expected one of 1000, 1024"],
    ["plan", "cycle_day = 0", "from 1 to 31"],
    ["plan", 'zone = "Mars/Olympus"', "expected the IANA name of a time zone"],
    ["plan", 'zone = "+08:00"', "expected the IANA name of a time zone"],
    ["plan", "thresholds = [80, 50]", "found [80, 50]; expected a list of 1 to 20 whole percents"],
    ["plan", "thresholds = [50, 50]", "each above the one before"],
    ["plan", "thresholds = []", "found []; expected a list"],
    ["plan", "thresholds = [50, 101]", "found [50, 101]; expected"],
    ["plan", "thresholds = 80", "found 80; expected a list"],
    ["plan", "conserve_at = 0", "from 1 to 100 (percent)"],
    ["mqtt", 'url = "http://broker"', "expected mqtt:// or mqtts://"],
    ["mqtt", 'url = "mqtt://"', "expected mqtt:// or mqtts://"],
    ["mqtt", 'url = "mqtt://broker:70000"', "expected mqtt:// or mqtts://"],
    ["mqtt", 'url = "mqtt://broker/topic?x=1"', "expected mqtt:// or mqtts://"],
    ["mqtt", 'url = "mqtt://bro ker"', "expected mqtt:// or mqtts://"],
    ["mqtt", "protocol_version = 5", 'found 5; expected one of "3.1.1", "5"'],
    ["mqtt", 'keepalive = "10500ms"', "in steps of 1s"],
    ["mqtt", 'topic_root = "/a"', 'not starting or ending with "/"'],
    ["mqtt", 'topic_root = "a/"', 'not starting or ending with "/"'],
    ["mqtt", 'topic_root = "a/+"', "without +, # or braces"],
    ["mqtt", 'topic = "{root}/x"', "with {name}"],
    ["mqtt", 'topic = "{name}/#"', "without + or #"],
    ["mqtt", 'topic = "{name}/{devise}"', "{devise} is none of them"],
    ["mqtt", 'retain = "yes"', 'found "yes"; expected true or false'],
    ["mqtt", 'username = ""', "expected a text of 1 to 65535 bytes"],
    ["probe", 'echo = "server.example.com:7"', "expected an address, not a name, with a port"],
    ["probe", 'echo = "192.0.2.1"', "expected an address, not a name, with a port"],
    ["probe", 'echo = "192.0.2.256:7"', "expected an address"],
    ["probe", 'echo = "2001:db8::7:7"', "expected an address"],
    ["probe", 'tcp = "192.0.2.1:70000"', "expected an address"],
    ["probe", 'dns_server = "0x7f.1"', "expected an address, not a name, with perhaps a port (53 otherwise)"],
    ["probe", 'dns_name = "localhost"', "a host name with at least one dot"],
    ["probe", 'page = "https://192.0.2.1/"', "expected http:// with an address"],
    ["probe", 'page = "http://192.0.2.1/a b"', "expected http:// with an address"],
    ["probe", 'page = "http://portal.example.com/"', "expected http:// with an address"],
    ["agent", `socket = "/${"s".repeat(107)}"`, "at most 103 bytes"],
    ["agent", `socket = "/${"套".repeat(36)}"`, "at most 103 bytes"],
    ["log", 'level = "INFO"', 'expected one of "trace", "debug", "info", "warn", "error"'],
    ["log", "level = { a = 1 }", "found a table"],
  ])("[%s] %s", (section, line, text) => {
    const told = inFile(`# a comment\n\n[${section}]\n${line}\n`);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`c.toml:4: ${section}.${line.split(" ")[0]}: found `);
    expect(told[0]).toContain(text);
  });
});

describe("the bounds themselves are allowed", () => {
  test.each([
    ["modem", "baud_rate = 300"],
    ["modem", "baud_rate = 4_000_000"],
    ["modem", 'poll_interval = "5s"'],
    ["modem", 'poll_interval = "1h"'],
    ["meter", 'checkpoint_bytes = "4 KiB"'],
    ["meter", 'checkpoint_bytes = "1 GiB"'],
    ["meter", 'interface = "wwan0123456789a"'],
    ["plan", 'quota = "1 KB"'],
    ["plan", 'quota = "100 TiB"'],
    ["plan", "thresholds = [1]"],
    ["plan", 'zone = "UTC"'],
    ["mqtt", 'keepalive = "18h"'],
    ["mqtt", 'url = "mqtt://10.0.0.1/"'],
    ["mqtt", `client_id = "${"c".repeat(65_535)}"`],
    ["agent", `socket = "/${"s".repeat(102)}"`],
  ])("[%s] %s", (section, line) => {
    expect(inFile(`[${section}]\n${line}\n`)).toEqual([]);
  });
});

describe("what must hold between settings", () => {
  test("the level `essential` begins above `conserve`; both places are named", () => {
    const file = { name: "c.toml", text: "[plan]\n\nconserve_at = 90\n" };
    const told = faultsOf({ file, env: { CELLWARD_PLAN_ESSENTIAL_AT: "90" } }).map(describeSettingsFault);
    expect(told).toEqual([
      "CELLWARD_PLAN_ESSENTIAL_AT: plan.essential_at: found 90; expected more than plan.conserve_at, which is 90 " +
        "(plan.essential_at from CELLWARD_PLAN_ESSENTIAL_AT, plan.conserve_at from c.toml:3)",
    ]);
  });

  test("where one of the two is the default, the other's place is told", () => {
    expect(inFile("[plan]\nconserve_at = 95\n")).toEqual([
      "c.toml:2: plan.essential_at: found 95; expected more than plan.conserve_at, which is 95 " +
        "(plan.essential_at from default, plan.conserve_at from c.toml:2)",
    ]);
  });

  test.each([
    ['backoff_first = "20min"', 'found "10min"; expected at least mqtt.backoff_first, which is "20min"'],
    ['cert_file = "/c"', "found mqtt.cert_file without mqtt.key_file; expected both or neither"],
    ['key_file = "/k"', "found mqtt.key_file without mqtt.cert_file; expected both or neither"],
    ['password_file = "/p"', "found a password without mqtt.username"],
  ])("[mqtt] %s", (line, text) => {
    expect(inFile(`[mqtt]\n${line}\n`).join()).toContain(text);
  });

  test.each([
    ['distance = "2h"', 'found "1h"; expected at least probe.distance, which is "2h"'],
    ['dns_name = "a.example.com"', "found probe.dns_name without probe.dns_server; expected both or neither"],
    ['page_body = "x"', "found a body without probe.page"],
  ])("[probe] %s", (line, text) => {
    expect(inFile(`[probe]\n${line}\n`).join()).toContain(text);
  });

  test("a rule says nothing while one of its settings is wrong by itself", () => {
    expect(inFile("[plan]\nconserve_at = 99\nessential_at = 0\n")).toHaveLength(1);
  });
});

describe("what has no place is named with what was probably meant", () => {
  test.each([
    ["[metre]\nx = 1\n", "c.toml:1: metre: found an unknown table or key; expected a known one: the nearest is meter"],
    [
      "[meter]\n\nsample_intervall = 1\n",
      "c.toml:3: meter.sample_intervall: found an unknown key; expected a known one: the nearest is meter.sample_interval",
    ],
    [
      "[modem]\nsample_interval = 1\n",
      "c.toml:2: modem.sample_interval: found an unknown key; expected a known one: the nearest is meter.sample_interval",
    ],
    [
      "sample_interval = 1\n",
      "c.toml:1: sample_interval: found an unknown table or key; expected a known one: the nearest is meter.sample_interval",
    ],
    ["[modem.port]\nx = 1\n", 'c.toml:1: modem.port: found a table; expected "auto", "none" or an absolute path'],
    ["[[modem]]\n", "c.toml:1: modem: found a list of 1; expected a table [modem]"],
    ["log = 1\n", "c.toml:1: log: found 1; expected a table [log]"],
    [
      "\n[qwertyuiop]\n",
      "c.toml:2: qwertyuiop: found an unknown table or key; expected a known one: the tables are device, modem",
    ],
    ["[log]\n__proto__ = 1\n", "c.toml:2: log.__proto__: found an unknown key"],
    ["[log]\nconstructor = 1\n", "c.toml:2: log.constructor: found an unknown key"],
    ["__proto__ = 1\n", "c.toml:1: __proto__: found an unknown table or key"],
    ['[log]\n"le.vel" = 1\n', "c.toml:2: log.le.vel: found an unknown key"],
  ])("%j", (text, told) => {
    expect(inFile(text)).toEqual([expect.stringContaining(told)]);
  });

  test.each([
    [
      "CELLWARD_LOG_LEVL",
      "CELLWARD_LOG_LEVL: found an unknown variable; expected a known one: the nearest is CELLWARD_LOG_LEVEL",
    ],
    [
      "CELLWARD_PLAN_THRESHOLDS",
      "expected plan.thresholds in the file or as --set plan.thresholds=..., since it is a list",
    ],
    ["CELLWARD_", "CELLWARD_: found an unknown variable; expected a known one: see `cellward config show`"],
  ])("the variable %s", (variable, told) => {
    expect(faultsOf({ env: { [variable]: "1" } }).map(describeSettingsFault)).toEqual([expect.stringContaining(told)]);
  });

  test("variables of others, and those of ours that are no settings, are left alone", () => {
    expect(
      faultsOf({ env: { HOME: "/", MY_CELLWARD_X: "1", CELLWARD_DEBUG: "1", CELLWARD_REQUIRE_REAL: "1" } }),
    ).toEqual([]);
  });

  test.each([
    ["log.levle=info", "--set log.levle: found an unknown key; expected a known one: the nearest is log.level"],
    ["log.level", "--set log.level: found no value; expected --set section.key=value"],
    ["=1", "--set : found an unknown key"],
    ["log.level=loud", '--set log.level: found "loud"; expected one of'],
    ["log.level=", '--set log.level: found ""; expected one of'],
    ["modem.baud_rate=9600 baud", '--set modem.baud_rate: found "9600 baud"; expected a whole number'],
    ["plan.thresholds=[[1]]", '--set plan.thresholds: found "[[1]]"; expected a list'],
    ["plan.thresholds=1,x", '--set plan.thresholds: found [1, "x"]; expected a list'],
  ])("the flag --set %s", (flag, told) => {
    expect(faultsOf({ flags: [flag] }).map(describeSettingsFault)).toEqual([expect.stringContaining(told)]);
  });

  test("a flag that is given twice is refused, the later one does not silently win", () => {
    const told = faultsOf({ flags: ["log.level=info", "log.level=debug"] }).map(describeSettingsFault);
    expect(told).toEqual(["--set log.level: found the key a second time; expected each key once"]);
  });
});

describe("a text that is no TOML is refused with line and column", () => {
  test.each([
    ["[log]\nlevel = info\n", /^c\.toml:2:\d+: found a syntax error \([a-z -]+\); expected TOML 1\.0/],
    ['[log]\nlevel = "info\n', /^c\.toml:2:\d+: found a syntax error/],
    ['[log]\nlevel = "info"\nlevel = "warn"\n', /^c\.toml:3:1: found a syntax error \(trying to redefine/],
    ["[log]\n[modem]\n[log]\n", /^c\.toml:3:\d+: found a syntax error \(trying to redefine/],
    ["[log\n", /^c\.toml:1:\d+: found a syntax error/],
    [`[log]\nlevel = ${"[".repeat(100)}\n`, /excessively nested/],
  ])("%j", (text, told) => {
    expect(inFile(text)).toEqual([expect.stringMatching(told)]);
  });

  test("the other sources are judged all the same", () => {
    const told = faultsOf({ file: { name: "c.toml", text: "?" }, env: { CELLWARD_LOG_LEVEL: "x" }, flags: ["a=1"] });
    expect(told.map(({ place }) => place)).toEqual(["c.toml:1:1", "CELLWARD_LOG_LEVEL", "--set a"]);
  });
});

describe("a secret is not shown", () => {
  const SECRET = "hunter2-s3cret";
  test.each([
    ["where a file should be named", `[mqtt]\npassword_file = "${SECRET}"\n`],
    ["under a key that does not exist", `[mqtt]\npassword = "${SECRET}"\n`],
    ["in the broker's address", `[mqtt]\nurl = "mqtt://joe:${SECRET}@broker"\n`],
    ["in an address that is wrong in another way", `[mqtt]\nurl = "mqtt:joe:${SECRET}@broker"\n`],
    ["in an address that is too long to be shown", `[mqtt]\nurl = "mqtt://joe:${SECRET}${"x".repeat(90)}@broker"\n`],
    ["in a line that is no TOML", `[mqtt]\npassword_file = ${SECRET}\n`],
    ["as a number", `[mqtt]\nkey_file = 12345678\n`],
  ])("%s", (_where, text) => {
    const told = inFile(text).join("\n");
    expect(told).toContain("expected");
    expect(told).not.toMatch(/hunter2|12345678/);
  });

  test("in the environment and in flags", () => {
    const sources = {
      env: { CELLWARD_MQTT_PASSWORD: SECRET },
      flags: [`mqtt.password=${SECRET}`, `mqtt.key_file=${SECRET}`],
    };
    const told = faultsOf(sources).map(describeSettingsFault).join("\n");
    expect(told).not.toContain("hunter2");
    expect(told).toContain("the nearest is CELLWARD_MQTT_PASSWORD_FILE");
    expect(told).toContain("the nearest is mqtt.password_file");
  });

  test("an address with credentials is refused with where to write them", () => {
    expect(inFile('[mqtt]\nurl = "mqtts://joe@broker"\n')).toEqual([
      expect.stringContaining("without credentials in it: write them to mqtt.username and mqtt.password_file"),
    ]);
  });
});

test("every fault is told at once, one line each", () => {
  const faults = faultsOf({
    file: { name: "c.toml", text: '[log]\nlevel = "x"\nfoo = 1\n[plan]\nconserve_at = 99\n[metre]\n' },
    env: { CELLWARD_MODEM_PORT: "x", CELLWARD_X: "1" },
    flags: ["log.level=y"],
  });
  expect(faults).toHaveLength(7);
  const text = describeRefusal(faults);
  expect(text).toMatch(/^the configuration was refused \(7 faults\); nothing was started:\n/);
  expect(text.split("\n")).toHaveLength(8);
});

describe("a file that is no settings file does not drown the reader", () => {
  test("more than 1 MiB is refused unread", () => {
    const told = inFile("#".repeat((1 << 20) + 1));
    expect(told).toEqual(["c.toml: found 1048577 characters; expected at most 1 MiB of TOML"]);
  });

  test("of many unknown keys the first fifty are told, and how many more there are", () => {
    const text = Array.from({ length: 60_000 }, (_, i) => `key${i} = 1`).join("\n");
    const told = inFile(text);
    expect(told).toHaveLength(51);
    expect(told.at(-1)).toBe("c.toml: found 59950 more unknown keys; expected a settings file of cellward");
  });

  test("a value is shown up to a bound", () => {
    const told = inFile(`[log]\nlevel = "${"x".repeat(5_000)}"\n`).join();
    expect(told).toContain('" (and 4920 more characters)');
    expect(told.length).toBeLessThan(300);
  });
});

test.each([
  [["bearer.request_via=modem-manager", 'bearer.request_command=["/bin/redial"]'], "beside bearer.request_command"],
  [["bearer.owner=agent", "bearer.request_via=network-manager"], "because the agent dials itself"],
  [["bearer.owner=agent", 'bearer.request_command=["/bin/redial"]'], "because the agent dials itself"],
  [["bearer.owner=agent", "modem.port_shared=true"], "lends its port to nobody"],
])("what an owner of the call has no use for is refused, not passed over: %j", (flags, expected) => {
  expect(faultsOf({ flags }).map(describeSettingsFault)).toEqual([expect.stringContaining(expected)]);
});

test("nobody is asked where the settings say so, whatever command stands beside", () => {
  expect(faultsOf({ flags: ["bearer.request_via=none", 'bearer.request_command=["/bin/redial"]'] })).toEqual([]);
});
