import { isatty } from "node:tty";

/** Whether a person's terminal is at one of the three standard streams, so that its end concerns this process. */
export const hasTerminal = (): boolean => [0, 1, 2].some((stream) => isatty(stream));
