import { type Duration, Millis, Seconds } from "../base/duration.ts";
import { elapsed, monoAfter, type MonoMs } from "../base/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import type { AskOutcome, DecisionSource, UseReport } from "./decision-source.ts";
import { type Asked, type Grant, type OpenGrant, readGrant, writeGrant } from "./grant.ts";
import { ClosedGrants, type Holder } from "./closed-grants.ts";
import { Sequence } from "./sequence.ts";
import { type Pace, TokenPail } from "../base/token-pail.ts";
import { type ClassWord, type ReasonWord, WIRE_LIMITS } from "./wire-codes.ts";

export interface GrantPorts {
  readonly clock: Clock;
  readonly store: Store;
  readonly source: Pick<DecisionSource, "ask" | "used" | "usedBefore" | "transacted">;
}

export type GrantAnswer =
  | { readonly kind: "granted"; readonly grant: number; readonly bytes: number; readonly lasts: Duration }
  | { readonly kind: "refused"; readonly reason: ReasonWord; readonly retry: Duration };

const KEY = "bridge/grant/";
const keyOf = ({ id }: Grant): string => `${KEY}${id}`;
/** Of one line. The client gives up after 500 ms; an answer that it does not wait for grants nothing. */
const DECIDED_WITHIN = Millis(400);
const MOST_OPEN_OF_ONE = 8;
const MOST_OPEN = 64;
/** As many as there may be clients: of the first class each may have one, whatever the others hold. */
const MOST_OPEN_PAYMENTS = 256;
/** Every grant is a write to the flash. Payments have a pail of their own, which no other class empties. */
const PAYMENT_PACE: Pace = { burst: 240, perSecond: 4 };
const OTHER_PACE: Pace = { burst: 120, perSecond: 2 };
/** Totals that rise from line to line are written at this pace at most; the last ones always. */
const USE_PACE: Pace = { burst: 60, perSecond: 1 };
const BUSY: GrantAnswer = { kind: "refused", reason: "busy", retry: Seconds(1) };

/** What was granted to whom, what was used of it, and what a repeated line must not do twice. Written down before it is told. */
export class GrantBook {
  readonly #ports: GrantPorts;
  readonly #ids: Sequence;
  readonly #open = new Map<number, OpenGrant>();
  /** Those of the run before among them. */
  readonly #closed = new ClosedGrants();
  /** Who holds what is known, while it is there. */
  readonly #sessions = new Map<number, number>();
  readonly #payments: TokenPail;
  readonly #others: TokenPail;
  readonly #uses: TokenPail;

  private constructor(ports: GrantPorts, ids: Sequence) {
    this.#ports = ports;
    this.#ids = ids;
    const now = ports.clock.monoMs();
    this.#payments = new TokenPail(PAYMENT_PACE, now);
    this.#others = new TokenPail(OTHER_PACE, now);
    this.#uses = new TokenPail(USE_PACE, now);
  }

  /** What was granted before the start is over; its reports are taken. Throws what the store throws. */
  static async open(ports: GrantPorts): Promise<GrantBook> {
    const bounds = { least: WIRE_LIMITS["grant-least"].code, most: WIRE_LIMITS["bytes-most"].code };
    const book = new GrantBook(ports, await Sequence.open(ports.store, "grant", bounds));
    for await (const [, text] of ports.store.range(KEY, `${KEY}~`)) {
      const grant = readGrant(text);
      if (grant === undefined) continue;
      void book.#forget(book.#closed.add(grant, grant));
      if (grant.up + grant.down > 0) ports.source.usedBefore?.(useOf(grant, grant, true));
    }
    return book;
  }

  /** Open grants of all clients. */
  get openCount(): number {
    this.#expire();
    return this.#open.size;
  }

  /** The same question of the same client gets the same grant, as long as nothing was used of it. Rejects only with what the source threw. */
  async ask(asked: Asked): Promise<GrantAnswer> {
    this.#expire();
    const again = this.#sameAsked(asked);
    if (again !== undefined) return this.#answerOf(again);
    const refused = this.#tooMuch(asked);
    if (refused !== undefined) return refused;
    const now = this.#ports.clock.monoMs();
    const left = Millis(DECIDED_WITHIN - elapsed(asked.since ?? now, now));
    return left > 0 ? await this.#inTime(this.#ids.next(), asked, left) : BUSY;
  }

