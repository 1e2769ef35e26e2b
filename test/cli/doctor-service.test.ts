import { expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { serviceResult } from "../../src/cli/doctor-service.ts";
import { simResult } from "../../src/cli/doctor-sim.ts";
import { type Modem, UNKNOWN_MODEM } from "../../src/modem/modem.ts";
import { step } from "../../src/modem/step.ts";

const after = (...lines: readonly string[]): Modem =>
  lines.reduce((modem, line) => step(modem, decode(line)).modem, UNKNOWN_MODEM);
const READY = "+CPIN: READY";

it.each([
  ["+CPIN: NOT INSERTED", "fault", /insert the SIM/, "模组中没有卡", /插卡到位/],
  ["+CPIN: SIM PIN", "fault", /modem\.pin_file.*phone/, "卡要求输入 PIN", /modem\.pin_file.*手机/],
  ["+CPIN: SIM PUK", "fault", /carrier for the PUK/, "卡已锁定，要求输入 PUK", /向运营商索取 PUK/],
  ["+CPIN: PH-NET PIN", "fault", /SIMs of one carrier/, "模组锁定到某一家运营商", /一家运营商的卡/],
])("the card's state %s is %s with a remedy of its own, in both languages", (line, verdict, en, found, zh) => {
  expect(simResult(after(line))).toMatchObject({
    verdict,
    found: { zh: found },
    remedy: { en: expect.stringMatching(en), zh: expect.stringMatching(zh) },
  });
});

it("a card that is ready and has no number that reads twice alike is a note with what to do", () => {
  expect(simResult(after(READY))).toMatchObject({
    verdict: "note",
    found: { en: "ready, but its number was not read twice alike", zh: "卡已就绪，但未能两次读到相同的卡号" },
    remedy: { en: expect.stringContaining("reseat"), zh: expect.stringContaining("重新插卡") },
  });
});

it.each([
  [["+CPIN: NOT INSERTED"], "fault", /said of it above/, "模组中没有卡", /按上文/],
  [["+CPIN: SIM PIN"], "fault", /said of it above/, "卡要求输入 PIN", /按上文/],
  [[READY, "+CEREG: 3,,,,0,6"], "fault", /bound to another device/, "网络拒绝注册（cause 6）", /其他设备绑定.*IMEI/],
  [
    [READY, "+CEREG: 3,,,,0,3"],
    "fault",
    /card is stopped.*switched off and on/,
    "网络拒绝注册（cause 3）",
    /停机.*断电/,
  ],
  [[READY, "+CEREG: 3,,,,0,7"], "fault", /card is stopped/, "网络拒绝注册（cause 7）", /停机/],
  [[READY, "+CEREG: 3,,,,0,13"], "fault", /roaming/, "网络拒绝注册（cause 13）", /漫游/],
  [[READY, "+CEREG: 3,,,,0,22"], "note", /some minutes/, "网络拒绝注册（cause 22）", /几分钟/],
  [[READY, "+CEREG: 3"], "fault", /card is stopped/, "网络拒绝注册，未给出原因", /停机/],
  [[READY, "+CEREG: 3,,,,1,6"], "fault", /card is stopped/, "网络拒绝注册（模组厂商自定义原因 6）", /停机/],
  [[READY, "+CEREG: 2,2"], "note", /antenna/, "未注册，正在搜网", /天线/],
])("service after %j is %s with a remedy of its own, in both languages", (lines, verdict, en, found, zh) => {
  const result = serviceResult(after(...lines), "external");
  expect(result).toMatchObject({
    verdict,
    found: { zh: found },
    remedy: { en: expect.stringMatching(en), zh: expect.stringMatching(zh) },
  });
  expect(JSON.stringify(result)).not.toMatch(/dials|拨号/);
});

it("only a call that is not up is for whoever dials, and that may be the agent", () => {
  const modem = after(READY, "+CEREG: 2,1", "+CGATT: 1", "+CGACT: 1,0");
  expect(serviceResult(modem, "external")).toMatchObject({
    verdict: "note",
    remedy: { en: expect.stringContaining("Whoever dials"), zh: expect.stringContaining("代理不拨号") },
  });
  expect(serviceResult(modem, "agent")).toMatchObject({
    verdict: "note",
    remedy: { en: expect.stringMatching(/^The agent dials while it runs/), zh: expect.stringMatching(/^代理运行时/) },
  });
});
