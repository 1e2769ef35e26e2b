import { defined } from "../base/defined.ts";
import type { Modem } from "../modem/modem.ts";
import type { BookView, Said } from "../report/picture.ts";
import type { Settings } from "../settings/declaration.ts";
import type { AgentPorts } from "./agent-parts.ts";
import { EvidenceDesk } from "./evidence-desk.ts";
import { JournalSide } from "./journal-side.ts";
import { meterEvidence, ussdEvidence } from "./journal-words.ts";
import type { KeptParts } from "./kept-parts.ts";

export interface EvidenceView {
  said(): Said;
  book(): BookView | undefined;
  modem(): Modem;
}

/** What writes the journal, and what reads it. */
export function evidenceParts(
  ports: AgentPorts,
  { journal, flood }: KeptParts,
  settings: Settings,
  view: EvidenceView,
): { readonly side: JournalSide; readonly desk: EvidenceDesk } {
  const said = (): Said => view.said();
  const side: JournalSide = new JournalSide(
    { ...ports, journal, bootId: ports.host.bootId },
    {
      said,
      meter: () => {
        const book = view.book();
        return book && meterEvidence(book);
      },
      pruned: () => desk.sweep(),
    },
    flood,
  );
  ports.ussd?.onAsked((code, outcome) => side.note("ussd-asked", ussdEvidence(code, outcome)));
  const desk = new EvidenceDesk(
    { ...ports, journal, side, filesMaxBytes: Number(settings.journal.filesMaxBytes) },
    { said, issuer: () => issuerOf(view.book(), view.modem()) },
  );
  return { side, desk };
}

/** Whose card it is, as far as that is known: the carrier of its plan, and the first digits of its IMSI, which are nobody's number. */
const issuerOf = (
  book: BookView | undefined,
  { sim }: Modem,
): { readonly carrier?: string; readonly network?: string } =>
  defined({
    carrier: book?.plan.known === true ? book.books.plan.rules.carrier : undefined,
    network: sim.imsi?.slice(0, 5),
  });
