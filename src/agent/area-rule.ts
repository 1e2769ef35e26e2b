import type { DomainRegistration } from "../modem/modem.ts";

/** An area as `plan.areas` has it: where the device is for good, or while the network tells one of these numbers. */
export interface AreaRule {
  readonly name: string;
  readonly while?: { readonly told: "tac" | "lac" | "ci"; readonly numbers: ReadonlySet<number> };
}

/** In none of the areas that the numbers tell, and that is known. */
const ELSEWHERE = "elsewhere";

/** `province:guangxi`, `local:wuzhou@tac=1A2B,1A2C`: of the one form that the setting accepts. */
export function areaRule(text: string): AreaRule {
  const [name = "", condition] = text.split("@");
  const [, told, numbers = ""] = /^(tac|lac|ci)=(.+)$/.exec(condition ?? "") ?? [];
  if (told !== "tac" && told !== "lac" && told !== "ci") return { name };
  return { name, while: { told, numbers: new Set(numbers.split(",").map(hexadecimal)) } };
}

/**
 * Which of the areas the device is in, by what the network says of the cell (27.007 10.1.22). Empty: not known. What is known to lie
 * in none is `elsewhere`, since data that is bound to an area may be drawn where nothing is known (`unknown_area`).
 */
export function areasNow(rules: readonly AreaRule[], serving: DomainRegistration | undefined): readonly string[] {
  const fixed = rules.filter((rule) => rule.while === undefined).map(({ name }) => name);
  const told = rules.flatMap(({ name, while: condition }) => {
    const number = condition === undefined ? undefined : serving?.[condition.told];
    return condition === undefined || number === undefined
      ? []
      : [{ name, inside: condition.numbers.has(hexadecimal(number)) }];
  });
  const found = [...fixed, ...told.filter(({ inside }) => inside).map(({ name }) => name)];
  return found.length === 0 && told.length > 0 ? [ELSEWHERE] : found;
}

/** Modems write the same number with and without leading zeros. */
const hexadecimal = (text: string): number => Number.parseInt(text, 16);
