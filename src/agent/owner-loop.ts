import { defined } from "../base/defined.ts";
import type { PublishedEvent } from "../base/events.ts";
import { type Duration, Seconds } from "../base/duration.ts";
import { isoInstant, monoAfter, type MonoMs } from "../base/instant.ts";
import { maskText } from "../base/mask.ts";
import { NO_FAILURES } from "../modem/call-retry.ts";
import type { Modem } from "../modem/modem.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { OwnerAnswer, OwnerRequest, RequestOwner } from "../ports/owner-request.ts";
import type { Random } from "../ports/random.ts";
import type { Picture } from "../report/picture.ts";
import { OwnTurn } from "./own-turn.ts";

/** An owner that dials by itself is given so long to do it. */
const PATIENCE = Seconds(60);

export interface OwnerOptions {
  readonly device: string;
  readonly interfaceName: string;
}

type PictureOfCall = Picture["bearer"];
/** For `status`: by what the owner is asked, and what it said last. */
export type OwnerView = Required<Pick<PictureOfCall, "asks">> & Pick<PictureOfCall, "asked">;

/**
 * Where somebody else owns the data call: the modem is registered and no context is up, so the agent asks the owner to
 * connect, ever more rarely, and does nothing itself.
 */
export class OwnerLoop {
  readonly #ports: { readonly clock: Clock; readonly random: Random; readonly owner: RequestOwner };
  readonly #options: OwnerOptions;
  readonly #event: (type: PublishedEvent, fields: Readonly<Record<string, unknown>>) => void;
  readonly #turn: OwnTurn;
  #record = NO_FAILURES;
  #timer: Cancel | undefined;
  #asksAt: MonoMs | undefined;
  #why = "";
  #imei: string | undefined;
  #asked: OwnerView["asked"];
  /** Asked to let the call go: it is not asked to connect until that is over. */
  #letGo = false;

  constructor(
    ports: { readonly clock: Clock; readonly random: Random; readonly owner: RequestOwner },
    options: OwnerOptions,
    event: (type: PublishedEvent, fields: Readonly<Record<string, unknown>>) => void,
  ) {
    this.#ports = ports;
    this.#turn = new OwnTurn(ports);
    this.#options = options;
    this.#event = event;
  }

  get view(): OwnerView {
    return { asks: this.#ports.owner.way, ...(this.#asked === undefined ? {} : { asked: this.#asked }) };
  }

  modem({ service, imei }: Modem): void {
    this.#imei = imei;
    if (this.#letGo) return this.stop();
    if (service.data === "down" && service.why === "no-context") {
      this.#why = service.text;
      if (this.#timer === undefined) this.#wait(PATIENCE);
      return;
    }
    // Not knowing for a while is no change.
    if (service.data === "unknown") return;
    this.stop();
    if (service.data === "up") this.#record = NO_FAILURES;
  }

  /** When the owner is asked again; undefined while there is no reason to. */
  get dialsAt(): MonoMs | undefined {
    return this.#timer === undefined ? undefined : this.#asksAt;
  }

  stop(): void {
    this.#timer?.();
    this.#timer = undefined;
  }

  /** There is a reason not to wait any longer. */
  hasten(): void {
    if (this.#timer === undefined) return;
    this.stop();
    this.#turn.asked();
    void this.#ask();
  }

  /** Once, whatever its own times say: the modem comes back by nobody else. */
  request(kind: OwnerRequest["request"], why: string): Promise<OwnerAnswer> {
    return this.#request(kind, why, 1);
  }

  async letGo(why: string): Promise<OwnerAnswer> {
    this.#letGo = true;
    this.stop();
    return await this.#request("disconnect", why, 1);
  }

  async takeBack(why: string): Promise<OwnerAnswer> {
    this.#letGo = false;
    return await this.#request("connect", why, 1);
  }

  #wait(delay: Duration): void {
    const { clock } = this.#ports;
    this.#asksAt = monoAfter(clock.monoMs(), delay);
    this.#timer = clock.after(delay, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    this.#record = this.#turn.failed(this.#record, { kind: "temporary" });
    // Armed before the answer: a command that hangs keeps no later request from being made.
    this.#wait(this.#turn.next(this.#record));
    await this.#request("connect", this.#why, this.#record.failures);
  }

  async #request(kind: OwnerRequest["request"], why: string, attempt: number): Promise<OwnerAnswer> {
    const { clock, owner } = this.#ports;
    const { device, interfaceName } = this.#options;
    const request: OwnerRequest = { v: 1, request: kind, why, device, interface: interfaceName, attempt };
    const answer = await owner.ask(request, { interfaceName, ...defined({ imei: this.#imei }) });
    const outcome = answer.kind;
    const cause = answer.kind === "failed" ? answer.cause : undefined;
    // Other programs' words: a profile's name, an error. What looks like a number is masked as everywhere.
    const said = answer.text === undefined ? undefined : maskText(answer.text);
    this.#asked = {
      at: isoInstant(clock.wallMs()),
      request: kind,
      attempt,
      outcome,
      ...defined({ cause, text: said }),
    };
    this.#event("owner-asked", defined({ request: kind, way: owner.way, attempt, outcome, cause, detail: said }));
    return answer;
  }
}
