import { readReach } from "../base/network.ts";
import { defined } from "../base/defined.ts";
import type { ClassRule, FilterShape } from "../enforce/filter-shape.ts";
import { CLASSES } from "../policy/traffic-classes.ts";
import type { Settings } from "../settings/declaration.ts";
import type { WrittenRule } from "../settings/kinds/class-rules.ts";
import { isPattern } from "../settings/kinds/interface.ts";
import type { EnforceOptions } from "./enforce-loop.ts";
import { uplinksOf } from "./loop-options.ts";

/** What of the settings keeps the kernel's limits. `uid`: whom the agent runs as. */
export function enforceOptions(
  { device, meter, uplink, enforce, classRule }: Settings,
  { bootId, uid }: { readonly bootId: string; readonly uid: number },
): EnforceOptions {
  const metered = uplinksOf({ meter, uplink })
    .filter((one) => one.metered)
    .map((one) => one.interface);
  const shape: FilterShape = {
    classes: CLASSES[device.profile],
    markMask: Number.parseInt(enforce.markMask, 16),
    otherwise: enforce.unclassified,
    management: "management",
    rules: (classRule ?? []).map(readRule),
    ...(enforce.dropDown ? { dropsDown: ["telemetry", "bulk"] } : {}),
    uplinkPatterns: metered.filter(isPattern),
    // Whoever runs as root is not the agent alone.
    ...(uid === 0 ? {} : { ownUid: uid }),
  };
  return {
    bootId,
    mode: enforce.mode,
    onExit: enforce.onExit,
    shape,
    uplinks: metered.filter((name) => !isPattern(name)),
    slice: enforce.lease,
    rates: new Map(
      [["telemetry", enforce.upRateTelemetry] as const, ["bulk", enforce.upRateBulk] as const].flatMap(([name, rate]) =>
        rate === undefined ? [] : [[name, Number(rate)]],
      ),
    ),
  };
}

function readRule({ class: name, to, mark, sources, ...rest }: WrittenRule): ClassRule {
  const [value = "", mask = "0xffffffff"] = mark?.split("/") ?? [];
  return {
    class: name,
    ...defined(rest),
    ...(to === undefined ? {} : { to: to.split(" ").flatMap((one) => readReach(one) ?? []) }),
    ...(mark === undefined ? {} : { mark: { value: Number.parseInt(value, 16), mask: Number.parseInt(mask, 16) } }),
    ...(sources === undefined ? {} : { sources: sources.split(" ") }),
  };
}
