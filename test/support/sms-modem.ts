import type { AtCommand, AtOutcome } from "../../src/at/command.ts";
import type { Asking } from "../../src/modem/interrogation.ts";

interface Stored {
  stat: number;
  readonly pdu: string;
}

const error = (code: number): AtOutcome => ({ kind: "error", scheme: "cms", code, text: String(code) });
const ok = (...lines: readonly string[]): AtOutcome => ({ kind: "ok", lines });

/** A modem's message storage behind the questions of 27.005, as one that answers whatever it is asked at once. */
export class SmsModem implements Asking {
  readonly asked: string[] = [];
  readonly storages: Record<string, Map<number, Stored>> = { SM: new Map(), ME: new Map() };
  places = 10;
  reading = "SM";
  receiving = "SM";
  service = 0;
  indications = "(0-2),(0-3),(0,2),(0-2),(0,1)";
  /** Command lines that are refused. */
  refuses: readonly string[] = [];
  /** Places behind a deleted one move up. */
  shifts = false;
  /** Called before each command. */
  before: (line: string) => void = () => {};

  receive(pdu: string, mem = this.receiving, stat = 0): number {
    const storage = this.#storage(mem);
    let index = 1;
    while (storage.has(index)) index += 1;
    storage.set(index, { stat, pdu });
    return index;
  }

  /** PDUs of a storage in the order of their places. */
  held(mem = this.reading): readonly string[] {
    return [...this.#storage(mem)].toSorted(([a], [b]) => a - b).map(([, { pdu }]) => pdu);
  }

  count(line: string): number {
    return this.asked.filter((one) => one.startsWith(line)).length;
  }

  send({ line }: Pick<AtCommand, "line">): Promise<AtOutcome> {
    this.before(line);
    this.asked.push(line);
    return Promise.resolve(this.refuses.some((one) => line.startsWith(one)) ? error(303) : this.#answer(line));
  }

  #answer(line: string): AtOutcome {
    const index = Number(line.split("=")[1]);
    const storage = this.#storage(this.reading);
    const use = (mem: string): string => `${this.#storage(mem).size},${this.places}`;
    if (line === "AT+CPMS?")
      return ok(
        `+CPMS: ${[this.reading, this.reading, this.receiving].map((mem) => `"${mem}",${use(mem)}`).join(",")}`,
      );
    if (line === "AT+CPMS=?") return ok('+CPMS: ("SM","ME"),("SM","ME"),("SM","ME")');
    if (line.startsWith("AT+CPMS=")) {
      this.reading = line.split('"')[1] ?? "";
      return ok(`+CPMS: ${use(this.reading)}`);
    }
    if (line === "AT+CNMI=?") return ok(`+CNMI: ${this.indications}`);
    if (line === "AT+CSMS?") return ok(`+CSMS: ${this.service},1,1,1`);
    if (line === "AT+CMGL=4")
      return ok(...[...storage].map(([place, { stat, pdu }]) => `+CMGL: ${place},${stat},,${octets(pdu)}\r\n${pdu}`));
    if (line.startsWith("AT+CMGR=")) {
      const found = storage.get(index);
      return found === undefined ? error(321) : ok(`+CMGR: ${found.stat},,${octets(found.pdu)}\r\n${found.pdu}`);
    }
    if (line.startsWith("AT+CMGD=")) return this.#delete(storage, index);
    return ok();
  }

  #delete(storage: Map<number, Stored>, index: number): AtOutcome {
    if (!storage.delete(index)) return error(321);
    if (!this.shifts) return ok();
    const behind = [...storage].filter(([place]) => place > index).toSorted(([a], [b]) => a - b);
    for (const [place, stored] of behind) {
      storage.delete(place);
      storage.set(place - 1, stored);
    }
    return ok();
  }

  #storage(mem: string): Map<number, Stored> {
    return (this.storages[mem] ??= new Map());
  }
}

/** Without the service centre's address, of which these PDUs have one octet. */
const octets = (pdu: string): number => pdu.length / 2 - 1;
