import { defined } from "../base/defined.ts";
import { Minutes, Millis } from "../base/duration.ts";
import type { PublishedEvent } from "../base/events.ts";
import { minuteText } from "../plan/local-text.ts";
import type { LevelDecision as Decision } from "../policy/decide.ts";
import { type Level, LEVELS } from "../policy/level.ts";
import { isOver, type Override } from "../policy/override.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import type { LocalOrder } from "../report/local-contract.ts";
import type { Said } from "../report/picture.ts";
import { keptOverride, readKeptOverride } from "./kept-override.ts";
import { KeptWriter } from "./kept-writer.ts";
import { handFields, type Kept, type Obeyed, onDisk, personalIn, readEnd } from "./override-words.ts";

export type SetOverride = Extract<LocalOrder, { readonly do: "set-override" }>;

export interface OverridePorts {
  readonly clock: Clock;
  readonly store: Store;
}

export interface OverrideView {
  said(): Said;
  /** Of the plan: where a date begins. */
  zone(): string;
  /** What would hold without any. */
  own(): Decision;
}

export interface OverrideListener {
  event(type: PublishedEvent, fields: Readonly<Record<string, unknown>>): void;
  changed(): void;
}

const KEY = "policy/override";

/** The one level that a person has set: kept over restarts, ended at its time, told with who and why. */
export class OverrideDesk {
  readonly #ports: OverridePorts;
  readonly #view: OverrideView;
  readonly #listener: OverrideListener;
  readonly #writer: KeptWriter;
  #held: Override | undefined;
  #timer: Cancel = () => {};
  #stopped = false;

  constructor(ports: OverridePorts, view: OverrideView, listener: OverrideListener, kept: string | undefined) {
    this.#ports = ports;
    this.#writer = new KeptWriter(ports.store, KEY);
    this.#view = view;
    this.#listener = listener;
    this.#held = readKeptOverride(kept);
    this.#wait();
  }

  static read(store: Store): Promise<string | undefined> {
    return store.get(KEY);
  }

  /** Undefined when there is none, or its time is over. */
  current(): Override | undefined {
    const { wall, trusted } = this.#view.said();
    return this.#held === undefined || isOver(this.#held, wall, trusted) ? undefined : this.#held;
  }

  /** Written before it is in force; where the disk refuses, it is said. */
  async set({ level, until, reason, by, openReserve = false }: SetOverride): Promise<Obeyed> {
    const personal = personalIn(by, reason);
    if (personal !== undefined) return personal;
    const said = this.#view.said();
    const zone = this.#view.zone();
    const read = readEnd(until, said, zone);
    if ("refusal" in read) return read.refusal;
    const { end } = read;
    const aim = aimOf(level, this.#view.own().level);
    const override: Override = { level, aim, since: said.wall, until: end, by, reason, opensReserve: openReserve };
    const kept = await this.#write(override);
    this.#held = override;
    this.#wait();
    this.#listener.event("override-set", fieldsOf(override));
    this.#listener.changed();
    return { result: "override-set", text: [setText(override, zone), ...onDisk(kept)].join("\n") };
  }

  async end(by: string): Promise<Obeyed> {
    const held = this.current();
    if (held === undefined)
      return { result: "nothing-overridden", text: "No level is set by hand. 当前没有人工设定的级别。" };
    const kept = await this.#write(undefined);
    this.#drop(held, by);
    return {
      result: "override-ended",
      text: ["Ended; the device decides by itself again. 已取消人工设定，恢复自动判断。", ...onDisk(kept)].join("\n"),
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer();
    await this.#writer.settled();
  }

  /** Looked at again although its end is known: the clock may be set meanwhile. */
  #wait(): void {
    this.#timer();
    if (this.#held === undefined || this.#stopped) return;
    const { wall } = this.#view.said();
    const left = Millis(Math.max(1_000, Math.min(this.#held.until - wall, Minutes(10))));
    this.#timer = this.#ports.clock.after(left, () => this.#look());
  }

  #look(): void {
    const held = this.#held;
    if (held === undefined || this.current() !== undefined) return this.#wait();
    // What is left in the store when this fails is over by its own word.
    void this.#write(undefined);
    this.#drop(held);
  }

  #drop(held: Override, endedBy?: string): void {
    this.#held = undefined;
    this.#timer();
    this.#listener.event("override-ended", defined({ ...fieldsOf(held), endedBy }));
    this.#listener.changed();
  }

  #write(override: Override | undefined): Promise<Kept> {
    return this.#writer.write(override && keptOverride(override));
  }
}

/**
 * Whoever names the level that holds anyway wants it kept when the device would go further: a wish that nothing be looser than
 * `normal` would be none. Only a rest stays one.
 */
const aimOf = (level: Level, own: Level): Override["aim"] =>
  level !== "offline" && LEVELS.indexOf(level) <= LEVELS.indexOf(own) ? "loosen" : "tighten";

const fieldsOf = ({ level, ...hand }: Override) => ({ level, ...handFields(hand) });

function setText({ level, aim, until, opensReserve }: Override, zone: string): string {
  const end = `${minuteText(until, zone)} ${zone}`;
  const [en, zh] =
    aim === "loosen"
      ? [`Until ${end} nothing stricter than ${level} is asked for`, `在 ${end} 之前，限制不严于 ${level}`]
      : [`Until ${end} nothing looser than ${level} is allowed`, `在 ${end} 之前，限制不松于 ${level}`];
  const reserve =
    aim === "tighten"
      ? ["", ""]
      : opensReserve
        ? ["; beyond the limit too", "（超限后也是如此）"]
        : ["; beyond the limit what is left stays with the first class", "（超限后剩余流量仍只留给第一类业务）"];
  return `${en}${reserve[0]}. \`cellward override end\` takes it back.\n${zh}${reserve[1]}。撤销：cellward override end。`;
}
