import { type Duration, Minutes } from "../../src/base/duration.ts";
import { type MonoMs, WallMs } from "../../src/base/instant.ts";
import {
  type TrustEffect,
  type TrustInput,
  type TrustRules,
  initialTrust,
  systemAgrees,
  trustedWall,
} from "../../src/time/trust-state.ts";
import { step } from "../../src/time/trust.ts";
import { FakeClock } from "./fake-clock.ts";

export const BUILT = WallMs(Date.UTC(2026, 10, 1));
export const NOW = Date.UTC(2026, 10, 22, 1, 0, 0);
export const THREE_YEARS = 3 * 365 * 86_400_000;

/** A device whose clock is looked at when the scene says so. */
export class Device {
  readonly clock: FakeClock;
  #state;
  /** The instant that the time service left on the disk. */
  sync: number | undefined;

  constructor(wall: number, rules: Partial<TrustRules> = {}) {
    this.clock = new FakeClock(wall);
    this.#state = initialTrust({ built: BUILT, trustSystem: false, ...rules });
  }

  get now(): { wall: WallMs; mono: MonoMs } {
    return { wall: this.clock.wallMs(), mono: this.clock.monoMs() };
  }

  #step(input: TrustInput): readonly TrustEffect[] {
    const { state, effects } = step(this.#state, input);
    this.#state = state;
    return effects;
  }

  look(): readonly TrustEffect[] {
    const { now, sync } = this;
    return this.#step(sync === undefined ? { kind: "look", now } : { kind: "look", now, lastClockSync: WallMs(sync) });
  }

  /** The time service sets the clock and leaves its mark. */
  synchronise(to: number): void {
    this.clock.jumpWall(to);
    this.sync = to;
  }

  network(instant: number): readonly TrustEffect[] {
    return this.#step({ kind: "network-time", now: this.now, instant: WallMs(instant) });
  }

  word(instant: number): readonly TrustEffect[] {
    return this.#step({ kind: "operator-word", now: this.now, instant: WallMs(instant) });
  }

  get state(): ReturnType<typeof initialTrust> {
    return this.#state;
  }

  get trusted(): number | undefined {
    return trustedWall(this.#state, this.clock.monoMs());
  }

  get source(): string | undefined {
    return this.#state.held?.source;
  }

  get systemAgrees(): boolean {
    return systemAgrees(this.#state, this.now);
  }
}

export const after = async (device: Device, by: Duration): Promise<void> => device.clock.advance(by);

export async function synchronised(rules: Partial<TrustRules> = {}): Promise<Device> {
  const device = new Device(NOW, rules);
  await after(device, Minutes(5));
  device.sync = NOW + Minutes(4);
  device.look();
  return device;
}
