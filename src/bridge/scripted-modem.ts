import type { ModemReply, ModemRequests } from "../ports/modem-requests.ts";

const ANSWERS: readonly (readonly [command: string, line: string])[] = [
  ["+CSQ", "+CSQ: 20,99"],
  ["+CESQ", "+CESQ: 99,99,255,255,20,55"],
  ["+COPS?", '+COPS: 0,2,"46000",7'],
  ["+CREG?", "+CREG: 0,1"],
  ["+CGREG?", "+CGREG: 0,1"],
  ["+CEREG?", "+CEREG: 0,1"],
  ["+CGATT?", "+CGATT: 1"],
  ["+CPIN?", "+CPIN: READY"],
  ["+CFUN?", "+CFUN: 1"],
  ["+CGMI", "cellward"],
  ["+CGMM", "scripted"],
];

/** A modem that answers what a script says, and to commands without an answer as one that has none. */
export class ScriptedModem implements ModemRequests {
  readonly #answers = new Map<string, string>(ANSWERS);
  #absent = false;

  answer(command: string, line: string): void {
    this.#answers.set(command, line);
  }

  absent(absent: boolean): void {
    this.#absent = absent;
  }

  request(command: string): Promise<ModemReply> {
    if (this.#absent) return Promise.resolve({ kind: "absent" });
    const line = this.#answers.get(command);
    return Promise.resolve(
      line === undefined
        ? { kind: "answered", lines: [], final: { kind: "error" } }
        : { kind: "answered", lines: [line], final: { kind: "ok" } },
    );
  }
}
