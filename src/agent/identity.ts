import { createHmac } from "node:crypto";
import type { Identity } from "../report/picture.ts";

/** `key` is the device's own secret: without it an identifier's hash could be found by trying all of a carrier's cards. */
export const identityOf = (
  { deviceId, version }: { readonly deviceId: string; readonly version: string },
  key: string,
): Identity => ({
  version,
  device: deviceId,
  keyOf: (identifier) => createHmac("sha256", key).update(identifier).digest("hex").slice(0, 12),
});