  /** A client that is gone, maybe to come again: what it holds, whoever comes by the same door may report on. */
  left(session: number): void {
    for (const [id, of] of this.#sessions) if (of === session) this.#sessions.delete(id);
    this.#closed.left(session);
  }

  /** The totals of a grant. `unknown`: no such grant, another's, or long forgotten. */
  async use(
    id: number,
    { up, down }: { readonly up: number; readonly down: number },
    last: boolean,
    by: Required<Holder>,
  ): Promise<"taken" | "unknown"> {
    this.#expire();
    const open = this.#open.get(id);
    const grant = this.#heldBy(id, by);
    if (grant === undefined) return "unknown";
    // Totals never fall: a smaller one is an older line that came late, or again.
    const next: Grant = { ...grant, up: Math.max(up, grant.up), down: Math.max(down, grant.down) };
    const closes = last && !grant.closed;
    if (next.up === grant.up && next.down === grant.down && !closes) return "taken";
    if (closes) this.#close({ ...next, closed: true });
    else if (open === undefined) this.#closed.put(next);
    else this.#open.set(id, { ...open, grant: next });
    this.#ports.source.used(useOf(grant, next, closes));
    if (closes || this.#uses.take(this.#ports.clock.monoMs()) === undefined) await this.#write(next);
    return "taken";
  }

  /** One result a grant; a repeat changes nothing. */
  async transacted(id: number, ok: boolean, took: Duration, by: Required<Holder>): Promise<"taken" | "unknown"> {
    const open = this.#open.get(id);
    const grant = this.#heldBy(id, by);
    if (grant === undefined) return "unknown";
    if (grant.told) return "taken";
    const next = { ...grant, told: true };
    if (open === undefined) this.#closed.put(next);
    else this.#open.set(id, { ...open, grant: next });
    this.#ports.source.transacted({ grant: id, ok, took, from: by.from });
    await this.#write(next);
    return "taken";
  }

  /** It holds no more; its reports are taken. Undefined when it was not open. */
  withdraw(id: number): OpenGrant | undefined {
    const open = this.#open.get(id);
    if (open === undefined) return undefined;
    const closed = { ...open.grant, closed: true };
    this.#close(closed);
    // What is not used of it is there for others.
    this.#ports.source.used(useOf(open.grant, closed, true));
    return open;
  }

  /** Nobody is there to repeat a question: a grant of a client that left lives until its time is over. */
  openIds(of?: ClassWord): readonly number[] {
    this.#expire();
    const open = [...this.#open.values()].map(({ grant }) => grant);
    return open.filter((grant) => of === undefined || grant.class === of).map(({ id }) => id);
  }

  #sameAsked({ session, ref, class: word, bytes, within }: Asked): OpenGrant | undefined {
    return [...this.#open.values()].find(
      (open) =>
        open.session === session &&
        open.ref === ref &&
        open.grant.class === word &&
        open.asked.bytes === bytes &&
        open.asked.within === within &&
        open.grant.up + open.grant.down === 0,
    );
  }

  #answerOf({ grant, until }: OpenGrant): GrantAnswer {
    const lasts = elapsed(this.#ports.clock.monoMs(), until);
    return { kind: "granted", grant: grant.id, bytes: grant.bytes, lasts };
  }

  #tooMuch({ session, class: word }: Asked): GrantAnswer | undefined {
    const now = this.#ports.clock.monoMs();
    const own = [...this.#open.values()].filter((open) => open.session === session);
    // The last places of the table are for payments: neither telemetry of twenty programs nor another's payments may shut one out.
    const first = own.length === 0 ? MOST_OPEN_PAYMENTS : MOST_OPEN;
    const room = word === "payment" ? first : MOST_OPEN / 2;
    if (own.length >= MOST_OPEN_OF_ONE || this.#open.size >= room) {
      const waiting = own.length >= MOST_OPEN_OF_ONE ? own : [...this.#open.values()];
      const soonest = Math.min(...waiting.map(({ until }) => until));
      return { kind: "refused", reason: "too-many", retry: Millis(Math.max(1_000, soonest - now)) };
    }
    const wait = (word === "payment" ? this.#payments : this.#others).take(now);
    return wait === undefined ? undefined : { kind: "refused", reason: "too-often", retry: wait };
  }

  /** Whatever is decided or written after the client has given up is taken back. */
  #inTime(id: number, asked: Asked, within: Duration): Promise<GrantAnswer> {
    return new Promise((resolve, reject) => {
      let late = false;
      const cancel = this.#ports.clock.after(within, () => {
        late = true;
        resolve(BUSY);
      });
      void this.#decide(id, asked, () => late)
        .then(resolve, reject)
        .finally(cancel);
    });
  }

  async #decide(id: number, asked: Asked, late: () => boolean): Promise<GrantAnswer> {
    const { source, clock } = this.#ports;
    const { class: word, bytes, within, from } = asked;
    const outcome: AskOutcome = await source.ask({ grant: id, class: word, bytes, within, from });
    if (outcome.kind === "refused") return outcome;
    const granted = Math.min(bytes, outcome.bytes);
    const grant: Grant = { id, class: word, bytes: granted, from, up: 0, down: 0, closed: false, told: false };
    const until: MonoMs = monoAfter(clock.monoMs(), outcome.lasts);
    const written = late() ? "late" : await this.#write(grant);
    if (late() || (written !== "durable" && word !== "payment")) {
      source.used(useOf(grant, grant, true));
      if (written !== "late") void this.#forget([id]);
      return late() ? BUSY : { kind: "refused", reason: "store", retry: Seconds(30) };
    }
    // A payment that the disk refuses to remember is granted: it is the business, and the meter counts its bytes anyway.
    this.#sessions.set(id, asked.session);
    this.#open.set(id, { grant, session: asked.session, ref: asked.ref, asked: { bytes, within }, until });
    return { kind: "granted", grant: id, bytes: granted, lasts: outcome.lasts };
  }

