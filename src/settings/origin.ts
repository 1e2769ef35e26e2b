import { unreachable } from "../base/unreachable.ts";

/** Where a value came from. */
export type Origin =
  | { readonly kind: "default" }
  | { readonly kind: "file"; readonly name: string; readonly line: number }
  | { readonly kind: "environment"; readonly variable: string }
  | { readonly kind: "flag"; readonly key: string }
  | { readonly kind: "machine"; readonly source: string };

/** The origin of every setting, by its key. */
export type Origins = ReadonlyMap<string, Origin>;

export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "default":
      return "default";
    case "file":
      return `${origin.name}:${origin.line}`;
    case "environment":
      return origin.variable;
    case "flag":
      return `--set ${origin.key}`;
    case "machine":
      return `derived from ${origin.source}`;
    default:
      return unreachable(origin);
  }
}
