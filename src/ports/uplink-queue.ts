/** How an interface sends, as the kernel has it. */
export interface QueueSeen {
  readonly kind: "link";
  /** The queueing discipline at the root; the kernel's own default has the handle `0:`. */
  readonly discipline: string;
  readonly handle: string;
  /** Of a discipline with classes: what each may send, bytes a second. */
  readonly rates: ReadonlyMap<string, number>;
  /** What a sender hands over as one piece is cut into packets before it is counted. */
  readonly wholePackets: boolean;
}

export type QueueLook =
  | QueueSeen
  | { readonly kind: "absent" }
  | { readonly kind: "unavailable"; readonly why: string; readonly remedy: string };

export type QueueStep =
  /** An HTB at the root, in place of the kernel's default. */
  | { readonly kind: "discipline"; readonly handle: string }
  | { readonly kind: "rate"; readonly handle: string; readonly id: string; readonly bytes: number }
  | { readonly kind: "unrate"; readonly id: string }
  | { readonly kind: "remove" }
  /** Packets are cut before they are counted, or behind that, as the kernel has it of itself. */
  | { readonly kind: "packets"; readonly whole: boolean };

export type QueueDone =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "unavailable"; readonly why: string; readonly remedy: string };

/** How the uplinks send. Nothing rejects. */
export interface UplinkQueue {
  look(interfaceName: string): Promise<QueueLook>;
  /** One after the other, until one is refused. */
  change(interfaceName: string, steps: readonly QueueStep[]): Promise<QueueDone>;
}
