import { defined } from "../base/defined.ts";
import type { DiagnosisAnswer } from "../report/diagnosis-answer.ts";
import type { Picture } from "../report/picture.ts";

/** Of somebody else's data call: whoever dials was asked, and could not. Nothing of the agent's own call. */
export function diallerFailed({ owner, asks, asked }: Picture["bearer"]): DiagnosisAnswer["dialler"] {
  if (owner !== "external" || asks === undefined || asked?.outcome !== "failed") return undefined;
  const { at, request, attempt, cause, text } = asked;
  return defined({ asks, at, request, attempt, cause, text });
}
