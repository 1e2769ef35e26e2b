/** A line of what was said, and where it stands. */
export interface SaidText {
  readonly at: number;
  readonly text: string;
}

const FINAL = /^(?:OK|ERROR|NO CARRIER|NO ANSWER|NO DIALTONE|BUSY|COMMAND NOT SUPPORT|\+CM[ES] ERROR:.*)$/;
/** What modems say by themselves: a name with a colon, or capitals alone (RDY, RING, CALL READY). */
const REPORT = /^(?:[+^#$%*!_&@][A-Z][A-Z0-9]*(?:: ?|$)|[A-Z][A-Z0-9]{1,}(?: [A-Z]+)*$|A[Tt])/;

/** Every line with its place, the empty ones too. */
export const saidLines = (said: string): readonly SaidText[] =>
  Array.from(said.matchAll(/([^\r\n]*)(?:\r\n|[\r\n]|$)/g), (match) => ({ at: match.index, text: match[1] ?? "" }));

export const isFinal = ({ text }: SaidText): boolean => FINAL.test(text.trim());
export const isReport = (line: SaidText): boolean => isFinal(line) || REPORT.test(line.text);

/**
 * What is still of a text that began above. Lines without an empty one between are the same text's (a modem frames what it says
 * by itself); behind an empty one whatever the modem would not say.
 */
export function textFrom(lines: readonly SaidText[], from: number): readonly SaidText[] {
  const found: SaidText[] = [];
  let parted = false;
  for (const line of lines.slice(from)) {
    if (line.text === "") parted = true;
    else if (isFinal(line) || (parted && isReport(line)) || (!parted && /^[+^#$%*][A-Z][A-Z0-9]*: /.test(line.text)))
      break;
    else found.push(line);
  }
  return found;
}
