import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Days, Hours, Minutes } from "../../src/base/duration.ts";
import { WallMs, wallAfter } from "../../src/base/instant.ts";
import { type CarrierPack, overGeneric } from "../../src/diagnosis/carrier-pack.ts";
import { readPack } from "../../src/diagnosis/file/pack-file.ts";
import { FINDING_KINDS } from "../../src/diagnosis/findings/finding.ts";
import { observeNotice } from "../../src/diagnosis/observe/observe-notice.ts";
import { observePath, type PathLook } from "../../src/diagnosis/observe/observe-path.ts";
import { observePlan, type PlanSeen } from "../../src/diagnosis/observe/observe-plan.ts";
import { observePlatform, type Platform } from "../../src/diagnosis/observe/observe-platform.ts";
import { cycleAt } from "../../src/plan/cycle.ts";
import { standing } from "../../src/plan/standing.ts";
import { CARRIER_TEXTS } from "../support/shipped-carriers.ts";

const ZONE = "Asia/Shanghai";
const NOW = WallMs(Date.UTC(2026, 10, 23, 8));
const kindsOf = (found: readonly { readonly kind: string }[] | undefined): readonly string[] =>
  (found ?? []).map(({ kind }) => kind);

function shippedPack(name: string): CarrierPack {
  const reading = readPack(CARRIER_TEXTS[name] ?? "");
  if (reading.kind === "pack") return reading.pack;
  throw new TypeError(JSON.stringify(reading.faults));
}

const MOBILE = overGeneric(shippedPack("china-mobile-iot"), shippedPack("generic"));

describe("a message", () => {
  const hear = (text: string, more: { from?: string; at?: WallMs; cardSince?: WallMs } = {}) =>
    observeNotice({ from: "10086", text, at: wallAfter(NOW, Hours(-2)), ...more }, MOBILE, NOW, ZONE);
  const STOP = "【流量提醒】您好！您本月移动数据流量已达30GB，将暂停数据流量功能，并将在下月自动恢复。中国移动";

  test.each([
    [STOP, "notice:over-limit"],
    ["您好，您的手机号码已欠费停机，请及时充值。", "notice:arrears"],
    ["尊敬的用户，您的账户余额不足，部分功能受限。", "notice:arrears"],
    ["尊敬的用户，您的手机号码已停机，请及时充值。", "notice:stopped"],
    ["您的号码已复机，感谢使用。", "notice:resumed"],
    ["您的号码未完成实名登记，已暂停服务。", "notice:real-name"],
    ["您的号码涉嫌违规使用，已被关停。", "notice:violation"],
    ["检测到机卡分离，该卡已停机。", "notice:imei-separation"],
    ["您的物联网卡套餐已到期，请及时续费。", "notice:expired"],
    ["您所属流量池流量已用完，上网功能已暂停。", "notice:pool-exhausted"],
    ["您当月流量已超出，将降速至1Mbps。", "notice:speed-capped"],
    ["您的套餐剩余流量不足10%。", "notice:low"],
  ])("%s is %s", (text, kind) => {
    expect(hear(text)?.kind).toBe(kind);
  });

  test("that only warns of a stop is none", () => {
    expect(hear("您的话费余额不足，即将停机，请充值以免停机。")?.kind).not.toBe("notice:arrears");
  });

  test("about something else says nothing", () => {
    expect(hear("您的验证码是123456。")).toBeUndefined();
  });

  test.each([
    ["a longer number that ends like the carrier's", { from: "1065010086" }],
    ["a number with a country", { from: "+8610086" }],
    ["a name", { from: "CMCC" }],
    ["an older month", { at: WallMs(Date.UTC(2026, 8, 20)) }],
    ["the future", { at: wallAfter(NOW, Days(2)) }],
    ["the card before", { cardSince: wallAfter(NOW, Hours(-1)) }],
  ])("from %s is not taken", (_of, more) => {
    expect(hear(STOP, more)?.kind).toBe("notice:not-taken");
  });

  test("that names a page of a stranger's is not taken; the carrier's own may be named", () => {
    expect(hear(`${STOP} 详见 http://10086.cn.vip-pay.top/x`)?.kind).toBe("notice:not-taken");
    expect(hear(`${STOP} 详见 https://wx.10086.cn/a`)?.kind).toBe("notice:over-limit");
  });

  test("that speaks of another month than its own is not taken, of the month in which it ends it is", () => {
    expect(hear("截至08月17日，您的流量已用完，已暂停上网功能。")?.kind).toBe("notice:not-taken");
    expect(hear("截至11月22日，您的流量已用完，已暂停上网功能，12月1日自动恢复。")?.kind).toBe("notice:over-limit");
  });

  test("holds to the end of its month and a little, and its text is not repeated", () => {
    const found = hear(STOP);
    expect(found?.until).toBeGreaterThan(WallMs(Date.UTC(2026, 10, 30)));
    expect(found?.until).toBeLessThan(WallMs(Date.UTC(2026, 11, 6)));
    expect(found?.text).toBe("from 10086");
  });
});

