import type { AtOutcome } from "../at/command.ts";
import type { Pin } from "../at/outgoing/pin.ts";
import { unreachable } from "../base/unreachable.ts";
import type { SimState } from "./modem.ts";

/** A card blocks after three wrong PINs; the last two tries are a person's. */
export const TRIES_KEPT = 2;

/** What the file of the PIN holds now. */
export type PinFile =
  | { readonly kind: "unset" }
  | { readonly kind: "unusable"; readonly why: string }
  | {
      readonly kind: "pin";
      readonly pin: Pin;
      /** Keyed hash of this card and this PIN. */
      readonly fingerprint: string;
      readonly mark: PinMark | undefined;
    };

/**
 * What is kept of a PIN that was, or was about to be, given to a card. Written before the PIN is sent: when the power
 * fails in between, the card's own counter tells whether it was refused.
 */
export type PinMark = { readonly kind: "refused" } | { readonly kind: "given"; readonly triesBefore: number };

type FilePin = PinFile & { readonly kind: "pin" };

type Phase =
  | { readonly kind: "idle" | "unlocked" | "refused" }
  | { readonly kind: "reading" }
  | { readonly kind: "counting"; readonly file: FilePin }
  | { readonly kind: "noting"; readonly file: FilePin; readonly triesBefore: number }
  | { readonly kind: "entering" | "waiting" | "settling"; readonly attempt: Attempt };

interface Attempt {
  readonly fingerprint: string;
  readonly triesBefore: number;
  /** What the modem answered, for people. */
  readonly said: string;
}

/** A value, stepped by `unlock`. */
export interface Unlocking {
  readonly phase: Phase;
  /** Given to the card in this life of the program, and not accepted: never given again. */
  readonly spent?: string;
  /** Why the card stays locked, and what to do: for `status`; absent while there is nothing to say. */
  readonly text?: string;
}

export const UNLOCKING: Unlocking = { phase: { kind: "idle" } };

export type UnlockInput =
  /** What +CPIN? said last. */
  | { readonly kind: "sim"; readonly state: SimState }
  | { readonly kind: "file"; readonly file: PinFile }
  /** Undefined: no command of this modem tells. */
  | { readonly kind: "tries"; readonly left: number | undefined }
  | { readonly kind: "noted"; readonly durable: boolean }
  | { readonly kind: "entered"; readonly outcome: AtOutcome }
  /** +CPIN? after the PIN was given. `late`: the card was given all the time that it may take. */
  | { readonly kind: "looked"; readonly state: SimState; readonly late: boolean }
  /** The modem went away in the middle. */
  | { readonly kind: "gone" };

/** Each but the last two, and `forget`, is answered by one input. */
export type UnlockEffect =
  | { readonly kind: "read-file" | "count-tries" | "look" }
  | { readonly kind: "note"; readonly fingerprint: string; readonly mark: PinMark }
  | { readonly kind: "enter"; readonly pin: Pin }
  | { readonly kind: "forget"; readonly fingerprint: string }
  | { readonly kind: "unlocked" }
  /** Told once as long as the reason stays the same. */
  | { readonly kind: "refused"; readonly text: string };

export interface UnlockStep {
  readonly unlocking: Unlocking;
  readonly effects: readonly UnlockEffect[];
}

const BY_HAND = "Put the card into a phone and enter the PIN there (better: switch the PIN off)";
const AGAIN = "then write the right PIN into the file of modem.pin_file";

const TEXT = {
  unset: `The SIM asks for its PIN, and modem.pin_file is not set. Set it to a file that holds the PIN, or: ${BY_HAND}.`,
  unusable: (why: string) => `The SIM asks for its PIN, and the file of modem.pin_file cannot be used: ${why}.`,
  wrong: `The SIM refused the PIN of modem.pin_file; it is not tried again. ${BY_HAND}, ${AGAIN}.`,
  uncounted: `The SIM asks for its PIN, and this modem does not tell how many tries are left: none is made. ${BY_HAND}.`,
  few: (left: number) =>
    `The SIM asks for its PIN, and only ${left} ${left === 1 ? "try is" : "tries are"} left: the agent makes none of these. ${BY_HAND}, ${AGAIN}.`,
  puk: `The SIM asks for its PUK, which the agent never enters. Ask the carrier for the PUK, put the card into a phone, and enter the PUK and a new PIN there, ${AGAIN}.`,
  unkept:
    "The SIM asks for its PIN, and the disk takes no writes: a PIN that cannot be remembered as tried is not tried. Mend the disk (see Store in `cellward status`).",
  unclear: (said: string) =>
    `The PIN of modem.pin_file was given to the SIM (answer: ${said}), and it still asks for it without having counted a try. The agent gives it once only. Restart the modem, or: ${BY_HAND}.`,
} as const;

/** One step towards an unlocked card: the PIN once, never on the last tries, never again after it was refused. Pure. */
export function unlock(before: Unlocking, input: UnlockInput): UnlockStep {
  const { phase } = before;
  switch (input.kind) {
    case "sim":
      return sim(before, input.state);
    case "file":
      return phase.kind === "reading" ? file(before, input.file) : still(before);
    case "tries":
      if (phase.kind === "counting") return counted(before, phase.file, input.left);
      return phase.kind === "settling" ? settled(before, phase.attempt, input.left) : still(before);
    case "noted":
      return phase.kind === "noting" ? noted(before, phase, input.durable) : still(before);
    case "entered":
      return phase.kind === "entering" ? entered(before, phase.attempt, input.outcome) : still(before);
    case "looked":
      return phase.kind === "waiting" ? looked(before, phase.attempt, input) : still(before);
    case "gone":
      // What is marked and the card's own counter will tell, as after a power cut.
      return still(UNLOCKING);
    default:
      return unreachable(input);
  }
}

