import { link, readFile, realpath, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nameOfProcess, type PortHolder } from "./port-holders.ts";

/** FHS 3.0 5.9: the lock files of serial devices, `LCK..ttyUSB2`, that pppd, minicom, gammu and lockdev(3) keep. */
const DIRECTORY = "/var/lock";

export type PortLock =
  | { readonly kind: "held"; release(): Promise<void> }
  | { readonly kind: "busy"; readonly holder: PortHolder; readonly file: string }
  /** This user may not write there, or there is no such place: the port's own lock (flock) is all there is. */
  | { readonly kind: "none" };

/** Stale files that come back as often are somebody else's game. */
const ATTEMPTS = 3;

/** Takes the device's lock file, also from a process that is no more. Never rejects. */
export async function lockPort(path: string, directory = DIRECTORY): Promise<PortLock> {
  const file = join(directory, `LCK..${await deviceName(path)}`);
  const own = join(directory, `LTMP.${process.pid}.${(made += 1)}`);
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const holder = await livingHolder(file);
      if (holder !== undefined) return { kind: "busy", holder, file };
      // Whole before it has its name (HDB form: ten columns and a line end), and never over another's: link(2) refuses that.
      await writeFile(own, `${String(process.pid).padStart(10)}\n`, { mode: 0o644, flag: "wx" });
      if (await linked(own, file)) return { kind: "held", release: () => release(file) };
      if ((await livingHolder(file)) === undefined) await removed(file);
    }
  } catch {
    // Not ours to write.
  }
  return { kind: "none" };
}

let made = 0;

async function linked(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST") return false;
    throw thrown;
  } finally {
    await removed(own);
  }
}

/** By what the path leads to: a name under /dev/serial/by-id is nobody else's. */
async function deviceName(path: string): Promise<string> {
  const real = await realpath(path).catch(() => path);
  return real.replace(/^\/dev\//, "").replaceAll("/", "_");
}

/** Whose the file is, when it is another process's that lives. Our own number was left by an earlier life of this container. */
async function livingHolder(file: string): Promise<PortHolder | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return undefined;
  // The oldest form is the bare number, 4 bytes in the machine's order.
  const pid = bytes.length === 4 ? bytes.readInt32LE(0) : Number(bytes.toString("latin1").trim().split(/\s+/)[0]);
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid || !isAlive(pid)) return undefined;
  return { pid, name: await nameOfProcess(String(pid)) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
}

async function release(file: string): Promise<void> {
  const text = await readFile(file, "latin1").catch(() => "");
  if (Number(text.trim()) === process.pid) await removed(file);
}

const removed = (file: string): Promise<void> => unlink(file).catch(() => undefined);
