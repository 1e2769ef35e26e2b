import { readModemProfile } from "../../src/modem/profile-file.ts";

/** The simulated modem that passes for nobody's: its clock is local time, as 27.007 8.15 has it, and this file's word is evidence of it. */
export const simulatedFamily = readModemProfile(
  "simulated.toml",
  `
family = "simulated"
title = "unknown"
trust = "sourced"
sources = ["src/simulator/modem-clock.ts"]

[match]
manufacturers = ["cellward"]

[read]
clock = { ask = "AT+CCLK?", answer = "+CCLK:", meaning = "local" }
`,
);
