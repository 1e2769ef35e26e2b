declare const durationBrand: unique symbol;

/** A length of time in milliseconds. Never an instant. */
export type Duration = number & IsDuration;

/** With a name of its own, so that declaration files of inferred types can say it. */
export interface IsDuration {
  readonly [durationBrand]: true;
}

export const Millis = (n: number): Duration => n as Duration;
export const Seconds = (n: number): Duration => Millis(n * 1_000);
export const Minutes = (n: number): Duration => Seconds(n * 60);
export const Hours = (n: number): Duration => Minutes(n * 60);
export const Days = (n: number): Duration => Hours(n * 24);

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `300ms`, `5s`, `10min`, `1h`, `30d`; undefined when the text is anything else. */
export function parseDuration(text: string): Duration | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)\s?(ms|s|min|h|d)$/.exec(text.trim());
  const factor = UNITS[match?.[2] ?? ""];
  return match === null || factor === undefined ? undefined : Millis(Math.round(Number(match[1]) * factor));
}

/** The same as a person types it at a prompt, where `10m` is ten minutes too; what is written to stay says `10min`. */
export const typedDuration = (text: string): Duration | undefined =>
  parseDuration(text.replace(/(\d\s?)m\s*$/, "$1min"));

/** Writes the largest unit that loses nothing: 600000 is `10min`, 1500 is `1500ms`. */
export function formatDuration(duration: Duration): string {
  for (const unit of ["d", "h", "min", "s"]) {
    const size = UNITS[unit] ?? 1;
    if (duration !== 0 && duration % size === 0) return `${duration / size}${unit}`;
  }
  return `${duration}ms`;
}

/** For people: `3 h 12 min`, `45 s`; two units at most, never below one second. */
export function describeDuration(duration: Duration): string {
  const total = Math.max(0, Math.round(duration / 1_000));
  const parts: [number, string][] = [
    [Math.floor(total / 86_400), "d"],
    [Math.floor((total % 86_400) / 3_600), "h"],
    [Math.floor((total % 3_600) / 60), "min"],
    [total % 60, "s"],
  ];
  const first = parts.findIndex(([n]) => n > 0);
  if (first === -1) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n} ${unit}`)
    .join(" ");
}
