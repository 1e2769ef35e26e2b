import * as v from "valibot";
import { parseBytes, type UnitBase } from "../../base/bytes.ts";
import { type Duration, formatDuration, Millis, parseDuration } from "../../base/duration.ts";
import type { Kind } from "../kind.ts";

export interface DurationShape {
  readonly min: Duration;
  readonly max: Duration;
  /** The grain that the value's user has: MQTT's keep alive counts whole seconds. */
  readonly step?: Duration;
}

/** Always a text with its unit: a bare number would be read as seconds by one person and as milliseconds by the next. */
export function duration(shape: DurationShape): Kind<Duration> {
  const step = shape.step ?? Millis(1);
  const grain = step === 1 ? "" : ` in steps of ${formatDuration(step)}`;
  const example = formatDuration(shape.min);
  const bounds = `from ${example} to ${formatDuration(shape.max)}${grain}`;
  const allowed = `a duration ${bounds}, as a text with its unit (ms, s, min, h, d), such as "${example}"`;
  const schema = v.pipe(
    v.string(allowed),
    v.rawTransform<string, Duration>(({ dataset, addIssue, NEVER }) => {
      const parsed = parseDuration(dataset.value);
      if (parsed !== undefined && parsed >= shape.min && parsed <= shape.max && parsed % step === 0) return parsed;
      addIssue({ message: allowed });
      return NEVER;
    }),
  );
  return {
    name: "duration",
    allowed,
    example,
    scalar: true,
    schema: () => schema,
    fromText: (text) => text,
    toFile: formatDuration,
  };
}

const BINARY = ["TiB", "GiB", "MiB", "KiB"] as const;
const CARRIER = ["TB", "GB", "MB", "KB"] as const;

/** The largest unit that loses nothing, in units that parseBytes reads back to the same amount. */
function formatBytes(amount: bigint, units: readonly string[], base: UnitBase): string {
  const found = units.find((unit) => amount >= unitSize(unit, base) && amount % unitSize(unit, base) === 0n);
  return found === undefined ? `${amount} B` : `${amount / unitSize(found, base)} ${found}`;
}

const unitSize = (unit: string, base: UnitBase): bigint => parseBytes(`1 ${unit}`, base) ?? 1n;

export interface BytesShape {
  readonly min: string;
  readonly max: string;
  /** May be written in the carrier's units (KB, MB, GB, TB), which follow plan.unit_base. */
  readonly carrier?: boolean;
}

/** Always a text with its unit. `KB` is only taken where a plan says what it means. */
export function bytes(shape: BytesShape): Kind<bigint> {
  const carrier = shape.carrier === true;
  const min = parseBytes(shape.min) ?? 0n;
  const max = parseBytes(shape.max) ?? 0n;
  const units = carrier ? "B; KB, MB, GB, TB by plan.unit_base; KiB, MiB, GiB, TiB" : "B, KiB, MiB, GiB, TiB";
  const example = carrier ? "30 GB" : shape.min;
  const allowed = `an amount from ${shape.min} to ${shape.max}, as a text with its unit (${units}), such as "${example}"`;
  return {
    name: "bytes",
    allowed,
    example,
    scalar: true,
    schema: (reading) =>
      v.pipe(
        v.string(allowed),
        v.rawTransform<string, bigint>(({ dataset, addIssue, NEVER }) => {
          const ambiguous = !carrier && /[KMGT]B\s*$/.test(dataset.value);
          const parsed = ambiguous ? undefined : parseBytes(dataset.value, reading.unitBase);
          if (parsed !== undefined && parsed >= min && parsed <= max) return parsed;
          addIssue({ message: allowed });
          return NEVER;
        }),
      ),
    fromText: (text) => text,
    toFile: (value, reading) => formatBytes(value, carrier ? CARRIER : BINARY, reading.unitBase),
  };
}
