import { isZone } from "../../plan/zone.ts";
import type { Kind } from "../kind.ts";
import { text } from "./text.ts";

/** A name of the IANA time zone database that this Node.js knows. */
export function zone(): Kind<string> {
  const allowed = 'the IANA name of a time zone, such as "Asia/Shanghai"';
  return text({
    name: "time zone",
    allowed,
    example: "Asia/Shanghai",
    maxBytes: 64,
    refuse: (name) => (isZone(name) ? undefined : `${allowed}; this one is not known here`),
  });
}
