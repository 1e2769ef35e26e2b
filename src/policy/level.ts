/** From full service to none: each level forbids more than the one before. */
export const LEVELS = ["normal", "conserve", "essential", "reserve-only", "offline"] as const;
export type Level = (typeof LEVELS)[number];

export const isStricter = (one: Level, other: Level): boolean => LEVELS.indexOf(one) > LEVELS.indexOf(other);
