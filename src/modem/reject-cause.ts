import type { CodeTable } from "../codes/code-table.ts";
import { EMM_CAUSE, emmCauseIsPermanent } from "../codes/emm-cause.ts";
import { FIVEGMM_CAUSE } from "../codes/fivegmm-cause.ts";
import { GMM_CAUSE } from "../codes/gmm-cause.ts";
import { MM_CAUSE } from "../codes/mm-cause.ts";
import type { Domain, DomainRegistration } from "./modem.ts";

type Refusal = Pick<DomainRegistration, "causeType" | "rejectCause">;

const CAUSES: Readonly<Record<Domain, CodeTable>> = {
  cs: MM_CAUSE,
  ps: GMM_CAUSE,
  eps: EMM_CAUSE,
  "5gs": FIVEGMM_CAUSE,
};

/** 3GPP TS 27.007 10.1.22 `<cause_type>`: 0 is the domain's own protocol, 1 a numbering of the modem's maker. */
const isMakers = ({ causeType }: Refusal): boolean => causeType === 1;

/** The domain's standard's name of the cause; undefined without one, and for what the standard does not number. */
export function rejectCauseName(domain: Domain, refusal: Refusal): string | undefined {
  if (refusal.rejectCause === undefined || isMakers(refusal)) return undefined;
  return CAUSES[domain][refusal.rejectCause]?.name;
}

/** For a person: number and name. */
export function rejectCauseText(domain: Domain, refusal: Refusal): string {
  const { rejectCause } = refusal;
  if (rejectCause === undefined) return "no cause given";
  if (isMakers(refusal)) return `cause ${rejectCause} in the modem maker's own numbering`;
  const name = rejectCauseName(domain, refusal);
  return name === undefined ? `cause ${rejectCause}` : `cause ${rejectCause}, ${name}`;
}

/** The USIM or the modem counts as invalid until switch-off. The numbers mean the same in every domain that has them. */
export function rejectIsPermanent(refusal: Refusal): boolean {
  return refusal.rejectCause !== undefined && !isMakers(refusal) && emmCauseIsPermanent(refusal.rejectCause);
}
