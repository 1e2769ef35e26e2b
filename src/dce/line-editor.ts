import { unreachable } from "../base/unreachable.ts";

/** Where in a command line the DCE is (V.250 5.2.1): outside, behind an `A`, inside, or inside one that is too long. */
export interface EditorState {
  readonly phase: "outside" | "prefix" | "body" | "overlong";
  readonly body: string;
}

export interface EditorKeys {
  readonly terminator: number;
  readonly editor: number;
  /** The longest body that is taken; a longer line is dropped whole and answered by ERROR. */
  readonly longest: number;
}

export type EditorEvent =
  | { readonly kind: "line"; readonly body: string }
  /** `A/` (V.250 5.2.4): carried out at once, without a terminator. */
  | { readonly kind: "repeat" }
  | { readonly kind: "overlong" };

export interface EditorStep {
  readonly state: EditorState;
  readonly event?: EditorEvent;
  /** What the DTE sees of its byte when echo is on. */
  readonly echo: string;
}

export const OUTSIDE: EditorState = { phase: "outside", body: "" };

const LINE_FEED = 10;
const isLetter = (byte: number, letter: string): boolean => (byte | 0x20) === letter.charCodeAt(0);

/** One byte from the DTE. Line feeds are as if they had not been sent: terminals and sockets add them to every line. */
export function edit(state: EditorState, byte: number, keys: EditorKeys): EditorStep {
  const echo = String.fromCharCode(byte);
  if (byte === keys.terminator) return { ...ended(state), echo };
  if (byte === LINE_FEED) return { state, echo: "" };
  switch (state.phase) {
    case "outside":
      return { state: isLetter(byte, "a") ? { phase: "prefix", body: "" } : OUTSIDE, echo };
    case "prefix":
      if (isLetter(byte, "t")) return { state: { phase: "body", body: "" }, echo };
      if (echo === "/") return { state: OUTSIDE, event: { kind: "repeat" }, echo };
      return { state: isLetter(byte, "a") ? state : OUTSIDE, echo };
    case "body":
      return inBody(state, byte, keys);
    case "overlong":
      return { state, echo };
    default:
      return unreachable(state.phase);
  }
}

function ended(state: EditorState): { state: EditorState; event?: EditorEvent } {
  if (state.phase === "body") return { state: OUTSIDE, event: { kind: "line", body: state.body } };
  return state.phase === "overlong" ? { state: OUTSIDE, event: { kind: "overlong" } } : { state: OUTSIDE };
}

function inBody(state: EditorState, byte: number, keys: EditorKeys): EditorStep {
  if (byte === keys.editor) {
    // The prefix itself cannot be deleted; then there is nothing to show either.
    if (state.body === "") return { state, echo: "" };
    return { state: { phase: "body", body: state.body.slice(0, -1) }, echo: "\b \b" };
  }
  const echo = String.fromCharCode(byte);
  // V.250 5.2.2: other control characters are not part of a command line.
  if (byte < 0x20) return { state, echo };
  if (state.body.length >= keys.longest) return { state: { phase: "overlong", body: "" }, echo };
  return { state: { phase: "body", body: state.body + echo }, echo };
}
