import { expect, test } from "vitest";
import { type SourceFile, sources } from "./source-file.ts";
import { readTree } from "./source-tree.ts";

const MOST_LINES = { src: 350, test: 400 } as const;
/** Tables of a standard or of the project: rows, no logic. */
const TABLES: RegExp = /^src\/(codes\/|base\/(events|fault)\.ts$)/;
/** Names that say nothing about what is inside; as a whole name or as a word of one. */
const EMPTY_WORDS = ["util", "utils", "helper", "helpers", "manager", "managers", "common", "type", "types", "misc"];
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const tree = [...readTree("src"), ...readTree("test")];

function tooLong(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.split("\n").length - 1;
    const most = path.startsWith("src/") ? MOST_LINES.src : MOST_LINES.test;
    return lines > most && !TABLES.test(path) ? [`${path} has ${lines} lines, ${most} are allowed`] : [];
  });
}

function badlyNamed(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path }) => {
    const words = path.replace(/(\.test)?\.ts$/, "").split("/");
    const bad = words.filter((word) => !KEBAB.test(word) || word.split("-").some((part) => EMPTY_WORDS.includes(part)));
    return bad.map((word) => `${path}: "${word}" is not a name of this house`);
  });
}

test("every file can be read in one sitting", () => {
  expect(tooLong(tree)).toEqual([]);
});

test("every file and folder has a name that says what is inside", () => {
  expect(badlyNamed(tree)).toEqual([]);
});

test("a file of one line too many is noticed, a table of the standards is not", () => {
  const files = sources({
    "src/at/a.ts": "//\n".repeat(351),
    "src/at/b.ts": "//\n".repeat(350),
    "src/codes/c.ts": "//\n".repeat(2_000),
    "test/at/a.test.ts": "//\n".repeat(401),
    "test/at/b.test.ts": "//\n".repeat(400),
  });
  expect(tooLong(files).map((found) => found.split(" ")[0])).toEqual(["src/at/a.ts", "test/at/a.test.ts"]);
});

test.each([
  "src/at/utils.ts",
  "src/at/string-utils.ts",
  "src/helpers/a.ts",
  "src/at/atLine.ts",
  "src/at/SessionManager.ts",
])("%s is noticed", (path) => {
  expect(badlyNamed(sources({ [path]: "" }))).toHaveLength(1);
});
