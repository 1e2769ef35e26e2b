import { textOf } from "../base/fault.ts";
import { isoInstant } from "../base/instant.ts";
import { maskedText } from "../journal/journal-entry.ts";
import { ALL_ENTRIES, entryKey, entryRange, placeOfKey } from "../journal/journal-head.ts";
import type { Journal, JournalDamage } from "../journal/journal.ts";
import type { EvidenceFiles } from "../ports/evidence-files.ts";
import type { Log } from "../ports/log.ts";
import type { StoreReader } from "../ports/store-place.ts";
import type { JournalAnswer, JournalCheckAnswer } from "../report/evidence-answer.ts";
import type { LocalOrder } from "../report/local-contract.ts";
import type { Said } from "../report/picture.ts";
import type { JournalSide } from "./journal-side.ts";
import { noteEvidence } from "./journal-words.ts";

export interface EvidenceDeskParts {
  readonly store: StoreReader;
  readonly journal: Journal;
  readonly side: JournalSide;
  readonly evidenceFiles?: EvidenceFiles | undefined;
  readonly log: Log;
  /** Together, in bytes. */
  readonly filesMaxBytes: number;
}

export interface EvidenceHooks {
  said(): Said;
  /** Whose card it is, as far as that is known: the carrier of its plan, the first digits of its IMSI. */
  issuer(): { readonly carrier?: string; readonly network?: string };
}

export interface PageRequest {
  readonly after: number;
  readonly whole?: boolean | undefined;
  readonly chain?: string | undefined;
}

type NoteOrder = Extract<LocalOrder, { readonly do: "note" }>;

/** An answer is one line: so much at once. */
const [MOST_ROWS, MOST_CHARACTERS] = [500, 512 * 1024];
/** One file. */
const LARGEST = 2 << 20;

/** What a person on the device wants of the journal: its entries, whether they are whole, and that something is noted. */
export class EvidenceDesk {
  readonly #parts: EvidenceDeskParts;
  readonly #hooks: EvidenceHooks;
  #checking: Promise<JournalCheckAnswer> | undefined;

  constructor(parts: EvidenceDeskParts, hooks: EvidenceHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
  }

  /** What was found at this start; undefined when every byte was what had been written. */
  get damage(): JournalDamage | undefined {
    return this.#parts.journal.damage;
  }

  /** What an event tells of it. */
  get told(): Readonly<Record<string, unknown>> {
    return { chain: this.damage?.chain, found: this.damage?.found };
  }

  /**
   * Where the journal ends now. Told to the fleet at each start: whoever has it knows later whether the journal was written anew,
   * which nobody can tell who has the device alone.
   */
  get anchor(): { readonly journal?: string } {
    const { chain, seq, hash } = this.#parts.journal.head;
    return seq === 0 ? {} : { journal: `${chain}/${seq}/${hash.slice(0, 16)}` };
  }

  /** Files that no entry names any more are removed. */
  sweep(): void {
    this.#sweep().catch((thrown: unknown) =>
      this.#parts.log.error("agent-fault", { what: "removing files of old entries", why: textOf(thrown) }),
    );
  }

  /**
   * The entries after one, as they lie in the store; without what is private unless `whole`. `chain`: of one that was set aside.
   * Rejects only when the store does.
   */
  async page({ after, whole = false, chain: wanted }: PageRequest): Promise<JournalAnswer> {
    const { store, journal, side, evidenceFiles: files } = this.#parts;
    // Somebody looks: what waits is written now, not within a minute.
    if (after === 0) await side.flush();
    const { chain: current, seq, hash, aside } = journal.head;
    const chain = wanted === undefined || !aside.includes(wanted) ? current : wanted;
    const rows: { seq: number; text: string }[] = [];
    let [size, next]: [number, number | undefined] = [0, undefined];
    const [, to] = entryRange(chain);
    for await (const [key, text] of store.range(entryKey(chain, after + 1), to)) {
      const place = placeOfKey(key);
      if (place === undefined || (chain === current && place.seq > seq)) continue;
      if (rows.length >= MOST_ROWS || size > MOST_CHARACTERS) {
        next = rows.at(-1)?.seq;
        break;
      }
      const told = whole ? text : maskedText(text);
      size += told.length;
      rows.push({ seq: place.seq, text: told });
    }
    const { wall, trusted } = this.#hooks.said();
    return {
      ok: true,
      at: isoInstant(wall),
      clockTrusted: trusted,
      ...this.#hooks.issuer(),
      ...(files === undefined ? {} : { files: files.place }),
      head: { chain: current, seq, hash },
      aside: [...aside],
      rows,
      ...(next === undefined ? {} : { next }),
    };
  }

  /** Every byte of what is stored; all who ask meanwhile get one answer. Rejects only when the store does. */
  check(): Promise<JournalCheckAnswer> {
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    return this.#checking;
  }

  async #check(): Promise<JournalCheckAnswer> {
    await this.#parts.side.flush();
    const { chain, entries, first, last, hash, cut, faults, faultCount } = await this.#parts.journal.examine();
    return {
      ok: true,
      chain,
      entries,
      ...(first === undefined ? {} : { first }),
      last,
      hash,
      ...(cut === undefined ? {} : { cut }),
      faults: [...faults],
      faultCount,
      aside: [...this.#parts.journal.head.aside],
    };
  }

  /** Resolves when it is in the store. Rejects only when the store does. */
  async note({
    text,
    by,
    file,
  }: NoteOrder): Promise<{ readonly result: "noted" | "note-refused"; readonly text: string }> {
    const refusal = file === undefined ? undefined : await this.#refused(file);
    if (refusal !== undefined) return { result: "note-refused", text: refusal };
    const { side, journal } = this.#parts;
    side.note("note", noteEvidence(text, by, file));
    const written = await side.flush();
    const { seq, hash, chain } = journal.head;
    const kept =
      written === "durable" ? "" : "; the disk refuses writes now, it is kept in memory until that ends 磁盘暂不可写";
    return { result: "noted", text: `Noted as entry ${seq} of ${chain}, hash ${hash}${kept}. 已记录为第 ${seq} 条。` };
  }

  async #sweep(): Promise<void> {
    const { evidenceFiles: files, store } = this.#parts;
    const there = (await files?.list()) ?? [];
    if (files === undefined || there.length === 0) return;
    const named = new Set<string>();
    for await (const [, text] of store.range(...ALL_ENTRIES))
      if (text.includes('"what":"note"'))
        for (const [, sha = ""] of text.matchAll(/"sha256":"([0-9a-f]{64})"/g)) named.add(sha);
    for (const { sha256 } of there) if (!named.has(sha256)) await files.remove(sha256);
  }

  async #refused({ sha256, bytes }: NonNullable<NoteOrder["file"]>): Promise<string | undefined> {
    const { evidenceFiles: files, filesMaxBytes } = this.#parts;
    if (files === undefined) return "This agent keeps no files.";
    if (bytes > LARGEST) return `The file has ${bytes} bytes; one may have ${LARGEST}.`;
    if ((await files.digest(sha256)) !== sha256) return `The file did not arrive whole in ${files.place}.`;
    const taken = (await files.list()).reduce((sum, one) => sum + one.bytes, 0);
    return taken > filesMaxBytes
      ? `The files of this journal would take ${taken} bytes together; journal.files_max_bytes allows ${filesMaxBytes}. 附件合计超出上限。`
      : undefined;
  }
}
