import type { OperatorMessage } from "../message.ts";
import { decimal, splitLine, splitParameters } from "./parameters.ts";

/** `+COPS: <mode>[,<format>,<oper>[,<AcT>]]` (27.007 7.3); format 2 is the numeric PLMN. */
export function parseOperator(line: string): OperatorMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+COPS" || parts.body.startsWith("(")) return undefined;
  const [, format, name, access] = splitParameters(parts.body);
  const act = decimal(access, 255);
  const text = name?.text ?? "";
  const numeric = decimal(format, 2) === 2 || /^\d{5,6}$/.test(text);
  return {
    kind: "operator",
    command: "+COPS",
    ...(text === "" ? {} : numeric ? { plmn: text } : { name: text }),
    ...(act === undefined ? {} : { act }),
  };
}
