import type { WallMs } from "../../base/instant.ts";
import { type Lines, type Standing, standing } from "../standing.ts";
import type { Balance } from "./balance.ts";
import type { Books } from "./books.ts";

/**
 * Where the books stand for traffic that goes anywhere at any hour: what only some destinations or some hours may draw
 * is left out. `used`: bytes of the cycle, told where nothing limits them.
 */
export function booksStanding(books: Books, lines: Lines, used: bigint, at: WallMs): Standing {
  const general = books.balances.filter((balance) => isGeneral(balance, at));
  const unlimited = general.some(({ held }) => held === undefined);
  // Where every byte has its price and nothing was bought, there is no quota that could be used up.
  const priced = general.length === 0 && books.plan.overage.kind === "tariff";
  if (unlimited || priced)
    return { ...standing(lines, used, books.cycle), overLimit: isOver(books), ...cancelledIn(books) };
  // What earlier cycles drew of a pack is nothing that could be used in this one.
  const quota = general.reduce((sum, { held = 0n, begun = held }) => sum + begun, 0n);
  const left = general.reduce((sum, balance) => sum + (balance.left ?? 0n), 0n);
  // What went beyond the plan before a pack was bought takes nothing off the pack, and as long as something is left nothing is
  // beyond that: who reads the percentage and the rest beside each other reads of the same buckets.
  const beyond = left > 0n ? 0n : books.beyond.bytes - (books.beyondBefore ?? 0n);
  const drawn = quota - left + beyond;
  return {
    ...standing({ ...lines, quota }, drawn, books.cycle),
    remaining: left,
    overLimit: isOver(books),
    ...cancelledIn(books),
  };
}

const cancelledIn = ({ cancelled }: Books): Pick<Standing, "cancelled"> => (cancelled ? { cancelled: true } : {});

const isOver = ({ limitReached, cancelled }: Books): boolean => limitReached !== undefined || cancelled;

const isGeneral = ({ bucket: { scope }, opened, dormant }: Balance, at: WallMs): boolean =>
  scope.destination === undefined && scope.window === undefined && opened <= at && dormant !== true;
