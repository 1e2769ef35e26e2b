import type { AtCommand, AtOutcome } from "../at/command.ts";
import { decode } from "../at/decode.ts";
import { Dialogue } from "../at/dialogue.ts";
import { Backoff } from "../base/backoff.ts";
import { Millis, Minutes, Seconds } from "../base/duration.ts";
import type { CardJudge } from "../modem/card-judge.ts";
import { Interrogation } from "../modem/interrogation.ts";
import { familyDialogue } from "../modem/family-dialogue.ts";
import { familyUrc } from "../modem/family-urc.ts";
import { type Modem, UNKNOWN_MODEM, UNOBSERVABLE_MODEM } from "../modem/modem.ts";
import type { ModemProfile } from "../modem/profile.ts";
import { step } from "../modem/step.ts";
import type { AtMessage } from "../at/message.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Serial, SerialPorts } from "../ports/serial.ts";
import type { CardUnlock } from "./card-unlock.ts";
import { ClockSense } from "./clock-sense.ts";
import { findPort, type Found } from "./find-port.ts";
import { lookPause, type ModemLoopOptions } from "./look-pause.ts";
import type { ModemListener, ModemLoopPorts } from "./modem-listener.ts";
import { PortWatch } from "./port-watch.ts";
import { DATA_MODE, IN_CALL, OFF_REMEDY, SHARED, SILENT_REMEDY } from "./port-words.ts";
import { Pacer } from "./pacer.ts";
import type { SmsLoop } from "./sms-loop.ts";
import { TextShadow } from "./text-shadow.ts";
import { Wait } from "./wait.ts";

type Task = "initialise" | "sim" | "bearer" | "poll" | "clock" | "sms";

/** Tasks in the order in which they are worth doing. */
const ORDER: readonly Task[] = ["initialise", "sim", "bearer", "poll", "clock", "sms"];

/** After a restart the modem needs a moment before it listens (measured by others: some seconds). */
const RESTART_PAUSE = Seconds(2);

/**
 * A modem that reports ever new states (a flapping registration, a flood) would be asked without end: 40 % of a core and a
 * line that is never free, measured with 5,000 such lines a second.
 */
const ASK_PACE = Millis(500);

const SEARCH_PAUSE = Seconds(15);

/** Opens the port, keeps it open, asks, listens; everything it learns goes through `step`. */
export class ModemLoop {
  readonly #serialPorts: SerialPorts;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #options: ModemLoopOptions;
  readonly #listener: ModemListener;
  readonly #silentBackoff: Backoff;
  readonly #wait: Wait;
  readonly #sms: SmsLoop | undefined;
  readonly #asks: Pacer<"bearer" | "sim">;
  readonly #unlock: CardUnlock | undefined;
  readonly #judge: CardJudge | undefined;
  #modem: Modem = UNKNOWN_MODEM;
  #dialogue: Dialogue | undefined;
  #interrogation: Interrogation | undefined;
  #tasks = new Set<Task>();
  #restarted: Cancel = () => {};
  #stopped = false;
  readonly #shadow = new TextShadow();
  #time: ClockSense;
  readonly #port: PortWatch;
  /** Said once; while it lasts, another try is no news. */
  #silent = false;
  /** The modem's own word that it goes off; until it answers again. */
  #off: string | undefined;
  /** Let go after the last look: the next one goes on where it ended. */
  #lent = false;
  #done: Promise<void> = Promise.resolve();

  constructor(ports: ModemLoopPorts, options: ModemLoopOptions, listener: ModemListener) {
    this.#serialPorts = ports.serialPorts;
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#sms = ports.sms;
    this.#unlock = ports.unlock;
    this.#judge = ports.judge;
    this.#options = options;
    this.#listener = listener;
    this.#port = new PortWatch(ports, (text) => this.#listener.onShared(text));
    this.#time = new ClockSense(listener);
    this.#wait = new Wait(ports.clock);
    this.#asks = new Pacer(ports, ASK_PACE, (task) => this.#want(task));
    this.#silentBackoff = new Backoff({ first: Seconds(2), cap: Minutes(1) }, ports.random);
  }

  start(): void {
    if (this.#options.port !== "none") {
      this.#done = this.#run();
      return;
    }
    this.#modem = UNOBSERVABLE_MODEM;
    this.#listener.onLink({ kind: "none" });
    this.#listener.onModem(this.#modem, []);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#restarted();
    this.#asks.stop();
    this.#unlock?.end();
    this.#wait.wake();
    await this.#dialogue?.close();
    await this.#done;
  }

  /** Asks everything again now, for example because a person wants to know. */
  pollNow(): void {
    this.#want("poll");
  }

