import type { Duration } from "../base/duration.ts";
import type { Cancel } from "./clock.ts";

/** What a transport needs of a port that this program offers: bytes both ways, the DTR drop, and being unplugged. */
export interface PortSide {
  receive(bytes: Uint8Array): void;
  onSend(listener: (bytes: Uint8Array) => void): Cancel;
  /** The port is to go away for so long, as if pulled out. */
  onVanish(listener: (lasts: Duration) => void): Cancel;
  hangUp(): void;
  /** Somebody has opened the port; told where the transport can know. */
  arrived?(): void;
}
