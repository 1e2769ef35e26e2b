import type { KeptPart, ReceivedSms } from "../modem/sms-inbox.ts";
import type { Store, StoreOp } from "../ports/store.ts";

/** A message as it lies on the device: the only place where its text and its sender are whole. */
export interface ShelvedSms extends ReceivedSms {
  /** When this device had it whole, by the clock that it had then. */
  readonly at: number;
  /** The card that was in then, where that was known. */
  readonly iccid?: string;
}

const [MESSAGES, SEEN, PARTS] = ["sms/message/", "sms/seen/", "sms/part/"] as const;
const range = (prefix: string): readonly [string, string] => [prefix, `${prefix}~`];
const numbered = (prefix: string, seq: number): string => prefix + String(seq).padStart(12, "0");

const MOST_MESSAGES = 200;
const MOST_SEEN = 1_024;

/** What the store holds of messages: the newest two hundred, the parts that wait, and which were told already. */
export class SmsShelf {
  readonly #store: Store;
  readonly #messages = new Map<number, ShelvedSms>();
  readonly #seen = new Map<string, number>();
  readonly #parts = new Map<string, KeptPart>();
  #nextMessage = 1;
  #nextSeen = 1;

  private constructor(store: Store) {
    this.#store = store;
  }

  /** Rejects only when the store does; rows that are none of ours are passed over. */
  static async open(store: Store): Promise<SmsShelf> {
    const shelf = new SmsShelf(store);
    for await (const [key, value] of store.range(...range(MESSAGES))) {
      const seq = Number(key.slice(MESSAGES.length));
      const message = parse(value);
      if (!Number.isSafeInteger(seq)) continue;
      shelf.#nextMessage = Math.max(shelf.#nextMessage, seq + 1);
      if (isShelved(message)) shelf.#messages.set(seq, message);
    }
    for await (const [key, value] of store.range(...range(SEEN))) {
      const seq = Number(key.slice(SEEN.length));
      if (!Number.isSafeInteger(seq)) continue;
      shelf.#nextSeen = Math.max(shelf.#nextSeen, seq + 1);
      shelf.#seen.set(value, seq);
    }
    for await (const [key, value] of store.range(...range(PARTS))) {
      const part = parse(value);
      if (isPart(part)) shelf.#parts.set(key.slice(PARTS.length), part);
    }
    return shelf;
  }

  /** Oldest first. */
  get seen(): readonly string[] {
    return [...this.#seen.keys()];
  }

  get parts(): readonly KeptPart[] {
    return [...this.#parts.values()];
  }

  /** Oldest first. */
  get messages(): readonly ShelvedSms[] {
    return [...this.#messages.values()];
  }

  /** The operations belong into one batch with whatever tells of them. */
  keepPart(part: KeptPart): readonly StoreOp[] {
    this.#parts.set(part.id, part);
    return [{ put: PARTS + part.id, value: JSON.stringify(part) }, ...this.#see(part.id)];
  }

  /** A report, or anything else that is told once and not kept. */
  noted(id: string): readonly StoreOp[] {
    return this.#see(id);
  }

  shelve(message: ShelvedSms, ids: readonly string[]): readonly StoreOp[] {
    const seq = this.#nextMessage;
    this.#nextMessage += 1;
    this.#messages.set(seq, message);
    const gone = ids.filter((id) => this.#parts.delete(id));
    return [
      { put: numbered(MESSAGES, seq), value: JSON.stringify(message) },
      ...gone.map((id) => ({ del: PARTS + id })),
      ...ids.flatMap((id) => this.#see(id)),
      ...oldest(this.#messages, MOST_MESSAGES).map((old) => ({ del: numbered(MESSAGES, old) })),
    ];
  }

  async write(ops: readonly StoreOp[]): Promise<"durable" | "kept"> {
    return await this.#store.write(ops);
  }

  /** False while the disk refuses: what is here may be gone with the power. */
  get durable(): boolean {
    return this.#store.health().durable;
  }

  #see(id: string): readonly StoreOp[] {
    if (this.#seen.has(id)) return [];
    const seq = this.#nextSeen;
    this.#nextSeen += 1;
    this.#seen.set(id, seq);
    const [first, firstSeq] = this.#seen.size > MOST_SEEN ? (this.#seen.entries().next().value ?? []) : [];
    if (first !== undefined) this.#seen.delete(first);
    return [
      { put: numbered(SEEN, seq), value: id },
      ...(firstSeq === undefined ? [] : [{ del: numbered(SEEN, firstSeq) }]),
    ];
  }
}

/** Takes out and names what is too many. */
function oldest(messages: Map<number, unknown>, most: number): readonly number[] {
  const surplus = [...messages.keys()].slice(0, Math.max(0, messages.size - most));
  for (const seq of surplus) messages.delete(seq);
  return surplus;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const has = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === "object" && value !== null && key in value;

/** Written by this program alone. */
const isShelved = (value: unknown): value is ShelvedSms =>
  has(value, "from") && typeof value.from === "string" && has(value, "text") && typeof value.text === "string";

const isPart = (value: unknown): value is KeptPart =>
  has(value, "id") && typeof value.id === "string" && has(value, "part") && has(value.part, "concatenation");
