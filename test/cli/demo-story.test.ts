import { expect, test } from "vitest";
import { tellObedience } from "../../src/cli/demo-story.ts";
import { LEVELS } from "../../src/policy/level.ts";

test("a stricter level is never told as a release, a laxer one never as a throttle", () => {
  for (const [from, before] of LEVELS.entries())
    for (const [to, after] of LEVELS.entries()) {
      if (from === to) continue;
      expect(tellObedience(before, after, ["payment"])).toMatch(to > from ? /^throttled/ : /^released/);
    }
});
