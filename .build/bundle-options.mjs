// How the program is bundled; the bench's floor is bundled in the same way, so that it differs in what runs and in nothing else.
import { readFileSync, writeFileSync } from "node:fs";

/** The packages with native code: they stay outside, with the prebuilt binaries that they find beside themselves. */
const EXTERNAL = ["@serialport/bindings-cpp", "classic-level"];
/**
 * Parts of bundled packages that never run here: mqtt's SOCKS proxy and browser timers, pino's worker transports.
 * Measured: 270 KiB of the bundle and 1.7 MB of resident memory.
 */
const LEFT_OUT = ["socks", "worker-timers", "thread-stream"];

export const BUNDLE_OPTIONS = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20.19",
  external: EXTERNAL,
  plugins: [{ name: "left-out", setup: leaveOut }],
  // CommonJS has no import.meta; node-cron asks for its own place while it is loaded.
  banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
  legalComments: "none",
  // Lines stay short enough for a place in a stack trace to mean something.
  minifyWhitespace: true,
  lineLimit: 160,
  logLevel: "warning",
};

/** For `define`, beside what a bundle defines of its own. */
export const BUNDLE_DEFINES = { "import.meta.url": "bundleUrl" };

/**
 * esbuild writes every text in ASCII, but leaves the source of a regular expression as it is. One character beyond ASCII
 * makes V8 hold the whole bundle in two bytes per character (measured: 2.6 MB of resident memory). In a regular
 * expression an escape means the same.
 */
export function escapeRest(file) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  writeFileSync(file, readFileSync(file, "utf8").replace(/[^\0-\x7f]/g, escaped), "latin1");
}

function leaveOut({ onResolve, onLoad }) {
  const namespace = "left-out";
  onResolve({ filter: new RegExp(`^(${LEFT_OUT.join("|")})$`) }, ({ path }) => ({ path, namespace }));
  onLoad({ filter: /.*/, namespace }, () => ({ contents: "module.exports = {};" }));
}
