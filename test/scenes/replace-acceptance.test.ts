import { describe, expect, test } from "vitest";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import type { ProbeOutcome } from "../../src/ports/path-probe.ts";
import { replaceSlip } from "../../src/cli/replace-slip.ts";
import type { CardAnswer } from "../../src/report/card-answer.ts";
import { NEW_CARD as NEW, OLD_CARD, SELDOM, SwapScene, swapScene } from "../support/swap-scene.ts";

const ORDERS = [
  "probe.echo=198.51.100.7:7",
  "probe.dns_server=203.0.113.53",
  "probe.dns_name=alive.example.com",
  "terminal.payment_host=203.0.113.20:443",
  "terminal.payment_tls_name=pay.example.com",
  "terminal.least_signal=-110",
];
/** Probes' bytes pass the interface's counter, as they do on a real one. */
async function tested(
  scene: SwapScene,
  answer: (kind: string) => ProbeOutcome["kind"],
  counted = true,
): Promise<CardAnswer> {
  scene.far.answer = ({ kind }) => {
    if (counted) scene.counters.carry("tx", 1, 88);
    if (counted) scene.counters.carry("rx", 1, scene.far.answered);
    return answer(kind);
  };
  expect(await scene.tell({ act: "test" })).toMatch(/^test-begun/);
  for (let n = 0; n < 260 && scene.shown.test?.running === true; n += 1) await scene.pass(Seconds(1));
  expect(scene.shown.test?.running).toBe(false);
  return scene.shown;
}
const resultsOf = ({ test: ran }: CardAnswer) =>
  Object.fromEntries((ran?.lines ?? []).map(({ id, result }) => [id, result]));

describe("the acceptance test", () => {
  const inserted = async (settings: readonly string[] = ORDERS): Promise<SwapScene> => {
    const scene = await swapScene({ settings });
    await scene.restart(NEW, { settings });
    return scene;
  };

  test("of a card that works passes, activates it, and the watch closes it after a day", async () => {
    const scene = await inserted([...ORDERS, SELDOM]);
    const end = await tested(scene, () => "answered");
    expect(resultsOf(end)).toEqual({
      sim: "pass",
      registered: "pass",
      signal: "pass",
      bearer: "pass",
      dns: "pass",
      payment_host: "pass",
      payment_tls: "pass",
      broker: "not-set-up",
      counted: "pass",
      payment: "not-set-up",
    });
    expect(end.ticket).toMatchObject({ state: "tested", test: { verdict: "pass" } });
    expect(scene.far.kinds.slice(-3)).toEqual(["dns", "tcp", "tls"]);
    for (let n = 0; n < 25; n += 1) await scene.pass(Hours(1));
    expect(scene.stage).toBe("closed");
    expect(scene.shown.history[0]).toMatchObject({ carrier: "46004", rejects: 0 });
    expect(scene.shown.history[0]?.hoursUp).toBeGreaterThan(20);
  }, 60_000);

  test.each([
    ["dns", "dns"],
    ["tcp", "payment_host"],
  ])(
    "a silent %s fails the line %s with what to do, and nothing is called tested",
    async (kind, line) => {
      const scene = await inserted();
      const end = await tested(scene, (asked) => (asked === kind ? "silent" : "answered"));
      expect(resultsOf(end)).toMatchObject({ [line]: "failed", bearer: "pass" });
      expect(end.test?.verdict).toBe("failed");
      expect(scene.stage).toBe("inserted");
    },
    30_000,
  );

  test("has bytes of its own a day, whatever the day's other probes cost, and is not complete once they are used up, over a restart too", async () => {
    const settings = [...ORDERS, SELDOM, "probe.bytes_per_day=1 KiB"];
    const scene = await inserted(settings);
    scene.far.answered = 30_000;
    expect((await tested(scene, () => "answered")).test?.verdict).toBe("pass");
    const again = await tested(scene, () => "answered");
    expect(resultsOf(again)).toMatchObject({ dns: "pass", payment_host: "not-made", payment_tls: "not-made" });
    expect(again.test?.verdict).toBe("not-complete");
    expect(again.test?.lines.find(({ id }) => id === "payment_tls")?.found).toMatch(/used up .*until 00:00 UTC/);
    await scene.restart(NEW, { settings });
    expect(resultsOf(await tested(scene, () => "answered"))).toMatchObject({ payment_tls: "not-made" });
    for (let n = 0; n < 25; n += 1) await scene.pass(Hours(1));
    expect((await tested(scene, () => "answered")).test?.verdict).toBe("pass");
  }, 60_000);

  test("bytes that no counter shows fail it: the meter would not see this card", async () => {
    const scene = await inserted();
    expect(resultsOf(await tested(scene, () => "answered", false))).toMatchObject({
      payment_host: "pass",
      payment_tls: "pass",
      counted: "failed",
    });
  }, 60_000);

  test("a card that is refused fails from the registration on, and each line says so after its own time", async () => {
    const scene = await inserted();
    scene.modem.suspend("arrears", { variant: "detach" });
    for (let n = 0; n < 15; n += 1) await scene.pass(Minutes(1));
    const end = await tested(scene, () => "silent");
    expect(resultsOf(end)).toMatchObject({ sim: "pass", registered: "failed", bearer: "failed", dns: "failed" });
    expect(end.test?.lines.find(({ id }) => id === "registered")?.tookMs).toBeGreaterThanOrEqual(60_000);
  }, 60_000);

  test("a weak signal, and no card at all", async () => {
    const weak = await inserted([...ORDERS.slice(0, -1), "terminal.least_signal=-45"]);
    expect(resultsOf(await tested(weak, () => "answered"))).toMatchObject({ signal: "failed" });
    const none = await swapScene({ settings: ORDERS });
    none.modem.setSim({ state: "absent" });
    await none.pass(Minutes(1));
    expect(resultsOf(await tested(none, () => "silent"))).toMatchObject({ sim: "failed", registered: "failed" });
  }, 60_000);

  test("with nothing set up nothing is proved; the payment application's word is proof, and its failure too", async () => {
    const scene = await swapScene();
    await scene.restart(NEW);
    const end = await tested(scene, () => "answered");
    expect(end.test?.verdict).toBe("nothing-tried");
    expect(scene.stage).toBe("inserted");
    expect(await scene.tell({ act: "tested-failed", text: "host timeout" })).toMatch(/^replacement-noted/);
    expect(scene.stage).toBe("inserted");
    const slip = () => replaceSlip(scene.shown, 48, "en").join(" ");
    expect(slip()).toMatch(/payment application: FAILED .*Result: NOT PASSED/);
    expect(await scene.tell({ act: "tested-ok" })).toMatch(/^replacement-noted: .*tested/);
    expect(scene.shown.ticket?.payment).toMatchObject({ ok: true, by: "Li" });
    expect(slip()).toMatch(/payment application: pass .*Result: PASSED/);
    expect(scene.shown.test).toMatchObject({ verdict: "pass" });
  }, 60_000);

  test("a payment alone replaces no test: the rest is made at once, and then it is tested", async () => {
    const scene = await inserted();
    scene.far.answer = () => {
      scene.counters.carry("tx", 1, 88);
      scene.counters.carry("rx", 1, 44);
      return "answered";
    };
    expect(await scene.tell({ act: "tested-ok" })).toMatch(/noted as one check. The rest .* runs now/);
    expect(scene.stage).toBe("inserted");
    for (let n = 0; n < 260 && scene.shown.test?.running === true; n += 1) await scene.pass(Seconds(1));
    expect(resultsOf(scene.shown)).toMatchObject({ payment_tls: "pass", payment: "pass" });
    expect(scene.stage).toBe("tested");
  }, 60_000);

  test("a card that is refused stays before tested whatever a payment says, and is not closed while a test runs", async () => {
    const scene = await inserted();
    scene.modem.suspend("arrears", { variant: "detach" });
    for (let n = 0; n < 15; n += 1) await scene.pass(Minutes(1));
    await scene.tell({ act: "activated" });
    expect(await scene.tell({ act: "tested-ok" })).toMatch(/The rest of the acceptance test has not passed/);
    scene.far.answer = () => "silent";
    await scene.tell({ act: "test" });
    expect(await scene.tell({ act: "close" })).toMatch(/^replacement-refused: A test is running/);
    for (let n = 0; n < 260 && scene.shown.test?.running === true; n += 1) await scene.pass(Seconds(1));
    expect(resultsOf(scene.shown)).toMatchObject({ registered: "failed", payment: "pass" });
    expect(scene.shown.ticket).toMatchObject({ state: "activated", test: { verdict: "failed" } });
    expect(await scene.tell({ act: "tested-ok" })).toMatch(/The rest of the acceptance test has not passed/);
    expect(scene.stage).toBe("activated");
  }, 60_000);

  test("the broker's acknowledgement is a round trip, and is waited for", async () => {
    const scene = await swapScene({ mqtt: true });
    expect(resultsOf(await tested(scene, () => "answered"))).toMatchObject({ broker: "pass" });
    expect(scene.events("replacement-tested").map(({ verdict }) => verdict)).toEqual(["begun", "pass"]);
  }, 60_000);

  test("a second one is not begun beside it, and a stop of the agent ends it", async () => {
    const scene = await inserted();
    scene.far.answer = () => "held";
    await scene.tell({ act: "test" });
    expect(await scene.tell({ act: "test" })).toMatch(/^replacement-refused: A test is running/);
    await scene.pass(Seconds(5));
    await scene.stop();
    await scene.restart(NEW);
    expect(scene.stage).toBe("inserted");
  });
});

