import type { OwnerRefusal } from "../ports/owner-request.ts";

/** polkit's refusals as NetworkManager 1.42 and ModemManager 1.20 tell them, and the bus's own. */
const FORBIDDEN =
  /not authorized|PolicyKit authorization failed|access denied|permission denied|rejected send message/i;
const AWAY =
  /^Failed to connect to bus: (?:No such file|Connection refused)|^Call failed: (?:Name ".*" does not exist|Could not activate remote peer|The name .* was not provided)/i;

/** What a failure that busctl tells is about. It prints an error's text without its name, so the text decides. */
export function busRefusal(said: string): OwnerRefusal {
  if (FORBIDDEN.test(said)) return "forbidden";
  return AWAY.test(said) ? "not-running" : "failed";
}
