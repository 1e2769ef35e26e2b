import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { whoSays } from "../../src/cli/who-says.ts";

const noEntry = (): never => {
  throw new Error("A system error occurred: uv_os_get_passwd returned ENOENT (no such file or directory)");
};

test("a user without an entry in the table of users is named by the number", () => {
  expect(whoSays(undefined, noEntry)).toBe(`uid ${process.getuid?.()}`);
});

test("a user of the table is named as there, and --by goes before both", () => {
  expect(whoSays()).toBe(execFileSync("id", ["-un"], { encoding: "utf8" }).trim());
  expect(whoSays("night shift", noEntry)).toBe("night shift");
});
