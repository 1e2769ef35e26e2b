import { describe, expect, test } from "vitest";
import type { PlanSource } from "../../src/agent/plan-files.ts";
import type { ReplaceOrder } from "../../src/agent/replace-desk.ts";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import type { CardRule } from "../../src/plan/card-plan.ts";
import { SHIPPED_PACKS, shippedPlan } from "../support/shipped-carriers.ts";
import { NEW_CARD as NEW, OLD_CARD as OLD, SELDOM, swapScene } from "../support/swap-scene.ts";

describe("the first question", () => {
  test("a card that is over its limit is not replaced: when it is back is said, and with a reason it is opened all the same", async () => {
    const scene = await swapScene({ settings: ["plan.quota=4000 B"] });
    expect(scene.shown.need).toMatchObject({
      helps: "no",
      words: { en: expect.stringContaining("2026-12-01") as string },
    });
    const refused = await scene.tell({ act: "start" });
    expect(refused).toMatch(/^replacement-refused: .*2026-12-01.*add-on.*--anyway[^]*换卡无用/);
    expect(scene.stage).toBeUndefined();
    expect(await scene.tell({ act: "start", text: "the owner wants another carrier" })).toMatch(
      /^replacement-noted: .*planned/,
    );
    expect(scene.shown.ticket).toMatchObject({ anyway: "the owner wants another carrier", oldCard: OLD });
    expect(scene.shown.ticket?.atOpening).toMatchObject({ used: 5_000, quota: 4_000 });
  });

  test("with nothing wrong a reason is asked for; one of a person's stands", async () => {
    const scene = await swapScene();
    expect(await scene.tell({ act: "start" })).toMatch(/^replacement-refused: Nothing says/);
    expect(await scene.tell({ act: "start", because: "lost" })).toMatch(/^replacement-noted/);
    expect(scene.status.replacement).toMatchObject({ state: "planned" });
    expect(scene.shown.need).toMatchObject({
      helps: "yes",
      words: { en: expect.stringMatching(/reported lost/) as string },
    });
  });

  test("numbers of persons are refused wherever a text may stand", async () => {
    const scene = await swapScene();
    await scene.tell({ act: "start", because: "lost" });
    const asked: readonly (readonly [ReplaceOrder["act"], string | undefined, string])[] = [
      ["cancel", "id 11010519491231002X", "Li"],
      ["tested-failed", "card 6222021234567890123", "Li"],
      ["requested", undefined, "13800138000"],
    ];
    for (const [act, text, by] of asked)
      expect(await scene.tell({ act, text }, by)).toMatch(/^replacement-refused: That looks like the number/);
    expect([...scene.disk.values()].join("\n")).not.toMatch(/11010519491231002X|6222021234567890123|13800138000/);
  });
});

