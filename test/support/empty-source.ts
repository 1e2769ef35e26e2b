import type { ControlSource } from "../../src/agent/control.ts";

/** An agent of which nothing is there yet: every question is answered so. */
export const EMPTY_SOURCE = {
  refused: () => {},
  status: () => undefined,
  hours: () => undefined,
  course: () => undefined,
  orders: () => undefined,
  readings: () => undefined,
  ussd: () => undefined,
  evidence: () => undefined,
  diagnosis: () => undefined,
  overrides: () => undefined,
  replacement: () => undefined,
  classOverrides: () => undefined,
  programs: () => undefined,
} as const satisfies ControlSource;
