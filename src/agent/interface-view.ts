import { defined } from "../base/defined.ts";
import type { Duration } from "../base/duration.ts";
import type { PublishedEvent } from "../base/events.ts";
import { type Jump, jumpText } from "../meter/plausibility.ts";
import type { Picture } from "../report/picture.ts";

/** What the meter makes of the counters: read as the line cannot carry; back where they were; gone on where they jumped to. */
export type CounterNews = "doubted" | "cleared" | "rebased";

const OF_COUNTERS = {
  doubted: { event: "counters-implausible", text: "not booked, its counters are looked at again" },
  cleared: { event: "counters-cleared", text: undefined },
  rebased: { event: "counters-rebased", text: "not booked, counting goes on from where its counters stand" },
} as const satisfies Record<CounterNews, { readonly event: PublishedEvent; readonly text: string | undefined }>;

/** How the data interface stands in the picture, and what is told of it. */
export class InterfaceView {
  readonly #tell: (event: PublishedEvent, fields: Readonly<Record<string, unknown>>) => void;
  #picture: Picture["interface"];

  constructor(name: string, tell: (event: PublishedEvent, fields: Readonly<Record<string, unknown>>) => void) {
    this.#picture = { name, present: false };
    this.#tell = tell;
  }

  get picture(): Picture["interface"] {
    return this.#picture;
  }

  /** Another reason for one absence does not make what was unseen before it known. */
  presence(present: boolean, text: string | undefined, unseen?: Duration, unreadable?: true): void {
    const { name } = this.#picture;
    const unseenMs = present ? undefined : (unseen ?? this.#picture.unseenMs);
    this.#picture = { name, present, ...(present ? {} : defined({ text, unseenMs, unreadable })) };
    this.#tell(present ? "interface-present" : "interface-absent", {
      name,
      ...defined({ detail: text, unseenMs: unseen }),
    });
  }

  /** The text of a rebasing stays until the interface comes anew, or the agent. */
  counters(news: CounterNews, jumps: readonly Jump[]): void {
    const { name, present } = this.#picture;
    const { event, text } = OF_COUNTERS[news];
    this.#picture = {
      name,
      present,
      ...(text === undefined ? {} : { text: `${text}: ${jumps.map(jumpText).join("; ")}` }),
    };
    // As fields, not as a sentence: in free text the log masks long numbers.
    this.#tell(event, { name, jumps: jumps.map(jumpFields) });
  }
}

const jumpFields = ({ direction, moved, most, within }: Jump) => ({
  direction,
  movedBytes: Number(moved),
  limitBytes: Number(most),
  withinMs: within,
});
