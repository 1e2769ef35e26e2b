import { createHash } from "node:crypto";
import { createServer, type Server } from "node:net";
import { resolve } from "node:path";
import { Fault } from "../base/fault.ts";

/**
 * Makes a path this process's alone among programs that ask so, until it ends in whatever way: a socket in Linux's abstract namespace
 * (unix(7)) leaves nothing behind. Gives back what lets go of it. Throws `path-in-use`.
 */
export async function heldPath(path: string): Promise<() => void> {
  const name = createHash("sha256").update(resolve(path)).digest("hex").slice(0, 32);
  const server = createServer((socket) => socket.destroy());
  if (!(await listens(server, `\0cellward-held-${name}`)))
    throw new Fault("path-in-use", `another rig that is running has ${path}; stop that one, or name another path`);
  server.unref();
  return () => server.close();
}

const listens = (server: Server, path: string): Promise<boolean> =>
  new Promise((settle, refuse) => {
    server.once("error", (thrown: NodeJS.ErrnoException) => {
      if (thrown.code === "EADDRINUSE") settle(false);
      else refuse(new Fault("internal", `no path can be held: ${thrown.message}`, { cause: thrown }));
    });
    server.listen({ path }, () => settle(true));
  });
