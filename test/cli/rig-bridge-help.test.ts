import { expect, it } from "vitest";
import { SCRIPT_COMMANDS } from "../../src/bridge/bridge-script.ts";
import { rigBridgeUsage } from "../../src/cli/rig-bridge-options.ts";

it("the help of the rig keeps every command of the script apart from what it does", () => {
  const help = rigBridgeUsage();
  for (const { usage, does } of Object.values(SCRIPT_COMMANDS)) {
    const at = help.indexOf(`  ${usage}`);
    expect(at).toBeGreaterThan(0);
    const behind = help.slice(at + 2 + usage.length);
    expect(behind.trimStart().startsWith(does)).toBe(true);
    expect(behind).toMatch(/^\s/);
  }
});
