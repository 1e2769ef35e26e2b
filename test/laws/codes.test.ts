import { expect, test } from "vitest";
import { ACCESS_TECHNOLOGY } from "../../src/codes/access-technology.ts";
import { CME_ERROR } from "../../src/codes/cme-error.ts";
import { CMS_ERROR } from "../../src/codes/cms-error.ts";
import { EMM_CAUSE } from "../../src/codes/emm-cause.ts";
import { ESM_CAUSE } from "../../src/codes/esm-cause.ts";
import { FIVEGMM_CAUSE } from "../../src/codes/fivegmm-cause.ts";
import { FIVEGSM_CAUSE } from "../../src/codes/fivegsm-cause.ts";
import { GMM_CAUSE } from "../../src/codes/gmm-cause.ts";
import { MM_CAUSE } from "../../src/codes/mm-cause.ts";
import { REGISTRATION_STAT } from "../../src/codes/registration-stat.ts";
import { SM_CAUSE } from "../../src/codes/sm-cause.ts";
import { type SourceFile, sources } from "./source-file.ts";
import { readTree } from "./source-tree.ts";

const TABLES = {
  ACCESS_TECHNOLOGY,
  CME_ERROR,
  CMS_ERROR,
  EMM_CAUSE,
  ESM_CAUSE,
  FIVEGMM_CAUSE,
  FIVEGSM_CAUSE,
  GMM_CAUSE,
  MM_CAUSE,
  REGISTRATION_STAT,
  SM_CAUSE,
};

/** The language sorts a record's numbers by itself; whether a person can find a row is a matter of the text. */
function outOfOrder(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const codes = [...text.matchAll(/^ {2}(\d+): /gm)].map((match) => Number(match[1]));
    return codes.flatMap((code, at) => (code <= (codes[at - 1] ?? -1) ? [`${path}: ${code}`] : []));
  });
}

const tables = readTree("src").filter(({ path }) => path.startsWith("src/codes/"));

test("the rows of every table ascend, and none stands twice", () => {
  expect(outOfOrder(tables)).toEqual([]);
});

test("a row in the wrong place and a row that stands twice are noticed", () => {
  const text = "const T = {\n  1: a,\n  3: a,\n  2: a,\n  4: a,\n  4: a,\n};\n";
  expect(outOfOrder(sources({ "src/codes/a.ts": text }))).toEqual(["src/codes/a.ts: 2", "src/codes/a.ts: 4"]);
});

test("every file of the folder that holds a table is under these laws", () => {
  const files = tables.filter(({ path }) => !/(code-table|shared-causes|session-cme)\.ts$/.test(path));
  const names = files.map(({ path }) =>
    path
      .replace(/^.*\/|\.ts$/g, "")
      .replaceAll("-", "_")
      .toUpperCase(),
  );
  expect(names.toSorted()).toEqual(Object.keys(TABLES).toSorted());
});

test.each(Object.entries(TABLES))("every row of %s has the standard's name and clause", (_name, table) => {
  for (const { name, clause } of Object.values(table)) {
    expect(name).toMatch(/^[A-Za-z0-9()][\x20-\x7e]*[A-Za-z0-9)]$/);
    expect(clause).toMatch(/^3GPP TS \d{2}\.\d{3} [A-Z0-9][.\dA-Z-]*$/);
  }
});
