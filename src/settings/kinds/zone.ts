import type { Kind } from "../kind.ts";
import { text } from "./text.ts";

/** Offsets such as `+08:00` are taken by Intl as well, but a plan's midnight needs a zone with its rules. */
function isKnownZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** A name of the IANA time zone database that this Node.js knows. */
export function zone(): Kind<string> {
  const allowed = 'the IANA name of a time zone, such as "Asia/Shanghai"';
  return text({
    name: "time zone",
    allowed,
    example: "Asia/Shanghai",
    maxBytes: 64,
    refuse: (name) => (isKnownZone(name) ? undefined : `${allowed}; this one is not known here`),
  });
}
