/**
 * A number of an identity card (18 characters, the last may be X), of a bank card (16 to 19 digits), or of a telephone: they do not belong
 * into a ticket or a reason, which are kept and published. Digits may be set apart by blanks and hyphens.
 */
export function looksPersonal(text: string): boolean {
  const runs = text.match(/\d(?:[ -]?\d){9,}[Xx]?/g) ?? [];
  return runs.some((run) => run.replace(/[^\dXx]/g, "").length >= 11);
}
