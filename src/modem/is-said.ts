/** As a family's own lines are compared: the beginning where a value follows, else whole. */
export const isSaid = (line: string, said: string): boolean =>
  /[:,]$/.test(line) ? said.startsWith(line) : said === line;

/** Whether a line of an answer says one of these; blanks do not count. */
export function saysOneOf(lines: readonly string[], words: readonly string[]): boolean {
  const heard = lines.map(bare);
  return words.map(bare).some((word) => heard.some((line) => isSaid(word, line)));
}

const bare = (text: string): string => text.replaceAll(" ", "");
