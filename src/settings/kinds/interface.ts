import type { Kind } from "../kind.ts";
import { text } from "./text.ts";

/**
 * A network interface's name, or the beginning of names before a `*`: ppp takes the next unit while the one before still
 * hangs, so `ppp*`. IFNAMSIZ is 16 with its closing NUL; "." and ".." would leave the directory of interfaces.
 */
export const interfaceName = (): Kind<string> =>
  text({
    allowed:
      'the name of a network interface, 1 to 15 characters without "/", ":" and spaces, such as "wwan0"; or how names begin, before a *, such as "ppp*"',
    example: "wwan0",
    pattern: /^(?!\.{1,2}$)(?:[^/\s:*]{1,15}|[^/\s:*]{1,14}\*)$/,
    maxBytes: 15,
  });

export const isPattern = (name: string): boolean => name.endsWith("*");

/** Whether an interface is one of those that are meant. */
export const matches = (pattern: string, name: string): boolean =>
  isPattern(pattern) ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** Whether there can be an interface that both mean. */
export const overlap = (a: string, b: string): boolean =>
  matches(a, b.replace("*", "")) || matches(b, a.replace("*", ""));
