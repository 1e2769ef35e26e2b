import type { PublishedEvent } from "../base/events.ts";
import type { Statement } from "../plan/statement.ts";
import type { Ledger } from "../meter/ledger.ts";
import type { Log } from "../ports/log.ts";
import type { RefusedPlans } from "../report/picture.ts";
import type { FactAnswer } from "./book-views.ts";
import type { ChangeSaid } from "./date-plan.ts";
import type { DeviceTie } from "./device-tie.ts";
import type { MeterLoop } from "./meter-loop.ts";
import type { Hastening, PlanDesk } from "./plan-desk.ts";
import type { PlanSource } from "./plan-files.ts";
import type { TimeKeeper } from "./time-keeper.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface StatementParts {
  readonly ledger: Ledger;
  readonly log: Log;
  readonly tie: DeviceTie;
  readonly time: TimeKeeper;
  readonly meter: MeterLoop;
  readonly plans: PlanDesk;
}

export interface StatementListener {
  event(type: PublishedEvent, fields: Fields): void;
  /** Of what the log has already. */
  told(type: PublishedEvent, fields: Fields): void;
  changed(): void;
  /** For the journal alone. */
  noted(what: "plan-hastened" | "plan-dated", fields: Fields): void;
}

/** What a person who is allowed to may say to the agent, each with the name of who says so, and what comes of it. */
export class Statements {
  readonly #parts: StatementParts;
  readonly #listener: StatementListener;
  #refused: RefusedPlans | undefined;

  constructor(parts: StatementParts, listener: StatementListener) {
    this.#parts = parts;
    this.#listener = listener;
  }

  /** Note was taken of the damage to the books. */
  async acknowledgeDamage(by: string): Promise<"acknowledged" | "nothing-damaged"> {
    const { ledger } = this.#parts;
    if (ledger.damage() === undefined) return "nothing-damaged";
    await ledger.acknowledge(by);
    this.#listener.told("damage-acknowledged", { by });
    this.#listener.changed();
    return "acknowledged";
  }

  /** Books of another device belong to this one now. */
  async acceptDevice(by: string): Promise<"accepted" | "nothing-to-accept"> {
    if ((await this.#parts.tie.accept()) === "nothing-to-accept") return "nothing-to-accept";
    this.#listener.event("device-accepted", { by });
    this.#listener.changed();
    return "accepted";
  }

  /** What tells the present is right, whatever the books hold. */
  async acceptClock(by: string): Promise<"clock-accepted" | "clock-known" | "clock-unset"> {
    const result = this.#parts.time.clockRight();
    if (result === "clock-accepted") this.#listener.event("clock-accepted", { by });
    this.#listener.changed();
    return result;
  }

  /** The plan that waits for the next cycle holds at once, or should have held all the time. */
  hastenPlan(how: Hastening, by: string): "in-force" | "nothing-waits" | "clock-unset" {
    const result = this.#parts.meter.decide((views, open) => views.hasten(how, open));
    if (result === "in-force") {
      this.#parts.log.info("plan-hastened", { how, by });
      this.#listener.noted("plan-hastened", { how, by });
    }
    return result;
  }

  /** When the card's plan was really changed, whenever its file was read. */
  datePlan(said: ChangeSaid, by: string): FactAnswer {
    const answer = this.#parts.meter.decide((views, open) => views.date(said, open));
    if (answer.result === "plan-dated") {
      const { at, forced } = said;
      this.#parts.log.info("plan-dated", { changedAt: at, atOnce: forced, by });
      this.#listener.noted("plan-dated", { changedAt: at, atOnce: forced, by });
    }
    return answer;
  }

  /** What happened to the card's plan that no meter sees: a fee that was charged, a pack that was bought. */
  stateFact(said: Statement, by: string): FactAnswer {
    const answer = this.#parts.meter.decide((views, open) => views.state(said, by, open));
    if (answer.result === "stated") this.#listener.event("plan-fact-stated", { fact: said.name, by });
    return answer;
  }

  /** The plan files were read again. */
  replacePlans(source: PlanSource): void {
    this.#refused = undefined;
    this.#parts.plans.replace(source);
    this.#parts.meter.replan();
    this.#listener.changed();
    this.#parts.log.info("plans-read", { from: source.kind });
  }

  /** The plan files were read again and are not as they should be: the plans that hold stay. */
  refusePlans(detail: string): void {
    this.#refused = { since: this.#parts.time.said().wall, text: detail };
    this.#listener.event("plans-refused", { detail });
    this.#listener.changed();
  }

  /** Since when, and why, the plans that hold are not what the files say. */
  get refusedPlans(): RefusedPlans | undefined {
    return this.#refused;
  }

  takeFactBack(id: number, by: string): FactAnswer {
    const answer = this.#parts.meter.decide((views) => views.takeBack(id));
    if (answer.result === "taken-back") this.#listener.event("plan-fact-taken-back", { id, by });
    return answer;
  }
}
