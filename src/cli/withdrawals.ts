import * as v from "valibot";
import type { ReasonWord } from "../bridge/wire-codes.ts";
import { AgentLines } from "../host/agent-lines.ts";
import { WatchLine } from "../report/program-contract.ts";

/** Which grants the agent withdraws, heard from before one is asked for: nothing falls in between. */
export class Withdrawals {
  readonly #heard = new Map<number, ReasonWord>();
  #news = (): void => {};
  #lines: AgentLines | undefined;

  static async open(path: string): Promise<Withdrawals> {
    const made = new Withdrawals();
    made.#lines = await AgentLines.open(path, (line) => made.#hear(line));
    return made;
  }

  /** Tells it once, also where it was withdrawn before. */
  onWithdrawn(grant: number, tell: (reason: ReasonWord) => void): void {
    this.#news = () => {
      const reason = this.#heard.get(grant);
      if (reason === undefined) return;
      this.#news = () => {};
      tell(reason);
    };
    this.#news();
  }

  close(): void {
    this.#news = () => {};
    this.#lines?.close();
  }

  #hear(text: string): void {
    const line = v.safeParse(WatchLine, parsed(text));
    if (!line.success || line.output.kind !== "withdrawn") return;
    this.#heard.set(line.output.grant, line.output.reason);
    this.#news();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
