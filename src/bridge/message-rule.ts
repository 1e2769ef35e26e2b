/** To whom messages may go, and how many. */
export interface MessageRule {
  /** Numbers as they are dialled; a `*` at the end: all that begin so. */
  readonly to: readonly string[];
  /** In any 24 hours. */
  readonly perDay: number;
}

/** `+8613800138000` is not `13800138000`: what is not written here is nobody's guess. */
export const mayGoTo = ({ to }: MessageRule, number: string): boolean =>
  to.some((allowed) => (allowed.endsWith("*") ? number.startsWith(allowed.slice(0, -1)) : number === allowed));
