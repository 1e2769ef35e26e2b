import { openClassicLevel, type OpenDatabase } from "../../src/host/level-database.ts";

/** LevelDB on a disk that can be told to be full. As the real one it goes on refusing until it is opened again. */
export class FailingLevel {
  /** The system's sentence; undefined: the disk takes everything. */
  trouble: string | undefined;
  /** Whether a full disk refuses an opening too (it does, as soon as there is a log to be written anew). */
  refusesOpening = false;
  opened = 0;
  readonly open: OpenDatabase = async (directory, create) => {
    if (this.trouble !== undefined && this.refusesOpening) throw this.#error("LOCK");
    this.opened += 1;
    const database = await openClassicLevel(directory, create);
    let failed = false;
    return {
      ...database,
      write: async (ops, sync) => {
        failed ||= this.trouble !== undefined;
        if (failed) throw this.#error("000003.log");
        await database.write(ops, sync);
      },
    };
  };

  #error(file: string): Error {
    return new Error(`IO error: /state/store/${file}: ${this.trouble ?? "No space left on device"}`);
  }
}
