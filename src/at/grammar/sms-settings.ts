import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { unreachable } from "../../base/unreachable.ts";
import { cameUnasked, formAsked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { decimal, type Parameter, splitLine, splitParameters } from "./parameters.ts";
import { unmistakableNumber } from "./ucs2-hex.ts";

const COMMANDS = ["+CMGF", "+CSMS", "+CSDH", "+CNMI", "+CSMP", "+CSCA", "+CSCB"] as const;
type SettingsCommand = (typeof COMMANDS)[number];

const number = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0)));

/** How the modem handles messages: answers to reads of +CMGF, +CSMS, +CSDH, +CNMI, +CSMP, +CSCA and +CSCB (3GPP TS 27.005 3.2, 3.3, 3.4.1). */
export const smsSettingsSchema = v.strictObject({
  kind: v.literal("sms-settings"),
  command: v.picklist(COMMANDS),
  unsolicited: v.boolean(),
  mode: number,
  service: number,
  show: number,
  mt: number,
  mo: number,
  bm: number,
  ds: number,
  bfr: number,
  fo: number,
  vp: v.exactOptional(v.union([v.number(), v.string()])),
  pid: number,
  dcs: number,
  sca: v.exactOptional(v.string()),
  tosca: number,
  mids: v.exactOptional(v.pipe(v.string(), v.description("message identifiers, single and in ranges; empty: all"))),
  dcss: v.exactOptional(v.pipe(v.string(), v.description("coding schemes, single and in ranges; empty: all"))),
  addressText: v.exactOptional(
    v.pipe(v.string(), v.description("the address read as UCS2, where the modem wrote it so")),
  ),
});

export type SmsSettingsMessage = Readonly<v.InferOutput<typeof smsSettingsSchema>>;

function parseSmsSettings(line: string, asked?: string): SmsSettingsMessage | undefined {
  const parts = splitLine(line.trimEnd());
  const command = COMMANDS.find((name) => name === parts?.name);
  // A test's answer is a range and says nothing about what is set.
  if (parts === undefined || command === undefined || parts.body.includes("(")) return undefined;
  const values = splitParameters(parts.body);
  const fields = fieldsOf(command, values, asked);
  if (fields === undefined || Object.keys(fields).length === 0) return undefined;
  return { kind: "sms-settings", command, unsolicited: cameUnasked(command, asked), ...fields };
}

export const smsSettingsGrammar: Grammar<SmsSettingsMessage> = { names: COMMANDS, parse: parseSmsSettings };

type SettingsFields = Omit<SmsSettingsMessage, "kind" | "command" | "unsolicited">;

function fieldsOf(
  command: SettingsCommand,
  values: readonly Parameter[],
  asked: string | undefined,
): SettingsFields | undefined {
  const at = (index: number): number | undefined => decimal(values[index], 255);
  switch (command) {
    case "+CMGF":
      return defined({ mode: at(0) });
    case "+CSDH":
      return defined({ show: at(0) });
    case "+CNMI":
      return defined({ mode: at(0), mt: at(1), bm: at(2), ds: at(3), bfr: at(4) });
    case "+CSMS": {
      // The answer to a setting has the three kinds alone, the answer to a read the service before them.
      const set = values.length === 3 || formAsked("+CSMS", asked) === "set";
      return set
        ? defined({ mt: at(0), mo: at(1), bm: at(2) })
        : defined({ service: at(0), mt: at(1), mo: at(2), bm: at(3) });
    }
    case "+CSMP": {
      const vp = values[1]?.text ?? "";
      return defined({ fo: at(0), vp: at(1) ?? (vp === "" ? undefined : vp), pid: at(2), dcs: at(3) });
    }
    case "+CSCA": {
      const sca = values[0]?.text ?? "";
      // A card without a service centre: only its kind of number is told (gammu's tests).
      return sca === ""
        ? defined({ tosca: at(1) })
        : defined({ sca, tosca: at(1), addressText: unmistakableNumber(sca) });
    }
    case "+CSCB": {
      const mode = at(0);
      // An empty list is a value of its own: all of them (27.005 3.3.4).
      return mode === undefined ? undefined : defined({ mode, mids: values[1]?.text, dcss: values[2]?.text });
    }
    default:
      return unreachable(command);
  }
}
