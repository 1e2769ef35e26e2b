/** Files that people add as evidence, each under its SHA-256, beside the store. */
export interface EvidenceFiles {
  /** Where they lie, for whoever brings one. */
  readonly place: string;
  /** What is there, as far as it can be listed. */
  list(): Promise<readonly { readonly sha256: string; readonly bytes: number }[]>;
  /** The SHA-256 of what lies under this name; undefined when nothing does, or it cannot be read. */
  digest(sha256: string): Promise<string | undefined>;
  remove(sha256: string): Promise<void>;
}
