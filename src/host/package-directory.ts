import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where this program's own `config/` lies: above the bundle as well as above the sources. Undefined in a package without it. */
export function packageDirectory(name: string): string | undefined {
  let directory = dirname(fileURLToPath(import.meta.url));
  for (let up = 0; up < 4; up += 1) {
    const candidate = join(directory, name);
    if (existsSync(candidate)) return candidate;
    directory = dirname(directory);
  }
  return undefined;
}
