/**
 * Where src/ touches the outside. Everywhere else time, randomness, disk, network and process come in through ports,
 * so that a test can hold them.
 */
export const OUTSIDE_FOLDERS = ["host", "cli", "web", "rig", "main.ts"] as const;

/** Single files and folders further in that may too. */
export const OUTSIDE_FILES: readonly RegExp[] = [
  // The bytes of a simulated modem have to reach another process somehow.
  /^src\/simulator\/transport\//,
  // Where the real parts are put together; everything else of agent/ is handed ports.
  // version.ts names a variable that the build replaces; nothing of the process is read in a built program.
  /^src\/agent\/(index|start|version)\.ts$/,
];

/** Packages without I/O of their own, per folder. */
export const PURE_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  // A stream class, fed by hand behind our own bound.
  line: ["@serialport/parser-readline"],
  // A kind of message is declared once, as a schema that is published.
  at: ["valibot"],
  toml: ["valibot", "smol-toml"],
  settings: ["valibot"],
  // Plans and carriers are data that a user writes; the schemas say what is allowed.
  plan: ["valibot"],
  diagnosis: ["valibot"],
  // Modem families are data that a user may add to: read and checked like settings.
  modem: ["valibot", "smol-toml"],
  // Payloads are published as schemas, so that a subscriber can check what it was sent.
  report: ["valibot"],
  // Requests on the local socket come from outside and are checked like payloads.
  agent: ["valibot"],
  simulator: ["valibot"],
};

/** Names of `node:` modules that compute and do nothing else. `*` would take everything and is not offered. */
export const PURE_NODE: Readonly<Record<string, readonly string[]>> = {
  "node:crypto": ["createHash", "createHmac", "createPublicKey", "sign", "verify", "timingSafeEqual", "Hash", "Hmac"],
  "node:zlib": ["crc32"],
};

/** What one file alone may take, beyond that. */
export const NAMED_NODE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // A secret needs the system's randomness; the port's is made to be predicted by a test.
  "src/agent/device-key.ts": { "node:crypto": ["randomBytes"] },
};

/** Globals through which the outside leaks in without an import. */
export const OUTSIDE_GLOBALS: readonly string[] = [
  "Date.now",
  "Math.random",
  "performance",
  "process",
  "console",
  "fetch",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "crypto",
  "navigator",
  "WebSocket",
];
