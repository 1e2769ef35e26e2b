import { createHash } from "node:crypto";
import { textOf } from "../base/fault.ts";
import { WallMs } from "../base/instant.ts";
import { maskImei } from "../base/mask.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeviceMarks, Host } from "../ports/host.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import { readKept } from "./kept-json.ts";

const KEY = "device/tie";

/** What is remembered of a device: hashes, since a machine id is confidential (machine-id(5)). */
interface Marks {
  readonly machine?: string | undefined;
  readonly board?: string | undefined;
}

interface Tie {
  readonly own: Marks;
  /** The modem that was seen last; one that is replaced is no other device, but worth a word. */
  readonly modem?: string | undefined;
  /** Seen here, and not accepted by anybody yet. */
  readonly other?: { readonly marks: Marks; readonly since: number } | undefined;
}

/** The books were written on another device, and nobody has said that this is right. */
export interface Elsewhere {
  readonly since: WallMs;
  /** This start is the first one here: what the kernel's counters hold has nothing to do with these books. */
  readonly first: boolean;
}

export interface DeviceTiePorts {
  readonly store: Store;
  readonly host: Host;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Ties the state to the device it was written on. A copy on another device must not go on as if it were at home: until a
 * card was read there, no byte is presumed to be a card's, and nobody overlooks it. The card's own book goes on once
 * the card itself is there: that is what a disk moved to a new board looks like.
 */
export class DeviceTie {
  readonly #store: Store;
  readonly #log: Log;
  readonly #here: Marks;
  readonly #first: boolean;
  #tie: Tie;

  static async open({ store, host, clock, log }: DeviceTiePorts): Promise<DeviceTie> {
    const here = hashed(host.deviceMarks());
    const known = readKept(await store.get(KEY), isTie);
    const other = known !== undefined && isOther(known.own, here);
    const first = other && (known.other === undefined || isOther(known.other.marks, here));
    const tie: Tie = other
      ? { ...known, other: first ? { marks: here, since: clock.wallMs() } : known.other }
      : { own: { ...known?.own, ...here }, modem: known?.modem };
    if (JSON.stringify(tie) !== JSON.stringify(known)) await store.write([{ put: KEY, value: JSON.stringify(tie) }]);
    return new DeviceTie({ store, log }, { here, tie, first });
  }

  private constructor(
    { store, log }: Pick<DeviceTiePorts, "store" | "log">,
    { here, tie, first }: { readonly here: Marks; readonly tie: Tie; readonly first: boolean },
  ) {
    this.#store = store;
    this.#log = log;
    this.#here = here;
    this.#tie = tie;
    this.#first = first;
  }

  get elsewhere(): Elsewhere | undefined {
    const { other } = this.#tie;
    return other === undefined ? undefined : { since: WallMs(other.since), first: this.#first };
  }

  /** A person says that the books belong here from now on. */
  async accept(): Promise<"accepted" | "nothing-to-accept"> {
    if (this.#tie.other === undefined) return "nothing-to-accept";
    await this.#keep({ own: this.#here, modem: this.#tie.modem });
    return "accepted";
  }

  /** `changed` is called when another modem was known before. */
  modem(imei: string, changed: (fields: { readonly imei: string }) => void): void {
    const modem = hash("modem", imei);
    const before = this.#tie.modem;
    if (modem === before) return;
    if (before !== undefined) changed({ imei: maskImei(imei) });
    this.#keep({ ...this.#tie, modem }).catch((thrown: unknown) =>
      this.#log.error("agent-fault", { what: "noting the modem", why: textOf(thrown) }),
    );
  }

  async #keep(tie: Tie): Promise<void> {
    this.#tie = tie;
    await this.#store.write([{ put: KEY, value: JSON.stringify(tie) }]);
  }
}

/**
 * The board decides where both sides know theirs: one board with another machine id was set up anew, and one machine id on
 * another board is a cloned card. Marks that only one side knows decide nothing.
 */
function isOther(own: Marks, here: Marks): boolean {
  if (own.board !== undefined && here.board !== undefined) return own.board !== here.board;
  return own.machine !== undefined && here.machine !== undefined && own.machine !== here.machine;
}

const hash = (what: string, text: string): string =>
  createHash("sha256").update(`cellward ${what} ${text}`).digest("hex").slice(0, 24);

const hashed = ({ machine, board }: DeviceMarks): Marks => ({
  ...(machine === undefined ? {} : { machine: hash("machine", machine) }),
  ...(board === undefined ? {} : { board: hash("board", board) }),
});

const isTie = (value: unknown): value is Tie =>
  typeof value === "object" && value !== null && "own" in value && typeof value.own === "object" && value.own !== null;
