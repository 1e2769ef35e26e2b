import type { PublishedEvent } from "../base/events.ts";
import type { ModemProfile } from "../modem/profile.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { PortHolders } from "../ports/port-holders.ts";
import type { Random } from "../ports/random.ts";
import type { SecretFile } from "../ports/secret-file.ts";
import type { SerialPorts } from "../ports/serial.ts";
import type { Store } from "../ports/store.ts";
import type { Settings } from "../settings/declaration.ts";
import { CardUnlock } from "./card-unlock.ts";
import { modemOptions } from "./loop-options.ts";
import { type ModemListener, ModemLoop } from "./modem-loop.ts";
import type { SmsLoop } from "./sms-loop.ts";

export interface ModemSidePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly serialPorts: SerialPorts;
  readonly holders: PortHolders;
  readonly store: Store;
  readonly pinFile?: SecretFile;
  /** Absent: messages are left alone. */
  readonly sms?: SmsLoop | undefined;
}

export interface ModemSideOptions {
  readonly settings: Settings;
  readonly families: readonly ModemProfile[];
  /** The device's own secret. */
  readonly key: string;
}

export interface ModemSideListener extends ModemListener {
  event(type: PublishedEvent, fields: Readonly<Record<string, unknown>>): void;
}

/** Everything that speaks to the modem: the loop that reads it, and those that may change something. */
export class ModemSide {
  readonly #loop: ModemLoop;
  readonly #unlock: CardUnlock;

  constructor(ports: ModemSidePorts, { settings, families, key }: ModemSideOptions, listener: ModemSideListener) {
    const { store, clock, pinFile: file } = ports;
    this.#unlock = new CardUnlock({ store, clock, file }, key, {
      onUnlocked: () => listener.event("sim-unlocked", {}),
      onUnlockRefused: (detail) => listener.event("sim-unlock-refused", { detail }),
    });
    this.#loop = new ModemLoop({ ...ports, unlock: this.#unlock }, modemOptions(settings, families), listener);
  }

  /** Why the card stays locked, and what to do. */
  get locked(): string | undefined {
    return this.#unlock.text;
  }

  /** The network's time now, for whoever doubts the machine's. */
  askClock(): void {
    this.#loop.askClock();
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }
}
