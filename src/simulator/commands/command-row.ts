import type { Duration } from "../../base/duration.ts";
import type { Answer } from "../../dce/answer.ts";
import type { Parameter } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";

export interface CommandContext {
  readonly mt: MobileTermination;
  /** Restarts the whole modem, a moment after the answer. */
  readonly restart: () => void;
  /** Switches the modem off, so long after the answer. */
  readonly powerOff: (delay: Duration) => void;
}

/** One extended command. A form that is left out is one that the modem does not know. */
export interface CommandRow {
  readonly execute?: (context: CommandContext) => Answer;
  readonly read?: (context: CommandContext) => Answer;
  readonly test?: (context: CommandContext) => Answer;
  readonly set?: (context: CommandContext, parameters: readonly Parameter[], text: string) => Answer;
}

export type CommandRows = Readonly<Record<string, CommandRow>>;
