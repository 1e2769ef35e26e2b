import { defined } from "../base/defined.ts";
import { type Duration, Minutes } from "../base/duration.ts";
import type { CauseCode } from "../diagnosis/cause.ts";
import { fleetPlace } from "../policy/fleet-place.ts";
import type { ModemFault } from "../policy/next-repair.ts";
import type { RepairCommands } from "../ports/repair-commands.ts";
import type { BookView, Picture, Said } from "../report/picture.ts";
import type { PublisherStatus } from "../report/publisher.ts";
import type { AgentOptions } from "./agent-parts.ts";
import { diallerFailed } from "./dialler-failed.ts";
import { DiagnoseLoop } from "./diagnose-loop.ts";
import type { DiagnosePorts } from "./diagnosis-shelf.ts";
import type { JournalSide } from "./journal-side.ts";
import type { KeptParts } from "./kept-parts.ts";
import { probeOrders } from "./probe-orders.ts";
import { ProbeLoop, type ProbePicture, type ProbePorts } from "./probe-loop.ts";
import { callDown } from "./bearer-view.ts";
import { type ModemSide } from "./modem-side.ts";
import { RecheckDesk } from "./recheck-desk.ts";
import { type ModemHands, recoveryHands } from "./recovery-hands.ts";
import { RecoveryLoop } from "./recovery-loop.ts";
import { slotSide } from "./slot-side.ts";
import type { Telling } from "./telling.ts";

export type { DiagnoseLoop } from "./diagnose-loop.ts";

export interface DiagnoseParts
  extends DiagnosePorts, ProbePorts, Pick<KeptParts, "shelf" | "diagnosis" | "probes" | "recovery" | "slots"> {
  readonly telling: Pick<Telling, "changed" | "event">;
  readonly said: () => Said;
  readonly book: () => BookView | undefined;
  readonly repairCommands?: RepairCommands;
  readonly side: Pick<JournalSide, "note">;
}

export interface DiagnoseView {
  picture(): Pick<Picture, "link" | "decision" | "contextRefused" | "modem" | "suspicion" | "interface" | "bearer">;
  publisher(): PublisherStatus | undefined;
  modemSide(): Pick<ModemSide, "poll" | "slot" | "chooseSlot"> & ModemHands;
  /** Whatever is counted goes to the disk. */
  bookAll(): void;
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
      found: () => loop.again(),
    },
    parts.probes,
  );
  const place = fleetPlace(deviceId, settings.fleet.size);
  const recovery = new RecoveryLoop(
    parts,
    { place, rebootsPerDay: settings.recovery.rebootsPerDay },
    {
      said: parts.said,
      loss: () => loop.loss,
      seen: () => {
        const picture = view.picture();
        // What carries the business's packets is not cut, whatever its AT port does.
        const spared = proves(loop, settings.probe.proofAge);
        return {
          modem: picture.modem,
          fault: spared ? undefined : modemFault(picture, loop.loss.cause),
          callDown: callDown(picture.bearer),
          rests: picture.decision.override?.level === "offline",
        };
      },
      hands: recoveryHands({ ...parts, modemSide: () => view.modemSide(), probes }, settings, deviceId),
      cycled: () => loop.cycled(),
      event: (type, fields) => parts.telling.event(type, fields),
    },
    parts.recovery,
  );
  const event: Telling["event"] = (type, fields) => parts.telling.event(type, fields);
  const slots = slotSide({ ...parts, event }, settings, place, { ...view, loop: () => loop });
  const rechecks = new RecheckDesk(parts.clock, {
    said: parts.said,
    view: () => loop.viewNow(),
    standing: () => view.picture(),
    askModem: () => view.modemSide().poll(),
    probes: () => probes.view,
    tell: (findings, said) => loop.tell(findings, said, "recheck-asked"),
    recovery,
  });
  const loop: DiagnoseLoop = new DiagnoseLoop(
    parts,
    { packs, apn },
    {
      said: parts.said,
      standing: () => {
        const { link, contextRefused, decision, ...seen } = view.picture();
        const heldUntil = decision.override?.level === "offline" ? decision.override.until : undefined;
        const dialler = diallerFailed(seen.bearer);
        const dialFailed = dialler?.request === "connect" ? (dialler.text ?? "") : undefined;
        return { link, contextRefused, dialler, dialFailed, held: heldOf(decision, seen.bearer), heldUntil };
      },
      messages: () => parts.shelf.messages,
      broker: () => brokerOf(view.publisher()),
      changed: () => parts.telling.changed(),
      noted: (what, fields) => parts.side.note(what, { fields }),
      probes,
      recovery,
      rechecks,
      ...defined({ slots }),
    },
    parts.diagnosis,
  );
  return loop;
}

/** The business's own packets came back a moment ago. */
function proves(loop: DiagnoseLoop, proofAge: Duration): boolean {
  const { traffic } = loop.doubt;
  return traffic?.outcome === "answered" && loop.now - traffic.at <= proofAge;
}

/** Where the port is a data call's now, or the modem itself said that it goes off, nothing is wrong with it. */
function modemFault(
  { link, modem }: Pick<Picture, "link" | "modem">,
  cause: CauseCode | undefined,
): ModemFault | undefined {
  if (link.kind === "silent") return "silent";
  if (link.kind === "gone" || (link.kind === "refused" && link.absent === true)) return "absent";
  if (link.kind !== "ready") return undefined;
  if (cause === "modem-hung") return "hung";
  return cause === "no-coverage" && modem.sim.state === "ready" ? "unregistered" : undefined;
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
  const traffic = proves(loop, proofAge) ? "proves" : look?.outcome === "silent" && age < FRESH ? "silent" : "unknown";
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

/**
 * What the policy only advises holds nothing back; a data connection that was let go for it does, and what a person ordered: programs
 * that ask are told no. Where payments or alarms go on, the level alone is no trouble.
 */
function heldOf(decision: Picture["decision"], { state }: Picture["bearer"]): string | undefined {
  const { enforced, level, override, ownLimit, reasons } = decision;
  const why = reasons.map(({ text }) => text).join("; ");
  if (level === "offline")
    return enforced === "kernel" || state === "let-go" || override?.level === "offline" ? why : undefined;
  return enforced === "kernel" && ownLimit
    ? `${why}; policy.beyond_quota is "stop", so the first class is held too`
    : undefined;
}
