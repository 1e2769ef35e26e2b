import { type Duration, Seconds } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import { Bridge } from "../bridge/bridge.ts";
import type { Messages } from "../bridge/message-desk.ts";
import { CLASS_CODES } from "../bridge/wire-codes.ts";
import type { Welcome } from "../ports/byte-peer.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { ModemRequests } from "../ports/modem-requests.ts";
import type { Store } from "../ports/store.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import { BridgeSource, type BridgeSourceOptions, type BridgeSourcePorts } from "./bridge-source.ts";

export interface BridgeLoopPorts extends BridgeSourcePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  /** Undefined while the agent starts. */
  readonly status: () => AgentStatus | undefined;
  /** Absent, or answered as absent: there is no modem to pass anything on to. */
  readonly modem?: ModemRequests;
  /** Absent: nobody may be written to. */
  readonly messages?: Messages;
  /** A word for shell scripts; absent: none are written. Throws what the file system throws. */
  readonly writeWord?: (name: "level" | "service", word: string) => void;
}

/** A change of the level is told this much later at most. */
const LOOK_EVERY: Duration = Seconds(1);

/** Management has its part of a day at every level: what it was granted is never withdrawn. */
const WITHDRAWN = ["payment", "telemetry", "bulk"] as const;
const CLASSES = ["payment", "management", "telemetry", "bulk"] as const;

/** Looks at what the agent holds, and tells the bridge's clients and the files of words what has changed. */
export class BridgeLoop {
  readonly bridge: Bridge;
  readonly #ports: BridgeLoopPorts;
  readonly #source: BridgeSource;
  #cancel: Cancel = () => undefined;
  #wordTrouble = "";

  private constructor(ports: BridgeLoopPorts, source: BridgeSource, bridge: Bridge) {
    this.#ports = ports;
    this.#source = source;
    this.bridge = bridge;
  }

  /** Throws what the store throws. */
  static async start(ports: BridgeLoopPorts, options: BridgeSourceOptions): Promise<BridgeLoop> {
    const source = new BridgeSource(ports, options);
    source.look(ports.status());
    const bridge = await Bridge.open({ ...ports, source });
    const loop = new BridgeLoop(ports, source, bridge);
    loop.#look();
    return loop;
  }

  get welcome(): Welcome {
    return (peer) => this.bridge.welcome(peer);
  }

  /** What it adds to the agent's status, where it is anything. */
  get view(): Pick<AgentStatus, "granted" | "programMessages"> {
    const { granted } = this;
    const { messages } = this.bridge;
    return {
      ...(granted.length === 0 ? {} : { granted }),
      ...(messages === undefined ? {} : { programMessages: messages }),
    };
  }

  /** Open grants' bytes of each class, where they are any. */
  get granted(): NonNullable<AgentStatus["granted"]> {
    // Those whose time is over are taken back first.
    void this.bridge.openGrants;
    return CLASSES.flatMap((word) => {
      const bytes = this.#source.granted(word);
      return bytes > 0 ? [{ rank: CLASS_CODES[word].code, bytes }] : [];
    });
  }

  stop(): void {
    this.#cancel();
    this.bridge.close();
  }

  #look(): void {
    const status = this.#ports.status();
    this.#source.look(status);
    // What was asked for before the stop, or before a level that holds the class, brings data down all the same.
    for (const of of WITHDRAWN) {
      const reason = status?.hardStop === undefined ? this.#source.held(of) : "level";
      if (reason !== undefined) this.bridge.withdraw(reason, of);
    }
    const { level, service } = this.#source.state();
    try {
      this.#ports.writeWord?.("level", level);
      this.#ports.writeWord?.("service", service);
      this.#wordTrouble = "";
    } catch (thrown) {
      const text = textOf(thrown);
      if (text !== this.#wordTrouble) this.#ports.log.warn("bridge-refused", { detail: text });
      this.#wordTrouble = text;
    }
    this.#cancel = this.#ports.clock.after(LOOK_EVERY, () => this.#look());
  }
}