test("what a carrier did in this device outlives a kill: its bytes as the book has them, and its detaches", async () => {
  const scene = new SwapScene();
  await scene.start();
  await scene.use(120_000);
  await scene.pass(Minutes(2));
  const [before] = scene.shown.history;
  expect(before?.bytes).toBe(125_000);
  scene.modem.detach({ reattach: true });
  await scene.pass(Minutes(16));
  expect(scene.shown.history[0]).toMatchObject({ detaches: 1, bytes: 125_000 });
  await scene.use(3_000);
  await scene.pass(Minutes(10));
  const counted = scene.status.usage?.total;
  await scene.restart(OLD_CARD);
  expect(scene.status.usage?.total).toEqual(counted);
  expect(scene.shown.history[0]).toMatchObject({ detaches: 1, bytes: 128_000 });
}, 60_000);

test("a payment over the bridge by the new card is proof; a customer's card that is declined is none of either", async () => {
  const scene = await swapScene();
  await scene.restart(NEW);
  scene.replacement.transacted({ ok: false, from: "pos" });
  await scene.pass(Seconds(1));
  expect(scene.shown.ticket?.payment).toBeUndefined();
  scene.replacement.transacted({ ok: true, from: "pos" });
  await scene.pass(Seconds(1));
  for (let n = 0; n < 30 && scene.shown.test?.running !== false; n += 1) await scene.pass(Seconds(1));
  expect(scene.shown.ticket).toMatchObject({ state: "tested", payment: { ok: true, by: "the bridge (pos)" } });
  scene.replacement.transacted({ ok: false, from: "pos" });
  await scene.pass(Seconds(1));
  expect(scene.stage).toBe("tested");
});
