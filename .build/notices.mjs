import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The licences of everything that was bundled: they ask to travel with every copy.
 * @param {string} root the checkout
 * @param {import("esbuild").Metafile} meta what went into the bundle
 * @returns {string} one section per package, by name
 */
export function thirdPartyNotices(root, meta) {
  const folders = new Set();
  for (const path of Object.keys(meta.inputs)) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  const sections = [...folders].map((folder) => section(join(root, folder)));
  return `dist/cellward.cjs contains the following packages.\n\n${sections.toSorted().join("\n")}`;
}

function section(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const by = typeof author === "string" ? author : author?.name;
  const text =
    file !== undefined && existsSync(join(folder, file))
      ? readFileSync(join(folder, file), "utf8").trim()
      : `Licensed under ${license}${by === undefined ? "" : `, by ${by}`}. The package carries no licence text of its own.`;
  return `==== ${name} ${version} (${license})\n\n${text}\n`;
}
