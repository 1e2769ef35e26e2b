import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WallMs } from "../../../src/base/instant.ts";
import type { CarrierQuery } from "../../../src/plan/reading/carrier-query.ts";
import { readReply } from "../../../src/plan/reading/read-reply.ts";
import { replyTemplate } from "../../../src/plan/reading/reply-template.ts";
import { SHIPPED_CARRIERS } from "../../support/shipped-carriers.ts";

const ZONE = "Asia/Shanghai";
const at = (text: string): WallMs => WallMs(Date.parse(text));
const HEARD = at("2026-11-22T10:00:00+08:00");
const MB = 1024n ** 2n;
const GB = 1024n ** 3n;

const queryOf = (...patterns: readonly string[]): Pick<CarrierQuery, "replies"> => ({
  replies: patterns.map((written) => {
    const read = replyTemplate(written);
    if (!read.ok) throw new Error(read.why);
    return { template: read.template, unless: ["定向"] };
  }),
});
const READ = queryOf("截至{as_of}*已用{used},剩余{remaining}", "已使用{used}");
const read = (text: string, query = READ, heardAt = HEARD, base: 1000 | 1024 = 1024) =>
  readReply(query, text, { heardAt, zone: ZONE, base });
const figures = (text: string, query = READ) => {
  const said = read(text, query);
  return said.kind === "figures" ? said.figures : said.why;
};

describe("a reply of the carrier's", () => {
  it("is read with what it says of used and remaining data, as of the instant that it names", () => {
    expect(
      figures("【流量提醒】截至11月21日24时，您当月共享国内通用流量已用12.5GB，剩余87.25GB；请关注。【中国联通】"),
    ).toEqual({
      asOf: at("2026-11-22T00:00:00+08:00"),
      used: (25n * GB) / 2n,
      remaining: (349n * GB) / 4n,
    });
  });

  it.each([
    ["30MB", 30n * MB],
    ["30 M", 30n * MB],
    ["３０．５ＭＢ", 30n * MB + MB / 2n],
    ["30兆", 30n * MB],
    ["1,024KB", MB],
    ["1GB200MB", GB + 200n * MB],
    ["1G 24M", GB + 24n * MB],
    ["800B", 800n],
    ["0.001TB", 1024n ** 4n / 1000n],
    ["2gb", 2n * GB],
    ["7MiB", 7n * MB],
  ])("counts %s to the byte", (written, bytes) => {
    expect(figures(`您已使用${written}流量`)).toEqual({ used: bytes });
  });

  it("counts by the plan's base where it is 1000, and KiB by 1024 all the same", () => {
    expect(read("已使用2MB", READ, HEARD, 1000)).toMatchObject({ figures: { used: 2_000_000n } });
    expect(read("已使用2MiB", READ, HEARD, 1000)).toMatchObject({ figures: { used: 2n * MB } });
  });

  it.each(["80%", "12MB/s", "5G4G", "12", "99999999TB", "-5MB", "约5MB", "1,2MB", "5MBX"])(
    "takes %s for no amount",
    (written) => {
      expect(figures(`已使用${written}`)).toBe("no-pattern");
    },
  );

  it.each([
    ["11月22日8时", "2026-11-22T08:00:00+08:00"],
    ["11月22日8时30分15秒", "2026-11-22T08:30:15+08:00"],
    ["2026年11月1日0时", "2026-11-01T00:00:00+08:00"],
    ["2026-11-22 08:30", "2026-11-22T08:30:00+08:00"],
    ["11-2 12:30", "2026-11-02T12:30:00+08:00"],
    ["2026/11/22 08:30:05", "2026-11-22T08:30:05+08:00"],
    // The day alone is counted to its end; today's is not over.
    ["11月20日", "2026-11-21T00:00:00+08:00"],
    ["11月22日", "2026-11-22T10:00:00+08:00"],
    // A carrier whose clock is before ours, or that speaks of the day as if it were over.
    ["11月22日10时05分", "2026-11-22T10:00:00+08:00"],
    ["11月22日24时", "2026-11-22T10:00:00+08:00"],
    // Of last year, and of last month.
    ["12月31日24时", "2026-01-01T00:00:00+08:00"],
    ["31日24时", "2026-11-01T00:00:00+08:00"],
    ["21日24时", "2026-11-22T00:00:00+08:00"],
  ])("as of %s is an instant of the plan's zone that is not in the future", (written, instant) => {
    expect(figures(`截至${written}，已用1GB，剩余2GB`)).toMatchObject({ asOf: at(instant) });
  });

  it("a minute after midnight, heard by a device whose clock is a little late, is not of last year", () => {
    const heard = at("2026-11-22T23:59:30+08:00");
    expect(read("截至11月23日0时1分,已用1GB,剩余1GB", READ, heard)).toMatchObject({ figures: { asOf: heard } });
  });

  it.each(["2027年1月1日8时", "13月1日8时", "2月30日8时", "11月21日25时", "11月21日24时30分"])(
    "as of %s is no reading",
    (written) => {
      expect(figures(`截至${written}，已用1GB，剩余2GB`)).toBe("no-pattern");
    },
  );

  it("that fits in two places with different figures is none: nobody knows which is meant", () => {
    const two = "截至11月21日24时，国内已用1GB，剩余2GB；截至11月21日24时，省内已用3GB，剩余1GB。";
    expect(figures(two)).toBe("ambiguous");
    expect(figures("已使用5MB。提醒：已使用5MB。")).toEqual({ used: 5n * MB });
  });

  it("of directed data is none of the plan's", () => {
    expect(figures("您的定向流量已使用5MB")).toBe("no-pattern");
  });

  it("whose three figures do not fit together is none", () => {
    const three = queryOf("总共{total},已用{used},剩余{remaining}");
    expect(figures("总共有10GB", three)).toBe("no-pattern");
    expect(figures("总共10GB,已用9GB,剩余5GB", three)).toBe("contradictory");
    expect(figures("总共10GB,已用9.995GB,剩余0GB", three)).toMatchObject({ total: 10n * GB });
  });
});

