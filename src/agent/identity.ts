import { createHmac } from "node:crypto";
import type { Identity } from "../report/picture.ts";
import type { Settings } from "../settings/declaration.ts";

/** `key` is the device's own secret: without it an identifier's hash could be found by trying all of a carrier's cards. */
export const identityOf = (
  {
    settings: { plan },
    deviceId,
    version,
  }: { readonly settings: Settings; readonly deviceId: string; readonly version: string },
  key: string,
): Identity => ({
  version,
  device: deviceId,
  plan: { name: plan.name, unitBase: plan.unitBase, zone: plan.zone },
  keyOf: (identifier) => createHmac("sha256", key).update(identifier).digest("hex").slice(0, 12),
});
