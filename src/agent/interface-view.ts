import { defined } from "../base/defined.ts";
import type { Duration } from "../base/duration.ts";
import type { PublishedEvent } from "../base/events.ts";
import { type Jump, jumpText } from "../meter/plausibility.ts";
import type { Directions, Picture, UplinkView } from "../report/picture.ts";
import { isPattern, matches } from "../settings/kinds/interface.ts";
import type { Uplink } from "../settings/kinds/uplinks.ts";

/** What the meter makes of the counters: read as the line cannot carry; back where they were; gone on where they jumped to. */
export type CounterNews = "doubted" | "cleared" | "rebased";

const OF_COUNTERS = {
  doubted: { event: "counters-implausible", text: "not booked, its counters are looked at again" },
  cleared: { event: "counters-cleared", text: undefined },
  rebased: { event: "counters-rebased", text: "not booked, counting goes on from where its counters stand" },
} as const satisfies Record<CounterNews, { readonly event: PublishedEvent; readonly text: string | undefined }>;

type Shown = Picture["interface"];

/** How the data interfaces stand in the picture, and what is told of them. */
export class InterfaceView {
  readonly #uplinks: readonly Uplink[];
  readonly #tell: (event: PublishedEvent, fields: Readonly<Record<string, unknown>>) => void;
  /** By their names; of those that are meant by how their names begin, one that is absent only while no other is there. */
  readonly #shown: Map<string, Shown>;

  constructor(
    uplinks: readonly Uplink[],
    tell: (event: PublishedEvent, fields: Readonly<Record<string, unknown>>) => void,
  ) {
    this.#uplinks = uplinks;
    this.#tell = tell;
    this.#shown = new Map(uplinks.map(({ interface: name }) => [name, { name, present: false, ...noneYet(name) }]));
  }

  /** The modem's: the first metered one that is there, else the first metered one. */
  get picture(): Shown {
    const metered = this.#uplinks.filter((one) => one.metered).flatMap((one) => this.#of(one));
    return metered.find(({ present }) => present) ?? metered[0] ?? { name: "", present: false };
  }

  /** All of them; undefined where there is only the one above. */
  all(used: (name: string) => Directions): readonly UplinkView[] | undefined {
    const views = this.#uplinks.flatMap((one) =>
      this.#of(one).map(({ name, present, text }) =>
        defined({
          name,
          metered: one.metered,
          present,
          text,
          used: one.metered || isPattern(name) ? undefined : used(name),
        }),
      ),
    );
    return views.length > 1 ? views : undefined;
  }

  /** Another reason for one absence does not make what was unseen before it known. */
  presence(name: string, present: boolean, text: string | undefined, unseen?: Duration, unreadable?: true): void {
    const unseenMs = present ? undefined : (unseen ?? this.#shown.get(name)?.unseenMs);
    this.#show({ name, present, ...(present ? {} : defined({ text, unseenMs, unreadable })) });
    this.#tell(present ? "interface-present" : "interface-absent", {
      name,
      ...defined({ detail: text, unseenMs: unseen }),
    });
  }

  /** The text of a rebasing stays until the interface comes anew, or the agent. */
  counters(name: string, news: CounterNews, jumps: readonly Jump[]): void {
    const present = this.#shown.get(name)?.present ?? true;
    const { event, text } = OF_COUNTERS[news];
    const told = text === undefined ? {} : { text: `${text}: ${jumps.map(jumpText).join("; ")}` };
    this.#show({ name, present, ...told });
    // As fields, not as a sentence: in free text the log masks long numbers.
    this.#tell(event, { name, jumps: jumps.map(jumpFields) });
  }

  #of({ interface: pattern }: Uplink): readonly Shown[] {
    return [...this.#shown.values()].filter(({ name }) => name === pattern || matches(pattern, name));
  }

  #show(shown: Shown): void {
    const uplink = this.#uplinks.find((one) => matches(one.interface, shown.name));
    if (uplink !== undefined && isPattern(uplink.interface))
      for (const { name, present } of this.#of(uplink)) if (!present) this.#shown.delete(name);
    const others = uplink === undefined ? [] : this.#of(uplink).filter(({ name }) => name !== shown.name);
    // One that went is told only while none of its kind is there.
    if (!shown.present && others.some(({ present }) => present)) this.#shown.delete(shown.name);
    else this.#shown.set(shown.name, shown);
  }
}

const noneYet = (name: string) =>
  isPattern(name) ? { text: `there is no interface whose name begins with ${name.slice(0, -1)}` } : {};

const jumpFields = ({ direction, moved, most, within }: Jump) => ({
  direction,
  movedBytes: Number(moved),
  limitBytes: Number(most),
  withinMs: within,
});
