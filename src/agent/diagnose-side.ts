import type { Picture, Said } from "../report/picture.ts";
import type { PublisherStatus } from "../report/publisher.ts";
import type { AgentOptions } from "./agent-parts.ts";
import { DiagnoseLoop } from "./diagnose-loop.ts";
import type { DiagnosePorts } from "./diagnosis-shelf.ts";
import type { KeptParts } from "./kept-parts.ts";
import type { Telling } from "./telling.ts";

export type { DiagnoseLoop } from "./diagnose-loop.ts";

export interface DiagnoseParts extends DiagnosePorts, Pick<KeptParts, "shelf" | "diagnosis"> {
  readonly telling: Pick<Telling, "changed">;
  readonly said: () => Said;
}

export interface DiagnoseView {
  picture(): Pick<Picture, "link" | "decision" | "contextRefused">;
  publisher(): PublisherStatus | undefined;
  askModem(): void;
}

/** What of the agent's picture the diagnosis goes by. */
export function diagnoseSide(
  parts: DiagnoseParts,
  { settings, packs = [] }: Pick<AgentOptions, "settings" | "packs">,
  view: DiagnoseView,
): DiagnoseLoop {
  const { bearer } = settings;
  const apn = bearer.owner === "agent" ? (bearer.apn ?? "") : undefined;
  return new DiagnoseLoop(
    parts,
    { packs, apn },
    {
      said: parts.said,
      standing: () => {
        const { link, contextRefused, decision } = view.picture();
        return { link, contextRefused, held: heldOf(decision) };
      },
      messages: () => parts.shelf.messages,
      broker: () => brokerOf(view.publisher()),
      changed: () => parts.telling.changed(),
      askModem: () => view.askModem(),
    },
    parts.diagnosis,
  );
}

/** A session whose messages are acknowledged is a proof; one whose messages are not is none, either way. */
function brokerOf(status: PublisherStatus | undefined): "answers" | "refuses" | "silent" | undefined {
  if (status === undefined) return undefined;
  if (status.state === "connected") return status.unacknowledged === undefined ? "answers" : undefined;
  const why = status.lastRefusal?.why;
  if (status.state !== "waiting" || why === undefined) return undefined;
  if (why === "unreachable" || why === "timeout") return "silent";
  return why === "credentials" || why === "identifier" || why === "unavailable" ? "refuses" : undefined;
}

/** What is only advised holds nothing back. */
function heldOf(decision: Picture["decision"]): string | undefined {
  const enforced: string = decision.enforced;
  return enforced === "no" ? undefined : decision.reasons.map(({ text }) => text).join("; ");
}
