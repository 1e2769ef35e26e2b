/** The package's entry `cellward/contract`: what an agent says, as schemas and types. */
export * from "./contract.ts";
export { type Checked, checked } from "./checked.ts";
export { AgentStatus } from "./local-contract.ts";
