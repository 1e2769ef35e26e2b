import { expect, it } from "vitest";
import { Topics } from "../../src/report/topics.ts";

it("a message's name is placed where the template says", () => {
  const topics = new Topics({ root: "fleet/cn", device: "pos-17", template: "{root}/{device}/{name}" });
  expect(topics.topic("state")).toBe("fleet/cn/pos-17/state");
  expect(topics.topic("event/over-limit")).toBe("fleet/cn/pos-17/event/over-limit");
});

it("a cloud with fixed roots gets its own shape", () => {
  const topics = new Topics({ root: "", device: "d1", template: "$oc/devices/{device}/sys/{name}/report" });
  expect(topics.topic("usage")).toBe("$oc/devices/d1/sys/usage/report");
});

it("nothing that a subscriber could use as a wildcard, and no control character, is ever published to", () => {
  const topics = new Topics({ root: "a+b", device: "x/#\u0000y", template: "#/{root}/{device}/{name}" });
  expect(topics.topic("ev+ent/\u0007")).toBe("_/a_b/x___y/ev_ent/_");
});

it("a device's name is one level, and braces in it are not taken for places", () => {
  const topics = new Topics({ root: "r", device: "{name}/a", template: "{root}/{device}/{name}" });
  expect(topics.topic("state")).toBe("r/{name}_a/state");
});