describe("a carrier's file", () => {
  test.each(Object.keys(CARRIER_TEXTS))("%s can be read, and says where to turn", (name) => {
    const { contact } = overGeneric(shippedPack(name), shippedPack("generic"));
    expect([contact.papers, contact.pay, contact.complaint].every((words) => words !== undefined)).toBe(true);
  });

  test.each(Object.entries(CARRIER_TEXTS))("%s marks each pattern by its source, or as a default", (name, text) => {
    const [, ...rows] = text.split("[[diagnosis.notice]]");
    expect(rows.filter((row) => row.includes("source = ") === row.includes("# default"))).toEqual([]);
    expect(shippedPack(name).notices).toHaveLength(rows.length);
  });

  test.each([
    ['[diagnosis]\nsenders = ["CMCC"]', "digits of a number", 2],
    ['[[diagnosis.weight]]\nfinding = "denied-data"\ncause = "areas"\nweight = 1', "a cause's code", 3],
    ['[[diagnosis.weight]]\nfinding = "denied-dat"\ncause = "arrears"\nweight = 1', "a finding's kind", 2],
    ['[[diagnosis.prior]]\ncause = "arrears"\nweight = 60', "from -6 to 6", 3],
    ['[[diagnosis.notice]]\nabout = "arrears"\nwords = []', "groups of words", 3],
    ['[contact]\nhotlin = "10086"', "the nearest is hotline", 2],
  ])("with a slip says its line and what was expected: %s", (text, expected, line) => {
    const reading = readPack(text);
    expect(reading.kind).toBe("refused");
    expect(reading).toMatchObject({ faults: [{ line, expected: expect.stringContaining(expected) as string }] });
  });

  test("tells the messages by which a card is asked about, as its questions have them", () => {
    const reading = readPack(CARRIER_TEXTS["china-mobile"] ?? "");
    expect(reading).toMatchObject({
      pack: {
        contact: {
          codes: {
            en: "CXYL to 10086 (what was used), CXYE to 10086 (the balance), CXLL to 10086 (what was carried over)",
            zh: "发送CXYL到10086（已用流量），发送CXYE到10086（话费余额），发送CXLL到10086（结转流量）",
          },
        },
      },
    });
    expect(readPack('[query]\nto = "10086; rm"\ntext = "CXYL"')).toMatchObject({ pack: { contact: {} } });
  });

  test("may lean otherwise than the tables", () => {
    const reading = readPack(
      '[[diagnosis.prior]]\ncause = "arrears"\nweight = -1\n[[diagnosis.weight]]\nfinding = "denied-all"\ncause = "arrears"\nweight = 4',
    );
    expect(reading).toMatchObject({
      pack: {
        leanings: { priors: { arrears: -1 }, weights: [{ finding: "denied-all", cause: "arrears", weight: 4 }] },
      },
    });
  });
});

