import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { cameUnasked } from "./asked.ts";
import { maybeAddress, maybeWhole, maybeWritten, unsolicited, whole as wholeNumber } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { addressText, canonicalAddress, type Octets, octetsOf, prefixLength } from "./ip-address.ts";
import { type Parameter, splitParameters, whole, written } from "./parameters.ts";
import { splitGroups } from "./value-groups.ts";

const family = v.strictObject({
  address: maybeAddress,
  prefixLength: v.exactOptional(wholeNumber),
  gatewayAddress: maybeAddress,
  dnsAddresses: v.pipe(v.array(v.string()), v.description("canonical text form")),
});

/** The makers' own commands for the addresses of a data call, brought to one form; one entry an address. */
export const bearerAddressesSchema = v.strictObject({
  kind: v.literal("bearer-addresses"),
  command: v.picklist(["+UIPADDR", "*E2IPCFG", "%IPDPADDR", "^DHCP"]),
  unsolicited,
  cid: maybeWhole,
  ifName: maybeWritten,
  addresses: v.array(family),
});

export type BearerAddressesMessage = Readonly<v.InferOutput<typeof bearerAddressesSchema>>;
type Found = Pick<BearerAddressesMessage, "cid" | "ifName" | "addresses">;
type Family = BearerAddressesMessage["addresses"][number];

const canonical = (parameter: Parameter | undefined): string | undefined => canonicalAddress(written(parameter));
const dns = (...parameters: readonly (Parameter | undefined)[]): string[] =>
  parameters.flatMap((parameter) => canonical(parameter) ?? []);
const maskLength = (mask: Octets | undefined): number | undefined =>
  mask === undefined ? undefined : prefixLength(mask);

/** u-blox: `<cid>,<if_name>,<IPv4_address>,<IPv4_subnet>,<IPv6_global_address>,<IPv6_link_local_address>`. */
function uipaddr([cid, ifName, v4, mask, global, link]: readonly Parameter[]): Found | undefined {
  const number = whole(cid, 65_535);
  if (number === undefined) return undefined;
  const sixth = [global, link].map((parameter) => {
    const [address, length] = (written(parameter) ?? "").split("/");
    const prefix = whole(length === undefined ? undefined : { text: length, quoted: false }, 128);
    return { ...defined({ address: canonicalAddress(address), prefixLength: prefix }), dnsAddresses: [] };
  });
  const fourth = {
    ...defined({ address: canonical(v4), prefixLength: maskLength(octetsOf(written(mask) ?? "")) }),
    dnsAddresses: [],
  };
  const addresses = [fourth, ...sixth].filter((found) => "address" in found);
  return { cid: number, ...defined({ ifName: written(ifName) }), addresses };
}

/** Ericsson: `(1,<address>)(2,<gateway>)(3,<dns>)...`. */
function e2ipcfg(body: string): Found | undefined {
  const rows = splitGroups(body).map(({ text }) => splitParameters(text));
  const of = (what: string): readonly (Parameter | undefined)[] =>
    rows.filter(([number]) => number?.text === what).map(([, address]) => address);
  const address = canonical(of("1")[0]);
  if (address === undefined) return undefined;
  return {
    addresses: [{ ...defined({ address, gatewayAddress: canonical(of("2")[0]) }), dnsAddresses: dns(...of("3")) }],
  };
}

/**
 * Icera: `<cid>,<ip>,<gw>,<dns1>,<dns2>[,<nbns1>,<nbns2>[,...]]`, then depending on the maker a mask or two, another
 * gateway, and seven IPv6 addresses of which the first is the device's and the third its resolver.
 */
function ipdpaddr([cid, ip, gw, dns1, dns2, , , ...rest]: readonly Parameter[]): Found | undefined {
  const number = whole(cid, 65_535);
  if (number === undefined || ip === undefined) return undefined;
  const sixAt = rest.findIndex(({ text }) => text.includes(":"));
  const four = (sixAt < 0 ? rest : rest.slice(0, sixAt)).map(({ text }) => octetsOf(text));
  const isMask = (address: Octets): boolean => (address[0] ?? 0) >= 255 && prefixLength(address) !== undefined;
  // 255.0.0.0 stands there whatever the network gave, for a class that no carrier hands to one device (ModemManager's tests).
  const masks = four.flatMap((address) =>
    address !== undefined && isMask(address) && address[1] !== 0 ? [address] : [],
  );
  const gateways = four.flatMap((address) =>
    address !== undefined && !isMask(address) && address.some((octet) => octet > 0) ? [addressText(address)] : [],
  );
  const address = canonical(ip);
  const fourth = defined({
    address,
    prefixLength: maskLength(masks.at(-1)),
    gatewayAddress: canonical(gw) ?? gateways.at(-1),
  });
  const six = sixAt < 0 ? [] : rest.slice(sixAt);
  const sixth = canonical(six[0]);
  const resolvers = dns(six[2], six[3]);
  const found: Family[] = [
    ...(address === undefined ? [] : [{ ...fourth, dnsAddresses: dns(dns1, dns2) }]),
    // The address may be the kernel's own business, by router advertisement, and only the resolvers told.
    ...(sixth === undefined && resolvers.length === 0
      ? []
      : [{ ...defined({ address: sixth }), dnsAddresses: resolvers }]),
  ];
  return { cid: number, addresses: found };
}

/** Huawei: `<clip>,<netmask>,<gate>,<dhcp>,<pDNS>,<sDNS>,<max_rx_data>,<max_tx_data>`, octets in reverse order. */
function dhcp(parameters: readonly Parameter[]): Found | undefined {
  // Some firmware has 0x before each (ModemManager's tests).
  const bare = parameters.map(({ text }) => text.replace(/^0x/i, ""));
  const [clip, mask, gate, , first, second] = bare.map((text) =>
    /^[0-9A-Fa-f]{1,8}$/.test(text)
      ? (text.padStart(8, "0").match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)).toReversed()
      : undefined,
  );
  const text = (octets: Octets | undefined): string | undefined =>
    octets === undefined ? undefined : canonicalAddress(octets.join("."));
  const address = text(clip);
  if (address === undefined || mask === undefined) return undefined;
  return {
    addresses: [
      {
        ...defined({ address, prefixLength: prefixLength(mask), gatewayAddress: text(gate) }),
        dnsAddresses: [first, second].flatMap((octets) => text(octets) ?? []),
      },
    ],
  };
}

const COMMANDS: readonly BearerAddressesMessage["command"][] = ["+UIPADDR", "*E2IPCFG", "%IPDPADDR", "^DHCP"];

function parseBearerAddresses(line: string, asked?: string): BearerAddressesMessage | undefined {
  const match = /^([+*%^][A-Z0-9]+)\s*:\s*(.*)$/.exec(line);
  const command = COMMANDS.find((name) => name === match?.[1]);
  const body = match?.[2] ?? "";
  if (command === undefined) return undefined;
  const found =
    command === "*E2IPCFG"
      ? e2ipcfg(body)
      : { "+UIPADDR": uipaddr, "%IPDPADDR": ipdpaddr, "^DHCP": dhcp }[command](splitParameters(body));
  if (found === undefined) return undefined;
  return { kind: "bearer-addresses", command, unsolicited: cameUnasked(command, asked), ...found };
}

export const bearerAddressesGrammar: Grammar<BearerAddressesMessage> = {
  names: COMMANDS,
  parse: parseBearerAddresses,
};
