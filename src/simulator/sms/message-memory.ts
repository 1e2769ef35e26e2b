import type { SmsAddress } from "./sms-address.ts";

/** 27.005 3.1 `<stat>`: received unread, received read, stored unsent, stored sent. */
export type MessageStatus = 0 | 1 | 2 | 3;

export interface StoredMessage {
  readonly status: MessageStatus;
  readonly centre: SmsAddress | undefined;
  /** The TPDU, without the service centre. */
  readonly unit: Uint8Array;
}

/** Numbered places for messages, from 1 on; a place that was freed is taken again first. */
export class MessageMemory {
  readonly places: number;
  readonly #messages = new Map<number, StoredMessage>();

  constructor(places: number) {
    this.places = places;
  }

  get used(): number {
    return this.#messages.size;
  }

  /** In the order of their places. */
  list(): readonly (readonly [index: number, message: StoredMessage])[] {
    return [...this.#messages].toSorted(([a], [b]) => a - b);
  }

  at(index: number): StoredMessage | undefined {
    return this.#messages.get(index);
  }

  /** The place that it took, or undefined: all are taken. */
  add(message: StoredMessage): number | undefined {
    for (let index = 1; index <= this.places; index += 1) {
      if (this.#messages.has(index)) continue;
      this.#messages.set(index, message);
      return index;
    }
    return undefined;
  }

  put(index: number, message: StoredMessage): void {
    this.#messages.set(index, message);
  }

  remove(index: number): boolean {
    return this.#messages.delete(index);
  }
}

/** ME's places, then the card's, as one memory: what modules call MT. */
export class BothMemories {
  readonly #first: MessageMemory;
  readonly #second: MessageMemory;

  constructor(first: MessageMemory, second: MessageMemory) {
    this.#first = first;
    this.#second = second;
  }

  get places(): number {
    return this.#first.places + this.#second.places;
  }
  get used(): number {
    return this.#first.used + this.#second.used;
  }

  list(): readonly (readonly [index: number, message: StoredMessage])[] {
    const behind = this.#second.list().map(([index, message]) => [index + this.#first.places, message] as const);
    return [...this.#first.list(), ...behind];
  }

  at(index: number): StoredMessage | undefined {
    const [memory, own] = this.#where(index);
    return memory.at(own);
  }

  add(message: StoredMessage): number | undefined {
    const index = this.#first.add(message);
    if (index !== undefined) return index;
    const other = this.#second.add(message);
    return other === undefined ? undefined : other + this.#first.places;
  }

  put(index: number, message: StoredMessage): void {
    const [memory, own] = this.#where(index);
    memory.put(own, message);
  }

  remove(index: number): boolean {
    const [memory, own] = this.#where(index);
    return memory.remove(own);
  }

  #where(index: number): readonly [MessageMemory, number] {
    return index <= this.#first.places ? [this.#first, index] : [this.#second, index - this.#first.places];
  }
}

export type MessagePlaces = Pick<MessageMemory, "places" | "used" | "list" | "at" | "add" | "put" | "remove">;
