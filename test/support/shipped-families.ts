import { readdirSync, readFileSync } from "node:fs";
import { readModemProfile } from "../../src/modem/profile-file.ts";
import type { ModemProfile } from "../../src/modem/profile.ts";

const DIRECTORY = "config/modems";

/** Every family that comes with the program. */
export const shippedFamilies: readonly ModemProfile[] = readdirSync(DIRECTORY).map((name) =>
  readModemProfile(name, readFileSync(`${DIRECTORY}/${name}`, "utf8")),
);

export function shippedFamily(name: string): ModemProfile {
  const found = shippedFamilies.find(({ family }) => family === name);
  if (found === undefined) throw new TypeError(`no family ${name}`);
  return found;
}

/** The simulated make (`rig modem --family`) by which each family is tried. */
export const PLAYED: Readonly<Record<string, string>> = {
  "asr-cat1": "asr-cat1",
  cinterion: "cinterion-els61",
  fibocom: "fibocom-nl668",
  generic: "generic",
  huawei: "huawei-me909s",
  meig: "meig-slm770a",
  neoway: "neoway-n58",
  quectel: "quectel-ec2x",
  "quectel-5g": "quectel-rm520n",
  sierra: "sierra-em7455",
  simcom: "simcom-a76xx",
  telit: "telit-le910",
  "u-blox": "ublox-lara",
  "unisoc-cat1": "unisoc-8910",
  zte: "zte-mf823",
};
