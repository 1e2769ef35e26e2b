import { heldPath } from "../../src/host/held-path.ts";

/** Holds the path that it is given until it is killed. */
void heldPath(process.argv[2] ?? "").then(() => {
  process.stdout.write("held\n");
  setInterval(() => {}, 1_000);
});
