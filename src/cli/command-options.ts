/** Options that several verbs take. */
export const JSON_OPTION = ["--json", "for machines: JSON"] as const;
export const SOCKET_OPTION = [
  "--socket PATH",
  "the agent's local socket, when it is not the one of the settings",
] as const;
export const BY_OPTION = ["--by WHO", "who says so; your user name by default"] as const;
export const CARRIERS_OPTION = [
  "--carriers DIRECTORY",
  "carriers of your own beside those of the program; of two with one name yours counts",
] as const;
export const SETTINGS_OPTIONS = [
  ["--config FILE", "read this file instead of /etc/cellward/cellward.toml"],
  ["--set SECTION.KEY=VALUE", "one setting, above the file and the environment; may be repeated"],
] as const;
export const SETTINGS_USAGE = "[--config FILE] [--set SECTION.KEY=VALUE]...";
