import { expect, test } from "vitest";
import { type TrackedFile, trackedFiles } from "./tracked-files.ts";

/** Written in pieces, so that this file does not break its own law. */
const HOMES = ["root", "work", "Users/[\\w-]+", "home/[\\w-]+"];
const MACHINE_PATH = new RegExp(`(?<![\\w.~-])/(${HOMES.join("|")})/`);
const REGISTRY = new RegExp(
  ["\\bregistry\\.[a-z0-9-]+\\.", '"resolved": ?"https?:', "^registry *=", "_auth[A-Za-z]* *="].join("|"),
  "m",
);

/** The top level is fixed, so that a newcomer sees the same names next year. */
const TOP = [
  "package.json",
  "tsconfig.json",
  "src",
  "firmware-bridge",
  "test",
  "config",
  "README.md",
  "README.zh-CN.md",
];
const TOP_OF_EVERY_REPOSITORY = ["package-lock.json", "LICENSE", "CHANGELOG.md", "vitest.config.ts"];

function machinePaths(files: readonly TrackedFile[]): readonly string[] {
  return matches(files, MACHINE_PATH);
}

function registries(files: readonly TrackedFile[]): readonly string[] {
  return matches(files, REGISTRY);
}

function matches(files: readonly TrackedFile[], pattern: RegExp): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim().slice(0, 80)}`] : [])),
  );
}

function strangersAtTheTop(files: readonly TrackedFile[]): readonly string[] {
  const names = new Set(files.map(({ path }) => path.split("/")[0] ?? path));
  return [...names].filter(
    (name) => !name.startsWith(".") && !TOP.includes(name) && !TOP_OF_EVERY_REPOSITORY.includes(name),
  );
}

test("no file knows the machine it was written on", () => {
  expect(machinePaths(trackedFiles())).toEqual([]);
});

test("no file names a package registry", () => {
  expect(registries(trackedFiles())).toEqual([]);
});

test("the top level holds nothing new", () => {
  expect(strangersAtTheTop(trackedFiles())).toEqual([]);
});

test.each([["root"], ["home/me"], ["Users/me"]])("a path below /%s is noticed", (home) => {
  expect(machinePaths([{ path: "a.md", text: `see /${home}/a.txt` }])).toHaveLength(1);
  expect(machinePaths([{ path: "a.md", text: `see network/${home}/a.txt or ./${home}/b` }])).toEqual([]);
});

test("a registry's host is noticed, in a lock file and elsewhere", () => {
  const host = ["registry", "example", "org"].join(".");
  expect(
    registries([{ path: "package-lock.json", text: JSON.stringify({ resolved: `https://${host}/` }) }]),
  ).toHaveLength(1);
  expect(registries([{ path: ".npmrc", text: `registry=https://${host}/` }])).toHaveLength(1);
});

test("a new file at the top is noticed", () => {
  expect(
    strangersAtTheTop([
      { path: "notes.md", text: "" },
      { path: "src/a.ts", text: "" },
    ]),
  ).toEqual(["notes.md"]);
});
