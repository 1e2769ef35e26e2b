import type { BearerLoop } from "./bearer-loop.ts";
import type { OwnerView } from "./owner-loop.ts";

/** Who owns the data call; how it stands where that is the agent, what was asked of the owner where it is not. */
export interface BearerView extends Partial<OwnerView> {
  readonly owner: "external" | "agent";
  readonly state?: BearerLoop["state"];
  readonly text?: string;
  readonly apn?: BearerLoop["apn"];
}

/** The agent's own call is not up, whatever the modem shows. */
export const callDown = ({ owner, state }: Pick<BearerView, "owner" | "state">): boolean =>
  owner === "agent" && state !== "up";
