import { CME_ERROR } from "../codes/cme-error.ts";
import { CMS_ERROR } from "../codes/cms-error.ts";

/** What +CMEE=2 says instead of a number. */
export const errorText = (scheme: "cme" | "cms", code: number): string =>
  (scheme === "cme" ? CME_ERROR : CMS_ERROR)[code]?.name ?? "unknown";
