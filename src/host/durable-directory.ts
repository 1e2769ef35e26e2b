import { mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** A name is on the disk only when its directory is. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/**
 * Makes what is missing of the path, for this user alone, so that a power cut does not take it away again. One by one:
 * on a read-only file system Node's recursive mkdir fails with ENOENT instead of EROFS (measured on 20.20).
 */
export async function makeDirectory(path: string): Promise<void> {
  if (await isThere(path)) return;
  await makeDirectory(dirname(path));
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (thrown) {
    // Somebody else was quicker.
    if (!(await isThere(path))) throw thrown;
  }
  await syncDirectory(dirname(path));
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
