import { describe, expect, test } from "vitest";
import { locateKeys } from "../../src/toml/key-lines.ts";

const lineOf = (text: string, ...path: string[]): number => locateKeys(text).lineOf(path);

describe("a key's line is found", () => {
  test.each([
    ["in a table", "[a]\nx = 1\ny = 2\n", ["a", "y"], 3],
    ["before the first table", "x = 1\ny = 2\n[a]\n", ["y"], 2],
    ["with its table's own line", "\n\n[a]\n", ["a"], 3],
    ["dotted", "\na.b.c = 1\n", ["a", "b", "c"], 2],
    ["dotted, its middle", "\na.b.c = 1\n", ["a", "b"], 2],
    ["dotted below a table, with spaces", "[a]\n b . c  = 1\n", ["a", "b", "c"], 2],
    ["in a table with a dotted name", "[a.b]\n[ a . c ]\nx = 1\n", ["a", "c", "x"], 3],
    ["quoted", "[a]\n\"b.c\" = 1\n'd' = 2\n", ["a", "b.c"], 2],
    ["quoted by apostrophes", "[a]\n\"b.c\" = 1\n'd' = 2\n", ["a", "d"], 3],
    ["quoted with escapes", '[a]\n"\\u0062\\tc" = 1\n', ["a", "b\tc"], 2],
    ["after a comment that looks like one", "[a]\n# x = 1\nx = 1\n", ["a", "x"], 3],
    ["after a comment behind a value", '[a]\nx = 1 # [b] "\ny = 2\n', ["a", "y"], 3],
    ["after a long text that looks like keys", '[a]\nx = """\ny = 1\n[b]\n\\""" """\ny = 2\n', ["a", "y"], 6],
    ["after a long literal text", "[a]\nx = '''\ny = 1\n\\'''\ny = 2\n", ["a", "y"], 5],
    ["after a long text that ends in quotes", '[a]\nx = """y"""""\ny = 2\n', ["a", "y"], 3],
    ["after a list with a long text that ends in a quote", '[a]\nx = ["""y"""", "]",\n 1]\ny = 2\n', ["a", "y"], 4],
    ["after a text with # and = in it", '[a]\nx = "# y = \\" 1"\ny = 2\n', ["a", "y"], 3],
    ["after a list over several lines", '[a]\nx = [\n  1, # ]\n  "]",\n]\ny = 2\n', ["a", "y"], 6],
    ["after an inline table", "[a]\nx = { y = 1, z = [\n1] }\nw = 2\n", ["a", "w"], 4],
    ["with CR LF line ends", "[a]\r\nx = 1\r\ny = 2\r\n", ["a", "y"], 3],
    ["after a byte order mark", "\uFEFFx = 1\n", ["x"], 1],
    ["without a last line end", "[a]\nx = 1", ["a", "x"], 2],
    ["in lists of tables: the list's line, without an index", "[[a]]\nx = 1\n[[a]]\nx = 2\n", ["a", "x"], 1],
    ["in an inline table: the table's line", "\nx = { y = 1 }\n", ["x", "y"], 2],
    ["nowhere: the first line", "\nx = 1\n", ["z"], 1],
  ])("%s", (_where, text, path, line) => {
    expect(lineOf(text, ...path)).toBe(line);
  });
});

test("a megabyte of keys is located in one pass", () => {
  const text = `[a]\n${Array.from({ length: 60_000 }, (_, i) => `k${i} = "${i}"`).join("\n")}\n`;
  expect(lineOf(text, "a", "k59999")).toBe(60_001);
});

describe("inside lists", () => {
  const text = `
name = "x"
[[step]]
type = "a"
kinds = [
  { name = "k", deep = { er = 1 } }, # ]
  { name = "l",
    carries = true },
]
[[step]]
type = 'b'
[step.inner]
x = 2026-02-30
[[step.tier]]
y = 1
[[step.tier]]
y = 2 # two
[other]
z = """
[[step]]
"""
`;

  test.each([
    [["step"], 3],
    [["step", 1], 10],
    [["step", 1, "type"], 11],
    [["step", 0, "kinds", 1, "name"], 7],
    [["step", 0, "kinds", 1, "carries"], 8],
    [["step", 0, "kinds", 0, "deep", "er"], 6],
    [["step", 1, "inner", "x"], 13],
    [["step", 1, "tier", 1, "y"], 17],
    [["step", 2], 3],
    [["other", "z"], 19],
  ])("%j stands on line %i", (path, line) => {
    expect(locateKeys(text).lineOf(path)).toBe(line);
  });

  test.each([
    [["name"], '"x"'],
    [["step", 1, "inner", "x"], "2026-02-30"],
    [["step", 1, "tier", 1, "y"], "2"],
    [["step", 0, "kinds", 0, "deep"], "{ er = 1 }"],
    [["other", "z"], '"""\n[[step]]\n"""'],
    [["step"], undefined],
    [["nothing"], undefined],
  ])("%j was written as %j", (path, written) => {
    expect(locateKeys(text).writtenAt(path)).toBe(written);
  });

  test("a list of half a million items and a table of a thousand levels are passed in one go", () => {
    const hostile = `a = [${"1,".repeat(250_000)}]\nb = ${"[".repeat(2_000)}${"]".repeat(2_000)}\nc = 1\n`;
    expect(locateKeys(hostile).lineOf(["c"])).toBeLessThanOrEqual(3);
  });
});
