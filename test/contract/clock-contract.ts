import { afterEach, expect, it } from "vitest";
import { Days, type Duration, Hours, Millis, Seconds } from "../../src/base/duration.ts";
import type { Clock } from "../../src/ports/clock.ts";

export interface ClockBench {
  readonly clock: Clock;
  /** Lets that much time pass. */
  pass(by: Duration): Promise<void>;
  /** Somebody sets the wall clock. */
  setWall(to: number): void;
  /** How many timers wait. */
  waiting(): number;
  close(): void;
}

export function clockContract(open: () => ClockBench): void {
  let bench: ClockBench | undefined;
  const opened = (): ClockBench => (bench = open());
  afterEach(() => {
    bench?.close();
    bench = undefined;
  });

  it("both clocks go on with the time that passes", async () => {
    const { clock, pass } = opened();
    const [wall, mono] = [clock.wallMs(), clock.monoMs()];
    await pass(Hours(5));
    expect([clock.wallMs() - wall, clock.monoMs() - mono]).toEqual([Hours(5), Hours(5)]);
  });

  it("a jump of the wall clock moves neither the monotonic clock nor a timer", async () => {
    const { clock, pass, setWall } = opened();
    const mono = clock.monoMs();
    const rung: number[] = [];
    clock.after(Hours(1), () => rung.push(clock.monoMs() - mono));
    setWall(clock.wallMs() + Days(1_000));
    expect(clock.monoMs()).toBe(mono);
    await pass(Millis(Hours(1) - 1));
    expect(rung).toEqual([]);
    await pass(Millis(1));
    expect(rung).toEqual([Hours(1)]);
  });

  it("a timer of 30 days rings after 30 days, once", async () => {
    const { clock, pass, waiting } = opened();
    const rung: string[] = [];
    clock.after(Days(30), () => rung.push("rung"));
    await pass(Millis(Days(30) - 1));
    expect(rung).toEqual([]);
    await pass(Days(30));
    expect(rung).toEqual(["rung"]);
    expect(waiting()).toBe(0);
  });

  it("a timer is cancelled at any time, also after it rang and more than once", async () => {
    const { clock, pass, waiting } = opened();
    const rung: string[] = [];
    const first = clock.after(Seconds(1), () => rung.push("first"));
    const long = clock.after(Days(60), () => rung.push("long"));
    await pass(Days(40));
    first();
    long();
    long();
    expect(waiting()).toBe(0);
    await pass(Days(40));
    expect(rung).toEqual(["first"]);
  });

  it("a timer of no or a negative length rings in its order, but not before the caller has gone on", async () => {
    const { clock, pass } = opened();
    const rung: string[] = [];
    clock.after(Millis(0), () => rung.push("none"));
    clock.after(Millis(-5), () => rung.push("negative"));
    expect(rung).toEqual([]);
    await pass(Millis(1));
    expect(rung).toEqual(["none", "negative"]);
  });
}
