import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CME_ERROR } from "../../src/codes/cme-error.ts";
import { CMS_ERROR } from "../../src/codes/cms-error.ts";
import type { CodeTable } from "../../src/codes/code-table.ts";
import { EMM_CAUSE } from "../../src/codes/emm-cause.ts";
import { ESM_CAUSE } from "../../src/codes/esm-cause.ts";
import { FIVEGMM_CAUSE } from "../../src/codes/fivegmm-cause.ts";
import { FIVEGSM_CAUSE } from "../../src/codes/fivegsm-cause.ts";
import { GMM_CAUSE } from "../../src/codes/gmm-cause.ts";
import { MM_CAUSE } from "../../src/codes/mm-cause.ts";
import { SM_CAUSE } from "../../src/codes/sm-cause.ts";

/** `<number> <name>` a line, as the standard has it; what the list was compared with stands on its first line. */
function listed(name: string): string[] {
  const text = readFileSync(new URL(`names/${name}.txt`, import.meta.url), "utf8");
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

test.each<readonly [string, CodeTable]>([
  ["cme", CME_ERROR],
  ["cms", CMS_ERROR],
  ["mm", MM_CAUSE],
  ["gmm", GMM_CAUSE],
  ["sm", SM_CAUSE],
  ["emm", EMM_CAUSE],
  ["esm", ESM_CAUSE],
  ["5gmm", FIVEGMM_CAUSE],
  ["5gsm", FIVEGSM_CAUSE],
])("every number of %s has the standard's name, and there is no other", (name, table) => {
  expect(Object.entries(table).map(([code, row]) => `${code} ${row.name}`)).toEqual(listed(name));
});
