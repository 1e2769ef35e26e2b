import { describe, expect, test } from "vitest";
import { CARRIER_TEXTS, SHIPPED_CARRIERS, shippedCarrier } from "../../support/shipped-carriers.ts";

/** Item by item as the article of 2016-01-15 lists them; several names stand where the article puts several into one item. */
const TELECOM_4G = [
  ["定向流量包"],
  ["闲时流量包"],
  ["赠送省内流量"],
  ["套餐内省内流量"],
  ["畅聊流量包"],
  ["赠送全国流量"],
  ["套餐内全国流量"],
  ["4G升级流量包"],
  ["4G流量加餐包"],
  ["4G包月流量包"],
  ["季包流量", "半年包流量", "年包流量"],
  ["套外流量资费"],
];
const TELECOM_3G = [
  ["定向流量包"],
  ["闲时流量包"],
  ["赠送省内流量"],
  ["套餐内省内流量"],
  ["赠送全国流量"],
  ["套餐内全国流量"],
  ["流量加餐包", "4G流量加餐包"],
  ["包月流量包", "4G包月流量包"],
  ["流量充值卡"],
  ["自动靠档和阶梯优惠"],
  ["标准资费"],
];

const stepsOf = (carrier: string): readonly (readonly string[])[] =>
  shippedCarrier(carrier).steps.map(({ kinds, price }) =>
    price === undefined ? kinds.map(({ term }) => term.zh) : [price.term.zh],
  );

const kindsOf = (carrier: string) => shippedCarrier(carrier).steps.flatMap(({ kinds }) => kinds);

/** Of a carrier, the carrier's own terms of what moves to the next cycle, by the word of a source. */
const saidOf = (carrier: string, carries: boolean): readonly string[] =>
  kindsOf(carrier)
    .filter((kind) => kind.source !== undefined && kind.carries === carries)
    .map(({ term }) => term.zh);

test("there are eight, each in a file of its name", () => {
  expect(SHIPPED_CARRIERS.map(({ carrier }) => carrier)).toEqual(Object.keys(CARRIER_TEXTS));
  expect(Object.keys(CARRIER_TEXTS)).toEqual([
    "china-broadnet",
    "china-mobile",
    "china-mobile-iot",
    "china-telecom-3g",
    "china-telecom-4g",
    "china-unicom",
    "china-unicom-iot",
    "generic",
  ]);
});

describe("China Telecom", () => {
  test("takes data off 4G cards in the article's twelve steps", () => {
    expect(stepsOf("china-telecom-4g")).toEqual(TELECOM_4G);
  });

  test("takes data off 3G cards in the article's eleven steps", () => {
    expect(stepsOf("china-telecom-3g")).toEqual(TELECOM_3G);
  });

  test("is the only one whose order a source gives", () => {
    const said = SHIPPED_CARRIERS.filter(({ orderSource }) => orderSource !== undefined).map(({ carrier }) => carrier);
    expect(said).toEqual(["china-telecom-3g", "china-telecom-4g"]);
  });
});

describe("China Mobile", () => {
  test("draws what was carried over first within one type", () => {
    expect(shippedCarrier("china-mobile").readings.withinStep).toBe("carried-first");
  });

  test("carries over the phone plans that the article lists, and none of what it excludes", () => {
    expect(saidOf("china-mobile", true)).toEqual([
      "夜间流量套餐",
      "按流量计费的手机月套餐（4G飞享/上网/商旅）",
      "全球通升舱套餐",
      "按月计费的融合资费套餐",
      "移动数据流量套餐",
    ]);
    expect(saidOf("china-mobile", false)).toEqual([
      "定向流量",
      "促销赠送流量",
      "积分兑换流量",
      "流量币兑换流量",
      "节日流量包",
      "季度包",
      "半年包",
      "流量安心包",
      "流量放心用",
      "行业应用套餐",
      "Mi-Fi和数据卡资费",
    ]);
  });

  test("carries over a suspension when the fee was charged", () => {
    expect(shippedCarrier("china-mobile").carryOver).toEqual({ voidedBy: [], suspension: "fee-charged" });
  });
});

