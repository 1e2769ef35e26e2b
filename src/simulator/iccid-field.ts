import { type Field, matching } from "./control-field.ts";

/** ITU-T E.118, and the letters that Chinese carriers print behind the issuer's number. */
export const ICCID: Field<string> = matching(
  /^\d{6}[0-9A-F]{12,14}$/,
  "18 to 20 digits, of which those behind the sixth may be A to F",
);
