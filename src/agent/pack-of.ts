import { apn } from "../at/outgoing/apn.ts";
import { type CarrierPack, NO_PACK, overGeneric } from "../diagnosis/carrier-pack.ts";
import type { CarrierApn } from "../modem/call-apn.ts";
import type { Modem } from "../modem/modem.ts";
import type { BookView } from "../report/picture.ts";

/** Of the carrier whose plan the card has, else of whose network its IMSI is; what holds for any where neither is known. */
export function packOf(packs: readonly CarrierPack[], book: BookView | undefined, { sim }: Modem): CarrierPack {
  const generic = packs.find(({ carrier }) => carrier === "generic") ?? NO_PACK;
  const named = book?.books.plan.rules.carrier;
  const network = sim.imsi ?? "";
  const own =
    packs.find(({ carrier }) => carrier === named && carrier !== "generic") ??
    packs.find(({ networks = [] }) => networks.some((digits) => network.startsWith(digits)));
  return own === undefined || own === generic ? generic : overGeneric(own, generic);
}

/** By the name of its file. */
export function packNamed(packs: readonly CarrierPack[], name: string): CarrierPack {
  const generic = packs.find(({ carrier }) => carrier === "generic") ?? NO_PACK;
  const own = packs.find(({ carrier }) => carrier === name);
  return own === undefined || own === generic ? generic : overGeneric(own, generic);
}

/** What that carrier's file says of its access point; the generic one says nothing of any. */
export function offeredApn(
  packs: readonly CarrierPack[] = [],
  book: BookView | undefined,
  modem: Modem,
): CarrierApn | undefined {
  const { carrier, apn: access } = packOf(packs, book, modem);
  const name = access === undefined ? undefined : apn(access.name);
  return name?.ok === true ? { name: name.value, carrier } : undefined;
}
