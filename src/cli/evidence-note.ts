import { basename } from "node:path";
import { EXIT } from "../base/exit-codes.ts";
import { Fault, textOf } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import { readBounded } from "../host/bounded-file.ts";
import { EvidenceDirectory, LARGEST_EVIDENCE } from "../host/evidence-directory.ts";
import { readSettings } from "../host/settings-file.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askJournal, tellAgent } from "./ask.ts";
import { filesOf } from "./journal-source.ts";
import { whoSays } from "./who-says.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  socket: { type: "string" },
  by: { type: "string" },
  file: { type: "string" },
} as const;

const LONGEST = 2_000;

/** Adds a person's words, and a file, to the evidence journal. Only root and the agent's own user may. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, FLAGS, 1);
  const text = (positionals[0] ?? "").trim();
  if (text === "" || text.length > LONGEST)
    throw new Fault("usage", `the note: found ${text.length} characters; expected 1 to ${LONGEST}`);
  const by = whoSays(values.by);
  const { settings } = readSettings({ config: values.config, set: values.set, env: process.env });
  const path = `${values.socket ?? settings.agent.socket}.rw`;
  if (values.file === undefined) return await noted(path, { do: "note", by, text });
  const bytes = fileBytes(values.file);
  // The agent says where it keeps files: its settings may be others than those of this command.
  const { files = filesOf(settings) } = await askJournal(path, Number.MAX_SAFE_INTEGER - 1, false);
  const directory = new EvidenceDirectory(files);
  const { sha256, known } = await directory.put(bytes).catch((cause: unknown) => {
    throw new Fault("evidence-unusable", `the file cannot be kept in ${files}: ${textOf(cause)}`, { cause });
  });
  const name = plainText(basename(values.file))
    .replace(/[\t\n]/g, " ")
    .slice(-120);
  const forget = async (): Promise<void> => (known ? undefined : await directory.remove(sha256));
  try {
    const code = await noted(path, { do: "note", by, text, file: { sha256, name, bytes: bytes.length } });
    if (code !== EXIT.ok.code) await forget();
    return code;
  } catch (thrown) {
    await forget();
    throw thrown;
  }
}

async function noted(path: string, order: Parameters<typeof tellAgent>[1]): Promise<number> {
  const { result, text = result } = await tellAgent(path, order);
  const done = result === "noted";
  (done ? process.stdout : process.stderr).write(plainText(`${text}\n`));
  return done ? EXIT.ok.code : EXIT.fault.code;
}

function fileBytes(file: string): Uint8Array {
  let bytes: Uint8Array | undefined;
  try {
    bytes = readBounded(file, LARGEST_EVIDENCE);
  } catch (cause) {
    throw new Fault("evidence-unusable", `${plainText(file)} cannot be read: ${textOf(cause)}`, { cause });
  }
  if (bytes === undefined || bytes.length === 0) {
    const found = bytes === undefined ? `more than ${LARGEST_EVIDENCE} bytes` : "nothing in it";
    throw new Fault("evidence-unusable", `${plainText(file)}: found ${found}; expected 1 to ${LARGEST_EVIDENCE} bytes`);
  }
  return bytes;
}