  /** Asks for the time again, out of turn. */
  askClock(): void {
    if (this.#dialogue !== undefined) this.#want("clock");
  }

  /** Asks the card who it is, out of turn. */
  askCard(): void {
    if (this.#dialogue !== undefined) this.#want("sim");
  }

  /** In its turn among the loop's own questions; `gone` while there is no modem to ask. */
  send(command: AtCommand): Promise<AtOutcome> {
    return this.#dialogue?.send(command) ?? Promise.resolve({ kind: "gone", why: "there is no modem" });
  }

  /** Attach, contexts and registration now, because something was done to them. */
  readBearer(): void {
    this.#want("bearer");
  }

  /** What the modem was found to be. */
  get family(): ModemProfile | undefined {
    return this.#interrogation?.family;
  }

  async #run(): Promise<void> {
    let lastRefusal = "";
    while (!this.#stopped) {
      const opened = await this.#open();
      if (opened.kind === "open") {
        lastRefusal = "";
        await this.#session(opened.serial, opened.path);
        continue;
      }
      const call = this.#options.portShared === true && opened.kind === "busy";
      const text = call ? `${opened.found} ${IN_CALL}` : `${opened.found} ${opened.remedy}`;
      const absent = opened.kind === "absent" ? { absent: true as const } : {};
      if (text !== lastRefusal)
        this.#listener.onLink(call ? { kind: "in-call", text } : { kind: "refused", text, ...absent }, opened);
      if (call && this.#lent) this.#reset();
      this.#lent = false;
      lastRefusal = text;
      // Looking everywhere is dear, and every look writes to ports that may be somebody else's.
      await this.#wait.for(this.#options.port === "auto" ? SEARCH_PAUSE : this.#options.reopenInterval);
    }
  }

  async #open(): Promise<Found> {
    const { port, baudRate } = this.#options;
    if (port === "auto") return findPort({ serialPorts: this.#serialPorts, clock: this.#clock }, baudRate);
    const opened = await this.#serialPorts.open(port, baudRate);
    return opened.kind === "open" ? { ...opened, path: port } : opened;
  }

  async #session(serial: Serial, path: string): Promise<void> {
    if (this.#stopped) return serial.close();
    this.#port.begin(path);
    this.#time = new ClockSense(this.#listener);
    const dialogue = new Dialogue(
      { serial, clock: this.#clock, log: this.#log.station("at") },
      this.#options.profile ?? familyDialogue(this.#options.families),
    );
    this.#dialogue = dialogue;
    if (!this.#lent) this.#reset();
    // Whoever dialled meanwhile may have set everything otherwise.
    this.#tasks = new Set(["initialise", ...(this.#lent ? (["poll"] as const) : [])]);
    this.#unlock?.begin();
    dialogue.onGone(() => {
      this.#unlock?.end();
      this.#wait.wake();
    });
    if (!this.#silent && !this.#lent) this.#listener.onLink({ kind: "initialising" });
    const { families, counts } = this.#options;
    const interrogation = new Interrogation(
      dialogue,
      (message) => this.#take(message, "answer"),
      families,
      this.#judge,
      counts,
    );
    this.#interrogation = interrogation;
    dialogue.onStray(() => this.#port.stray());
    dialogue.onUrc((line) => this.#unsolicited(line, interrogation.family));
    let answered = false;
    let stumbles = 0;
    let lending = false;
    while (dialogue.gone === undefined && !this.#stopped) {
      const task = ORDER.find((candidate) => this.#tasks.has(candidate));
      if (task === undefined) {
        lending = this.#options.portShared === true;
        if (lending) break;
        if ((await this.#wait.for(lookPause(this.#options, interrogation.family))) === "elapsed")
          this.#tasks.add("poll");
        continue;
      }
      this.#tasks.delete(task);
      // A modem that said it goes off and answers all the same is asked everything anew.
      if (task === "initialise" || this.#off !== undefined) {
        answered = await interrogation.initialise();
        if (answered) {
          this.#silent = false;
          this.#off = undefined;
          this.#silentBackoff.reset();
          this.#modem = { ...this.#modem, family: interrogation.family?.title ?? "unknown" };
          this.#listener.onModem(this.#modem, []);
          if (!this.#lent) this.#listener.onLink(this.#options.portShared === true ? SHARED : { kind: "ready" });
          this.#sms?.begin(dialogue, interrogation.family, () => this.#want("sms"));
          this.#tasks.add("sms");
        }
      } else if (task === "sms") await this.#sms?.run();
      else await interrogation[task]();
      if ((task === "bearer" || task === "poll") && this.#wonders) await interrogation.lastFailure();
      if (task === "poll" && this.#sms?.polled() === true) this.#tasks.add("sms");
      const { family } = interrogation;
      // What a locked card refused to have set is set once it is ready.
      if (
        task !== "bearer" &&
        task !== "sms" &&
        (await this.#unlock?.run(this.#modem, { asking: dialogue, interrogation, family })) === true
      )
        this.#tasks.add("initialise");
      if (dialogue.gone === undefined && (dialogue.stumbles > stumbles || this.#port.suspects)) await this.#port.look();
      stumbles = dialogue.stumbles;
    }
    this.#dialogue = undefined;
    this.#asks.stop();
    await dialogue.close();
    await (lending ? this.#lend(interrogation.family) : this.#leave(dialogue.gone ?? "closed", answered));
  }

  async #lend(family: ModemProfile | undefined): Promise<void> {
    this.#lent = true;
    // The end of the dialogue woke the session, which is over.
    this.#wait.clear();
    await this.#wait.for(lookPause(this.#options, family));
  }

  /** A port that vanished is looked for at once; a modem that is there and says nothing is asked ever more rarely. */
  async #leave(why: string, answered: boolean): Promise<void> {
    if (this.#stopped) return;
    this.#reset();
    const silent = why.startsWith("the modem answered none");
    const off = this.#off;
    this.#lent = false;
    if (!silent) this.#listener.onLink({ kind: "gone", text: off === undefined ? why : `${why}. ${off}` });
    else if (this.#options.portShared === true && off === undefined)
      this.#listener.onLink({ kind: "in-call", text: `${why}. ${DATA_MODE}` });
    else if (!this.#silent && off === undefined) {
      const others = await this.#port.others();
      this.#listener.onLink({
        kind: "silent",
        text: `${why}. ${others?.text ?? "No other program is on the port."} ${SILENT_REMEDY}`,
      });
    }
    this.#silent = silent;
    // The end of the dialogue woke the session, which is over.
    this.#wait.clear();
    if (silent && !answered) await this.#wait.for(this.#silentBackoff.next());
    await this.#wait.for(this.#options.reopenInterval);
  }

  get #wonders(): boolean {
    const { service } = this.#modem;
    return this.#options.asksWhy === true && service.data === "down" && service.why === "no-context";
  }

  /** What was known is void; whether there was service is kept, so that its loss meanwhile is noticed. */
  #reset(): void {
    const { lastData } = this.#modem;
    this.#modem = { ...UNKNOWN_MODEM, ...(lastData === undefined ? {} : { lastData }) };
    this.#listener.onModem(this.#modem, []);
  }

  /** What only this family says, and what every modem says. */
  #unsolicited(line: string, family: ModemProfile | undefined): void {
    const message = decode(line);
    const now = this.#clock.monoMs();
    if (this.#shadow.covers(now) && message.kind !== "sms") {
      this.#asks.want("sim");
      return this.#asks.want("bearer");
    }
    this.#shadow.heard(line, now);
    const meaning = familyUrc(family, line);
    if (meaning === "restart") return this.#take({ kind: "restart", raw: line }, "unsolicited");
    if (meaning === "sim" || meaning === "bearer") this.#asks.want(meaning);
    if (meaning === "ready" && message.kind === "unknown")
      return this.#take({ kind: "ready", unsolicited: true, what: "all", text: line }, "unsolicited");
    this.#take(message, "unsolicited");
  }

  #take(message: AtMessage, origin: "unsolicited" | "answer"): void {
    if (message.kind === "clock") return this.#time.heard(message, this.family, this.#clock.monoMs());
    // A number that nobody asked for names no card: it may be a late answer, or somebody else's.
    if (message.kind === "iccid" && origin === "unsolicited") return this.#asks.want("sim");
    if (origin === "unsolicited" && this.#sms?.heard(message) === true) this.#want("sms");
    if (origin === "unsolicited") this.#listener.onUnasked?.(message);
    const { modem, effects } = step(this.#modem, message);
    this.#modem = modem;
    for (const effect of effects) {
      // What an answer brings up is asked in the same conversation anyway.
      if (effect.kind === "ask" && origin === "unsolicited") this.#asks.want(effect.what);
      if (effect.kind === "restarted") this.#initialiseSoon();
      if (effect.kind === "sim-identified" && this.#sms?.again() === true) this.#want("sms");
      if (effect.kind === "power" && effect.event === "down") this.#goesOff(effect);
    }
    this.#listener.onModem(modem, effects);
  }

  /** What it is still to be asked would only run into time-outs; the next poll shows whether it meant it. */
  #goesOff({ because, text }: { readonly because?: string; readonly text: string }): void {
    this.#restarted();
    this.#tasks.clear();
    const why = because === undefined ? "" : ` because of ${because}`;
    this.#off = `The modem said that it switches off${why} (${text}). ${OFF_REMEDY}`;
    this.#listener.onLink({ kind: "off", text: this.#off });
  }

  /** The last of several restarts counts. */
  #initialiseSoon(): void {
    this.#restarted();
    this.#restarted = this.#clock.after(RESTART_PAUSE, () => this.#want("initialise"));
  }

  #want(task: Task): void {
    this.#tasks.add(task);
    this.#wait.wake();
  }
}
