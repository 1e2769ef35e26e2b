import type { Modem } from "./modem.ts";
import type { ModemProfile } from "./profile.ts";

/** The family that a modem belongs to by what it says of itself; one that names its model beats one that names only the maker. */
export function chooseProfile(
  profiles: readonly ModemProfile[],
  said: Pick<Modem, "manufacturer" | "model">,
): ModemProfile | undefined {
  const [maker, model] = [plain(said.manufacturer), plain(said.model)];
  const ofMaker = profiles.filter(({ match }) => match.manufacturers.some((name) => begins(maker, name)));
  const byModel = ofMaker.find(({ match }) => match.models.some((name) => begins(model, name)));
  return byModel ?? ofMaker.find(({ match }) => match.models.length === 0);
}

/** `SIMCOM INCORPORATED` and `SIMCOM_Ltd` are one maker, `u-blox` and `UBLOX` too. */
const plain = (text = ""): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

const begins = (said: string, name: string): boolean => said.startsWith(plain(name));
