import { describeBytes, parseBytes, type UnitBase } from "../base/bytes.ts";
import { defined } from "../base/defined.ts";
import { Millis, Minutes } from "../base/duration.ts";
import { minuteText } from "../plan/local-text.ts";
import type { Allowance } from "../policy/allowance.ts";
import { type ClassOverride, isOver } from "../policy/override.ts";
import type { ClassNames } from "../policy/traffic-classes.ts";
import type { Cancel } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import type { LocalOrder } from "../report/local-contract.ts";
import { keptClassOverrides, readKeptClassOverrides } from "./kept-override.ts";
import { KeptWriter } from "./kept-writer.ts";
import type { OverrideListener, OverridePorts, OverrideView } from "./override-desk.ts";
import { handFields, type Kept, type Obeyed, onDisk, personalIn, readEnd, refused } from "./override-words.ts";

export type SetClassOverride = Extract<LocalOrder, { readonly do: "set-class-override" }>;

export interface ClassOverrideView extends Pick<OverrideView, "said" | "zone"> {
  readonly classes: ClassNames;
  unitBase(): UnitBase;
  /** What would hold without any. */
  own(): readonly Allowance[];
}

const KEY = "policy/class-overrides";

/** What a person has set for single classes, one word each: kept over restarts, ended at its time, told with who and why. */
export class ClassOverrideDesk {
  readonly #ports: OverridePorts;
  readonly #view: ClassOverrideView;
  readonly #listener: OverrideListener;
  readonly #writer: KeptWriter;
  #held: readonly ClassOverride[];
  #timer: Cancel = () => {};
  #stopped = false;

  constructor(ports: OverridePorts, view: ClassOverrideView, listener: OverrideListener, kept: string | undefined) {
    this.#ports = ports;
    this.#writer = new KeptWriter(ports.store, KEY);
    this.#view = view;
    this.#listener = listener;
    // The device may be for something else than it was: what names no class of it says nothing.
    this.#held = readKeptClassOverrides(kept).filter((one) => view.classes.includes(one.class));
    this.#wait();
  }

  static read(store: Store): Promise<string | undefined> {
    return store.get(KEY);
  }

  /** Without those of which the time is over. */
  current(): readonly ClassOverride[] {
    const { wall, trusted } = this.#view.said();
    return this.#held.filter((one) => !isOver(one, wall, trusted));
  }

  /** Written before it is in force; where the disk refuses, it is said. */
  async set({
    class: name,
    held = false,
    bytes: text,
    until,
    reason,
    by,
    openReserve = false,
  }: SetClassOverride): Promise<Obeyed> {
    const personal = personalIn(by, reason);
    if (personal !== undefined) return personal;
    const { classes } = this.#view;
    if (!classes.includes(name)) return refused(`--class: found "${name}"; expected one of ${classes.join(", ")}`);
    const amount = text === undefined ? undefined : parseBytes(text, this.#view.unitBase());
    if (text !== undefined && (amount === undefined || amount <= 0n || amount > BigInt(Number.MAX_SAFE_INTEGER)))
      return refused(`--bytes: found "${text}"; expected an amount of data, such as "20 MB"`);
    const said = this.#view.said();
    const zone = this.#view.zone();
    const read = readEnd(until, said, zone);
    if ("refusal" in read) return read.refusal;
    const bytes = amount === undefined ? undefined : Number(amount);
    const override: ClassOverride = defined({
      class: name,
      held,
      bytes,
      aim: held || this.#isLess(name, bytes) ? ("tighten" as const) : ("loosen" as const),
      since: said.wall,
      until: read.end,
      by,
      reason,
      opensReserve: openReserve,
    });
    const all = [...this.#held.filter((one) => one.class !== name), override];
    const kept = await this.#write(all);
    this.#held = all;
    this.#wait();
    this.#listener.event("override-set", fieldsOf(override));
    this.#listener.changed();
    const end = `${minuteText(read.end, zone)} ${zone}`;
    return {
      result: "override-set",
      text: [setText(override, end, this.#view.unitBase()), ...onDisk(kept)].join("\n"),
    };
  }

  async end(name: string, by: string): Promise<Obeyed> {
    const held = this.current().find((one) => one.class === name);
    if (held === undefined)
      return {
        result: "nothing-overridden",
        text: `Nothing is set by hand for ${name}. 当前没有对 ${name} 的人工设定。`,
      };
    const all = this.#held.filter((one) => one !== held);
    const kept = await this.#write(all);
    this.#held = all;
    this.#listener.event("override-ended", { ...fieldsOf(held), endedBy: by });
    this.#wait();
    this.#listener.changed();
    const text = `Ended; ${name} goes by the level again. 已取消，${name} 恢复按级别处理。`;
    return { result: "override-ended", text: [text, ...onDisk(kept)].join("\n") };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer();
    await this.#writer.settled();
  }

  /** Whether the class may send more by itself. */
  #isLess(name: string, bytes: number | undefined): boolean {
    const own = this.#view.own().find((one) => one.class === name);
    if (own === undefined || bytes === undefined || own.kind === "held") return false;
    return own.kind === "open" || bytes < (own.bytes ?? 0);
  }

  /** Looked at again although the ends are known: the clock may be set meanwhile. */
  #wait(): void {
    this.#timer();
    if (this.#held.length === 0 || this.#stopped) return;
    const { wall } = this.#view.said();
    const first = Math.min(...this.#held.map(({ until }) => until - wall));
    this.#timer = this.#ports.clock.after(Millis(Math.max(1_000, Math.min(first, Minutes(10)))), () => this.#look());
  }

  #look(): void {
    const current = this.current();
    const over = this.#held.filter((one) => !current.includes(one));
    if (over.length > 0) {
      this.#held = current;
      // What is left in the store when this fails is over by its own word.
      void this.#write(current);
      for (const one of over) this.#listener.event("override-ended", fieldsOf(one));
      this.#listener.changed();
    }
    this.#wait();
  }

  #write(all: readonly ClassOverride[]): Promise<Kept> {
    return this.#writer.write(all.length === 0 ? undefined : keptClassOverrides(all));
  }
}

const fieldsOf = ({ class: name, held, bytes, ...hand }: ClassOverride) =>
  defined({ class: name, held, bytes, ...handFields(hand) });

function setText({ class: name, held, bytes, aim, opensReserve }: ClassOverride, end: string, base: UnitBase): string {
  const back = `\`cellward override end --class ${name}\` takes it back.`;
  const zhBack = `撤销：cellward override end --class ${name}。`;
  if (held) return `Until ${end} ${name} sends nothing. ${back}\n在 ${end} 之前，${name} 暂停。${zhBack}`;
  const amount = bytes === undefined ? undefined : describeBytes(BigInt(bytes), base);
  const reserve =
    aim === "tighten"
      ? ["", ""]
      : opensReserve
        ? ["; the reserve too", "（可使用预留流量）"]
        : ["; what is kept for the first class stays with it", "（预留流量仍只留给第一类业务）"];
  const [en, zh] =
    aim === "tighten"
      ? [`${name} sends no more than ${amount ?? "now"}`, `${name} 最多使用 ${amount ?? ""}`]
      : amount === undefined
        ? [`${name} may send whatever the level says, as far as there is data`, `${name} 不受级别限制，以剩余流量为限`]
        : [
            `${name} may send ${amount} whatever the level says, as far as there is data`,
            `${name} 可使用 ${amount}，不受级别限制，以剩余流量为限`,
          ];
  return `Until ${end} ${en}${reserve[0]}. ${back}\n在 ${end} 之前，${zh}${reserve[1]}。${zhBack}`;
}
