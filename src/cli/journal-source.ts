import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { defined } from "../base/defined.ts";
import { Fault, textOf } from "../base/fault.ts";
import { readStoreCopy, type StoreCopy } from "../host/store-copy.ts";
import { WitnessDirectory } from "../host/witness-file.ts";
import type { StoredRow } from "../journal/bundle.ts";
import type { ChainReport } from "../journal/chain-walk.ts";
import { examineChain, readHead } from "../journal/examination.ts";
import { maskedText } from "../journal/journal-entry.ts";
import { entryRange, type JournalHead, placeOfKey } from "../journal/journal-head.ts";
import { JournalWitness } from "../journal/journal-witness.ts";
import type { JournalAnswer } from "../report/evidence-answer.ts";
import type { Settings } from "../settings/declaration.ts";
import { askJournal, askJournalCheck } from "./ask.ts";

/** A device's journal, as it is now. */
export interface DeviceJournal {
  /** Undefined: no agent was running, and the store was read. */
  readonly at?: string;
  readonly clockTrusted: boolean;
  readonly carrier?: string;
  readonly network?: string;
  readonly files: string;
  readonly head: Pick<JournalHead, "chain" | "seq" | "hash">;
  readonly rows: readonly StoredRow[];
  /** What was found damaged and lies as it was found. */
  readonly damaged: readonly { readonly chain: string; readonly rows: readonly StoredRow[] }[];
}

export interface JournalPlace {
  readonly settings: Settings;
  /** Of the agent; the one of the settings where undefined. */
  readonly socket: string | undefined;
}

const socketOf = ({ settings, socket }: JournalPlace): string => socket ?? settings.agent.socket;
/** Beside the store, where the agent keeps what people add. */
export const filesOf = (settings: Settings): string => join(settings.store.directory, "evidence");

/** From the running agent; with none running from the store. `whole`: with what is private. Throws a Fault. */
export async function readJournal(place: JournalPlace, whole: boolean): Promise<DeviceJournal> {
  const path = `${socketOf(place)}${whole ? ".rw" : ""}`;
  try {
    const first = await askJournal(path, 0, whole);
    const rows = await rowsFrom(path, first, whole);
    const damaged: { readonly chain: string; readonly rows: readonly StoredRow[] }[] = [];
    for (const chain of first.aside)
      damaged.push({ chain, rows: await rowsFrom(path, await askJournal(path, 0, whole, chain), whole, chain) });
    const { head, at, clockTrusted, carrier, network, files = filesOf(place.settings) } = first;
    // What was written since the first page belongs to the next export.
    const known = rows.filter(({ seq }) => seq <= head.seq);
    return defined({ at, clockTrusted, carrier, network, files, head, rows: known, damaged });
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== "no-agent") throw thrown;
    return await fromStore(place, thrown, async (copy, head) => {
      const rows = await storedRows(copy, head.chain, whole);
      const damaged: { readonly chain: string; readonly rows: readonly StoredRow[] }[] = [];
      for (const chain of head.aside) damaged.push({ chain, rows: await storedRows(copy, chain, whole) });
      return { clockTrusted: false, files: filesOf(place.settings), head, rows, damaged };
    });
  }
}

async function rowsFrom(
  path: string,
  first: JournalAnswer,
  whole: boolean,
  chain?: string,
): Promise<readonly StoredRow[]> {
  const rows: StoredRow[] = [...first.rows];
  for (let { next } = first; next !== undefined;) {
    const more = await askJournal(path, next, whole, chain);
    rows.push(...more.rows);
    next = more.next;
  }
  return rows;
}

async function storedRows(copy: StoreCopy, chain: string, whole: boolean): Promise<readonly StoredRow[]> {
  const rows: StoredRow[] = [];
  for await (const [key, text] of copy.range(...entryRange(chain))) {
    const seq = placeOfKey(key)?.seq;
    if (seq !== undefined) rows.push({ seq, text: whole ? text : maskedText(text) });
  }
  return rows;
}

export type JournalCheck = Omit<ChainReport, "chain"> & { readonly chain: string; readonly aside: readonly string[] };

/** Whether every byte of it is what was written. Throws a Fault. */
export async function checkJournal(place: JournalPlace): Promise<JournalCheck> {
  try {
    const { first, cut, ...rest } = await askJournalCheck(socketOf(place));
    return { ...rest, first, cut };
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== "no-agent") throw thrown;
    return await fromStore(place, thrown, async (copy, head) => {
      const slots = new WitnessDirectory(join(place.settings.store.directory, "witness-journal")).slots("journal");
      const report = await examineChain(copy, head, await new JournalWitness(slots).read());
      return { ...report, aside: head.aside };
    });
  }
}

/** Nobody holds the store: a copy of it is read. Throws what the agent's absence is where there is none. */
async function fromStore<T>(
  { settings }: JournalPlace,
  absent: Fault,
  read: (copy: StoreCopy, head: JournalHead) => Promise<T>,
): Promise<T> {
  const directory = join(settings.store.directory, "store");
  try {
    accessSync(settings.store.directory, constants.R_OK | constants.X_OK);
  } catch (cause) {
    if (!textOf(cause).startsWith("ENOENT"))
      throw new Fault("permission-denied", `no agent is running, and this user may not read ${directory}: use sudo`, {
        cause,
      });
  }
  if (!existsSync(directory)) throw absent;
  const copy = await readStoreCopy(directory);
  if (copy === undefined)
    throw new Fault(
      "store-unreadable",
      `no agent is running, and ${directory} cannot be read; start the agent, which mends it`,
    );
  try {
    const head = await readHead(copy);
    if (head === "none") throw new Fault("no-agent", `no agent is running, and ${directory} holds no journal`);
    if (head === "unreadable")
      throw new Fault(
        "evidence-unusable",
        `the journal's head in ${directory} is not what was written: the journal is damaged`,
      );
    return await read(copy, head);
  } finally {
    await copy.close();
  }
}
