import type { CauseCode } from "../cause.ts";
import { CARD_RULES } from "./card-rules.ts";
import { DEVICE_RULES } from "./device-rules.ts";
import { PLAN_RULES } from "./plan-rules.ts";
import type { ResumeRule } from "./resume-rule.ts";

/** Cause -> what brings it back, after whose act, when at the earliest, how it is looked for, and when somebody else is asked. */
export const RESUME_RULES: Readonly<Record<CauseCode, ResumeRule>> = { ...PLAN_RULES, ...CARD_RULES, ...DEVICE_RULES };