  /** As after a start: none is open any more, and whoever comes by the same door may report on them. */
  restart(): void {
    this.#expire(() => true);
    for (const session of new Set(this.#sessions.values())) this.left(session);
  }

  #expire(over = ({ until }: OpenGrant): boolean => until <= this.#ports.clock.monoMs()): void {
    for (const open of this.#open.values()) {
      if (!over(open)) continue;
      const { grant } = open;
      const closed = { ...grant, closed: true };
      this.#close(closed);
      this.#ports.source.used(useOf(grant, closed, true));
    }
  }

  #close(grant: Grant): void {
    this.#open.delete(grant.id);
    const session = this.#sessions.get(grant.id);
    const forgotten = this.#closed.add(grant, { from: grant.from, ...(session === undefined ? {} : { session }) });
    for (const id of forgotten) this.#sessions.delete(id);
    void this.#forget(forgotten);
  }

  #heldBy(id: number, { session, from }: Required<Holder>): Grant | undefined {
    const grant = this.#open.get(id)?.grant ?? this.#closed.get(id);
    const holder = this.#sessions.get(id);
    return grant?.from === from && (holder === undefined || holder === session) ? grant : undefined;
  }

  async #write(grant: Grant): Promise<"durable" | "kept" | "refused"> {
    return await this.#ports.store
      .write([{ put: keyOf(grant), value: writeGrant(grant) }])
      .catch(() => "refused" as const);
  }

  async #forget(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#ports.store.write(ids.map((id) => ({ del: `${KEY}${id}` }))).catch(() => "refused");
  }
}

function useOf(before: Grant, { id, class: word, from, bytes, up, down }: Grant, last: boolean): UseReport {
  const beyond = Math.max(0, up + down - bytes);
  return {
    grant: id,
    class: word,
    up: up - before.up,
    down: down - before.down,
    total: { up, down },
    last,
    beyond,
    from,
  };
}

/** Whether anything was granted in a run before this one, as far as it is remembered. Throws what the store throws. */
export async function hasGrants(store: Store): Promise<boolean> {
  for await (const _ of store.range(KEY, `${KEY}~`, { limit: 1 })) return true;
  return false;
}