describe("another card", () => {
  test("put in while the power was off opens a ticket at inserted, with the old card's books", async () => {
    const scene = await swapScene();
    await scene.restart(NEW);
    expect(scene.shown.ticket).toMatchObject({ state: "inserted", bySelf: true, oldCard: OLD, newCard: NEW });
    expect(scene.shown.ticket?.atSwap).toMatchObject({ used: 5_000, quota: 1_000_000 });
    expect(scene.shown.next[0]?.en).toMatch(/Wait for the activation/);
    expect(scene.replacement.answer(false).ticket?.newCard).toBe("898604**********0002");
  });

  test("put in under power does the same, and moves a ticket that is open", async () => {
    const scene = await swapScene();
    await scene.tell({ act: "start", because: "broken" });
    await scene.tell({ act: "received" });
    await scene.swap(NEW);
    expect(scene.shown.ticket).toMatchObject({ state: "inserted", newCard: NEW });
    expect(scene.shown.ticket?.bySelf).toBeUndefined();
  });

  test("that is not there is not taken on anybody's word: the slot is looked at", async () => {
    const scene = await swapScene();
    await scene.tell({ act: "start", because: "broken" });
    await scene.tell({ act: "received" });
    expect(await scene.tell({ act: "inserted" })).toMatch(/^replacement-refused: .*the old card[^]*仍是旧卡/);
    scene.modem.setSim({ state: "absent" });
    await scene.pass(Minutes(1));
    expect(await scene.tell({ act: "inserted" })).toMatch(/^replacement-refused: .*no card[^]*卡槽内无卡/);
    expect(scene.stage).toBe("received");
    scene.modem.setSim({ state: "ready", iccid: NEW });
    await scene.pass(Minutes(1));
    await scene.tell({ act: "activated" });
    scene.modem.setSim({ state: "absent" });
    await scene.pass(Minutes(5));
    expect(await scene.tell({ act: "close" })).toMatch(/^replacement-refused: .*no card/);
  });

  test("the wrong one and the old one back: the ticket goes back to where it was", async () => {
    const scene = await swapScene();
    await scene.tell({ act: "start", because: "broken" });
    await scene.tell({ act: "approved", due: "2026-11-20" });
    await scene.swap(NEW);
    await scene.swap(OLD);
    expect(scene.shown.ticket).toMatchObject({ state: "approved", due: "2026-11-20" });
    expect(scene.shown.next[0]?.en).toMatch(/taken for a stopgap/);
    await scene.swap(NEW);
    expect(scene.stage).toBe("inserted");
  });

  test("that nobody asked for and that is out again leaves no ticket open, and is new when it comes again", async () => {
    const scene = await swapScene();
    await scene.swap(NEW);
    await scene.pass(Minutes(15));
    await scene.swap(OLD);
    expect(scene.stage).toBe("given-up");
    await scene.swap(NEW);
    expect(scene.shown.ticket).toMatchObject({ state: "inserted", bySelf: true });
  });
});

describe("activation", () => {
  test("a card that is let in and through which nothing passes is waited for, for days; the first answer is its activation", async () => {
    const settings = [SELDOM];
    const scene = await swapScene({ settings });
    await scene.restart(NEW, { settings });
    for (let hour = 0; hour < 30; hour += 1) await scene.pass(Hours(1));
    expect(scene.stage).toBe("inserted");
    for (let n = 0; n < 4; n += 1) {
      scene.counters.carry("tx", 2, 200);
      await scene.use(3_000);
    }
    expect(scene.stage).toBe("activated");
    expect(scene.shown.ticket?.moves.at(-1)).toMatchObject({ to: "activated", by: "cellward" });
  }, 60_000);

  test("a session over the new card is seen while somebody stands before the terminal", async () => {
    const settings = [SELDOM];
    const scene = await swapScene({ settings });
    await scene.restart(OLD, { settings, mqtt: true });
    await scene.swap(NEW);
    await scene.pass(Minutes(10));
    expect(scene.stage).toBe("inserted");
    const { attempts } = scene.broker;
    scene.broker.session.cut();
    for (let n = 0; n < 90 && scene.broker.attempts === attempts; n += 1) await scene.pass(Seconds(1));
    await scene.pass(Seconds(10));
    expect(scene.stage).not.toBe("inserted");
  });
});

test("a visitor's card opens no ticket, and the home card's return none either", async () => {
  const rule = (iccid: string, role: CardRule["role"]): CardRule => ({
    match: { iccid },
    carrier: "china-mobile",
    plan: "big",
    role,
  });
  const plans: PlanSource = {
    kind: "cards",
    rules: [rule("898604*", "home"), rule("898600*", "visitor")],
    plans: new Map([["big", shippedPlan("china-mobile")]]),
  };
  const scene = await swapScene({ plans });
  await scene.restart("89860012345678900009", { plans });
  await scene.use(2_000);
  expect(scene.shown.card.role).toBe("visitor");
  expect(scene.stage).toBeUndefined();
  await scene.restart(OLD, { plans });
  expect(scene.stage).toBeUndefined();
  await scene.restart(NEW, { plans });
  expect(scene.shown.ticket).toMatchObject({ state: "inserted", oldCard: OLD });
});

