import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT } from "./source-tree.ts";

const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as Record<string, Record<string, string>>;

test("a device installs the two packages with native code and nothing else", () => {
  expect(Object.keys(manifest["dependencies"] ?? {}).toSorted()).toEqual(["@serialport/bindings-cpp", "classic-level"]);
  expect(manifest["optionalDependencies"] ?? manifest["peerDependencies"]).toBeUndefined();
});

test("every version is exact", () => {
  const versions = { ...manifest["dependencies"], ...manifest["devDependencies"] };
  expect(Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test("three entry points are public, and no pattern opens a fourth", () => {
  expect(Object.keys(manifest["exports"] ?? {})).toEqual([".", "./contract", "./simulator"]);
});

test("nothing of ours runs on the machine that installs the package", () => {
  const hooks = ["preinstall", "install", "postinstall"];
  expect(hooks.filter((hook) => hook in (manifest["scripts"] ?? {}))).toEqual([]);
});

test("the lock file knows every optional package, also those of other platforms, or npm ci would refuse it", () => {
  const lock = JSON.parse(readFileSync(`${ROOT}package-lock.json`, "utf8")) as {
    readonly packages: Record<string, { readonly optionalDependencies?: Record<string, string> }>;
  };
  const optional = Object.values(lock.packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  expect(optional.filter((name) => !(`node_modules/${name}` in lock.packages))).toEqual([]);
});
