import { action, type AtCommand, type AtOutcome, listing, prefixed, query } from "../at/command.ts";
import { decode } from "../at/decode.ts";
import type { AtMessage, SmsStorageMessage } from "../at/message.ts";
import { smsPlace } from "../at/outgoing/sms-place.ts";
import { storageName } from "../at/outgoing/storage-name.ts";
import { deleteSms, readSms, selectStorage } from "../at/outgoing/write-command.ts";
import type { SubmitRequest } from "../at/sms/encode-submit.ts";
import { Seconds } from "../base/duration.ts";
import type { Asking } from "./interrogation.ts";
import type { ModemProfile } from "./profile.ts";
import { type SendOutcome, sendSms } from "./send-sms.ts";
import type { FoundSms } from "./sms-inbox.ts";
import { chooseStorage, indicationLines } from "./sms-setup.ts";

/** Storages of cards are slow: ModemManager gives a list 120 s. */
const [QUICK, SLOW, LIST] = [Seconds(5), Seconds(20), Seconds(120)];

const STORAGES = query("AT+CPMS=?", prefixed("+CPMS:"), SLOW);
const STORAGE = query("AT+CPMS?", prefixed("+CPMS:"), SLOW);
const INDICATIONS = query("AT+CNMI=?", prefixed("+CNMI:"), QUICK);
const SERVICE = query("AT+CSMS?", prefixed("+CSMS:"), QUICK);
/** 4 is "all", in PDU mode (27.005 4.1). */
const ALL = listing("AT+CMGL=4", prefixed("+CMGL:"), LIST);

export interface StorageUse {
  readonly mem: string;
  readonly used: number;
  readonly total: number;
}

/** Speaks with the modem's message storage. What it finds it hands back; it keeps nothing that a restart would lose. */
export class SmsConversation {
  readonly #asking: Asking;
  readonly #never: readonly string[];
  #reading: string | undefined;
  #acknowledges = false;

  constructor(asking: Asking, family?: ModemProfile) {
    this.#asking = asking;
    this.#never = family?.quirks.never ?? [];
  }

  /** What +CMGR and +CMGD reach, once it is known. */
  get reading(): string | undefined {
    return this.#reading;
  }

  /** PDU mode, where to read, and to be told of what comes. False: not possible now (the card is not ready). */
  async setUp(): Promise<boolean> {
    if ((await this.#send(action("AT+CMGF=0", QUICK))).kind !== "ok") return false;
    const [now, offered] = [await this.#first(STORAGE), await this.#first(STORAGES)];
    const isStorage = (message: AtMessage | undefined): message is SmsStorageMessage => message?.kind === "sms-storage";
    const choice = chooseStorage(isStorage(now) ? now : undefined, isStorage(offered) ? offered : undefined);
    if (choice !== undefined && !(await this.choose(choice.reading, choice.receiving))) return false;
    const range = await this.#first(INDICATIONS);
    for (const line of indicationLines(range?.kind === "range" ? range : undefined))
      if ((await this.#send(action(line, QUICK))).kind === "ok") break;
    const service = await this.#first(SERVICE);
    // 1: the modem waits for an acknowledgement of what it hands over, and hands over no more without (27.005 3.4.4).
    this.#acknowledges = service?.kind === "sms-settings" && service.service === 1;
    return true;
  }

  /** Reads and deletes from there from now on; with `receiving` new messages go there too. */
  async choose(name: string, receiving = false): Promise<boolean> {
    if (this.#reading === name && !receiving) return true;
    const reading = storageName(name);
    if (!reading.ok) return false;
    const outcome = await this.#send(listing(selectStorage(reading.value, receiving), prefixed("+CPMS:"), SLOW));
    if (outcome.kind !== "ok") return false;
    this.#reading = name;
    return true;
  }

  async use(): Promise<StorageUse | undefined> {
    const told = await this.#first(STORAGE);
    if (told?.kind !== "sms-storage") return undefined;
    const { mem1: mem = this.#reading, used1: used, total1: total } = told;
    return mem === undefined || used === undefined || total === undefined ? undefined : { mem, used, total };
  }

  /** Undefined: the modem did not tell, which is not the same as none. */
  async list(): Promise<readonly FoundSms[] | undefined> {
    const outcome = await this.#send(ALL);
    if (outcome.kind !== "ok") return undefined;
    const entries = outcome.lines
      .map((line) => decode(line, ALL.line))
      .filter((message) => message.kind === "sms-list");
    // Another program on another port has switched to text mode: there are no PDUs to go by.
    return entries.every(({ stat }) => typeof stat !== "string") ? entries : undefined;
  }

  async read(index: number): Promise<FoundSms | undefined> {
    const place = smsPlace(index);
    if (!place.ok) return undefined;
    const line = readSms(place.value);
    const found = await this.#first(listing(line, prefixed("+CMGR:"), SLOW));
    return found?.kind === "sms" ? { ...found, index } : undefined;
  }

  async submit(request: SubmitRequest): Promise<SendOutcome> {
    return await sendSms({ send: (command) => this.#send(command) }, request);
  }

  /** From the last place down: u-blox closes up what lies behind a deleted message (ModemManager src/mm-base-sim.c). */
  async remove(places: readonly number[]): Promise<void> {
    for (const index of [...new Set(places)].toSorted((a, b) => b - a)) {
      const place = smsPlace(index);
      if (place.ok) await this.#send(action(deleteSms(place.value), SLOW));
    }
  }

  /** Once the message is safe; the modem that is not told keeps it or sends it again. */
  async acknowledge(): Promise<void> {
    if (this.#acknowledges) await this.#send(action("AT+CNMA", QUICK));
  }

  async #first(command: AtCommand): Promise<AtMessage | undefined> {
    const outcome = await this.#send(command);
    const line = outcome.kind === "ok" ? outcome.lines[0] : undefined;
    return line === undefined ? undefined : decode(line, command.line);
  }

  #send(command: AtCommand): Promise<AtOutcome> {
    if (!this.#never.some((line) => command.line.startsWith(line))) return this.#asking.send(command);
    return Promise.resolve({ kind: "error", scheme: "plain", text: "not sent to this family" });
  }
}
