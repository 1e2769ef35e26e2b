import type { Link } from "../modem/link.ts";
import { linkEvent } from "./modem-events.ts";
import type { Telling } from "./telling.ts";

/** How it stands with the modem's port, and what is told of it. */
export class LinkSide {
  readonly #telling: Pick<Telling, "event" | "changed">;
  readonly #changed: () => void;
  #link: Link = { kind: "opening" };

  constructor(telling: Pick<Telling, "event" | "changed">, changed: () => void) {
    this.#telling = telling;
    this.#changed = changed;
  }

  get link(): Link {
    return this.#link;
  }

  became(link: Link): void {
    this.#link = link;
    const told = linkEvent(link);
    if (told !== undefined) this.#telling.event(told.type, told.fields);
    this.#changed();
    this.#telling.changed();
  }

  /** Somebody else speaks on it, or no longer does. */
  shared(text: string | undefined): void {
    if (this.#link.kind !== "ready" || this.#link.text === text) return;
    this.#link = { kind: "ready", ...(text === undefined ? {} : { text }) };
    if (text !== undefined) this.#telling.event("port-shared", { detail: text });
    this.#telling.changed();
  }
}
