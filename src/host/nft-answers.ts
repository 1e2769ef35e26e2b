import * as v from "valibot";

const MOST_SAID = 200;
const Listing = v.object({ nftables: v.array(v.unknown()) });

/** What `nft -j list` lists, each unread; undefined for anything that is not nft's JSON. */
export function readNftListing(text: string): readonly unknown[] | undefined {
  try {
    const parsed = v.safeParse(Listing, JSON.parse(text));
    return parsed.success ? parsed.output.nftables : undefined;
  } catch {
    return undefined;
  }
}

/** Why nft refused, with its own words; `missing`: what it means when something is not there. */
export function nftRefusal(complaints: string, missing: { readonly words: RegExp; say(said: string): string }): string {
  const said = complaints.trim().split("\n")[0]?.slice(0, MOST_SAID) ?? "";
  if (/not permitted|denied|must be root/i.test(complaints))
    return `nft may not be used by this user (${said}): give the service AmbientCapabilities=CAP_NET_ADMIN`;
  if (missing.words.test(complaints)) return missing.say(said);
  return `nft refused: ${said === "" ? "it gave no reason" : said}`;
}
