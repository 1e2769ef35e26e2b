/** The eight groups of an IPv6 address. */
export type Ipv6 = readonly number[];

/** How +CGPIAF wants IPv6 addresses written (3GPP TS 27.007 8.62). */
export interface AddressForm {
  /** Like IPv6; else sixteen decimals with dots. */
  readonly colons: boolean;
  /** The mask as `/64`; else written out behind a space. Only with colons, like the next two. */
  readonly stroke: boolean;
  readonly leadingZeros: boolean;
  /** The longest run of zero groups as `::`. */
  readonly compressed: boolean;
}

export const DOTTED: AddressForm = { colons: false, stroke: false, leadingZeros: false, compressed: false };
const GROUPS = 8;

/** Of RFC 4291 2.2's forms 1 and 2; undefined for anything else. */
export function ipv6Of(text: string): Ipv6 | undefined {
  const halves = text.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const [head = [], tail] = halves;
  const missing = GROUPS - head.length - (tail?.length ?? 0);
  if (halves.length > 2 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...(tail ?? [])];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}

export function ipv6Text(address: Ipv6, form: AddressForm): string {
  if (!form.colons) return address.flatMap((group) => [group >> 8, group & 255]).join(".");
  const groups = address.map((group) => {
    const text = group.toString(16).toUpperCase();
    return form.leadingZeros ? text.padStart(4, "0") : text;
  });
  const zeros = form.compressed ? longestZeros(address) : { at: 0, length: 0 };
  if (zeros.length < 2) return groups.join(":");
  return `${groups.slice(0, zeros.at).join(":")}::${groups.slice(zeros.at + zeros.length).join(":")}`;
}

/** Address and mask in one parameter, as +CGCONTRDP has them since release 9. */
export function ipv6WithMask(address: Ipv6, prefixLength: number, form: AddressForm): string {
  const text = ipv6Text(address, form);
  if (form.colons && form.stroke) return `${text}/${prefixLength}`;
  return `${text}${form.colons ? " " : "."}${ipv6Text(ipv6Mask(prefixLength), form)}`;
}

export const ipv6Mask = (prefixLength: number): Ipv6 =>
  Array.from({ length: GROUPS }, (_, at) => {
    const bits = Math.min(16, Math.max(0, prefixLength - 16 * at));
    return (0xffff << (16 - bits)) & 0xffff;
  });

/** The first of the longest ones (RFC 5952 4.2.3). */
function longestZeros(address: Ipv6): { readonly at: number; readonly length: number } {
  let best = { at: 0, length: 0 };
  let length = 0;
  for (const [index, group] of address.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { at: index - length + 1, length };
  }
  return best;
}
