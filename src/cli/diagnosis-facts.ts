import { Fault } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import { CAUSE_CODES, causeOf } from "../diagnosis/cause.ts";
import { PLATFORMS } from "../diagnosis/observe/observe-platform.ts";
import type { LocalOrder } from "../report/local-contract.ts";

export const DIAGNOSIS_FACTS = ["confirmed-cause CAUSE", ...PLATFORMS.map((platform) => `${platform} VALUE`)];

/** What is stated about why the card is stopped; undefined for every other fact. Throws Fault `usage`. */
export function diagnosisOrder(name: string, operand: string | undefined, by: string): LocalOrder | undefined {
  const platform = PLATFORMS.find((known) => known === name);
  if (platform !== undefined) {
    if (operand === undefined || operand === "" || operand.length > 80)
      throw new Fault("usage", `${name}: expected what the platform shows, 1 to 80 characters`);
    return { do: "platform-says", by, platform, value: operand };
  }
  if (name !== "confirmed-cause") return undefined;
  const cause = causeOf(operand ?? "");
  if (cause !== undefined) return { do: "confirm-cause", by, cause };
  const found = operand === undefined ? "nothing" : `"${plainText(operand.slice(0, 80))}"`;
  throw new Fault("usage", `confirmed-cause: found ${found}; expected one of ${CAUSE_CODES.join(", ")}`);
}
