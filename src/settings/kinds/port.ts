import type { Kind } from "../kind.ts";
import { text } from "./text.ts";

/** PATH_MAX of Linux with its closing NUL is 4096 bytes. */
const PATH_BYTES = 4095;

/** A serial port by its path, `auto` for the first one that answers AT, `none` where there is no AT port. */
export function serialPort(example: string): Kind<string> {
  return text({
    name: "port",
    allowed: `"auto", "none" or an absolute path, such as "${example}"`,
    example,
    pattern: /^(?:auto$|none$|\/)/,
    maxBytes: PATH_BYTES,
  });
}
