import { userInfo } from "node:os";
import { Fault } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";

/** Who states or wants something: `--by`, else the user's name. Throws Fault `usage` for a name that cannot stand on one line. */
export function whoSays(typed?: string, user = userInfo): string {
  const by = typed ?? nameOf(user);
  if (by.length > 80) throw new Fault("usage", `--by: found ${by.length} characters; expected 1 to 80`);
  if (by.trim() === "" || by !== plainText(by) || /[\t\n]/.test(by))
    throw new Fault("usage", `--by: found "${plainText(by)}"; expected a name on one line, without control characters`);
  return by;
}

/** A unit's dynamic user, or a container's, may have a number alone. */
function nameOf(user: () => { readonly username: string }): string {
  try {
    return user().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