describe("China Unicom", () => {
  test("carries over the three classes that the article lists, and by nobody's word anything else", () => {
    expect(saidOf("china-unicom", true)).toEqual([
      "闲时流量月包",
      "小区流量月包",
      "本地流量月包",
      "省内流量月包",
      "网龄升级流量",
      "2G/3G/4G手机月套餐内流量",
      "智慧沃家手机用户",
      "沃家庭套餐手机用户",
      "国内流量月包",
      "流量叠加包",
    ]);
    expect(kindsOf("china-unicom").filter(({ carries, source }) => carries && source === undefined)).toEqual([]);
  });

  test("takes a carry-over for lost by a change of plan, a cancellation or a pack that was given up", () => {
    expect(shippedCarrier("china-unicom").carryOver.voidedBy).toEqual([
      "plan-changed",
      "cancelled",
      "pack-unsubscribed",
    ]);
  });
});

test.each(["china-mobile-iot", "china-unicom-iot", "china-broadnet", "generic"])("%s carries nothing over", (name) => {
  expect(kindsOf(name).filter(({ carries }) => carries)).toEqual([]);
});

test.each(Object.keys(CARRIER_TEXTS))("%s: each kind has a source, or is marked as a default", (name) => {
  const lines = (CARRIER_TEXTS[name] ?? "").split("\n").filter((line) => line.includes("carries = "));
  expect(lines).toHaveLength(kindsOf(name).length);
  expect(lines.filter((line) => line.includes("source = ") === line.endsWith("# default"))).toEqual([]);
});

test.each(Object.keys(CARRIER_TEXTS))(
  "%s: each reading names its alternatives, and where it is a default of ours",
  (name) => {
    const [, readings = ""] = (CARRIER_TEXTS[name] ?? "").split("[readings]\n");
    const [ofOrder = ""] = readings.split(/\[(?:query|apn|contact)\]\n/);
    const lines = ofOrder.split("\n").filter((line) => / = /.test(line) && !line.startsWith("#"));
    expect(lines).toHaveLength(12);
    expect(lines.filter((line) => !/ # or [a-z-]+ \(/.test(line))).toEqual([]);
    const { orderSource } = shippedCarrier(name);
    expect((CARRIER_TEXTS[name] ?? "").includes("No order_source: the order of the steps is a default of ours.")).toBe(
      orderSource === undefined,
    );
  },
);

test.each(SHIPPED_CARRIERS.filter(({ query }) => query !== undefined))(
  "$carrier: what no source gives of asking by SMS is marked as a default or an example",
  ({ carrier, query }) => {
    const [, asking = ""] = (CARRIER_TEXTS[carrier] ?? "").split("[query]\n");
    const questions = query === undefined ? [] : [query, ...Object.values(query.beside)];
    const ours = questions.filter(({ source }) => source === undefined);
    expect(asking.match(/^text = .* # default$/gm) ?? []).toHaveLength(ours.length);
    const examples = questions.flatMap(({ replies }) => replies.filter(({ source }) => source === undefined));
    expect(asking.match(/^pattern = .* # example$/gm)).toHaveLength(examples.length);
  },
);

test("a name that two carriers' kinds share means the same to both, so that a plan can change hands", () => {
  const terms = new Map<string, Set<boolean>>();
  for (const { carries, name } of SHIPPED_CARRIERS.flatMap(({ steps }) => steps.flatMap(({ kinds }) => kinds)))
    terms.set(name, (terms.get(name) ?? new Set()).add(carries));
  // Only an add-on pack is carried over by one carrier (Unicom) and not by others; nor is an idle-time or in-province pack.
  const differing = [...terms].filter(([, carries]) => carries.size > 1).map(([name]) => name);
  expect(differing).toEqual(["idle-pack", "province-pack", "add-on-pack"]);
});
