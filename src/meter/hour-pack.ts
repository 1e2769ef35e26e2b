import type { StoreOp } from "../ports/store.ts";
import type { HourColumns } from "./hour-table.ts";
import { packKey, type TableRoots } from "./ledger-keys.ts";
import { isHour } from "./record-fields.ts";
import { seal, unseal } from "./sealed-record.ts";
import { readTagKey, tagKey, type Tags } from "./tags.ts";

// Many old hours in one record, as the table's own columns one after the other in base64: a start takes over a book of
// years in some dozen copies of memory. Row by row, as numbers of JSON, it was a tenth of a start's whole time (measured).

/** Hour, up and down, little-endian; then the places of the kinds in `kinds`. */
const [WIDE, NARROW] = [8, 4];
const ROW = 3 * WIDE + NARROW;

/** At least one row. */
export function packOp(roots: TableRoots, { hours, up, down, kind, kinds }: HourColumns): StoreOp {
  const rows = hours.length;
  const bytes = Buffer.alloc(rows * ROW);
  [hours, up, down, kind].forEach((column, at) =>
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at * rows * WIDE),
  );
  const key = packKey(roots, hours[0] ?? 0);
  return { put: key, value: seal(key, { kinds: kinds.map(tagKey), rows: swapped(bytes, rows).toString("base64") }) };
}

/** Undefined for anything that `packOp` would not have written under this key. */
export function readPack(key: string, value: string): HourColumns | undefined {
  const { kinds: keys, rows: text } = unseal(key, value) ?? {};
  if (!Array.isArray(keys) || typeof text !== "string") return undefined;
  // Copied, because a column has to begin at a multiple of its width.
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  const rows = bytes.length / ROW;
  if (!Number.isInteger(rows)) return undefined;
  const { buffer } = swapped(Buffer.from(bytes.buffer), rows);
  const kinds: (Tags | undefined)[] = [];
  for (const known of keys) {
    const tags = typeof known === "string" ? readTagKey(known) : undefined;
    if (tags === undefined && known !== "") return undefined;
    kinds.push(tags);
  }
  const read = {
    hours: new Float64Array(buffer, 0, rows),
    up: new BigUint64Array(buffer, rows * WIDE, rows),
    down: new BigUint64Array(buffer, 2 * rows * WIDE, rows),
    kind: new Uint32Array(buffer, 3 * rows * WIDE, rows),
    kinds,
  };
  return isInOrder(read) ? read : undefined;
}

function isInOrder({ hours, kind, kinds }: HourColumns): boolean {
  let before = 0;
  for (let at = 0; at < hours.length; at += 1) {
    const hour = hours[at] ?? Number.NaN;
    if (!isHour(hour) || hour < before || (kind[at] ?? kinds.length) >= kinds.length) return false;
    before = hour;
  }
  return true;
}

const LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** From this machine's order of bytes to the record's, or back, in place. */
function swapped(bytes: Buffer, rows: number): Buffer {
  if (LITTLE) return bytes;
  bytes.subarray(0, 3 * rows * WIDE).swap64();
  bytes.subarray(3 * rows * WIDE).swap32();
  return bytes;
}
