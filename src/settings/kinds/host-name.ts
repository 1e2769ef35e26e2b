import type { Kind } from "../kind.ts";
import { text } from "./text.ts";

/** RFC 1035 2.3.1 and 2.3.4: labels of letters, digits and hyphens, 253 characters in all. */
const NAME =
  /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)+\.?$/;

export const hostName = (example: string): Kind<string> =>
  text({
    name: "name",
    allowed: `a host name with at least one dot, 253 characters at most, such as "${example}"`,
    example,
    pattern: NAME,
    maxBytes: 254,
  });
