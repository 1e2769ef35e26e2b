import { describe, expect, test } from "vitest";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import type { ProbeOutcome } from "../../src/ports/path-probe.ts";
import type { CardAnswer } from "../../src/report/card-answer.ts";
import type { ReplaceOrder } from "../../src/agent/replace-desk.ts";
import { AgentScene, type Boot } from "../support/agent-scene.ts";
import { FakePathProbe } from "../support/fake-path-probe.ts";

const NOW = Date.UTC(2026, 10, 12, 1);
const OLD = "89860412345678900001";
const NEW = "89860412345678900002";
const SETTINGS = ["clock.trust_system=true", "modem.poll_interval=30s"];

class Swapped extends AgentScene {
  readonly far = new FakePathProbe();
  #wall = NOW;

  async start(iccid = OLD, more: Partial<Boot> = {}): Promise<void> {
    await this.boot({
      wall: this.#wall,
      card: { iccid },
      mqtt: false,
      pathProbe: this.far,
      ...more,
      settings: [...SETTINGS, ...(more.settings ?? [])],
    });
    await this.pass(Minutes(1));
    await this.use(5_000);
  }

  /** The power was off, and somebody did something to the card meanwhile. */
  async restart(iccid: string, more: Partial<Boot> = {}): Promise<void> {
    this.#wall = this.clock.wallMs() + Minutes(5);
    await this.boot({
      wall: this.#wall,
      card: { iccid },
      mqtt: false,
      pathProbe: this.far,
      ...more,
      settings: [...SETTINGS, ...(more.settings ?? [])],
    });
    await this.pass(Minutes(1));
  }

  /** Under power. */
  async swap(iccid: string): Promise<void> {
    this.modem.setSim({ state: "absent" });
    await this.pass(Seconds(5));
    this.modem.setSim({ state: "ready", iccid });
    await this.pass(Minutes(1));
  }

  async tell(order: Omit<ReplaceOrder, "do" | "by">, by = "Li"): Promise<string> {
    const { result, text } = await this.replacement.obey({ do: "replace", by, ...order });
    return `${result}: ${text}`;
  }

  get shown(): CardAnswer {
    return this.replacement.answer(true);
  }

  get stage(): string | undefined {
    return this.shown.ticket?.state;
  }
}

async function booted(more: Partial<Boot> = {}): Promise<Swapped> {
  const scene = new Swapped();
  await scene.start(OLD, more);
  return scene;
}

describe("the first question", () => {
  test("a card that is over its limit is not replaced: when it is back is said, and with a reason it is opened all the same", async () => {
    const scene = await booted({ settings: ["plan.quota=4000 B"] });
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
    const scene = await booted();
    expect(await scene.tell({ act: "start" })).toMatch(/^replacement-refused: Nothing says/);
    expect(await scene.tell({ act: "start", because: "lost" })).toMatch(/^replacement-noted/);
    expect(scene.status.replacement).toMatchObject({ state: "planned" });
  });

  test("numbers of persons are refused wherever a text may stand", async () => {
    const scene = await booted();
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
    const scene = await booted();
    await scene.restart(NEW);
    expect(scene.shown.ticket).toMatchObject({ state: "inserted", bySelf: true, oldCard: OLD, newCard: NEW });
    expect(scene.shown.ticket?.atSwap).toMatchObject({ used: 5_000, quota: 1_000_000 });
    expect(scene.shown.next[0]?.en).toMatch(/Wait for the activation/);
    expect(scene.replacement.answer(false).ticket?.newCard).toBe("898604**********0002");
  });

  test("put in under power does the same, and moves a ticket that is open", async () => {
    const scene = await booted();
    await scene.tell({ act: "start", because: "broken" });
    await scene.tell({ act: "received" });
    await scene.swap(NEW);
    expect(scene.shown.ticket).toMatchObject({ state: "inserted", newCard: NEW });
    expect(scene.shown.ticket?.bySelf).toBeUndefined();
  });

  test("the wrong one and the old one back: the ticket goes back to where it was", async () => {
    const scene = await booted();
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
    const scene = await booted();
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
    const scene = await booted();
    await scene.restart(NEW);
    for (let hour = 0; hour < 30; hour += 1) await scene.pass(Hours(1));
    expect(scene.stage).toBe("inserted");
    for (let n = 0; n < 4; n += 1) {
      scene.counters.carry("tx", 2, 200);
      await scene.use(3_000);
    }
    expect(scene.stage).toBe("activated");
    expect(scene.shown.ticket?.moves.at(-1)).toMatchObject({ to: "activated", by: "cellward" });
  }, 30_000);
});

const ORDERS = [
  "probe.echo=198.51.100.7:7",
  "probe.dns_server=203.0.113.53",
  "probe.dns_name=alive.example.com",
  "terminal.payment_host=203.0.113.20:443",
  "terminal.least_signal=-110",
];
/** Probes' bytes pass the interface's counter, as they do on a real one. */
async function tested(
  scene: Swapped,
  answer: (kind: string) => ProbeOutcome["kind"],
  counted = true,
): Promise<CardAnswer> {
  scene.far.answer = ({ kind }) => {
    if (counted) scene.counters.carry("tx", 1, 88);
    if (counted) scene.counters.carry("rx", 1, 44);
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
  const inserted = async (settings: readonly string[] = ORDERS): Promise<Swapped> => {
    const scene = await booted({ settings });
    await scene.restart(NEW, { settings });
    return scene;
  };

  test("of a card that works passes, activates it, and the watch closes it after a day", async () => {
    const scene = await inserted();
    const end = await tested(scene, () => "answered");
    expect(resultsOf(end)).toEqual({
      sim: "pass",
      registered: "pass",
      signal: "pass",
      bearer: "pass",
      dns: "pass",
      payment_host: "pass",
      broker: "not-set-up",
      counted: "pass",
      payment: "not-set-up",
    });
    expect(end.ticket).toMatchObject({ state: "tested", test: { verdict: "pass" } });
    expect(scene.far.kinds.slice(-2)).toEqual(["dns", "tcp"]);
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

  test("bytes that no counter shows fail it: the meter would not see this card", async () => {
    const scene = await inserted();
    expect(resultsOf(await tested(scene, () => "answered", false))).toMatchObject({
      payment_host: "pass",
      counted: "failed",
    });
  }, 30_000);

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
    const none = await booted({ settings: ORDERS });
    none.modem.setSim({ state: "absent" });
    await none.pass(Minutes(1));
    expect(resultsOf(await tested(none, () => "silent"))).toMatchObject({ sim: "failed", registered: "failed" });
  }, 60_000);

  test("with nothing set up nothing is proved; the payment application's word is proof, and its failure too", async () => {
    const scene = await booted();
    await scene.restart(NEW);
    const end = await tested(scene, () => "answered");
    expect(end.test?.verdict).toBe("nothing-tried");
    expect(scene.stage).toBe("inserted");
    expect(await scene.tell({ act: "tested-failed", text: "host timeout" })).toMatch(/^replacement-noted/);
    expect(scene.stage).toBe("inserted");
    expect(await scene.tell({ act: "tested-ok" })).toMatch(/^replacement-noted: .*tested/);
    expect(scene.shown.ticket?.payment).toMatchObject({ ok: true, by: "Li" });
  }, 30_000);

  test("the broker's acknowledgement is a round trip, and is waited for", async () => {
    const scene = await booted({ mqtt: true });
    expect(resultsOf(await tested(scene, () => "answered"))).toMatchObject({ broker: "pass" });
    expect(scene.events("replacement-tested").map(({ verdict }) => verdict)).toEqual(["begun", "pass"]);
  }, 30_000);

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
