/** One object or command of nft's JSON (libnftables-json(5)): `{"add": {"quota": {...}}}`. */
export type NftJson = Readonly<Record<string, unknown>>;

/**
 * What the packet filter is asked for at once: commands that hold all together or not at all; or a line in nft's own words, for what
 * its JSON cannot say (the level of `socket cgroupv2`, nft 1.0.6). A `list` or `reset` stands alone: it would be done before the
 * others of its line.
 */
export type GateCommand = readonly NftJson[] | string;

export type GateAnswer =
  /** What a `list` or `reset` told, in nft's JSON, without its header. */
  | { readonly kind: "done"; readonly objects: readonly NftJson[] }
  /** This one was refused, and nothing of it holds; the next one may well be done. */
  | { readonly kind: "refused"; readonly why: string }
  /** Nobody is there to do it: nft is missing or hangs, or the privilege is. */
  | { readonly kind: "unavailable"; readonly why: string; readonly remedy: string };

/** The kernel's packet filter. Commands are done one after the other, in the order they were given. Nothing rejects. */
export interface Gate {
  run(command: GateCommand): Promise<GateAnswer>;
  close(): Promise<void>;
}
