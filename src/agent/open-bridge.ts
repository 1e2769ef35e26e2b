import { Fault } from "../base/fault.ts";
import { hasGrants } from "../bridge/grant-book.ts";
import type { Messages } from "../bridge/message-desk.ts";
import { PtyDoor } from "../bridge/pty-door.ts";
import { SerialDoor } from "../bridge/serial-door.ts";
import { ByteListener } from "../host/byte-listener.ts";
import { PtyPort } from "../host/pty-port.ts";
import { WordFiles } from "../host/word-files.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { ModemRequests } from "../ports/modem-requests.ts";
import type { SerialPorts } from "../ports/serial.ts";
import type { Store } from "../ports/store.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import type { Settings } from "../settings/declaration.ts";
import type { BridgeSourceOptions, BridgeSourcePorts } from "./bridge-source.ts";
import { BridgeLoop } from "./bridge-loop.ts";
import { ProgramDesk } from "./program-desk.ts";
import type { ReportedUse } from "./reported-use.ts";

export interface OpenBridge {
  /** Rejects with what the store threw; the next question tries again. */
  readonly programs: () => Promise<ProgramDesk>;
  /** For the agent's status; nothing where nobody asked yet. */
  readonly view: () => BridgeLoop["view"];
  close(): Promise<void>;
}

export interface OpenBridgePorts extends BridgeSourcePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly serialPorts: SerialPorts;
  /** Absent: there is none (`modem.port = none`). */
  readonly modem?: ModemRequests;
  /** Absent: nobody may be written to. */
  readonly messages?: Messages;
  readonly status: () => AgentStatus | undefined;
  readonly reports: ReportedUse;
  /** A payment by a new card is a part of its test. */
  readonly transacted: NonNullable<BridgeSourceOptions["transacted"]>;
}

/** What a client of the terminal may leave unread: one slip, the longest answer that there is. */
const PTY_BACKLOG = 8_192;

/**
 * The bridge on the ports that the settings name, and for programs on the local socket: where neither is there, it begins with the
 * first question. Throws a Fault when a port cannot be had; a serial line that is not there yet is tried again instead.
 */
export async function openBridge(ports: OpenBridgePorts, settings: Settings): Promise<OpenBridge> {
  const { socket, group, serial, baudRate, pty, words } = settings.bridge;
  const log = ports.log.station("bridge");
  const files = words === undefined ? undefined : new WordFiles(words, () => ports.clock.monoMs());
  const writeWord = files === undefined ? {} : { writeWord: files.write.bind(files) };
  const options = { zone: settings.plan.zone, reports: ports.reports, transacted: ports.transacted };
  let begun: Promise<BridgeLoop> | undefined;
  let running: BridgeLoop | undefined;
  const view = (): BridgeLoop["view"] => running?.view ?? {};
  let closed = false;
  const begin = async (): Promise<BridgeLoop> => {
    if (closed) throw new Fault("agent-busy", "the agent is stopping");
    begun ??= BridgeLoop.start({ ...ports, log, ...writeWord }, options);
    running = await begun.catch((thrown: unknown) => {
      begun = undefined;
      throw thrown;
    });
    return running;
  };
  const closes: (() => void | Promise<void>)[] = [
    () => files?.remove(),
    async () => {
      closed = true;
      (await begun?.catch(() => undefined))?.stop();
    },
  ];
  const close = async (): Promise<void> => {
    for (const end of closes.splice(0).toReversed()) await end();
  };
  const programs = async (): Promise<ProgramDesk> => {
    const zone = (): string => ports.status()?.usage?.plan.zone ?? settings.plan.zone;
    return new ProgramDesk((await begin()).bridge, ports.clock, zone);
  };
  const named = [socket, serial, pty, words].some((place) => place !== undefined);
  // What was granted before the start is told to the books before anything new is counted.
  if (!named && !(await hasGrants(ports.store))) return { programs, view, close };
  const loop = await begin();
  if (!named) return { programs, view, close };
  try {
    if (socket !== undefined) {
      const place = { path: socket, mode: 0o660, group, setting: "bridge.socket" };
      const listener = await ByteListener.onSocket(place, loop.welcome);
      closes.push(() => listener.close());
    }
    if (pty !== undefined) {
      const onTrouble = (detail: string): void => log.warn("bridge-refused", { detail });
      const side = new PtyDoor("pty", loop.welcome);
      const port = await PtyPort.open(side, { link: pty, mostBacklog: PTY_BACKLOG, onTrouble });
      closes.push(() => port.close());
    }
    if (serial !== undefined) {
      const door = new SerialDoor({
        clock: ports.clock,
        ports: ports.serialPorts,
        path: serial,
        baudRate,
        welcome: loop.welcome,
        told: (news) => {
          if (news.kind === "open") log.info("bridge-open", { serial });
          else if (news.kind === "gone") log.warn("bridge-refused", { serial, detail: news.why });
          else log.warn("bridge-refused", { serial, detail: `${news.found}. ${news.remedy}` });
        },
      });
      closes.push(() => door.close());
      await door.open();
    }
  } catch (thrown) {
    await close();
    throw thrown;
  }
  log.info("bridge-open", { socket, pty, words });
  return { programs, view, close };
}
