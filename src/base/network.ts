/** A network and a span of ports, as people write them: `203.0.113.0/24:443`, `[2001:db8::/32]:8000-8010`, `203.0.113.7`. */
export interface Reach {
  /** `203.0.113.0/24`; without the length for one address. */
  readonly network: string;
  readonly ports: { readonly first: number; readonly last: number };
}

/** Every port where none is written. Undefined when the text is anything else; names are none, they would have to be asked for. */
export function readReach(text: string): Reach | undefined {
  const [, v6, v4, from, to] = /^(?:\[([^\]]+)\]|([^:\s[\]]+))(?::(\d{1,5})(?:-(\d{1,5}))?)?$/.exec(text) ?? [];
  const network = v6 ?? v4 ?? "";
  if (!isNetwork(network) || (v6 === undefined) === network.includes(":")) return undefined;
  if (from === undefined) return { network, ports: { first: 0, last: 65_535 } };
  const [first, last] = [Number(from), Number(to ?? from)];
  return first >= 1 && last <= 65_535 && first <= last ? { network, ports: { first, last } } : undefined;
}

/** `192.168.8.0/24`, `10.0.0.7`, `2001:db8::/32`; no bits may be set behind the length. */
export function isNetwork(text: string): boolean {
  const [address = "", length, ...more] = text.split("/");
  const groups = address.includes(":") ? groupsOf6(address) : groupsOf4(address);
  if (groups === undefined || more.length > 0) return false;
  const [size, bits] = address.includes(":") ? [16, 128] : [8, 32];
  if (length === undefined) return true;
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return false;
  return groups.every((group, at) => {
    const behind = Math.min(size, Math.max(0, (at + 1) * size - Number(length)));
    return group % 2 ** behind === 0;
  });
}

function groupsOf4(address: string): readonly number[] | undefined {
  const parts = address.split(".");
  const octets = parts.map(Number);
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part)) && octets.every((n) => n < 256)
    ? octets
    : undefined;
}

function groupsOf6(address: string): readonly number[] | undefined {
  const [head = "", tail, ...more] = address.split("::");
  const read = (part: string): readonly string[] => (part === "" ? [] : part.split(":"));
  const [before, after] = [read(head), read(tail ?? "")];
  const missing = 8 - before.length - after.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const all = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  return all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? all.map((group) => Number.parseInt(group, 16))
    : undefined;
}
