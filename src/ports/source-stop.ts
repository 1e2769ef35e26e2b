/** What whoever sends to this device is to do, as far as a program on this machine can reach them. */
export interface SourceRequest {
  readonly v: 1;
  readonly request: "stop-sources" | "resume-sources";
  /** Why, a sentence. */
  readonly why: string;
  readonly device: string;
}

export type SourceEnd = { readonly kind: "done" } | { readonly kind: "failed"; readonly text: string };

/** The settings' own command; never rejects. */
export type StopSources = (request: SourceRequest) => Promise<SourceEnd>;
