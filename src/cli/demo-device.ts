import { Millis } from "../base/duration.ts";
import type { Level } from "../policy/level.ts";
import { CounterFolder, PtyPort, SimulatedModem, SystemClock } from "../simulator/index.ts";

/** What a POS terminal sends in one beat, by class; the ranks are the agent's own order. */
const TRAFFIC = [
  { name: "payment", up: 900n, down: 1_400n, from: "reserve-only" },
  { name: "telemetry", up: 1_500n, down: 300n, from: "essential" },
  { name: "bulk", up: 1_000n, down: 6_500n, from: "conserve" },
] as const satisfies readonly { name: string; up: bigint; down: bigint; from: Level }[];

const ORDER: readonly Level[] = ["normal", "conserve", "essential", "reserve-only", "offline"];

/** A simulated terminal: modem, SIM, carrier, interface counters; it spends bytes and listens to the agent's level. */
export class DemoDevice {
  readonly modem: SimulatedModem;
  readonly #port: PtyPort;
  /** The last level it was told over MQTT. The device obeys by itself; nothing forces it. */
  level: Level = "normal";

  private constructor(modem: SimulatedModem, port: PtyPort) {
    this.modem = modem;
    this.#port = port;
  }

  /** `pace`: the network is as many times as quick. */
  static async open(directory: string, interfaceName: string, pace: number): Promise<DemoDevice> {
    const modem = new SimulatedModem({ clock: new SystemClock(), registrationDelay: Millis(Math.round(2_000 / pace)) });
    const folder = new CounterFolder(directory, interfaceName);
    modem.onUsage((counted) => folder.add(counted));
    return new DemoDevice(modem, await PtyPort.open(modem));
  }

  get portPath(): string {
    return this.#port.path;
  }

  /** Which classes it sends at its level: bulk stops first, payment last. */
  get sending(): readonly string[] {
    return this.#allowed().map(({ name }) => name);
  }

  /** One beat of business. */
  spend(): void {
    for (const { up, down } of this.#allowed()) this.modem.consume({ up, down });
  }

  close(): void {
    this.#port.close();
  }

  #allowed() {
    const rank = ORDER.indexOf(this.level);
    return TRAFFIC.filter(
      ({ from }) => rank < ORDER.indexOf(from) || (from === "reserve-only" && this.level === "reserve-only"),
    );
  }
}
