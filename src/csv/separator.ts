/** What a spreadsheet calls text is parted by tabs, and what it calls CSV by semicolons in some countries: what the beginning has most of. */
export function separatorOf(text: string): "," | "\t" | ";" {
  const head = text.slice(0, 8_192);
  const counted = ([",", "\t", ";"] as const).map((separator) => ({ separator, times: head.split(separator).length }));
  // A title may hold commas; a tab before each number is how spreadsheets are kept from rounding it.
  const [most] = counted.toSorted((a, b) => b.times - a.times);
  return most?.separator ?? ",";
}