const still = (unlocking: Unlocking): UnlockStep => ({ unlocking, effects: [] });

/** Without an open attempt; `spent` stays. */
const at = ({ spent }: Unlocking, phase: Phase, text?: string): Unlocking => ({
  phase,
  ...(spent === undefined ? {} : { spent }),
  ...(text === undefined ? {} : { text }),
});

function refused(before: Unlocking, text: string, first: readonly UnlockEffect[] = []): UnlockStep {
  const told: readonly UnlockEffect[] = before.text === text ? [] : [{ kind: "refused", text }];
  return { unlocking: at(before, { kind: "refused" }, text), effects: [...first, ...told] };
}

function sim(before: Unlocking, state: SimState): UnlockStep {
  const { kind } = before.phase;
  // Between the PIN and the card's being ready, what it says of itself may be stale.
  if (kind === "waiting" || kind === "settling" || kind === "entering") return still(before);
  switch (state) {
    case "pin":
      // Also where it was refused before: the file may be another one by now.
      return {
        unlocking: at(before, { kind: "reading" }, before.text),
        effects: [{ kind: "read-file" }],
      };
    case "puk":
      return refused(before, TEXT.puk);
    case "ready":
    case "absent":
      return still(at(before, { kind: state === "ready" ? "unlocked" : "idle" }));
    case "pin2":
    case "puk2":
    case "phone-locked":
    case "network-locked":
    case "not-ready":
    case "other":
    case "unknown":
      return still(before);
    default:
      return unreachable(state);
  }
}

function file(before: Unlocking, found: PinFile): UnlockStep {
  switch (found.kind) {
    case "unset":
      return refused(before, TEXT.unset);
    case "unusable":
      return refused(before, TEXT.unusable(found.why));
    case "pin": {
      if (found.mark?.kind === "refused") return refused(before, TEXT.wrong);
      // It was given in this life and nothing came of it: what was said of it stays.
      if (found.fingerprint === before.spent) return refused(before, before.text ?? TEXT.wrong);
      const unlocking = at(before, { kind: "counting", file: found }, before.text);
      return { unlocking, effects: [{ kind: "count-tries" }] };
    }
    default:
      return unreachable(found);
  }
}

function counted(before: Unlocking, found: FilePin, left: number | undefined): UnlockStep {
  if (left === undefined) return refused(before, TEXT.uncounted);
  const { fingerprint, mark } = found;
  // The power failed behind the PIN, and the card has counted it as wrong.
  if (mark?.kind === "given" && left < mark.triesBefore)
    return refused(before, TEXT.wrong, [{ kind: "note", fingerprint, mark: { kind: "refused" } }]);
  if (left <= TRIES_KEPT) return refused(before, TEXT.few(left));
  return {
    unlocking: at(before, { kind: "noting", file: found, triesBefore: left }, before.text),
    effects: [{ kind: "note", fingerprint, mark: { kind: "given", triesBefore: left } }],
  };
}

function noted(before: Unlocking, phase: Phase & { readonly kind: "noting" }, durable: boolean): UnlockStep {
  const { pin, fingerprint } = phase.file;
  if (!durable) return refused(before, TEXT.unkept, [{ kind: "forget", fingerprint }]);
  const attempt: Attempt = { fingerprint, triesBefore: phase.triesBefore, said: "none" };
  return {
    unlocking: { ...at(before, { kind: "entering", attempt }, before.text), spent: fingerprint },
    effects: [{ kind: "enter", pin }],
  };
}

/** CME 16 is a wrong PIN, 12 one that was the last (27.007 9.2.1). Everything else has to be asked: 14 comes also when it was right. */
function entered(before: Unlocking, attempt: Attempt, outcome: AtOutcome): UnlockStep {
  if (outcome.kind === "error" && outcome.scheme === "cme" && (outcome.code === 16 || outcome.code === 12))
    return wrong(before, attempt);
  if (outcome.kind === "gone") return still(UNLOCKING);
  const said = outcome.kind === "ok" ? "OK" : outcome.kind === "error" ? outcome.text : "none in time";
  return {
    unlocking: at(before, { kind: "waiting", attempt: { ...attempt, said } }, before.text),
    effects: [{ kind: "look" }],
  };
}

const wrong = (before: Unlocking, { fingerprint }: Attempt): UnlockStep =>
  refused(before, TEXT.wrong, [{ kind: "note", fingerprint, mark: { kind: "refused" } }]);

function looked(
  before: Unlocking,
  attempt: Attempt,
  { state, late }: { readonly state: SimState; readonly late: boolean },
): UnlockStep {
  if (state === "ready")
    return {
      unlocking: { phase: { kind: "unlocked" } },
      effects: [{ kind: "forget", fingerprint: attempt.fingerprint }, { kind: "unlocked" }],
    };
  if (state === "puk") return wrong(before, attempt);
  if (!late) return { unlocking: before, effects: [{ kind: "look" }] };
  return {
    unlocking: at(before, { kind: "settling", attempt }, before.text),
    effects: [{ kind: "count-tries" }],
  };
}

function settled(before: Unlocking, attempt: Attempt, left: number | undefined): UnlockStep {
  if (left !== undefined && left < attempt.triesBefore) return wrong(before, attempt);
  return refused(before, TEXT.unclear(attempt.said));
}
