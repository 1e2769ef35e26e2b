import type { AtCommand, AtOutcome } from "../at/command.ts";
import { decode } from "../at/decode.ts";
import { parseSimState, simStateOfError } from "../at/grammar/sim-state.ts";
import type { AtMessage, IccidMessage } from "../at/message.ts";
import { defined } from "../base/defined.ts";
import { statCarriesData } from "../codes/registration-stat.ts";
import type { CardJudge } from "./card-judge.ts";
import { chooseProfile } from "./choose-profile.ts";
import { type InitStep, STANDARD_INIT } from "./initialise.ts";
import type { ModemProfile } from "./profile.ts";
import {
  familyInit,
  familyQuery,
  ICCID_QUERIES,
  type IdentityField,
  identityOf,
  QUERIES,
  STANDARD_PIN_TRIES,
} from "./queries.ts";

type QueryName = keyof typeof QUERIES;

/** What a command line is sent through: the dialogue, or a test's stand-in. */
export interface Asking {
  send(command: AtCommand): Promise<AtOutcome>;
}

/** Of this many polls, one also reads what seldom changes: the card's number (a swap whose URC was lost), the operator. */
const THOROUGH_EVERY = 10;

/** Of this many polls, one also reads the signal: no lost URC can leave it wrong, and at rest a poll is most of what the agent costs. */
const SIGNAL_EVERY = 2;

/** A question that a modem of the family refuses so often in a row is not asked again until it starts anew: firmware differs. */
const REFUSALS = 3;

/** The domains that carry packets (27.007 10.1.20, 10.1.22, 10.1.47). */
const PACKET_DOMAINS = ["fiveGs", "eps", "ps"] as const;

/** How often a new card's number is read until two in a row agree; the next thorough poll tries again. */
const READINGS = 4;

/** The conversations: each asks in turn and hands every answer on as messages. Never writes anything but the init steps. */
export class Interrogation {
  readonly #asking: Asking;
  readonly #take: (message: AtMessage) => void;
  readonly #families: readonly ModemProfile[];
  readonly #judge: CardJudge | undefined;
  readonly #counts: boolean;
  #family: ModemProfile | undefined;
  /** Commands that this modem refused at initialisation: not asked again until it restarts. */
  readonly #refused = new Set<string>();
  /** How often in a row a question of the family's was refused. */
  readonly #refusals = new Map<string, number>();
  #iccidQuery: AtCommand | undefined;
  #knownIccid: string | undefined;
  #polls = 0;
  #simReady = false;

  /**
   * Without a judge every number that was read twice alike is a card's. `counts`: every poll reads the modem's own counters,
   * not only one of ten.
   */
  constructor(
    asking: Asking,
    take: (message: AtMessage) => void,
    families: readonly ModemProfile[] = [],
    judge?: CardJudge,
    counts = false,
  ) {
    this.#counts = counts;
    this.#asking = asking;
    this.#take = take;
    this.#families = families;
    this.#judge = judge;
  }

  /** What is known of the modem's family, once it has said who it is. */
  get family(): ModemProfile | undefined {
    return this.#family;
  }