test("whatever a finding of the tables is, something here makes it: this device, the platform, or somebody who says so", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("diagnosis/findings/"))
    .map((name) => readFileSync(`src/${name}`, "utf8"))
    .join("");
  const made = (kind: string): boolean => sources.includes(`"${kind}"`) || /^(notice|platform|person):/.test(kind);
  expect(FINDING_KINDS.filter((kind) => !made(kind))).toEqual([]);
});

describe("a platform's word", () => {
  const say = (platform: Platform, value: string) => kindsOf(observePlatform(platform, value, NOW));

  test("OneLink's stop reasons: each place its cause, several at once, none, and with its first zero left out", () => {
    expect(say("onelink-stop", "000020000000")).toEqual(["platform:arrears"]);
    expect(say("onelink-stop", "020000002000")).toEqual(["platform:imei-separation", "platform:manual-stop"]);
    expect(say("onelink-stop", "000000000000")).toEqual(["platform:in-service"]);
    expect(say("onelink-stop", "00000000020")).toEqual(["platform:violation"]);
  });

  test.each([
    ["onelink-status", "4", ["platform:stopped"]],
    ["cmp-status", "7", ["platform:cancelled"]],
    ["jasper-state", "deactivated", ["platform:manual-stop"]],
    ["jasper-state", "toString", []],
    ["cmp-status", "42", []],
    ["platform-shows", "停机保号", ["platform:retention"]],
    ["platform-shows", "已停用（未实名制违规）", ["platform:real-name"]],
    ["platform-shows", "达量断网", ["platform:over-limit"]],
    ["platform-shows", "断网", ["platform:data-switched-off"]],
    ["platform-shows", "流量池/共享(余量分配)配额用尽", ["platform:pool-exhausted"]],
    ["platform-shows", "unauthorized_IMEI", ["platform:imei-separation"]],
    ["platform-shows", "正常停机", []],
    ["onelink-stop", "2", []],
    ["platform-shows", "retention", ["platform:retention"]],
    ["platform-shows", "others-too", []],
  ] as const)("%s %s", (platform, value, kinds) => {
    expect(say(platform, value)).toEqual(kinds);
  });
});

describe("plan and meter", () => {
  const CYCLE = cycleAt(NOW, { every: "month", day: 1, zone: ZONE });
  const used = (bytes: bigint) =>
    standing({ quota: 1_000n, thresholds: [], conserve: 80, essential: 95 }, bytes, CYCLE);
  const see = (seen: Partial<PlanSeen>, at = NOW) => kindsOf(observePlan({ zone: ZONE, ...seen }, at));

  test("nothing known says nothing", () => expect(see({})).toEqual([]));

  test.each([
    [1_000n, ["quota-used-up"]],
    [975n, ["quota-nearly-used"]],
    [950n, []],
    [100n, ["quota-left"]],
  ])("%s of 1000 bytes", (bytes, kinds) => expect(see({ standing: used(bytes) })).toEqual(kinds));

  test("in the first three days after a cycle that was over its limit, what is left proves nothing", () => {
    const early = wallAfter(CYCLE.from, Hours(30));
    expect(see({ standing: used(0n), lastCycleOver: true }, early)).toEqual(["used-up-last-cycle"]);
    expect(see({ standing: used(0n), lastCycleOver: true }, wallAfter(CYCLE.from, Hours(80)))).toEqual(["quota-left"]);
  });

  test("a loss at midnight of the first, or on the fee's day, is one when a fee was due", () => {
    const lost = (lostAt: WallMs, feeDay?: number) =>
      see({ standing: used(950n), lostAt, validity: feeDay === undefined ? {} : { feeDay } });
    expect(lost(wallAfter(CYCLE.from, Minutes(20)))).toEqual(["fee-due-now"]);
    expect(lost(wallAfter(CYCLE.from, Days(9)))).toEqual(["no-fee-due"]);
    expect(lost(WallMs(Date.UTC(2026, 10, 14, 20)), 15)).toEqual(["fee-due-now"]);
  });

  test("the card's dates", () => {
    const dated = (day: number) => see({ validity: { expires: { year: 2026, month: 8, day }, renewWithinMonths: 3 } });
    expect(dated(22)).toEqual(["past-renewal"]);
    expect(dated(23)).toEqual(["past-expiry"]);
    expect(see({ validity: { expires: { year: 2026, month: 11, day: 23 } } })).toEqual(["within-term"]);
  });

  test("the account", () => {
    expect(see({ validity: { balance: 0n } })).toEqual(["balance-empty"]);
    expect(see({ validity: { balance: 5n, fee: 8n } })).toEqual([]);
    expect(see({ validity: { balance: 9n, fee: 8n } })).toEqual(["balance-there"]);
  });
});

