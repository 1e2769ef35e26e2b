import { lstatSync, unlinkSync } from "node:fs";
import { connect, type Server } from "node:net";
import { Fault, textOf } from "../../base/fault.ts";

export type ListenAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** `HOST:PORT` (`[::1]:0` too; port 0 takes a free one) or, when it has no port, the path of a Unix socket. */
export function parseListenAddress(text: string): ListenAddress {
  const match = /^(?:\[([^\]]+)\]|([^:/]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  return match === null || port > 65_535 ? { path: text } : { host: match[1] ?? match[2] ?? "", port };
}

/** Listens, and returns what was taken: the path, or `host:port` with the real port. */
export async function listenOn(server: Server, address: ListenAddress): Promise<string> {
  try {
    await tryListen(server, address);
  } catch (thrown) {
    if (!(await isStale(address, thrown))) throw refused(address, thrown);
    if ("path" in address) unlinkSync(address.path);
    await tryListen(server, address).catch((again: unknown) => {
      throw refused(address, again);
    });
  }
  const bound = server.address();
  if (bound === null || typeof bound === "string") return "path" in address ? address.path : "";
  return bound.family === "IPv6" ? `[${bound.address}]:${bound.port}` : `${bound.address}:${bound.port}`;
}

function tryListen(server: Server, address: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** A socket file that was left behind by a process that is gone: nobody answers on it. */
function isStale(address: ListenAddress, thrown: unknown): Promise<boolean> {
  const inUse = thrown instanceof Error && "code" in thrown && thrown.code === "EADDRINUSE";
  if (!inUse || !("path" in address)) return Promise.resolve(false);
  // A connection to somebody's ordinary file is refused as well.
  if (lstatSync(address.path, { throwIfNoEntry: false })?.isSocket() !== true) return Promise.resolve(false);
  return new Promise((resolve) => {
    const probe = connect(address.path);
    probe.once("connect", () => {
      probe.destroy();
      resolve(false);
    });
    probe.once("error", (error) => resolve("code" in error && error.code === "ECONNREFUSED"));
  });
}

function refused(address: ListenAddress, thrown: unknown): Fault {
  const where = "path" in address ? address.path : `${address.host}:${address.port}`;
  return new Fault("listen-refused", `cannot listen on ${where}: ${textOf(thrown)}`, { cause: thrown });
}
