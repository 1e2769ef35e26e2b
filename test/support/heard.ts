import * as v from "valibot";
import * as contract from "../../src/report/contract.ts";
import type { MqttWitness, Seen } from "./mqtt-witness.ts";

type Retained = {
  readonly state: contract.State;
  readonly usage: contract.Usage;
  readonly decision: contract.Decision;
  readonly diagnosis: contract.Diagnosis;
};

/** What a subscriber hears of the device `dev`, every payload held against the published contract. */
export class Heard {
  readonly #witness: MqttWitness;

  constructor(witness: MqttWitness) {
    this.#witness = witness;
  }

  /** Everything that was heard, in order. */
  get all(): readonly Seen[] {
    return this.#witness.seen;
  }

  /** Their names below `cellward/dev/`, in order. */
  get names(): string[] {
    return this.all.map(({ topic }) => topic.replace("cellward/dev/", ""));
  }

  /** Everything under one name, oldest first. */
  every(name: "availability"): contract.Availability[];
  every(name: `event/${string}`): contract.Event[];
  every<N extends keyof Retained>(name: N): Retained[N][];
  every(name: string): unknown[] {
    return this.#witness.payloads(`cellward/dev/${name}`).map((payload) => valid(name, payload));
  }

  /** Events of all types, in order. */
  get events(): contract.Event[] {
    return this.all
      .filter(({ topic }) => topic.startsWith("cellward/dev/event/"))
      .map(({ payload }) => v.parse(contract.Event, JSON.parse(payload)));
  }

  /** The first event of the type that fits, from the `from`th of all events on. */
  async event(type: string, fits: (event: contract.Event) => boolean = () => true, from = 0): Promise<contract.Event> {
    const find = () => this.events.slice(from).find((event) => event.type === type && fits(event));
    await this.#witness.until(() => find() !== undefined);
    const found = find();
    if (found === undefined) throw new Error("an event that was heard is gone");
    return found;
  }

  /** The latest of a retained topic, as soon as it is as wanted. */
  async retained<N extends keyof Retained>(name: N, fits: (payload: Retained[N]) => boolean): Promise<Retained[N]> {
    await this.#witness.until(() => {
      const last = this.every(name).at(-1);
      return last !== undefined && fits(last);
    });
    const last = this.every(name).at(-1);
    if (last === undefined) throw new Error("a message that was heard is gone");
    return last;
  }

  async available(state: "online" | "offline"): Promise<contract.Availability> {
    await this.#witness.until(() => this.every("availability").at(-1)?.state === state);
    return v.parse(contract.Availability, this.every("availability").at(-1));
  }

  /** Every message's payload against its schema. Throws at the first that breaks the contract. */
  allValid(): void {
    for (const { topic, payload } of this.all) valid(topic.replace("cellward/dev/", ""), payload);
  }
}

const SCHEMAS = {
  availability: contract.Availability,
  state: contract.State,
  usage: contract.Usage,
  decision: contract.Decision,
  diagnosis: contract.Diagnosis,
} as const;

function valid(name: string, payload: string): unknown {
  const schema = name.startsWith("event/") ? contract.Event : SCHEMAS[name as keyof typeof SCHEMAS];
  if (schema === undefined) throw new Error(`no contract knows the topic ${name}`);
  return v.parse(schema, JSON.parse(payload));
}
