/**
 * Who may import whom in src/: a folder, itself and the folders listed. Type-only imports count, because that is where
 * cycles of whole codebases begin. When this table is wrong, it is changed together with what needs the change.
 */
const PURE = ["base", "codes", "modem", "time", "meter", "plan", "diagnosis", "policy", "replace"] as const;

export const LAYERS: Readonly<Record<string, readonly string[] | "all">> = {
  base: [],
  codes: [],
  ports: ["base"],
  line: ["base"],
  at: ["base", "ports", "line", "codes"],
  modem: ["base", "at", "codes"],
  time: ["base"],
  // TOML texts as people write them: where each key stands, and what is wrong with a value, for every file of ours.
  toml: ["base"],
  meter: ["base", "ports", "time"],
  // Rows out of text and where they are wrong; knows nothing of what they mean.
  csv: ["base"],
  plan: ["base", "time", "toml", "csv"],
  // It reads its part of a carrier's file, as plan/ reads its own.
  diagnosis: ["base", "codes", "modem", "meter", "plan", "toml"],
  policy: ["base", "modem", "meter", "plan", "diagnosis"],
  replace: ["base", "modem", "plan", "diagnosis"],
  journal: ["base", "ports"],
  report: ["ports", ...PURE],
  enforce: ["base", "ports", "policy"],
  dce: ["base", "codes"],
  bridge: ["base", "ports", "dce", "codes", "policy"],
  // What passed on a line, as text: written at the host's end, played at the modem's. Knows nothing of what AT means.
  tape: ["base", "ports"],
  simulator: ["base", "ports", "dce", "codes", "tape"],
  rig: ["base", "ports", "simulator", "settings"],
  settings: ["base", "plan", "toml"],
  host: ["base", "ports", "settings"],
  web: "all",
  cli: "all",
  agent: "all",
  "main.ts": "all",
};

/** Single files that a folder may reach beyond its row. */
export const LAYER_EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // A rig listens to what the agent publishes; the topics and payload types are public.
  rig: ["src/report/contract.ts"],
  // A pseudo-terminal is made in one way, whether a simulated modem is behind it or the bridge.
  simulator: ["src/host/pty-port.ts"],
  // What the numbers on the bridge mean is public, and stands beside the payloads.
  report: ["src/bridge/wire-codes.ts"],
};

/** What even a row of "all" does not reach: the agent is handed its ports, it does not make them; nothing is above main.ts. */
export const LAYER_REFUSALS: Readonly<Record<string, readonly string[]>> = {
  agent: ["host", "simulator", "rig", "cli", "web", "main.ts"],
  web: ["cli", "agent", "main.ts"],
  cli: ["main.ts"],
};

/** Single files that reach what their folder is refused. */
export const LAYER_COMPOSITION: Readonly<Record<string, readonly string[]>> = {
  // An agent that is started from code or by `cellward run` gets the real parts here.
  "src/agent/index.ts": ["host"],
  "src/agent/start.ts": ["host"],
  "src/agent/modem-families.ts": ["host"],
  "src/agent/carrier-files.ts": ["host"],
  "src/agent/plan-files.ts": ["host"],
  "src/agent/broker-options.ts": ["host"],
  "src/agent/open-bridge.ts": ["host"],
};