  /** False when the modem went away in the middle. */
  async initialise(): Promise<boolean> {
    this.#refused.clear();
    this.#refusals.clear();
    this.#iccidQuery = undefined;
    if ((await this.#send(QUERIES.words)).kind === "gone") return false;
    if (!(await this.#set(STANDARD_INIT))) return false;
    const manufacturer = await this.#identity("manufacturer");
    const model = await this.#identity("model");
    this.#family = chooseProfile(this.#families, { ...defined({ manufacturer }), ...defined({ model }) });
    for (const field of ["revision", "imei"] as const) await this.#identity(field);
    if (!(await this.#set(familyInit(this.#family)))) return false;
    await this.sim();
    await this.bearer();
    await this.clock();
    return (await this.#ask("signal")).kind !== "gone";
  }

  /** What a family cannot stand is not sent; to whoever asked it looks refused. */
  #send(command: AtCommand): Promise<AtOutcome> {
    const never = this.#family?.quirks.never ?? [];
    if (!never.some((line) => command.line.startsWith(line))) return this.#asking.send(command);
    return Promise.resolve({ kind: "error", scheme: "plain", text: "not sent to this family" });
  }

  async #set(steps: readonly InitStep[]): Promise<boolean> {
    for (const { name, unless, alternatives } of steps) {
      const before = unless === undefined ? undefined : await this.#send(unless);
      if (before?.kind === "gone") return false;
      let accepted = before?.kind === "ok" && before.lines.length > 0;
      for (const command of accepted ? [] : alternatives) {
        const outcome = await this.#send(command);
        if (outcome.kind === "gone") return false;
        accepted = outcome.kind === "ok";
        if (accepted) break;
      }
      if (!accepted) this.#refused.add(name);
    }
    return true;
  }

  /** The SIM's state, and who it is when it is ready. */
  async sim(): Promise<void> {
    const outcome = await this.#ask("simState");
    if (!this.#noteSim(outcome)) return;
    // Of a card that is not believed the other number would be shown beside the last one's.
    if (await this.#iccid()) await this.#identity("imsi");
  }

  /** How many wrong PINs the card still takes; undefined where neither the family's question nor the standard's tells. */
  async pinTries(): Promise<number | undefined> {
    const own = this.#family?.read.pin_retries;
    for (const command of [...(own === undefined ? [] : [familyQuery(own)]), STANDARD_PIN_TRIES]) {
      const outcome = await this.#send(command);
      const left = outcome.kind === "ok" ? pinTriesIn(outcome.lines, command.line) : undefined;
      if (left !== undefined) return left;
    }
    return undefined;
  }

  /** Most cards tell their number before they ask for a PIN (31.102 4.2.1); read once, and handed to nobody else. */
  async lockedCard(): Promise<string | undefined> {
    return (await this.#readIccid())?.iccid;
  }

  /** Registration, attach, contexts. Attach and contexts first: a registration without them would look like service. */
  async bearer(): Promise<void> {
    await this.#ask("attach");
    await this.#ask("contexts");
    const packet: AtMessage[] = [];
    for (const domain of PACKET_DOMAINS) if (!this.#refused.has(domain)) packet.push(...(await this.#heard(domain)));
    // A 5G network of its own (23.501) has the modem registered there alone: the other domains' "no" comes behind its "yes".
    for (const message of packet.toSorted((one, other) => Number(carriesData(other)) - Number(carriesData(one))))
      this.#take(message);
    if (!this.#refused.has("cs")) await this.#ask("cs");
  }

  async #heard(name: QueryName): Promise<readonly AtMessage[]> {
    return messagesIn(await this.#send(QUERIES[name]), QUERIES[name].line);
  }

  /** The modem's last reason, for a context that somebody else asks for; of a modem that does not know the question, no more. */
  async lastFailure(): Promise<void> {
    const { line } = QUERIES.lastFailure;
    const refusals = this.#refusals.get(line) ?? 0;
    if (refusals >= REFUSALS) return;
    const { kind } = await this.#ask("lastFailure");
    if (kind === "ok") this.#refusals.delete(line);
    if (kind === "error") this.#refusals.set(line, refusals + 1);
  }

  /** By the family's own question, and where that tells nothing (yet), by the standard's. */
  async clock(): Promise<void> {
    const own = await this.#own("clock");
    for (const message of own) this.#take(message);
    if (!own.some((message) => message.kind === "clock")) await this.#ask("clock");
  }

  async poll(): Promise<void> {
    this.#polls += 1;
    const thorough = this.#polls % THOROUGH_EVERY === 1;
    await this.#simPoll(thorough);
    await this.bearer();
    if (this.#polls % SIGNAL_EVERY === 1) {
      await this.#ask("signal");
      await this.#levels();
    }
    await this.clock();
    if (thorough) await this.#ask("operator");
    if (!thorough && !this.#counts) return;
    for (const message of await this.#own("counters")) if (message.kind === "counters") this.#take(message);
  }

  /**
   * The reference signal: from +CESQ (27.007 8.69), and where that is not known or says nothing, from the family's own
   * command. One line of all counts: on a non-standalone 5G connection a modem tells of two cells, the anchor's first.
   */
  async #levels(): Promise<void> {
    const standard = messagesIn(await this.#send(QUERIES.extendedSignal), QUERIES.extendedSignal.line);
    const own = standard.some(tellsLevel) ? [] : await this.#own("signal");
    const told = [...standard, ...own].filter((message) => message.kind === "signal");
    const counts = told.find(tellsLevel) ?? told.at(-1);
    if (counts !== undefined) this.#take(counts);
  }

  /** What the family's own question is answered with; nothing of a question that this modem has refused again and again. */
  async #own(what: "signal" | "counters" | "clock"): Promise<readonly AtMessage[]> {
    const question = this.#family?.read[what];
    const refusals = question === undefined ? 0 : (this.#refusals.get(question.ask) ?? 0);
    if (question === undefined || refusals >= REFUSALS) return [];
    const outcome = await this.#send(familyQuery(question));
    if (outcome.kind === "ok") this.#refusals.delete(question.ask);
    if (outcome.kind === "error") this.#refusals.set(question.ask, refusals + 1);
    return messagesIn(outcome, question.ask);
  }

  /** A card that became ready since the last look is another one until it says who it is: its URC may have been lost. */
  async #simPoll(thorough: boolean): Promise<void> {
    if (thorough) return this.sim();
    const wasReady = this.#simReady;
    if (this.#noteSim(await this.#ask("simState")) && !wasReady) await this.sim();
  }

  /** True when the card is ready; a refused +CPIN? says by its error what the card's state is. */
  #noteSim(outcome: AtOutcome): boolean {
    if (outcome.kind === "error") this.#take(simStateOfError(outcome));
    this.#simReady = outcome.kind === "ok" && outcome.lines.some((line) => parseSimState(line)?.state === "ready");
    return this.#simReady;
  }

  /**
   * A card that is not the one of last time opens another book, so its number counts only when it was read twice alike:
   * one garbled digit on the line would be another card. False when numbers were read and none is believed.
   */
  async #iccid(): Promise<boolean> {
    let heard: IccidMessage | undefined;
    for (let reading = 0; reading < READINGS; reading += 1) {
      const found = await this.#readIccid();
      if (found === undefined) return true;
      if (found.iccid === this.#knownIccid || found.iccid === heard?.iccid) {
        if (this.#judge?.believes(found.iccid) === false) return false;
        this.#knownIccid = found.iccid;
        this.#take(found);
        return true;
      }
      heard = found;
    }
    this.#judge?.uneven(READINGS);
    return false;
  }

  async #readIccid(): Promise<IccidMessage | undefined> {
    const known = this.#family?.read.iccid.map(familyQuery) ?? [];
    const candidates = this.#iccidQuery === undefined ? [...known, ...ICCID_QUERIES] : [this.#iccidQuery];
    for (const command of candidates) {
      const outcome = await this.#send(command);
      if (outcome.kind === "gone") return undefined;
      const found = outcome.kind === "ok" ? iccidIn(outcome.lines, command.line) : undefined;
      if (found === undefined) continue;
      this.#iccidQuery = command;
      return found;
    }
    this.#iccidQuery = undefined;
    return undefined;
  }

  async #identity(field: IdentityField): Promise<string | undefined> {
    const outcome = await this.#send(QUERIES[field]);
    const line = outcome.kind === "ok" ? outcome.lines[0] : undefined;
    const message = line === undefined ? undefined : identityOf(field, line);
    if (message !== undefined) this.#take(message);
    return message?.value;
  }

  async #ask(name: QueryName): Promise<AtOutcome> {
    return this.#hand(await this.#send(QUERIES[name]), QUERIES[name].line);
  }

  #hand(outcome: AtOutcome, asked: string): AtOutcome {
    messagesIn(outcome, asked).forEach((message) => this.#take(message));
    return outcome;
  }
}

const messagesIn = (outcome: AtOutcome, asked: string): readonly AtMessage[] =>
  outcome.kind === "ok" ? outcome.lines.map((line) => decode(line, asked)) : [];

const carriesData = (message: AtMessage): boolean => message.kind === "registration" && statCarriesData(message.stat);

/** Of whatever radio access: the level is known. */
const tellsLevel = (message: AtMessage): boolean =>
  message.kind === "signal" &&
  [message.rsrpDbm, message.ssRsrpDbm, message.rscpDbm, message.rssiDbm].some((level) => level !== undefined);

/** Of the PIN, or of the code that is asked for now, which is the PIN whenever this is asked. */
function pinTriesIn(lines: readonly string[], asked: string): number | undefined {
  const found = lines.map((line) => decode(line, asked)).filter((message) => message.kind === "pin-retries");
  const named = found.find(({ pinRetries }) => pinRetries !== undefined);
  return named?.pinRetries ?? found.find(({ code }) => code === undefined)?.retries;
}

const iccidIn = (lines: readonly string[], asked: string): IccidMessage | undefined =>
  lines.map((line) => decode(line, asked)).find((message) => message.kind === "iccid");
