import type { ShownEntry } from "../journal/bundle.ts";

/** A file that a note brings, as its entry names it. */
interface NamedFile {
  readonly sha256: string;
  readonly name: string;
  readonly by: string;
  /** In the bundle. */
  readonly kept: string;
}

export function namedFiles(entries: readonly ShownEntry[]): readonly NamedFile[] {
  return entries.flatMap(({ what, fields }) => {
    const file: unknown = fields["file"];
    if (what !== "note" || typeof file !== "object" || file === null) return [];
    const [sha256, name] = ["sha256" in file ? file.sha256 : undefined, "name" in file ? file.name : undefined];
    if (typeof sha256 !== "string" || typeof name !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) return [];
    const [, ending = ""] = /(\.[a-z0-9]{1,8})$/.exec(name.toLowerCase()) ?? [];
    return [
      { sha256, name, by: typeof fields["by"] === "string" ? fields["by"] : "", kept: `files/${sha256}${ending}` },
    ];
  });
}