it("a hostile text costs no more than it is long", () => {
  const nested = queryOf("截至{as_of}*已用{used}*剩余{remaining}*总共{total}*截至*已用*剩余", "已使用{used}");
  for (const word of ["截至11月21日24时", "截至", "已用", "已用1GB", "已使用", "1GB", "已使用1,1", "ﷺ", "9"]) {
    const began = performance.now();
    read(word.repeat(50_000), nested);
    expect(performance.now() - began).toBeLessThan(200);
  }
});

it("no text makes the reader throw, and no reading says more than a card can hold", () => {
  const words = fc.constantFrom(
    "截至",
    "11月",
    "22日",
    "24时",
    "已用",
    "剩余",
    ",",
    "1",
    "9.5",
    "GB",
    "M",
    "已使用",
    " ",
    "：",
    "１",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 5 })), { maxLength: 60 }), (parts) => {
      const said = read(parts.join(""));
      if (said.kind !== "figures") return;
      for (const bytes of [said.figures.used ?? 0n, said.figures.remaining ?? 0n])
        expect(bytes >= 0n && bytes <= 100n << 40n).toBe(true);
      expect((said.figures.asOf ?? HEARD) <= HEARD).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it.each([
  ["nothing to find", "neither"],
  ["{used}", "without words"],
  ["用{used}", "without words"],
  ["已用*{used}", "without words"],
  ["已用{used}{remaining}", "without words"],
  ["已用{used},还用{used}", "twice"],
  ["已用{used", "{"],
  ["已用{amount}", "{amount}"],
  [`${"已".repeat(200)}{used}`, "characters"],
])("the pattern %s is refused with what is wrong", (written, why) => {
  const reading = replyTemplate(written);
  expect(reading.ok ? "taken" : reading.why).toContain(why);
});

it("the carriers that come with the program ask by digits and a short text, and no IMSI belongs to two of them", () => {
  const queries = SHIPPED_CARRIERS.flatMap(({ query }) => query ?? []);
  expect(queries.length).toBeGreaterThan(3);
  const networks = queries.flatMap(({ imsi }) => imsi);
  expect(new Set(networks).size).toBe(networks.length);
  for (const query of queries) {
    expect(query.senders).toContain(query.to);
    const said = read("【流量查询】截至11月22日9时，您本月国内通用流量已用1.00MB，剩余29.00MB。", query);
    expect(said).toMatchObject({ figures: { used: MB, remaining: 29n * MB } });
  }
});
