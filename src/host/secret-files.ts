import { Fault } from "../base/fault.ts";
import type { SecretFile } from "../ports/secret-file.ts";
import { type FileKey, SETTING_ROWS, type Settings, valueAt } from "../settings/declaration.ts";
import { describeOrigin, type Origins } from "../settings/origin.ts";
import { describeRefusal, type SettingsFault } from "../settings/settings-fault.ts";
import { readRegular, thisUser, whyUnreadable } from "./bounded-file.ts";

/** A bundle of all public certificate authorities is about 220 KB. */
const LARGEST_SECRET = 1 << 20;

export interface Secrets {
  /** The content of each file that a setting names, without one newline at its end. */
  readonly contents: ReadonlyMap<FileKey, string>;
  /** What a person should mend, though the agent starts: a secret that everybody on this machine can read. */
  readonly warnings: readonly string[];
  /** What cannot be used, though the agent starts: bytes are counted with or without the SIM's PIN. */
  readonly unusable: readonly string[];
}

/** Read anew whenever a card asks for it, so that it may be mended while the agent runs. */
const READ_LATER: FileKey = "modem.pin_file";

/**
 * Reads every file that the settings name: the password, the certificates and the key.
 * Throws `secret-unreadable` with every fault but the PIN's; the text never holds a content.
 */
export function readSecrets(settings: Settings, origins: Origins): Secrets {
  const contents = new Map<FileKey, string>();
  const warnings: string[] = [];
  const unusable: string[] = [];
  const faults: SettingsFault[] = [];
  for (const row of SETTING_ROWS) {
    const name = valueAt(settings, row);
    const { file } = row.setting.kind;
    if (file === undefined || typeof name !== "string" || !isFileKey(row.key)) continue;
    const read = readSecret(name, file.oneLine);
    if (read.kind === "content") {
      contents.set(row.key, read.text);
      const what = `${row.key}: ${name} can be read by everybody on this machine; run: chmod o= ${name}`;
      if (file.secret && read.open) warnings.push(what);
      if (row.key === READ_LATER && !/^\s*\d{4,8}\s*$/.test(read.text))
        unusable.push(`${row.key}: ${name} holds no PIN of 4 to 8 digits; the SIM stays locked where it asks for one`);
    } else if (row.key === READ_LATER) {
      unusable.push(`${row.key}: ${name}: ${read.why}; the SIM stays locked where it asks for its PIN`);
    } else {
      const origin = origins.get(row.key);
      const place = origin === undefined ? name : describeOrigin(origin);
      faults.push({
        key: row.key,
        place,
        found: `${name}: ${read.why}`,
        expected: `a regular file that ${thisUser()} may read${file.oneLine ? ", with the secret as its only line" : ""}`,
      });
    }
  }
  if (faults.length > 0) throw new Fault("secret-unreadable", describeRefusal(faults));
  return { contents, warnings, unusable };
}

/** A secret that is read anew each time, because a person may correct it while the agent runs. */
export const secretFile = (name: string): SecretFile => ({
  read: () => {
    const read = readSecret(name, true);
    return read.kind === "content" ? { kind: "text", text: read.text } : { kind: "unreadable", why: read.why };
  },
});

const isFileKey = (key: string): key is FileKey => key.endsWith("_file");

type SecretRead =
  | { readonly kind: "content"; readonly text: string; readonly open: boolean }
  | { readonly kind: "no"; readonly why: string };

/** `oneLine`: a second line is a slip (two passwords, a comment) that a broker would only call wrong credentials. */
function readSecret(name: string, oneLine: boolean): SecretRead {
  try {
    const read = readRegular(name, LARGEST_SECRET);
    if (read.kind !== "bytes")
      return { kind: "no", why: read.kind === "too-large" ? "more than 1 MiB" : "not a regular file" };
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(read.bytes).replace(/\r?\n$/, "");
    if (text === "") return { kind: "no", why: "empty" };
    if (text.includes("\0")) return { kind: "no", why: "a NUL byte in it" };
    if (oneLine && /[\r\n]/.test(text)) return { kind: "no", why: "more than one line" };
    return { kind: "content", text, open: (read.mode & 0o004) !== 0 };
  } catch (thrown) {
    return { kind: "no", why: whyUnreadable(thrown) };
  }
}
