import { ACT_OF, type Personality } from "./personality.ts";
import { type Camp, campOn } from "./radio-state.ts";

/** What a cell is to this make. */
export function campOf({ registration }: Personality, act: number): Camp {
  const fifth = registration["5gs"];
  return campOn(act, fifth !== undefined && fifth !== "absent");
}

/** What a modem was told to keep to, in the words of Quectel's `+QNWPREFCFG`. */
interface Kept {
  readonly [setting: string]: string | undefined;
}

/**
 * The technology on which a modem camps where the network has that one: the same, or LTE below it, or none. `mode_pref` names
 * what may be used, `nr5g_disable_mode` forbids NR on the 5G core (1) or beside LTE (2).
 */
export function preferredAct(offered: number, kept: Kept): number | undefined {
  const modes = (kept["+QNWPREFCFG/mode_pref"] ?? "AUTO").replaceAll('"', "").toUpperCase().split(":");
  const disabled = kept["+QNWPREFCFG/nr5g_disable_mode"];
  const any = modes.includes("AUTO");
  const [lte, nr] = [any || modes.includes("LTE"), any || modes.includes("NR5G")];
  if (offered === ACT_OF.sa && nr && disabled !== "1") return offered;
  if (offered === ACT_OF.nsa && nr && lte && disabled !== "2") return offered;
  if (offered < ACT_OF.lte) return any || modes.includes("WCDMA") ? offered : undefined;
  return lte ? ACT_OF.lte : undefined;
}
