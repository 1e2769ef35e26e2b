import { EXIT } from "../base/exit-codes.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { readSettings } from "../host/settings-file.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { type Verdict, verifyBundle } from "./bundle-verdict.ts";
import { checkJournal } from "./journal-source.ts";

const FLAGS = { ...SETTINGS_FLAGS, socket: { type: "string" }, json: { type: "boolean" } } as const;

/** Whether every byte of a journal, or of an exported bundle, is what was written; exit code 1 when one is not. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, FLAGS, 1);
  const [path] = positionals;
  const verdict = path === undefined ? await ofDevice(values) : verifyBundle(path);
  const damaged = verdict.files.length > 0 || (verdict.report?.faultCount ?? 0) > 0;
  if (values.json === true) process.stdout.write(`${plainJson({ whole: !damaged, ...verdict }, 2)}\n`);
  else process.stdout.write(plainText(`${textOfVerdict(verdict, damaged).join("\n")}\n`));
  return damaged ? EXIT.fault.code : EXIT.ok.code;
}

async function ofDevice(values: { config?: string; set?: string[]; socket?: string }): Promise<Verdict> {
  const { settings } = readSettings({ config: values.config, set: values.set, env: process.env });
  const { aside, ...report } = await checkJournal({ settings, socket: values.socket });
  return { of: "this device's journal", report, files: [], strange: [], aside };
}

function textOfVerdict({ of, report, head, files, strange, aside }: Verdict, damaged: boolean): readonly string[] {
  const lines = [damaged ? `DAMAGED 已损坏: ${of}` : `WHOLE 完好: ${of}`];
  for (const { name, text } of files) lines.push(`  ${name}: ${text}`);
  if (report !== undefined) {
    const { faults, faultCount, entries, first, last, cut, chain, hash } = report;
    for (const { seq, text } of faults) lines.push(`  #${seq}: ${text}`);
    if (faultCount > faults.length) lines.push(`  and ${faultCount - faults.length} more 另有`);
    lines.push(`  chain ${chain}, entries ${first ?? 0} to ${last} (${entries}); the last one's hash is ${hash}`);
    if (cut !== undefined)
      lines.push(
        `  ${cut.count} older entries were taken away by age or size; a checkpoint stands at ${cut.to} 更早的已按期清除`,
      );
  }
  for (const name of strange)
    lines.push(`  ${name}: not exported with the rest, nobody vouches for it 不属于导出内容，未经验证`);
  if (head?.masked === true)
    lines.push("  masked 已脱敏: what is private was left out, its digests are part of what was verified");
  if (head !== undefined && report !== undefined && head.head.seq > report.last)
    lines.push(`  a part: when it was made the journal went on to entry ${head.head.seq} 节选`);
  for (const chain of aside)
    lines.push(`  a damaged chain of before lies beside it as it was found: ${chain} 旧的受损日志保留原样`);
  return lines;
}
