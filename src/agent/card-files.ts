import { defined } from "../base/defined.ts";
import type { CarrierPack } from "../diagnosis/carrier-pack.ts";
import type { Diagnosis, RankedCause } from "../diagnosis/diagnose.ts";
import type { WallMs } from "../base/instant.ts";
import type { Finding } from "../diagnosis/finding-item.ts";
import { stillStands } from "../diagnosis/observe/observe-platform.ts";
import type { ResumeFacts } from "../diagnosis/rules/resume-rule.ts";
import type { Modem } from "../modem/modem.ts";
import type { BookView, OtherCard } from "../report/picture.ts";
import type { SlotView } from "../report/slot-contract.ts";
import { packNamed, packOf } from "./pack-of.ts";
import { ConfirmedCause, type HeldConfirmation } from "./confirmed-cause.ts";

/** How a card stood when it was looked at last, and in which of two slots. */
export interface Stood {
  readonly at: WallMs;
  readonly slot: number;
  /** The likeliest one, where something was wrong. */
  readonly cause?: RankedCause;
  readonly resume: ResumeFacts;
  readonly carrier: string;
}

/** What people and platforms said of a card, and how it stood. Plain JSON. */
export interface CardFile {
  readonly told: readonly Finding[];
  readonly confirmed?: HeldConfirmation;
  readonly stood?: Stood;
  /** Whose it is, as the carriers' files are named: with no modem to ask, nothing else tells whom to call. */
  readonly carrier?: string;
}

/** Of a card that was in before. */
export interface OtherCardFile extends CardFile {
  readonly iccid: string;
}

export interface KeptCardFiles extends CardFile {
  /** The newest first. */
  readonly others?: readonly OtherCardFile[];
}

const MOST_TOLD = 50;
const MOST_CARDS = 8;

/** What is said of a card is that card's: it is put away when another one comes, and is there again when the card is. */
export class CardFiles {
  /** Of the card that is in; undefined until one was ever seen. */
  #iccid: string | undefined;
  #told: readonly Finding[];
  #confirmed: ConfirmedCause;
  #stood: Stood | undefined;
  #others: readonly OtherCardFile[];
  #carrier: string | undefined;

  constructor(iccid: string | undefined, kept: KeptCardFiles | undefined) {
    this.#iccid = iccid;
    this.#told = kept?.told ?? [];
    this.#confirmed = new ConfirmedCause(kept?.confirmed);
    this.#stood = kept?.stood;
    this.#others = kept?.others ?? [];
    this.#carrier = kept?.carrier;
  }

  /** Of the card that is in. */
  get told(): readonly Finding[] {
    return this.#told;
  }

  get confirmed(): ConfirmedCause {
    return this.#confirmed;
  }

  get kept(): KeptCardFiles {
    const others = this.#others.length === 0 ? undefined : this.#others;
    const [confirmed, stood, carrier] = [this.#confirmed.held, this.#stood, this.#carrier];
    return { told: this.#told, ...defined({ confirmed, stood, others, carrier }) };
  }

  /** The card that is in now. True: it is another one than before. */
  become(iccid: string | undefined): boolean {
    if (iccid === undefined || iccid === this.#iccid) return false;
    const before = this.#iccid;
    this.#iccid = iccid;
    // What was said before any card was seen is said of the first one.
    if (before === undefined) return false;
    const { others: _others, ...file } = this.kept;
    const found = this.#others.find((one) => one.iccid === iccid);
    this.#others = [{ iccid: before, ...file }, ...this.#others]
      .filter((one) => one.iccid !== iccid)
      .slice(0, MOST_CARDS);
    this.#told = found?.told ?? [];
    this.#confirmed = new ConfirmedCause(found?.confirmed);
    this.#stood = found?.stood;
    this.#carrier = found?.carrier;
    return true;
  }

  /** That carrier's file, where it is the carrier's own; else that of whom the card was known to be. */
  packOf(packs: readonly CarrierPack[], book: BookView | undefined, modem: Modem): CarrierPack {
    // For a moment the book that is open is still that of the card before.
    const foreign = book?.iccid !== undefined && this.#iccid !== undefined && book.iccid !== this.#iccid;
    const found = packOf(packs, foreign ? undefined : book, modem);
    if (found.carrier !== "generic" && found.carrier !== "") this.#carrier = found.carrier;
    return this.#carrier === undefined ? found : packNamed(packs, this.#carrier);
  }

  tell(findings: readonly Finding[]): void {
    this.#told = [...stillStands(this.#told, findings), ...findings].slice(-MOST_TOLD);
  }

  /** The card that is in was looked at. */
  stands({ state, causes, at }: Diagnosis, where: Pick<Stood, "slot" | "resume" | "carrier">): void {
    this.#stood = { at, ...where, ...(state === "calm" ? {} : defined({ cause: causes[0] })) };
  }

  /** The card of the slot that is not in use, where it was no good. */
  other(slots: SlotView | undefined): OtherCard | undefined {
    if (slots?.slot === undefined) return undefined;
    for (const { iccid, stood } of this.#others) {
      if (stood === undefined || stood.slot === slots.slot) continue;
      const { at: asOf, ...rest } = stood;
      const home = stood.slot === slots.home;
      const why = home ? slots.leftHome?.why : undefined;
      return stood.cause === undefined && why === undefined
        ? undefined
        : { iccid, asOf, home, ...rest, ...defined({ why }) };
    }
    return undefined;
  }
}
