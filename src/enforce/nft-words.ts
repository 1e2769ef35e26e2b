import type { NftJson } from "../ports/gate.ts";

/** The only table that is ever touched. */
export const TABLE = { family: "inet", table: "cellward" } as const;

export type Kind = "table" | "chain" | "set" | "quota" | "counter" | "rule" | "element";

/** Ours, with what else tells it. */
export const ours = (fields: NftJson): NftJson => ({ ...TABLE, ...fields });
export const add = (kind: Kind, fields: NftJson): NftJson => ({ add: { [kind]: ours(fields) } });
export const remove = (kind: Kind, fields: NftJson): NftJson => ({ delete: { [kind]: ours(fields) } });
export const flush = (kind: "chain" | "set", name: string): NftJson => ({ flush: { [kind]: ours({ name }) } });

export const ADD_TABLE: NftJson = { add: { table: { family: TABLE.family, name: TABLE.table } } };
export const LIST_TABLE: NftJson = { list: { table: { family: TABLE.family, name: TABLE.table } } };
export const LIST_TABLES: NftJson = { list: { tables: {} } };
export const LIST_QUOTAS: NftJson = { list: { quotas: { ...TABLE } } };
export const LIST_COUNTERS: NftJson = { list: { counters: { ...TABLE } } };
export const DELETE_TABLE: NftJson = { delete: { table: { family: TABLE.family, name: TABLE.table } } };

export const resetQuota = (name: string): NftJson => ({ reset: { quota: ours({ name }) } });
/** On one that is there it changes the limit in place and keeps what is used (measured; Linux 5.4 and later). */
export const setQuota = (name: string, bytes: bigint): NftJson =>
  add("quota", { name, bytes: Number(bytes), used: 0, inv: true });

export const CT_MARK: NftJson = { ct: { key: "mark" } };
export const meta = (key: string): NftJson => ({ meta: { key } });
export const field = (protocol: string, name: string): NftJson => ({ payload: { protocol, field: name } });
export const masked = (what: NftJson, mask: number): NftJson => ({ "&": [what, mask] });
export const matches = (left: NftJson, right: unknown, op = "=="): NftJson => ({ match: { op, left, right } });
export const anyOf = (values: readonly unknown[]): NftJson => ({ set: values });
export const jump = (target: string): NftJson => ({ jump: { target } });
export const goto = (target: string): NftJson => ({ goto: { target } });
export const RETURN: NftJson = { return: null };
export const DROP: NftJson = { drop: null };

/** A network as nft's JSON has it: `{"prefix": ...}` or an address. */
export function network(text: string): NftJson | string {
  const [addr = "", len] = text.split("/");
  return len === undefined ? addr : { prefix: { addr, len: Number(len) } };
}
