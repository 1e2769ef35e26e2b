import type { AtCommand, AtOutcome } from "../at/command.ts";
import type { BearerStop } from "../enforce/hard-stop.ts";
import { letGoLines } from "../modem/let-go.ts";
import type { Modem } from "../modem/modem.ts";
import type { ModemProfile } from "../modem/profile.ts";
import type { BearerLoop } from "./bearer-loop.ts";
import type { OwnerLoop } from "./owner-loop.ts";

/** `later`: nobody was there to take it; it is to be tried again. */
export type HoldEnd =
  | { readonly kind: "done" }
  | { readonly kind: "later" }
  /** The modem, or the owner of the data call, said no. */
  | { readonly kind: "refused"; readonly text: string };

/** The data connection, to be let go and taken back on purpose: `ModemSide`. */
export interface BearerHands {
  /** How it can be let go now, the mildest first. */
  ways(): readonly BearerStop[];
  /** Data can pass by it; another context of the modem's is none of ours. */
  up(): boolean;
  letGo(by: BearerStop, why: string): Promise<HoldEnd>;
  takeBack(by: BearerStop, why: string): Promise<HoldEnd>;
}

export interface BearerHoldParts {
  /** Of an agent that dials. */
  readonly own: () => BearerLoop | undefined;
  /** Of one that can ask whoever does. */
  readonly owner: () => OwnerLoop | undefined;
  readonly cid: number;
  /** Initialised and identified: before that nobody knows what may be sent to it. */
  readonly ready: () => boolean;
  /** Undefined: of no make that is known. */
  readonly family: () => ModemProfile | undefined;
  readonly modem: () => Modem;
  readonly send: (command: AtCommand) => Promise<AtOutcome>;
  /** Something was done to the bearer. */
  readonly changed: () => void;
}

/** Lets the data connection go by what the modem's family and its owner allow. */
export class BearerHold implements BearerHands {
  readonly #parts: BearerHoldParts;
  #away: BearerStop | undefined;

  constructor(parts: BearerHoldParts) {
    this.#parts = parts;
  }

  ways(): readonly BearerStop[] {
    const { ready, family, modem, cid } = this.#parts;
    const { own, owner } = this.#whose;
    // NetworkManager takes a call that was ended over D-Bus for one that a person ended, and would not connect again.
    if (own === undefined) return owner === undefined || owner.view.asks === "network-manager" ? [] : ["owner"];
    if (!ready()) return [];
    const known = family();
    const others = Object.entries(modem().contexts ?? {}).some(([other, active]) => active && Number(other) !== cid);
    const goes = (by: "detach" | "radio-off"): readonly BearerStop[] =>
      letGoLines(by, known) === undefined ? [] : [by];
    return [...(others ? (["context"] as const) : []), ...goes("detach"), ...goes("radio-off")];
  }

  up(): boolean {
    const { modem, cid } = this.#parts;
    const { service, contexts } = modem();
    const own = this.#whose.own === undefined ? undefined : contexts?.[cid];
    return own ?? service.data === "up";
  }

  async letGo(by: BearerStop, why: string): Promise<HoldEnd> {
    const { ready, family, changed } = this.#parts;
    const { own, owner } = this.#whose;
    this.#away = by;
    if (by === "owner" || own === undefined) return answered(await owner?.letGo(why));
    // The interface first, so that nothing more goes out while the modem is at it.
    const dropping = await own.letGo(why);
    if (!ready()) return { kind: "later" };
    const lines = by === "context" ? dropping : [letGoLines(by, family())?.go].filter((line) => line !== undefined);
    const end = lines.length === 0 ? NO_WAY : await this.#all(lines);
    changed();
    return end;
  }

  async takeBack(by: BearerStop, why: string): Promise<HoldEnd> {
    const { ready, family, changed } = this.#parts;
    const { own, owner } = this.#whose;
    if (by === "owner" || own === undefined) {
      const end = answered(await owner?.takeBack(why));
      this.#away = undefined;
      // An owner that cannot connect now is asked again in its own loop.
      return end.kind === "refused" ? { kind: "done" } : end;
    }
    if (!ready() && by !== "context") return { kind: "later" };
    const line = by === "context" ? undefined : letGoLines(by, family())?.back;
    const end = line === undefined ? DONE : await this.#all([line]);
    if (end.kind === "later") return end;
    this.#away = undefined;
    own.takeBack();
    changed();
    // A network that says no now is dialled again by the call's own times.
    return DONE;
  }

  /** What an agent that stops asks for, so that nothing stays away that nobody watches; the next start lets it go again. */
  async leave(): Promise<void> {
    const by = this.#away;
    const { ready, family, send } = this.#parts;
    if (by === "owner") await this.#whose.owner?.takeBack("the agent stops");
    if (by === undefined || by === "owner" || by === "context" || !ready()) return;
    const lines = letGoLines(by, family());
    if (lines !== undefined) await send(lines.back);
  }

  get #whose(): { readonly own: BearerLoop | undefined; readonly owner: OwnerLoop | undefined } {
    return { own: this.#parts.own(), owner: this.#parts.owner() };
  }

  async #all(lines: readonly AtCommand[]): Promise<HoldEnd> {
    for (const line of lines) {
      const outcome = await this.#parts.send(line);
      if (outcome.kind === "error") return { kind: "refused", text: `${line.line} was refused: ${outcome.text}` };
      if (outcome.kind !== "ok") return { kind: "later" };
    }
    return DONE;
  }
}

const DONE: HoldEnd = { kind: "done" };
const NO_WAY: HoldEnd = { kind: "refused", text: "no command is known that takes this modem's call down" };

function answered(answer: Awaited<ReturnType<OwnerLoop["letGo"]>> | undefined): HoldEnd {
  if (answer === undefined) return { kind: "refused", text: "the data call is somebody else's, and nobody is asked" };
  return answer.kind === "failed" ? { kind: "refused", text: answer.text } : DONE;
}
