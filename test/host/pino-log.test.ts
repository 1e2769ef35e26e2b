import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVENTS } from "../../src/base/events.ts";
import { type LogLevel, PinoLog } from "../../src/host/pino-log.ts";
import type { Log, LogFields } from "../../src/ports/log.ts";

interface Listened {
  readonly log: Log;
  readonly raw: string[];
  readonly last: () => Record<string, unknown>;
}

function listen(level: LogLevel = "trace"): Listened {
  const raw: string[] = [];
  const log = PinoLog.open({ level, output: { write: (line) => void raw.push(line) } });
  return { log, raw, last: () => JSON.parse(raw.at(-1) ?? "{}") as Record<string, unknown> };
}

const logged = (fields: LogFields): { readonly raw: string; readonly line: Record<string, unknown> } => {
  const { log, raw, last } = listen();
  log.info("modem-ready", fields);
  return { raw: raw.join(""), line: last() };
};

describe("a line", () => {
  test("tells severity, time, station, event, fields and the event's sentence, as one line of JSON", () => {
    const { log, raw, last } = listen();
    log.station("modem").warn("port-gone", { port: "/dev/ttyUSB2" });
    expect(last()).toEqual({
      severity: "warn",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      station: "modem",
      event: "port-gone",
      port: "/dev/ttyUSB2",
      text: EVENTS["port-gone"].sentence,
    });
    expect(raw).toEqual([expect.stringMatching(/^[^\n]*\n$/)]);
  });

  test("has each name once, also where a field bears a name of the log's own", () => {
    const { raw, line } = logged({ level: "conserve", event: "x", text: "y", time: 1, station: "z", severity: 3 });
    expect(line).toMatchObject({ level: "conserve", event: "modem-ready", event_: "x", text_: "y", station_: "z" });
    for (const name of ["event", "text", "time", "station", "severity"]) {
      expect(raw.split(`"${name}":`)).toHaveLength(name === "station" ? 1 : 2);
    }
  });

  test.each([
    ["trace", ["trace", "debug", "info", "warn", "error"]],
    ["debug", ["debug", "info", "warn", "error"]],
    ["info", ["info", "warn", "error"]],
    ["warn", ["warn", "error"]],
    ["error", ["error"]],
  ] as const)("at level %s is written from that severity on", (level, shown) => {
    const { log, raw } = listen(level);
    log.station("at").trace("at-rx", () => ({}));
    for (const say of ["debug", "info", "warn", "error"] as const) log.station("at")[say]("at-rx");
    expect(raw.map((line) => (JSON.parse(line) as { severity: string }).severity)).toEqual(shown);
  });

  test("that is not written costs no look at its fields", () => {
    const { log } = listen("info");
    const fields = {
      get line(): string {
        throw new TypeError("looked at");
      },
    };
    expect(() => log.trace("at-rx", () => fields)).not.toThrow();
  });
});

describe("no secret passes", () => {
  const SECRET = "hunter2";
  test.each([
    "password",
    "Password",
    "mqttPassword",
    "passwd",
    "passphrase",
    "secret",
    "clientSecret",
    "token",
    "accessToken",
    "credentials",
    "authorization",
    "privateKey",
    "private_key",
    "apiKey",
    "key",
    "pin",
    "PIN",
    "pin2",
    "puk",
    "pwd",
    "pass",
    "psk",
  ])("under the name %s, at any depth and in any container", (name) => {
    for (const value of [SECRET, [SECRET], { a: SECRET }, new Map([["a", SECRET]]), Buffer.from(SECRET)]) {
      const { raw } = logged({ [name]: value, a: { b: [{ [name]: value }] }, m: new Map([[name, value]]) });
      expect(raw).not.toContain(SECRET);
      expect(raw.split("[redacted]")).toHaveLength(4);
    }
  });

  test("nor a broken number under such a name", () => {
    expect(logged({ pin: 1234, options: { pin: 1234 } }).raw).not.toContain("1234");
  });

  test.each([
    "pinState",
    "pinTriesLeft",
    "keyFile",
    "passwordFile",
    "spinning",
    "opinion",
    "monkey",
    "keepalive",
    "passed",
  ])("%s is no secret", (name) => {
    expect(logged({ [name]: "READY" }).line).toMatchObject({ [name]: "READY" });
  });
});

/** Invented; of the lengths and shapes that real ones have. */
const PERSONAL = [
  ["an IMSI", "460041234567890"],
  ["an ICCID", "89860412345678901234"],
  ["an ICCID with letters", "898604B2345678901234"],
  ["an IMEI", "860123456789012"],
  ["a telephone number", "13800138000"],
  ["a telephone number with its country", "+8613800138000"],
] as const;

