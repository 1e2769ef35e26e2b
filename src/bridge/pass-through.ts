import type { MonoMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import { type Answer, awaited, cme, cms, failed, ok, type Outcome } from "../dce/answer.ts";
import type { LineCommand, Operation } from "../dce/command-line.ts";
import type { Clock } from "../ports/clock.ts";
import type { ModemReply, ModemRequests } from "../ports/modem-requests.ts";
import { ModemTurns } from "./modem-turns.ts";
import { BRIDGE_ERRORS, MESSAGE_ERRORS, WIRE_LIMITS } from "./wire-codes.ts";

type OperationKind = Operation["kind"];

/** What firmware reads of a modem in its main loop, and what changes nothing. No identifiers: they are for people at the device. */
const HARMLESS: Readonly<Record<string, readonly OperationKind[]>> = {
  "+CSQ": ["execute", "test"],
  "+CESQ": ["execute", "test"],
  "+COPS": ["read"],
  "+CREG": ["read", "test"],
  "+CGREG": ["read", "test"],
  "+CEREG": ["read", "test"],
  "+C5GREG": ["read", "test"],
  "+CGATT": ["read", "test"],
  "+CPIN": ["read"],
  "+CFUN": ["read"],
  "+CGMI": ["execute"],
  "+CGMM": ["execute"],
  "+CGMR": ["execute"],
  "+CCLK": ["read"],
};

/** Refused by name rather than as unknown: firmware that sends them has to know that it is not to. */
const DANGEROUS: readonly string[] = [
  "+CFUN",
  "+COPS",
  "+CREG",
  "+CGREG",
  "+CEREG",
  "+C5GREG",
  "+CGATT",
  "+CGACT",
  "+CGDATA",
  "+CGDCONT",
  "+CGDSCONT",
  "+CGQREQ",
  "+CGAUTH",
  "+CLCK",
  "+CPWD",
  "+CPIN",
  "+CPIN2",
  "+CCLK",
  "+CTZU",
  "+CUSD",
  "+CSIM",
  "+CRSM",
  "+CCHO",
  "+CGLA",
  "+CMGD",
  "+CMGR",
  "+CMGL",
  "+CNMI",
  "+CPMS",
  "+CSCA",
  "+IPR",
  "+ICF",
  "+IFC",
  "+CHUP",
  "+CIMI",
  "+CGSN",
  "+CCID",
  "+CNUM",
];

/** Texts that would cost, by other ways than the one that is permitted. */
const SENDING: readonly string[] = ["+CMSS", "+CMGC", "+CMGW"];

/** Commands that are the modem's and not the bridge's. */
export class PassThrough {
  readonly #modem: ModemTurns | undefined;

  constructor({ clock, modem }: { readonly clock: Clock; readonly modem?: ModemRequests }) {
    this.#modem = modem === undefined ? undefined : new ModemTurns(clock, modem);
  }

  get offered(): boolean {
    return this.#modem !== undefined;
  }

  /** `since`: when the line began on which it stands. */
  execute(command: LineCommand, since: MonoMs): Answer {
    switch (command.kind) {
      case "dial":
        return cme(BRIDGE_ERRORS["not-allowed"].code);
      case "basic":
        return basic(command.name);
      case "register":
      case "broken":
        return failed;
      case "extended":
        return this.#extended(command.name, command.operation, since);
      default:
        return unreachable(command);
    }
  }

  #extended(name: string, operation: Operation, since: MonoMs): Answer {
    if (SENDING.includes(name)) return cms(MESSAGE_ERRORS["not-allowed"].code);
    if (HARMLESS[name]?.includes(operation.kind) !== true) {
      // What a manufacturer's own commands do is not known: ^ $ # * and the rest are as dangerous as any.
      const dangerous = DANGEROUS.includes(name) || !name.startsWith("+");
      return cme(BRIDGE_ERRORS[dangerous ? "not-allowed" : "not-supported"].code);
    }
    const modem = this.#modem;
    if (modem === undefined) return cme(BRIDGE_ERRORS["no-modem"].code);
    const sign = { execute: "", read: "?", test: "=?", set: "=" }[operation.kind];
    return awaited((settle) => void modem.ask(name + sign, since).then((reply) => settle(outcomeOf(reply))));
  }
}

/** There is no call that H could end, and that is no reason for firmware to give up; A answers a call that never comes. */
function basic(name: string): Answer {
  if (name === "I") return ok("cellward");
  return name === "H" ? ok() : cme(BRIDGE_ERRORS["not-allowed"].code);
}

function outcomeOf(reply: ModemReply): Outcome {
  switch (reply.kind) {
    case "absent":
      return cme(BRIDGE_ERRORS["no-modem"].code);
    case "timeout":
      return cme(BRIDGE_ERRORS.timeout.code);
    case "answered":
      switch (reply.final.kind) {
        case "ok":
          return ok(...reply.lines.slice(0, 4).map(asciiLine));
        case "cme":
          return cme(reply.final.code);
        case "cms":
          return cms(reply.final.code);
        case "error":
          return failed;
        default:
          return unreachable(reply.final);
      }
    default:
      return unreachable(reply);
  }
}

const asciiLine = (line: string): string =>
  line.replace(/[^\u0020-\u007e]/g, "?").slice(0, WIRE_LIMITS["line-most"].code);
