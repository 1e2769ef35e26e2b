import { type ByteCount, NO_BYTES } from "./byte-counters.ts";
import { activeContexts } from "./pdp-contexts.ts";
import { isRegistered, type RadioState } from "./radio-state.ts";
import type { SimulatedCarrier } from "./simulated-carrier.ts";
import type { Subscription } from "./subscription.ts";

/** Registered, attached, a context up: what the device sends goes out, whatever becomes of it. */
const isConnected = ({ attached, contexts, registration, camp }: RadioState): boolean =>
  attached && isRegistered(registration[camp.packet]) && activeContexts(contexts).length > 0;

const isShutOut = ({ overLimit }: SimulatedCarrier, subscription: Subscription | undefined): boolean =>
  subscription?.gate !== undefined || (overLimit === "silent" && subscription?.overLimit === true);

/** Packet data passes: there is a connection, and nobody silently shuts it. */
export const passesData = (radio: RadioState, carrier: SimulatedCarrier, card: Subscription | undefined): boolean =>
  isConnected(radio) && !isShutOut(carrier, card);

/** Of what a device sends and would receive, what its interface carries: through a closed gate nothing comes back. */
export function carriedBytes(
  wished: ByteCount,
  radio: RadioState,
  carrier: SimulatedCarrier,
  card: Subscription | undefined,
): ByteCount {
  if (!isConnected(radio)) return NO_BYTES;
  return isShutOut(carrier, card) ? { up: wished.up, down: 0n } : wished;
}
