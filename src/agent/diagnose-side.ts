import { type Duration, Minutes } from "../base/duration.ts";
import type { Picture, Said } from "../report/picture.ts";
import type { PublisherStatus } from "../report/publisher.ts";
import type { AgentOptions } from "./agent-parts.ts";
import { DiagnoseLoop } from "./diagnose-loop.ts";
import type { DiagnosePorts } from "./diagnosis-shelf.ts";
import type { JournalSide } from "./journal-side.ts";
import type { KeptParts } from "./kept-parts.ts";
import { probeOrders } from "./probe-orders.ts";
import { ProbeLoop, type ProbePicture, type ProbePorts } from "./probe-loop.ts";
import type { ModemSide } from "./modem-side.ts";
import { RecheckDesk } from "./recheck-desk.ts";
import { RecoveryLoop } from "./recovery-loop.ts";
import type { Telling } from "./telling.ts";

export type { DiagnoseLoop } from "./diagnose-loop.ts";

export interface DiagnoseParts
  extends DiagnosePorts, ProbePorts, Pick<KeptParts, "shelf" | "diagnosis" | "probes" | "recovery"> {
  readonly telling: Pick<Telling, "changed" | "event">;
  readonly said: () => Said;
  readonly side: Pick<JournalSide, "note">;
}

export interface DiagnoseView {
  picture(): Pick<Picture, "link" | "decision" | "contextRefused" | "modem" | "suspicion" | "interface">;
  publisher(): PublisherStatus | undefined;
  modemSide(): Pick<ModemSide, "poll" | "radio" | "radioCycle" | "radioOn" | "dialNow">;
}

/** What of the agent's picture the diagnosis goes by. */
export function diagnoseSide(
  parts: DiagnoseParts,
  { settings, deviceId, packs = [] }: Pick<AgentOptions, "settings" | "deviceId" | "packs">,
  view: DiagnoseView,
): DiagnoseLoop {
  const { bearer } = settings;
  const apn = bearer.owner === "agent" ? (bearer.apn ?? "") : undefined;
  const probes = new ProbeLoop(
    parts,
    probeOrders(settings),
    {
      said: parts.said,
      picture: () => probePicture(view.picture(), loop, settings.probe.proofAge),
      begins: () => loop.probing(),
      found: () => loop.probed(),
    },
    parts.probes,
  );
  const recovery = new RecoveryLoop(
    parts,
    { deviceId, fleetSize: settings.fleet.size, radioCycles: settings.recovery.radioCycles },
    {
      said: parts.said,
      loss: () => loop.loss,
      modem: () => view.picture().modem,
      rests: () => view.picture().decision.override?.level === "offline",
      hands: {
        get radio() {
          return view.modemSide().radio;
        },
        radioCycle: (why) => view.modemSide().radioCycle(why),
        radioOn: () => view.modemSide().radioOn(),
        dialNow: () => view.modemSide().dialNow(),
        probeNow: () => probes.hasten(),
      },
      cycled: () => loop.cycled(),
      event: (type, fields) => parts.telling.event(type, fields),
    },
    parts.recovery,
  );
  const rechecks = new RecheckDesk(parts.clock, {
    said: parts.said,
    view: () => loop.viewNow(),
    standing: () => view.picture(),
    askModem: () => view.modemSide().poll(),
    tell: (findings, said) => loop.tell(findings, said, "recheck-asked"),
    recovery,
  });
  const loop: DiagnoseLoop = new DiagnoseLoop(
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
      noted: (what, fields) => parts.side.note(what, { fields }),
      probes,
      recovery,
      rechecks,
    },
    parts.diagnosis,
  );
  return loop;
}

/** Looks that are older say nothing about each other. */
const FRESH: Duration = Minutes(15);

/** A level that is only advised, and a modem that says there is no data, hold probes back all the same: they would be wasted. */
function probePicture(
  { decision, modem, suspicion, interface: { name } }: ReturnType<DiagnoseView["picture"]>,
  loop: DiagnoseLoop,
  proofAge: Duration,
): ProbePicture {
  const { trouble, traffic: look, iccid } = loop.doubt;
  const age = look === undefined ? Infinity : loop.now - look.at;
  const proves = look?.outcome === "answered" && age <= proofAge;
  const traffic = proves ? "proves" : look?.outcome === "silent" && age < FRESH ? "silent" : "unknown";
  return {
    doubted: trouble || suspicion.held || traffic === "silent",
    traffic,
    closed: decision.level === "offline" || modem.service.data === "down",
    interfaceName: name,
    iccid,
  };
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
