import type { OwnerAnswer, OwnerRefusal } from "../ports/owner-request.ts";

type Failed = OwnerAnswer & { readonly kind: "failed" };

export const failed = (cause: OwnerRefusal, text: string): Failed => ({ kind: "failed", cause, text });

export const standing = (text: string): OwnerAnswer => ({ kind: "standing", text });

/** Nobody has the service's name on the bus. */
export const missing = (service: string): Failed => failed("not-running", `${service} does not run`);
