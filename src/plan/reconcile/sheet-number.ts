/** A number as spreadsheets write it: without blanks, hyphens, an apostrophe before it or `="..."` around it. */
export const sheetNumber = (text: string): string =>
  text
    .normalize("NFKC")
    .trim()
    .replace(/^="?(.*?)"?$/, "$1")
    .replace(/^'/, "")
    .replace(/[ -]/g, "");
