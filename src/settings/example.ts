import { DECLARATION, SETTING_ROWS, type SettingRow } from "./declaration.ts";
import { isTables, tomlLiteral, tomlTables } from "./toml.ts";

const HEAD = `# cellward: every setting with its default. Copy to /etc/cellward/cellward.toml and keep what you change.
# cellward：全部设置项及其默认值。复制到 /etc/cellward/cellward.toml，只保留需要修改的项即可。
#
# Each single value can also be given by an environment variable (CELLWARD_<SECTION>_<KEY>) or by
# \`--set section.key=value\`; flags take precedence over the environment, the environment over this file.
# Secrets are given by file only (password_file, key_file).
# 每个单值项也可用环境变量 CELLWARD_<SECTION>_<KEY> 或 \`--set section.key=value\` 设置；
# 优先级：命令行 > 环境变量 > 本文件。密码和私钥只能通过文件提供。
`;

/** The text of config/cellward.example.toml. Loads to exactly the defaults; an unset setting stands as a comment. */
export function exampleToml(): string {
  const blocks = Object.entries(DECLARATION).map(([name, section]) => {
    const rows = SETTING_ROWS.filter((row) => row.section === name).map(exampleOf);
    return [`# ${section.en}\n# ${section.zh}\n[${name}]`, ...rows].join("\n\n");
  });
  const tables = SETTING_ROWS.filter((row) => row.section === undefined).map(tablesOf);
  return `${[HEAD, ...blocks, ...tables].join("\n")}\n`
    .replace(/\n(# [^\n]*\n# [^\n]*\n\[)/g, "\n\n$1")
    .replace(/\n{3,}/g, "\n\n");
}

function tablesOf({ name, setting }: SettingRow): string {
  const { example } = setting.kind;
  const text = isTables(example) ? tomlTables(name, example) : "";
  const unset = setting.presence === "optional" ? setting.unset : { en: "", zh: "" };
  return [
    `\n# ${setting.en}`,
    `# ${setting.zh}`,
    `# ${setting.kind.allowed}`,
    `# Not set: ${unset.en}. 未设置时：${unset.zh}。`,
    text.replaceAll(/^(?=.)/gm, "#"),
  ].join("\n");
}

function exampleOf({ name, setting }: SettingRow): string {
  const about = [`# ${setting.en}`, `# ${setting.zh}`, `# ${setting.kind.allowed}`];
  if (setting.presence === "always") return [...about, `${name} = ${tomlLiteral(setting.default)}`].join("\n");
  const unset = `# Not set: ${setting.unset.en}. 未设置时：${setting.unset.zh}。`;
  return [...about, unset, `#${name} = ${tomlLiteral(setting.kind.example)}`].join("\n");
}
