import type { Command } from "./command.ts";

const JSON_OPTION = ["--json", "for machines: JSON"] as const;
const SETTINGS_OPTIONS = [
  ["--config FILE", "read this file instead of /etc/cellward/cellward.toml"],
  ["--set SECTION.KEY=VALUE", "one setting, above the file and the environment; may be repeated"],
] as const;
const SETTINGS_USAGE = "[--config FILE] [--set SECTION.KEY=VALUE]...";

/**
 * Every verb, once: the overview, the help texts and the README's table come from here.
 * Each verb's file is loaded when it is called, so that one that cannot be loaded does not take the others with it.
 */
export const COMMANDS: readonly Command[] = [
  {
    name: "config show",
    summary: "Check the configuration and print the settings in force, as TOML that can be read back.",
    usage: `[--origin] [--json] ${SETTINGS_USAGE}`,
    options: [["--origin", "tell where each value came from"], JSON_OPTION, ...SETTINGS_OPTIONS],
    run: async (argv) => (await import("./config-show.ts")).run(argv),
  },
];
