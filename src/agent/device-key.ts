import { randomBytes } from "node:crypto";
import type { Store } from "../ports/store.ts";

/** Not below `meta`: it has to survive a recovery of the books, or every card would seem to be another one. */
const KEY = "device/key";

/**
 * The secret with which identifiers are hashed, made at the first start. Keyed, because an ICCID has too little
 * entropy for a plain hash: all of a carrier's cards can be tried in minutes.
 */
export async function deviceKey(store: Store): Promise<string> {
  const known = await store.get(KEY);
  if (known !== undefined && /^[0-9a-f]{64}$/.test(known)) return known;
  const made = randomBytes(32).toString("hex");
  await store.write([{ put: KEY, value: made }]);
  return made;
}
