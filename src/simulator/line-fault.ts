import type { Duration } from "../base/duration.ts";

interface Counted {
  /** How many answers it spoils before it is used up. */
  readonly times: number;
  /** Concerns only command lines that contain this, in any case; all when left out. */
  readonly command?: string;
}

/** One fault of the line between modem and device. Several may be armed at once; each does what it does. */
export type LineFault =
  /** `busy`: nothing else is carried out until then; otherwise commands that come later are answered earlier. */
  | (Counted & { readonly name: "late-answer"; readonly delay: Duration; readonly busy: boolean })
  /** Random bytes at once, before an answer, or in the middle of one. */
  | (Counted & { readonly name: "garbage"; readonly bytes: number; readonly when: "now" | "before" | "inside" })
  | (Counted & { readonly name: "nul"; readonly bytes: number; readonly when: "now" | "before" })
  /** Deaf and dumb: what is sent meanwhile is lost. For good when `lasts` is left out. */
  | { readonly name: "hang"; readonly lasts?: Duration }
  /** Echo of so many command lines although ATE0 was sent. */
  | { readonly name: "echo-despite-e0"; readonly times: number }
  /**
   * A final result and an unsolicited line without the line ends between them. `final-first`: `OK+CEREG: 2`;
   * `line-first`: `+CEREG: 2OK`; `shared-end`: one line end instead of two.
   */
  | (Counted & {
      readonly name: "glued-final";
      readonly style: "final-first" | "line-first" | "shared-end";
      readonly text: string;
    })
  /** The prompt for a text is not shown; the modem waits for the text all the same. */
  | (Counted & { readonly name: "lost-prompt" })
  /** So many command lines come back many times over, whatever E says: a line that feeds back. */
  | { readonly name: "echo-storm"; readonly times: number; readonly copies: number }
  /** Both sides run at different speeds for so long: every byte arrives as another one. For good when left out. */
  | { readonly name: "wrong-baud"; readonly lasts?: Duration }
  /** Only the first half of an answer; the rest later, or never when `rest` is left out. */
  | (Counted & { readonly name: "half-line"; readonly rest?: Duration })
  /** The port goes away as if unplugged, and comes back under the same path or address. */
  | { readonly name: "port-vanish"; readonly lasts: Duration };

export type LineFaultName = LineFault["name"];
/** Those that wait for something to spoil. */
export type ArmedFault = Extract<LineFault, { times: number }>;

/** A part of the command line; the AT that begins every line may stand before it, and alone it means any. */
export function concerns(fault: ArmedFault, line: string): boolean {
  if (!("command" in fault) || fault.command === undefined) return true;
  return line.toLowerCase().includes(fault.command.toLowerCase().replace(/^at/, ""));
}
