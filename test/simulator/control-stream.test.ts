import { PassThrough, Writable } from "node:stream";
import { expect, test } from "vitest";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { serveControl } from "../../src/simulator/transport/control-stream.ts";
import { FakeClock } from "../support/fake-clock.ts";

/** Takes one answer after the other, each when it is let. */
class SlowReader extends Writable {
  answers = 0;
  #next: (() => void) | undefined;

  constructor() {
    super({ highWaterMark: 1 });
  }

  override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
    this.answers += 1;
    this.#next = done;
  }

  /** True when something waited. */
  take(): boolean {
    const next = this.#next;
    this.#next = undefined;
    next?.();
    return next !== undefined;
  }
}

test("a hundred orders in one piece for a reader that is slow wait with one listener, and each is answered", async () => {
  const warnings: string[] = [];
  const note = (warning: Error): void => void warnings.push(warning.name);
  process.on("warning", note);
  const [input, output] = [new PassThrough(), new SlowReader()];
  const modem = new SimulatedModem({ clock: new FakeClock() });
  serveControl({ modem }, input, output);
  const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  for (const _ of [1, 2]) {
    input.write('{"do":"state"}\n'.repeat(100));
    await turn();
    expect(input.isPaused()).toBe(true);
    expect(output.listenerCount("drain")).toBe(1);
    while (output.take()) await turn();
    expect(input.isPaused()).toBe(false);
  }
  expect(output.answers).toBe(200);
  expect(warnings).toEqual([]);
  process.off("warning", note);
  modem.close();
});
