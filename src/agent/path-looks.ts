import type { PathLook } from "../diagnosis/observe/observe-path.ts";

/** The last look of each kind at each place. */
export class PathLooks {
  #all: readonly PathLook[] = [];

  get all(): readonly PathLook[] {
    return this.#all;
  }

  /** True when it says something else than before. */
  saw(look: PathLook): boolean {
    const isSame = ({ by, to }: PathLook): boolean => by === look.by && to === look.to;
    const before = this.#all.find(isSame);
    this.#all = [...this.#all.filter((other) => !isSame(other)), look];
    return before?.outcome !== look.outcome;
  }
}