describe("the path", () => {
  const look = (by: PathLook["by"], to: PathLook["to"], outcome: PathLook["outcome"], ago = 1): PathLook => ({
    by,
    to,
    outcome,
    at: wallAfter(NOW, Minutes(-ago)),
  });

  test.each<[string, readonly PathLook[], readonly string[]]>([
    ["one kind alone is no proof of silence", [look("tcp", "server", "silent"), look("tcp", "other", "silent")], []],
    ["two kinds are", [look("tcp", "server", "silent"), look("dns", "resolver", "silent")], ["path-silent"]],
    [
      "two kinds to one place are none: that may be one server",
      [look("traffic", "server", "silent"), look("echo", "server", "silent")],
      [],
    ],
    [
      "what a probe paid for holds until the next one",
      [
        { ...look("echo", "server", "silent", 60), until: wallAfter(NOW, Minutes(1)) },
        { ...look("tcp", "other", "silent", 60), until: wallAfter(NOW, Minutes(1)) },
      ],
      ["path-silent"],
    ],
    [
      "a portal is no silence",
      [look("tcp", "server", "silent"), look("dns", "resolver", "silent"), look("page", "other", "portal")],
      ["portal-answers"],
    ],
    ["names alone", [look("tcp", "other", "answered"), look("dns", "resolver", "silent")], ["names-dead"]],
    [
      "false names",
      [look("tcp", "other", "answered"), look("dns", "resolver", "false")],
      ["names-false", "addresses-answer"],
    ],
    ["a list", [look("tcp", "listed", "answered"), look("tcp", "other", "silent")], ["listed-only"]],
    [
      "a server that is down",
      [look("tcp", "server", "silent"), look("tcp", "other", "answered"), look("dns", "resolver", "answered")],
      ["server-silent"],
    ],
    [
      "a server that is silent as a stranger's address is: that is not the server's doing",
      [look("echo", "server", "silent"), look("tcp", "other", "silent"), look("page", "broker", "answered")],
      ["some-blocked"],
    ],
    [
      "a server that is silent while its name is answered falsely: whoever asked by name asked somebody else",
      [look("traffic", "server", "silent"), look("tcp", "other", "answered"), look("dns", "resolver", "false")],
      ["names-false", "addresses-answer"],
    ],
    [
      "a broker that refuses",
      [look("tcp", "broker", "refused"), look("tcp", "other", "answered")],
      ["broker-refuses", "path-open"],
    ],
    ["the business's own packets", [look("traffic", "server", "answered")], ["path-open"]],
    ["what was an hour ago", [look("traffic", "server", "answered", 60)], []],
    [
      "what was silent and then answered",
      [
        look("tcp", "server", "silent", 5),
        look("tcp", "server", "answered", 1),
        look("dns", "resolver", "answered", 1),
      ],
      [],
    ],
  ])("%s", (_what, looks, kinds) => {
    expect(kindsOf(observePath(looks, NOW))).toEqual(kinds);
  });
});
