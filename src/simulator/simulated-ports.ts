import type { Clock } from "../ports/clock.ts";
import type { OpenRefusal, Serial, SerialPorts } from "../ports/serial.ts";
import type { PortSide } from "../ports/port-side.ts";

interface Place {
  readonly modem: PortSide;
  state: "free" | "held" | "vanished";
}

/**
 * Simulated modems as serial ports of this process, by path: no pseudo-terminal, no second process. What a modem says
 * while its port is closed is lost; closing the port is the drop of DTR.
 */
export class SimulatedPorts implements SerialPorts {
  readonly #places: ReadonlyMap<string, Place>;

  constructor(modems: Readonly<Record<string, PortSide>>, clock: Clock) {
    this.#places = new Map(Object.entries(modems).map(([path, modem]) => [path, { modem, state: "free" }]));
    for (const place of this.#places.values()) {
      place.modem.onVanish((lasts) => {
        place.state = "vanished";
        clock.after(lasts, () => (place.state = "free"));
      });
    }
  }

  list(): Promise<readonly string[]> {
    return Promise.resolve([...this.#places.keys()]);
  }

  open(path: string, _baudRate: number): Promise<{ readonly kind: "open"; readonly serial: Serial } | OpenRefusal> {
    const place = this.#places.get(path);
    if (place === undefined || place.state === "vanished") {
      const names = [...this.#places.keys()].join(", ");
      return Promise.resolve({
        kind: "absent",
        found: `no simulated modem at ${path}`,
        remedy: `name one of ${names}`,
        zh: { found: `${path} 处没有模拟模组`, remedy: `请使用其中之一：${names}` },
      });
    }
    if (place.state === "held") {
      return Promise.resolve({
        kind: "busy",
        found: `${path} is open already`,
        remedy: "close it first",
        zh: { found: `${path} 已被打开`, remedy: "请先关闭" },
      });
    }
    return Promise.resolve({ kind: "open", serial: connect(place) });
  }
}

function connect(place: Place): Serial {
  const { modem } = place;
  const goneListeners: ((why: string) => void)[] = [];
  const stops: (() => void)[] = [];
  let open = true;
  place.state = "held";
  const end = (why: string): void => {
    if (!open) return;
    open = false;
    stops.forEach((stop) => stop());
    if (place.state === "held") place.state = "free";
    modem.hangUp();
    goneListeners.forEach((listener) => listener(why));
  };
  stops.push(modem.onVanish(() => end("the port vanished")));
  return {
    // A modem never answers within the call that sends to it.
    write: (bytes) => Promise.resolve().then(() => (open ? modem.receive(bytes) : undefined)),
    onBytes: (listener) => {
      if (open) stops.push(modem.onSend(listener));
    },
    onGone: (listener) => void goneListeners.push(listener),
    close: () => {
      end("closed");
      return Promise.resolve();
    },
  };
}
