import { describe, expect, test } from "vitest";
import { planFaults } from "../../support/plan-texts.ts";

const SMALL = `name = "small"
carrier = "generic"
[cycle]
every = "month"
day = 1
[[bucket]]
id = "a"
kind = "data"
quota = "30 MB"
`;

const bucket = (lines: string): string => `${SMALL}${lines}\n`;
const overage = (lines: string): string => `${SMALL}[overage]\nkind = "tariff"\n${lines}\n`;
const validity = (lines: string): string => `${SMALL}[validity]\n${lines}\n`;
describe("a fault is told with its line, its key, what was found and what is allowed", () => {
  test.each<[string, string, string]>([
    ["no name", SMALL.replace('name = "small"', ""), "p:1: name: found nothing; expected a text of 1 to 200"],
    [
      "an unknown carrier",
      SMALL.replace('"generic"', '"generik"'),
      'p:2: carrier: found "generik"; expected a carrier: the nearest is generic; all are china-broadnet, china',
    ],
    [
      "a kind of no carrier, beside an unknown carrier",
      SMALL.replace('"generic"', '"generik"').replace('"data"', '"dat"'),
      'p:8: bucket[1].kind: found "dat"; expected a kind of some carrier',
    ],
    [
      "a zone that does not exist",
      `zone = "Asia/Peking"\n${SMALL}`,
      'p:1: zone: found "Asia/Peking"; expected the IANA name',
    ],
    ["an offset for a zone", `zone = "+08:00"\n${SMALL}`, 'p:1: zone: found "+08:00"; expected the IANA name'],
    ["a base of nothing", `unit_base = 1023\n${SMALL}`, "p:1: unit_base: found 1023; expected 1024 or 1000"],
    [
      "an unknown key",
      `zoen = 1\n${SMALL}`,
      "p:1: zoen: found an unknown key; expected a known one: the nearest is zone",
    ],
    ["no cycle", SMALL.replace(/\[cycle\][^[]*/, ""), "p:1: cycle: found nothing; expected a table [cycle]"],
    [
      "a kind of cycle that there is not",
      SMALL.replace('"month"', '"week"'),
      'p:4: cycle.every: found "week"; expected one of "month", "days", "once", "never"',
    ],
    [
      "day 32",
      SMALL.replace("day = 1", "day = 32"),
      "p:5: cycle.day: found 32; expected a day of the month from 1 to 31",
    ],
    ["half a day", SMALL.replace("day = 1", "day = 1.5"), "p:5: cycle.day: found 1.5; expected a day of the month"],
    [
      "a day in a cycle that has none",
      SMALL.replace('"month"', '"never"'),
      "p:5: cycle.day: found an unknown key; expected one of every",
    ],
    [
      "a cycle of days without a first one",
      SMALL.replace('"month"', '"days"').replace("day = 1", "days = 30"),
      "p:3: cycle.from: found nothing; expected a date",
    ],
    [
      "a date that does not exist",
      SMALL.replace('"month"', '"once"').replace("day = 1", "months = 1\nfrom = 2026-02-30"),
      "p:6: cycle.from: found 2026-02-30; expected a date that exists; that month has 28 days",
    ],
    [
      "a date in quotes",
      bucket('from = "2026-01-05"\nuntil = 2026-01-06'),
      'p:10: bucket[1].from: found "2026-01-05"; expected a date without quotes',
    ],
    [
      "a date with a time",
      bucket("from = 2026-01-05T00:00:00\nuntil = 2026-01-06"),
      "p:10: bucket[1].from: found 2026-01-05T00:00:00; expected a date without quotes and without a time",
    ],
    [
      "a date of another age",
      bucket("from = 0026-01-05\nuntil = 2026-01-06"),
      "p:10: bucket[1].from: found 0026-01-05; expected a date from 2000-01-01",
    ],
    [
      "until before from",
      bucket("from = 2026-03-02\nuntil = 2026-03-01"),
      "p:11: bucket[1].until: found 2026-03-01; expected a day that is not before from (2026-03-02)",
    ],
    [
      "from without until",
      bucket("from = 2026-03-02"),
      "bucket[1].until: found nothing; expected the last day (included)",
    ],
    ["until without from", bucket("until = 2026-03-02"), "bucket[1].from: found nothing; expected the first day"],
    [
      "a negative quota",
      SMALL.replace("30 MB", "-30 MB"),
      'p:9: bucket[1].quota: found "-30 MB"; expected an amount of data of more than 0 B',
    ],
    ["a quota of nothing", SMALL.replace("30 MB", "0 MB"), 'p:9: bucket[1].quota: found "0 MB"; expected an amount'],
    [
      "a quota below a byte",
      SMALL.replace("30 MB", "0.0001 KB"),
      'p:9: bucket[1].quota: found "0.0001 KB"; expected an amount',
    ],
    ["a quota of a number", SMALL.replace('"30 MB"', "30"), "p:9: bucket[1].quota: found 30; expected an amount"],
    [
      "a quota that nobody sells",
      SMALL.replace("30 MB", "101 TiB"),
      'p:9: bucket[1].quota: found "101 TiB"; expected an amount',
    ],
    [
      "an unknown kind",
      SMALL.replace('"data"', '"dat"'),
      'p:8: bucket[1].kind: found "dat"; expected a kind of generic: the nearest is data; all are directed, idle-pack, area-pack, gift, data, pool-share, add-on-pack, long-pack',
    ],
    [
      "data for some hours without the hours",
      SMALL.replace('"data"', '"idle-pack"'),
      'p:6: bucket[1].window: found nothing, beside kind = "idle-pack"; expected a window, the hours of the day such as "23:00-07:00": data of this kind',
    ],
    [
      "data for some destinations without a destination",
      SMALL.replace('"data"', '"directed"'),
      'p:6: bucket[1].destination: found nothing, beside kind = "directed"; expected a destination',
    ],
    [
      "data for an area without the area",
      SMALL.replace('"data"', '"area-pack"'),
      'p:6: bucket[1].area: found nothing, beside kind = "area-pack"; expected an area',
    ],
    [
      "a window of no length",
      bucket('window = "08:00-08:00"'),
      'p:10: bucket[1].window: found "08:00-08:00"; expected a daily window',
    ],
    [
      "a window of hour 25",
      bucket('window = "23:00-25:00"'),
      'p:10: bucket[1].window: found "23:00-25:00"; expected a daily window',
    ],
    [
      "a window from 24:00 on",
      bucket('window = "24:00-07:00"'),
      'p:10: bucket[1].window: found "24:00-07:00"; expected a daily window',
    ],
    [
      "an area of no kind",
      bucket('area = "guangxi"'),
      'p:10: bucket[1].area: found "guangxi"; expected an area: "province:"',
    ],
    [
      "an unknown radio technology",
      bucket('rat = ["lte", "6g"]'),
      'p:10: bucket[1].rat[2]: found "6g"; expected one of "gsm", "umts", "lte", "nr", "nb-iot"',
    ],
    ["no radio technology", bucket("rat = []"), "p:10: bucket[1].rat: found []; expected a list of at least one"],
    [
      "a level that is not an integer",
      bucket("level = 1.5"),
      "p:10: bucket[1].level: found 1.5; expected a whole number from -1000 to 1000",
    ],
    [
      "a level beyond numbers",
      bucket("level = 99999999999999999999"),
      "p:10: bucket[1].level: found 99999999999999999999; expected a whole number",
    ],
    [
      "a priority of nothing",
      bucket("priority = 0"),
      "p:10: bucket[1].priority: found 0; expected a number of more than 0",
    ],
    ["a priority without end", bucket("priority = inf"), "p:10: bucket[1].priority: found Infinity; expected a number"],
    [
      "carry-over as a word",
      bucket('carry_over = "yes"'),
      'p:10: bucket[1].carry_over: found "yes"; expected true or false',
    ],
    [
      "an id twice",
      bucket('[[bucket]]\nid = "a"\nkind = "gift"\nquota = "1 MB"'),
      'p:11: bucket[2].id: found "a"; expected an id that no other bucket has',
    ],
    [
      "a bucket that is a word",
      SMALL.slice(0, SMALL.indexOf("[cycle]")) +
        "bucket = [1]\n" +
        SMALL.slice(SMALL.indexOf("[cycle]"), SMALL.indexOf("[[bucket]]")),
      "p:3: bucket[1]: found 1; expected a table [bucket[1]]",
    ],
    [
      "a way beyond the plan that there is not",
      `${SMALL}[overage]\nkind = "stop"\n`,
      'p:11: overage.kind: found "stop"; expected one of "unknown", "auto-stop", "tariff", "speed-cap", "pool"',
    ],
    [
      "a price where nothing is sold",
      `${SMALL}[overage]\nkind = "auto-stop"\nprice = "1"\n`,
      "p:12: overage.price: found an unknown key; expected one of kind",
    ],
    [
      "a pool without a name",
      `${SMALL}[overage]\nkind = "pool"\n`,
      "p:10: overage.pool: found nothing; expected a name",
    ],
    [
      "a speed without a unit",
      `${SMALL}[overage]\nkind = "speed-cap"\nspeed = "1"\n`,
      'p:12: overage.speed: found "1"; expected a speed such as "128 kbit/s"',
    ],
    ["no price", overage(""), "p:10: overage.price: found nothing; expected price and per, or tables [[overage.tier]]"],
    [
      "a price for nothing",
      overage('price = "1"'),
      "p:10: overage.per: found nothing; expected the amount that the price is for",
    ],
    [
      "a price as a number",
      overage('price = 0.29\nper = "MB"'),
      'p:12: overage.price: found 0.29; expected an amount of money in quotes, such as "0.29"',
    ],
    [
      "a price and tiers",
      overage('price = "1"\nper = "MB"\n[[overage.tier]]\nfrom = "0 B"\nprice = "1"\nper = "MB"'),
      "p:14: overage.tier: found tiers beside a price; expected price and per, or",
    ],
    [
      "tiers that do not begin at 0",
      overage('[[overage.tier]]\nfrom = "1 MB"\nprice = "1"\nper = "MB"'),
      'p:13: overage.tier[1].from: found "1 MB"; expected "0 B"',
    ],
    [
      "tiers that do not ascend",
      overage(
        '[[overage.tier]]\nfrom = "0 B"\nprice = "1"\nper = "MB"\n[[overage.tier]]\nfrom = "0 B"\nprice = "1"\nper = "MB"',
      ),
      'p:17: overage.tier[2].from: found "0 B"; expected more than the tier before: tiers ascend',
    ],
    [
      "tiers that begin anew too early",
      overage(
        'repeat = "1 MB"\n[[overage.tier]]\nfrom = "0 B"\nprice = "1"\nper = "MB"\n[[overage.tier]]\nfrom = "2 MB"\nprice = "1"\nper = "MB"',
      ),
      'p:12: overage.repeat: found "1 MB"; expected more than the last tier\'s from',
    ],
    [
      "a card that is valid twice",
      validity("activated = 2026-01-01\nmonths = 12\nexpires = 2026-12-31"),
      "p:12: validity.months: found months and expires; expected one of the two",
    ],
    [
      "months of nothing",
      validity("months = 12"),
      "p:10: validity.activated: found nothing; expected a date, because months is given",
    ],
    [
      "a card that ended before it began",
      validity("activated = 2026-02-01\nexpires = 2026-01-31"),
      "p:12: validity.expires: found 2026-01-31; expected a day that is not before activated (2026-02-01)",
    ],
    [
      "a reading that there is not",
      `${SMALL}[readings]\nlimit = "never"\n`,
      'p:11: readings.limit: found "never"; expected one of "exceeded", "last-byte"',
    ],
    ["no TOML", `${SMALL}x\n`, "p:10: found a syntax error ("],
    ["nothing at all", "", "p:1: name: found nothing"],
    ["a binary", "\u0000\u0001ELF", "p:1: found a syntax error ("],
  ])("%s", (_what, text, told) => {
    expect(planFaults(text).join("\n")).toContain(told);
  });

  test("all of them at once, in the order of their lines", () => {
    const text = `zone = "Mars/Olympus"
name = ""
carrier = "china-mobil"
[cycle]
every = "month"
day = 0
[[bucket]]
id = "A!"
kind = "x"
quota = "0"
[[bucket]]
id = "b"
kind = "y"
quota = "1 MB"
window = "7-8"
[overage]
kind = "tariff"
price = "free"
per = "MB"
[validity]
fee_day = 40
[readings]
ties = 1
`;
    expect(planFaults(text).map((told) => told.split(": found")[0])).toEqual([
      "p:1: zone",
      "p:2: name",
      "p:3: carrier",
      "p:6: cycle.day",
      "p:8: bucket[1].id",
      "p:9: bucket[1].kind",
      "p:10: bucket[1].quota",
      "p:13: bucket[2].kind",
      "p:15: bucket[2].window",
      "p:18: overage.price",
      "p:21: validity.fee_day",
      "p:23: readings.ties",
    ]);
  });
});
