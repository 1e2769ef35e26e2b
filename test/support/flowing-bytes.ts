import { CounterFolder } from "../../src/simulator/transport/counter-folder.ts";

/** Counters that move like a busy modem's: now and then some bytes in either direction, whoever reads or does not. */
export class FlowingBytes {
  readonly #folder: CounterFolder;
  #timer: NodeJS.Timeout | undefined;
  up = 0;
  down = 0;

  /** Below `root`, which stands for /sys/class/net. Whatever it `had` before is in the counters and in neither sum. */
  constructor(root: string, { had = 0, name = "wwan0" }: { readonly had?: number; readonly name?: string } = {}) {
    this.#folder = new CounterFolder(root, name);
    if (had > 0) this.#folder.add({ up: had, down: had });
  }

  get total(): number {
    return this.up + this.down;
  }

  /** What `usage` is to say of it. */
  get directions(): { readonly up: number; readonly down: number; readonly total: number } {
    return { up: this.up, down: this.down, total: this.total };
  }

  carry(up: number, down: number): void {
    this.#folder.add({ up, down });
    this.up += up;
    this.down += down;
  }

  /** Up to so many bytes each way every millisecond, until `rest`. */
  flow(most: number): void {
    const some = (): number => Math.floor(Math.random() * most);
    this.#timer = setInterval(() => this.carry(some(), some()), 1);
  }

  rest(): void {
    clearInterval(this.#timer);
  }

  /** As after a reboot: the same interface, its counters at zero. The sums go on. */
  remake(): void {
    this.#folder.recreate();
  }
}
