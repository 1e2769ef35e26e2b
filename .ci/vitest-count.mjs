// Real counts out of vitest's JSON report: `node .ci/vitest-count.mjs REPORT.json EXIT` prints `passed failed skipped`.
// A file that could not be loaded has no tests to fail; it counts as one. So does a run that failed for another reason
// (an unhandled rejection, a crash before the report), and a run in which nothing ran.
import { existsSync, readFileSync } from "node:fs";

const [path, exit] = process.argv.slice(2);
let passed = 0;
let failed = 0;
let skipped = 0;
if (existsSync(path)) {
  for (const file of JSON.parse(readFileSync(path, "utf8")).testResults) {
    const count = (status) => file.assertionResults.filter((test) => test.status === status).length;
    passed += count("passed");
    failed += count("failed");
    skipped += count("skipped") + count("pending") + count("todo");
    if (file.status === "failed" && count("failed") === 0) failed += 1;
  }
}
if (failed === 0 && (exit !== "0" || passed === 0)) failed = 1;
console.log(passed, failed, skipped);