describe("no number of a person or a card passes", () => {
  test.each(PERSONAL)("%s, wherever in a text it stands", (_what, number) => {
    const shapes = [
      number,
      `+CIMI: ${number}`,
      `"${number}",129`,
      `imsi=${number};`,
      `AT+CMGS="${number}"\r`,
      `a ${number} b ${number}`,
    ];
    for (const text of shapes) {
      const { raw } = logged({
        text,
        nested: { deep: [{ line: text }] },
        error: new Error(text, { cause: text }),
        set: new Set([text]),
      });
      expect(raw).not.toContain(number.replace("+", ""));
    }
  });

  test.each(PERSONAL)("%s, glued to letters, as a key, as a number", (_what, number) => {
    const digits = number.replace("+", "");
    expect(logged({ a: `IMSI${digits}x` }).raw).not.toContain(digits);
    expect(logged({ a: { [digits]: 1 } }).raw).not.toContain(digits);
    expect(logged({ a: [BigInt(digits.replace("B", "0"))] }).raw).not.toContain(digits.replace("B", "0"));
  });

  test("an IMEI that came as a number is masked", () => {
    expect(logged({ imei: 860_123_456_789_012, list: [860_123_456_789_012] }).raw).not.toContain("860123456789012");
  });

  test("an SMS in PDU mode is not shown: a number with swapped digits and a text are in it", () => {
    const pdu = "0891683108200505F0040D91683108108300F000004210903";
    expect(logged({ line: `+CMT: ,24\r\n${pdu}` }).raw).not.toContain("683108108300");
  });

  test("nor what turns a terminal's line around or begins a control sequence", () => {
    const { raw } = logged({ detail: "a\u202eb\u009b31mc", nested: { "k\u202e": 1 } });
    expect(raw).not.toMatch(/[\u0080-\u009f\u202a-\u202e]/);
    expect(raw).toContain("u202e");
  });

  test("what was masked before is shown as it is", () => {
    expect(logged({ iccid: "898604**********1234" }).line).toMatchObject({ iccid: "898604**********1234" });
  });

  test.each(["message", "account", "params", "stat", "format"])(
    "a name that only ends like an amount's, %s, lets none pass",
    (name) => {
      expect(logged({ [name]: "13800138000", a: { [name]: 13_800_138_000 } }).raw).not.toContain("13800138000");
    },
  );

  test("any run of eleven digits, in any field that is not an amount, does not pass", () => {
    const digits = fc.stringMatching(/^[1-9]\d{10,19}$/);
    const name = fc.constantFrom("line", "answer", "text_", "number", "error", "port", "detail");
    fc.assert(
      fc.property(fc.string(), digits, fc.string(), name, (before, run, after, field) => {
        expect(logged({ [field]: `${before}${run}${after}` }).raw).not.toContain(run);
      }),
    );
  });
});

describe("amounts and instants stay readable", () => {
  test.each([
    ["wallMs", 1_795_338_000_000],
    ["bytes", 123_456_789_012],
    ["rx", 99_999_999_999],
    ["since", 1_795_338_000_000],
    ["baud", 115_200],
    ["cause", 33],
    ["rsrp", -101.5],
  ])("%s", (name, value) => {
    expect(logged({ [name]: value, nested: { [name]: value } }).line).toMatchObject({
      [name]: value,
      nested: { [name]: value },
    });
  });

  test("an amount that JSON has no number for is written as its digits", () => {
    expect(logged({ totalBytes: 12_345_678_901_234n, quota: 30_000_000_000n }).line).toMatchObject({
      totalBytes: "12345678901234",
      quota: "30000000000",
    });
  });

  test("digests and boot ids are not taken for numbers of cards", () => {
    const hash = "1234567890123456789012345678901234567890";
    expect(logged({ hash, bootId: "12345678-1234-1234-1234-123456789012" }).line).toMatchObject({ hash });
  });
});

describe("a log line never stops the agent", () => {
  const circular: Record<string, unknown> = { name: "a" };
  circular["self"] = circular;
  const hostile = {
    get reading(): string {
      throw new TypeError("no");
    },
  };
  test.each([
    ["a circle", circular],
    ["a getter that throws", hostile],
    [
      "a proxy that throws",
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new TypeError("no");
          },
        },
      ),
    ],
    ["a function", () => 1],
    ["a symbol", Symbol("x")],
    ["undefined", undefined],
    ["not a number", Number.NaN],
    ["an invalid date", new Date(Number.NaN)],
    ["an object without a prototype", Object.assign(Object.create(null), { a: 1 })],
    ["a lone surrogate", "\uD800"],
    [
      "an error that causes itself",
      (() => {
        const e = new TypeError("x");
        e.cause = e;
        return e;
      })(),
    ],
  ])("%s is written somehow", (_what, value) => {
    const { log, raw } = listen();
    log.error("agent-fault", { value });
    log.error("agent-fault", hostile);
    expect(raw.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(["agent-fault", "agent-fault"]);
  });

  test("anything at all is written within a bound", () => {
    const big = { text: "x".repeat(1_000_000), list: Array.from({ length: 100_000 }, (_, i) => i) };
    expect(logged({ big }).raw.length).toBeLessThan(6_000);
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.anything({ withBigInt: true, withMap: true, withSet: true, withDate: true })),
        (fields) => {
          expect(() => JSON.parse(logged(fields).raw)).not.toThrow();
        },
      ),
    );
  });
});
