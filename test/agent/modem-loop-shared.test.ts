import { expect, test } from "vitest";
import { ModemLoop } from "../../src/agent/modem-loop.ts";
import { Millis, Seconds } from "../../src/base/duration.ts";
import type { Link } from "../../src/modem/link.ts";
import { type Modem, UNKNOWN_MODEM } from "../../src/modem/modem.ts";
import type { OpenRefusal, SerialPorts } from "../../src/ports/serial.ts";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { SimulatedPorts } from "../../src/simulator/simulated-ports.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { SilentLog } from "../support/silent-log.ts";

const PPPD: OpenRefusal = {
  kind: "busy",
  found: "/dev/modem is held by pppd (pid 7).",
  remedy: "Stop that program.",
  zh: { found: "/dev/modem 被 pppd (pid 7) 占用。", remedy: "请停止该程序。" },
};

/** One port for the agent's questions and for somebody's calls. */
class SharedPort {
  readonly clock = new FakeClock();
  readonly modem = new SimulatedModem({ clock: this.clock, registrationDelay: Millis(0) });
  readonly #inner = new SimulatedPorts({ "/dev/modem": this.modem }, this.clock);
  calling: boolean;
  open = false;
  opened = 0;
  readonly links: Link[] = [];
  known: Modem = UNKNOWN_MODEM;
  readonly loop: ModemLoop;

  constructor(portShared: boolean, calling = false) {
    this.calling = calling;
    const serialPorts: SerialPorts = {
      list: () => this.#inner.list(),
      open: async (path, baudRate) => {
        if (this.calling) return PPPD;
        const found = await this.#inner.open(path, baudRate);
        if (found.kind !== "open") return found;
        this.open = true;
        this.opened += 1;
        found.serial.onGone(() => (this.open = false));
        return found;
      },
    };
    const parts = {
      clock: this.clock,
      random: () => 0.5,
      log: new SilentLog(),
      holders: { others: async () => undefined },
    };
    const options = { port: "/dev/modem", baudRate: 9_600, pollInterval: Seconds(30), reopenInterval: Seconds(1) };
    this.loop = new ModemLoop(
      { ...parts, serialPorts },
      { ...options, families: [], portShared },
      {
        onLink: (link) => this.links.push(link),
        onShared: () => {},
        onModem: (modem) => (this.known = modem),
        onNetworkTime: () => {},
      },
    );
    this.loop.start();
  }

  async pass(seconds: number): Promise<void> {
    for (let n = 0; n < seconds; n += 1) {
      for (let turn = 0; turn < 60; turn += 1) await settle();
      await this.clock.advance(Seconds(1));
    }
  }

  get kinds(): readonly string[] {
    return this.links.map(({ kind }) => kind);
  }
}

test("a port of its own is kept open", async () => {
  const port = new SharedPort(false);
  await port.pass(70);
  expect([port.open, port.opened]).toEqual([true, 1]);
  await port.loop.stop();
});

test("a shared port is opened for each look and let go, and what is known stays known in between", async () => {
  const port = new SharedPort(true);
  await port.pass(10);
  expect(port.open).toBe(false);
  expect(port.known.service).toEqual({ data: "up" });
  await port.pass(100);
  expect(port.opened).toBeGreaterThanOrEqual(3);
  expect(port.kinds).toEqual(["initialising", "ready"]);
  port.modem.deny(7);
  await port.pass(40);
  expect(port.known.service).toMatchObject({ data: "down", why: "denied" });
  await port.loop.stop();
});

test("a call on the shared port is said to be one, not a fault; the modem is asked again when it is over", async () => {
  const port = new SharedPort(true);
  await port.pass(10);
  port.calling = true;
  await port.pass(120);
  expect(port.links.at(-1)).toMatchObject({ kind: "in-call", text: expect.stringContaining("pppd (pid 7)") as string });
  expect(port.kinds.filter((kind) => kind === "in-call")).toHaveLength(1);
  port.calling = false;
  await port.pass(10);
  expect(port.kinds.slice(-2)).toEqual(["initialising", "ready"]);
  expect(port.known.service).toEqual({ data: "up" });
  await port.loop.stop();
});

test("without the setting a held port is refused as ever", async () => {
  const port = new SharedPort(false, true);
  await port.pass(5);
  expect(port.kinds).toEqual(["refused"]);
  await port.loop.stop();
});

test("a shared port in data mode does not answer: taken for a call", async () => {
  const port = new SharedPort(true);
  port.modem.fault({ name: "hang", lasts: Seconds(100) });
  await port.pass(60);
  expect(port.links.at(-1)).toMatchObject({ kind: "in-call", text: expect.stringContaining("data mode") as string });
  await port.pass(180);
  expect(port.kinds.at(-1)).toBe("ready");
  await port.loop.stop();
});
