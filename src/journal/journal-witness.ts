import { crc32 } from "../base/crc32.ts";
import type { WitnessSlots } from "../ports/witness-slots.ts";
import { decodeHead, encodeHead, type JournalHead } from "./journal-head.ts";

/** One page of the disk: the length (u32), the head as it is stored, zeros, and a CRC-32 over all of it (u32); big-endian. */
const SLOT_BYTES = 4096;
const CHECK_AT = SLOT_BYTES - 4;
/** The counter that tells the later slot, then the text's length. */
const BODY_AT = 8;

interface Slot {
  readonly counter: number;
  readonly head: JournalHead;
}

function encode({ counter, head }: Slot): Uint8Array | undefined {
  const slot = new Uint8Array(SLOT_BYTES);
  const body = new TextEncoder().encode(encodeHead(head));
  if (body.length > CHECK_AT - BODY_AT) return undefined;
  const view = new DataView(slot.buffer);
  view.setUint32(0, counter);
  view.setUint32(4, body.length);
  slot.set(body, BODY_AT);
  view.setUint32(CHECK_AT, crc32(slot.subarray(0, CHECK_AT)));
  return slot;
}

function decode(bytes: Uint8Array): Slot | undefined {
  if (bytes.length !== SLOT_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(CHECK_AT) !== crc32(bytes.subarray(0, CHECK_AT))) return undefined;
  const head = decodeHead(new TextDecoder().decode(bytes.subarray(BODY_AT, BODY_AT + view.getUint32(4))));
  return head && { counter: view.getUint32(0), head };
}

/**
 * How far the journal had come, beside the store: LevelDB opens without an error when its log has lost its end (measured), and then
 * the head in it is as old as the entries. Written now and then only, with what is on the disk: never ahead of it.
 */
export class JournalWitness {
  readonly #slots: WitnessSlots;
  #counter = 0;

  constructor(slots: WitnessSlots) {
    this.#slots = slots;
  }

  /** Undefined where there is none that can be read. */
  async read(): Promise<JournalHead | undefined> {
    const slots = await this.#slots.read();
    if (slots === "absent") return undefined;
    const [latest] = slots.flatMap((bytes) => decode(bytes) ?? []).toSorted((a, b) => b.counter - a.counter);
    this.#counter = latest?.counter ?? 0;
    return latest?.head;
  }

  async write(head: JournalHead): Promise<"durable" | "refused"> {
    const counter = this.#counter + 1;
    const bytes = encode({ counter, head });
    if (bytes === undefined) return "refused";
    const written = await this.#slots.write(counter % 2 === 0 ? 0 : 1, bytes);
    if (written === "durable") this.#counter = counter;
    return written;
  }
}