test("power cut after every step: the ticket is the same or the next one, and nothing told is lost", async () => {
  const scene = await swapScene({ mqtt: true });
  const cut = async (iccid: string): Promise<void> => {
    const before = scene.shown.ticket;
    await scene.restart(iccid, { mqtt: true });
    const { moves = [] } = scene.shown.ticket ?? {};
    expect(moves.slice(0, before?.moves.length)).toEqual(before?.moves);
    expect(scene.shown.ticket).toMatchObject({ due: before?.due, openedAt: before?.openedAt });
  };
  await scene.tell({ act: "start", because: "broken", due: "2026-11-20" });
  await cut(OLD);
  for (const act of ["requested", "approved", "received"] as const) {
    await scene.tell({ act });
    await scene.tell({ act: "tick", item: "form" });
    await cut(OLD);
    expect(scene.stage).toBe(act);
  }
  await cut(NEW);
  // Its messages pass by the new card: activated, tried by itself, watched.
  for (let n = 0; n < 300 && scene.stage !== "tested"; n += 1) await scene.pass(Seconds(1));
  await cut(NEW);
  expect(scene.stage).toBe("tested");
  expect(scene.shown.checklist.find(({ id }) => id === "form")?.done).toMatchObject({ by: "Li" });
  expect(scene.events("replacement-moved").map(({ to }) => to)).toEqual([
    "requested",
    "approved",
    "received",
    "inserted",
    "activated",
    "tested",
  ]);
  const noted = (await scene.journal()).filter(({ what }) => what.startsWith("replacement-"));
  expect(noted.length).toBeGreaterThanOrEqual(8);
}, 60_000);

test("a card of a carrier that binds cards is warned of before it attaches, where the agent dials", async () => {
  const settings = ["bearer.owner=agent"];
  const plans: PlanSource = {
    kind: "cards",
    rules: [{ match: { iccid: "*" }, carrier: "china-mobile-iot", plan: "big", role: "home" }],
    plans: new Map([["big", shippedPlan("china-mobile-iot")]]),
  };
  const scene = await swapScene({ settings, plans, mqtt: true, packs: SHIPPED_PACKS });
  await scene.restart(NEW, { settings, plans, mqtt: true, packs: SHIPPED_PACKS });
  expect(scene.events("replacement-opened").at(-1)).toMatchObject({
    state: "inserted",
    mind: expect.stringMatching(/no other device.*bound to the device that they are first used in/) as string,
    mindZh: expect.stringContaining("机卡绑定") as string,
  });
});

test("a day that is behind is no appointment, and what was ticked is named", async () => {
  const scene = await swapScene();
  await scene.tell({ act: "start", because: "broken" });
  expect(await scene.tell({ act: "due", due: "2020-01-01" })).toMatch(
    /^replacement-refused: .*2020-01-01 is behind[^]*已过/,
  );
  expect(scene.shown.ticket?.due).toBeUndefined();
  expect(await scene.tell({ act: "due", due: "2026-11-12" })).toMatch(/^replacement-noted/);
  expect(await scene.tell({ act: "tick", item: "form" })).toMatch(/Ticked: application form[^]*已勾选：已填写申请表/);
  expect(await scene.tell({ act: "untick", item: "form" })).toMatch(/Unticked: application form/);
});

test("an appointment is told the day before, once, also over a power cut, and shown until it is over", async () => {
  const settings = [SELDOM];
  const scene = await swapScene({ mqtt: true, settings });
  await scene.tell({ act: "start", because: "broken", due: "2026-11-14" });
  for (let n = 0; n < 30; n += 1) await scene.pass(Hours(1));
  expect(scene.events("replacement-reminder").map(({ kind, days }) => [kind, days])).toEqual([["appointment", 1]]);
  await scene.restart(OLD, { mqtt: true, settings });
  await scene.pass(Hours(1));
  expect(scene.events("replacement-reminder")).toHaveLength(1);
  expect(scene.status.replacement?.lines.map(({ en }) => en).join(" ")).toMatch(/Tomorrow, 2026-11-14/);
}, 60_000);

test("a disk that refuses: the ticket goes on in memory, and whoever asks is told", async () => {
  const scene = await swapScene();
  scene.refuseDisk();
  expect(await scene.tell({ act: "start", because: "lost" })).toMatch(
    /planned[^]*The disk refuses writes[^]*磁盘无法写入/,
  );
  expect(scene.stage).toBe("planned");
});
