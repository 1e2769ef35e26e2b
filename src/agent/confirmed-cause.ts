import { defined } from "../base/defined.ts";
import type { WallMs } from "../base/instant.ts";
import { type CauseCode, NO_CAUSE } from "../diagnosis/cause.ts";
import { type Confirmation, diagnose, type Diagnosis, type DiagnosisInput } from "../diagnosis/diagnose.ts";

export interface HeldConfirmation extends Confirmation {
  /** Of which card it was said, once that is known. */
  readonly iccid?: string;
  /** Evidence has spoken against it since, and nothing was wrong. */
  readonly contradicted?: true;
}

/**
 * What a person has confirmed, as long as it holds: of the card that was in, and until evidence contradicts it. The stop
 * after the one that was confirmed may have any cause.
 */
export class ConfirmedCause {
  #held: HeldConfirmation | undefined;

  constructor(kept: HeldConfirmation | undefined) {
    this.#held = kept;
  }

  get held(): HeldConfirmation | undefined {
    return this.#held;
  }

  confirm(cause: CauseCode | typeof NO_CAUSE, by: string, at: WallMs, iccid: string | undefined): void {
    this.#held = cause === NO_CAUSE ? undefined : defined({ cause, by, at, iccid });
  }

  /** The card that is in. */
  card(iccid: string | undefined): void {
    const held = this.#held;
    if (held === undefined || iccid === undefined || iccid === held.iccid) return;
    this.#held = held.iccid === undefined ? { ...held, iccid } : undefined;
  }

  diagnose(input: Omit<DiagnosisInput, "confirmed">): Diagnosis {
    const held = this.#held;
    if (held === undefined) return diagnose(input);
    const { cause, by, at } = held;
    const diagnosis = diagnose({ ...input, confirmed: { cause, by, at } });
    // A card that is out for a moment contradicts it as well; that data is there again ends it.
    const against = (diagnosis.confirmed?.contradictedBy.length ?? 0) > 0;
    const contradicted = against && diagnosis.state === "calm";
    if (contradicted) this.#held = { ...held, contradicted: true };
    if (against || held.contradicted !== true) return diagnosis;
    this.#held = undefined;
    return diagnose(input);
  }
}
