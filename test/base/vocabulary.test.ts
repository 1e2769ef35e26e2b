import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Backoff } from "../../src/base/backoff.ts";
import { describeBytes, parseBytes } from "../../src/base/bytes.ts";
import {
  describeDuration,
  formatDuration,
  Minutes,
  parseDuration,
  Seconds,
  typedDuration,
} from "../../src/base/duration.ts";
import { maskIccid, maskImei, maskImsi, maskText } from "../../src/base/mask.ts";

describe("amounts of data", () => {
  it.each([
    ["1 KiB", 1024, 1024n],
    ["30 MB", 1024, 31_457_280n],
    ["30 MB", 1000, 30_000_000n],
    ["1.5GB", 1000, 1_500_000_000n],
    ["0.3 KB", 1000, 300n],
    ["12 B", 1000, 12n],
  ] as const)("%s with base %i is %s bytes", (text, base, bytes) => {
    expect(parseBytes(text, base)).toBe(bytes);
  });

  it.each(["", "12", "-1 KB", "1 kb", "1 PB", "1,5 MB", "KB", "1e3 KB", "１ KB"])("%j is no amount", (text) => {
    expect(parseBytes(text)).toBeUndefined();
  });

  it("is told with the exact unit", () => {
    expect([
      describeBytes(812n),
      describeBytes(1536n),
      describeBytes(30_000_000n, 1000),
      describeBytes(-2048n),
    ]).toEqual(["812 B", "1.50 KiB", "30.00 MB", "-2.00 KiB"]);
  });
});

describe("lengths of time", () => {
  it.each(["300ms", "5s", "10min", "1h", "30d"])("%s reads and writes as itself", (text) => {
    expect(formatDuration(parseDuration(text) ?? Seconds(0))).toBe(text);
  });

  it.each(["10m", "10 m", "10min", "600s"])("%j is ten minutes where a person types it", (text) => {
    expect(typedDuration(text)).toBe(Minutes(10));
  });

  it.each(["", "10", "10m", "-1s", "1 week", "1h30min"])("%j is no length of time", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it("is told in two units at most", () => {
    expect([
      describeDuration(Seconds(59)),
      describeDuration(Seconds(3_725)),
      describeDuration(Seconds(0)),
      describeDuration(Minutes(1_440)),
    ]).toEqual(["59 s", "1 h 2 min", "0 s", "1 d"]);
  });
});

describe("back-off", () => {
  it("never waits longer than the cap, and its ceiling doubles from the first", () => {
    const waits = Array.from(
      { length: 12 },
      (
        (backoff) => () =>
          backoff.next()
      )(new Backoff({ first: Seconds(1), cap: Minutes(10) }, () => 1)),
    );
    expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(waits.at(-1)).toBe(600_000);
  });

  it("is spread over the whole range, so that a fleet does not come back in one second", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (random, attempts) => {
          const backoff = new Backoff({ first: Seconds(1), cap: Minutes(10) }, () => random);
          let wait = 0;
          for (let i = 0; i < attempts; i += 1) wait = backoff.next();
          expect(wait).toBeGreaterThan(0);
          expect(wait).toBeLessThanOrEqual(Math.min(600_000, 1_000 * 2 ** (attempts - 1)));
        },
      ),
    );
  });

  it("begins anew after a reset", () => {
    const backoff = new Backoff({ first: Seconds(1), cap: Minutes(10) }, () => 1);
    backoff.next();
    backoff.next();
    backoff.reset();
    expect(backoff.next()).toBe(1_000);
  });
});

describe("masked identifiers", () => {
  it("keep the issuer's part and the end", () => {
    expect([maskIccid("89860412345678901234"), maskImsi("460041234567890"), maskImei("867698045678963")]).toEqual([
      "898604**********1234",
      "46004********90",
      "86769804*****63",
    ]);
  });

  it("text that is too short to keep anything is masked whole", () => {
    expect(maskIccid("12345")).toBe("*****");
  });

  it.each([
    ["+CCID: 898602F2191970341882", "898602F2191970341882"],
    ["460040123456789", "460040123456789"],
    ['AT+CMGS="+8613912345678"', "8613912345678"],
    ["0891683108200505F0040D91683119325476F80008", "683119325476F8"],
    ["IMSI460041234567890", "460041234567890"],
    ["460041234567890IMSI", "460041234567890"],
    ["x898604A0123456789012", "0123456789012"],
    ["call +86 138 0013 8000", "138 0013 8000"],
    ["call 138-0013-8000", "138-0013-8000"],
  ])("%s shows no whole number", (line, secret) => {
    expect(maskText(line)).not.toContain(secret);
  });

  it.each(["call 13800138000", "请联系138 0013 8000", "+8613800138000"])(
    "of %s six digits at least stay hidden",
    (text) => {
      expect(maskText(text)).toMatch(/\*{6}00$/);
    },
  );

  it.each([
    '+CEREG: 2,1,"1A2B","01A2B3C4",7',
    "EC20CEFAGR06A05M4G",
    "2026-11-22 17:03:05, then 26/11/22,17:03:05+32",
    '+CGCONTRDP: 1,5,"cmnet","10.20.30.40.255.255.255.0"',
  ])("lines without long numbers stay as they are: %s", (line) => {
    expect(maskText(line)).toBe(line);
  });
});
