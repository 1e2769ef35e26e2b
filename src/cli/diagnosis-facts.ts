import { Fault } from "../base/fault.ts";
import { WallMs } from "../base/instant.ts";
import { plainText } from "../base/plain-text.ts";
import { CAUSE_CODES, causeOf, NO_CAUSE } from "../diagnosis/cause.ts";
import { PERSON_SAYS, personSays } from "../diagnosis/observe/observe-person.ts";
import { observePlatform, PLATFORM_VALUES, PLATFORMS } from "../diagnosis/observe/observe-platform.ts";
import type { LocalOrder } from "../report/local-contract.ts";

export const DIAGNOSIS_FACTS = [
  "confirmed-cause CAUSE",
  "person-says WHAT",
  ...PLATFORMS.map((platform) => `${platform} VALUE`),
];

/** What is stated about why the card is stopped; undefined for every other fact. Throws Fault `usage`. */
export function diagnosisOrder(name: string, operand: string | undefined, by: string): LocalOrder | undefined {
  const platform = PLATFORMS.find((known) => known === name);
  if (platform !== undefined) {
    if (operand === undefined || observePlatform(platform, operand, WallMs(0)) === undefined)
      throw new Fault("usage", `${name}: found ${foundText(operand)}; expected ${PLATFORM_VALUES[platform]}`);
    return { do: "platform-says", by, platform, value: operand };
  }
  if (name === "person-says") {
    const says = personSays(operand);
    if (says !== undefined) return { do: "person-says", by, says };
    throw new Fault("usage", `person-says: found ${foundText(operand)}; expected one of ${PERSON_SAYS.join(", ")}`);
  }
  if (name !== "confirmed-cause") return undefined;
  const cause = operand === NO_CAUSE ? NO_CAUSE : causeOf(operand ?? "");
  if (cause !== undefined) return { do: "confirm-cause", by, cause };
  throw new Fault(
    "usage",
    `confirmed-cause: found ${foundText(operand)}; expected one of ${CAUSE_CODES.join(", ")}, or ${NO_CAUSE}, which withdraws it`,
  );
}

const foundText = (operand: string | undefined): string =>
  operand === undefined ? "nothing" : `"${plainText(operand.slice(0, 80))}"`;
