/** No message is longer: 255 parts of 67 characters; what a figure stands in is much shorter. */
const LONGEST = 2_000;

/**
 * A text as patterns are held against it: full-width digits, letters and signs as the narrow ones (Unicode NFKC), capital letters, no
 * blanks but one between two digits, which keeps `11-2 12:30` two things.
 */
export const replyText = (text: string): string =>
  text
    .slice(0, LONGEST)
    .normalize("NFKC")
    .toUpperCase()
    .slice(0, LONGEST)
    .split(/\s/)
    .filter((word) => word !== "")
    .reduce((line, word) => (/\d$/.test(line) && /^\d/.test(word) ? `${line} ${word}` : line + word), "");
