import { existsSync } from "node:fs";
import { join } from "node:path";
import { ControlSocket } from "../host/control-socket.ts";
import { CronAlarm } from "../host/cron-alarm.ts";
import { EvidenceDirectory } from "../host/evidence-directory.ts";
import { HostFacts } from "../host/host-facts.ts";
import { MqttBroker } from "../host/mqtt-broker.ts";
import { ownerOf } from "../host/owner-ways.ts";
import { SystemNetwork } from "../host/system-network.ts";
import { PinoLog } from "../host/pino-log.ts";
import { systemPortHolders } from "../host/port-holders.ts";
import { readSecrets, type Secrets, secretFile } from "../host/secret-files.ts";
import { systemSerialPorts } from "../host/serial-ports.ts";
import type { SettingsInForce } from "../host/settings-file.ts";
import { LevelPlace } from "../host/level-place.ts";
import { IpOffloads } from "../host/ip-offloads.ts";
import { NftArp } from "../host/nft-arp.ts";
import { NftCounters } from "../host/nft-counters.ts";
import { NftGate } from "../host/nft-gate.ts";
import { repairCommands } from "../host/repair-commands.ts";
import { stopSources } from "../host/stop-sources.ts";
import { defined } from "../base/defined.ts";
import { SocketProbe } from "../host/socket-probe.ts";
import { TcQueue } from "../host/tc-queue.ts";
import { SysInterfaces } from "../host/sys-interfaces.ts";
import { SystemClock } from "../host/system-clock.ts";
import { WitnessDirectory } from "../host/witness-file.ts";
import { openBooks } from "../meter/open-books.ts";
import { witnessStep } from "../meter/witness-step.ts";
import { Fault, textOf } from "../base/fault.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import { EventBudget } from "../report/event-budget.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import { refusalLine } from "../report/local-refusal.ts";
import type { Settings } from "../settings/declaration.ts";
import { modemFamilies } from "./modem-families.ts";
import { PLANS_FROM, PLANS_TO } from "./kept-plans.ts";
import { planSource } from "./plan-files.ts";
import { Agent } from "./agent.ts";
import type { AgentOptions, AgentPorts } from "./agent-parts.ts";
import { carrierFiles } from "./carrier-files.ts";
import { courseAnswer } from "./book-hours.ts";
import { brokerOptions } from "./broker-options.ts";
import { meteredNames } from "./loop-options.ts";
import { answerReader, answerWriter } from "./control.ts";
import { type OpenBridge, openBridge } from "./open-bridge.ts";
import { answerProgram } from "./program-answers.ts";
import { UssdDesk } from "./ussd-desk.ts";

export interface StartRequest {
  readonly inForce: SettingsInForce;
  readonly version: string;
  /** Elsewhere than stdout, or none. */
  readonly log?: Log;
}

export interface RunningAgent {
  status(): AgentStatus;
  /** Reads the files of plans, cards and carriers again. Where any of them is refused everything stays as it is. */
  reload(): void;
  stop(): Promise<void>;
}

/** The group whose members may ask; root and the agent's own user may also change something. */
const READERS = "cellward";

/**
 * The agent on this machine: settings to adapters, books opened, sockets made, loops started.
 * Throws a Fault when the settings name something that cannot be used; nothing is left running then.
 */
export async function startAgent({ inForce, version, log: given }: StartRequest): Promise<RunningAgent> {
  const { settings, deviceId, origins } = inForce;
  const log = given ?? PinoLog.open({ level: settings.log.level });
  const secrets = readSecrets(settings, origins);
  for (const warning of secrets.warnings) log.warn("secret-exposed", { warning });
  for (const warning of secrets.unusable) log.warn("secret-unusable", { warning });
  const families = modemFamilies(settings.modem.families);
  const files = planFiles(settings);
  const clock = new SystemClock();
  const host = new HostFacts();
  const directory = settings.store.directory;
  const parts = { clock, log, random: Math.random };
  const place = new LevelPlace({ ...parts, directory: join(directory, "store") });
  const books = await openBooks(
    { ...parts, place, witnesses: new WitnessDirectory(join(directory, "witness")) },
    { bootId: host.bootId, witnessEvery: witnessStep(settings.plan.quota) },
  );
  const { refused } = files;
  if (refused !== undefined && !(await hasKeptPlans(books.store))) {
    await books.store.close();
    throw new Fault(refused.code, refused.detail, { cause: refused });
  }
  const ports: AgentPorts = {
    ...parts,
    ussd: new UssdDesk({ clock, log: log.station("modem") }),
    host,
    alarm: new CronAlarm({ clock }),
    serialPorts: systemSerialPorts,
    pathProbe: new SocketProbe(),
    calibrationProbe: new SocketProbe(),
    offloads: new IpOffloads(),
    repairCommands: repairCommands(settings),
    ...defined({ stopSources: stopSources(settings) }),
    kernel: { gate: new NftGate(), queue: new TcQueue(), uid: process.getuid?.() ?? 0 },
    holders: systemPortHolders,
    interfaces: new SysInterfaces({
      clock,
      bootId: host.bootId,
      sysfsRoot: settings.meter.sysfsRoot,
      overhead: overheadOf(settings),
    }),
    arpCounters: new NftArp(meteredNames(settings)),
    ...(settings.meter.classCounters === undefined
      ? {}
      : { classCounters: NftCounters.of(settings.meter.classCounters) }),
    ...books,
    journalWitness: new WitnessDirectory(join(directory, "witness-journal")).slots("journal"),
    evidenceFiles: new EvidenceDirectory(join(directory, "evidence")),
    ...modemSideParts(settings, secrets),
    ...(settings.mqtt.url === undefined
      ? {}
      : { broker: new MqttBroker({ log: log.station("broker") }, brokerOptions(settings, deviceId, secrets)) }),
  };
  let agent: Agent | undefined;
  let bridge: OpenBridge | undefined;
  const budget = new EventBudget();
  const status = (): AgentStatus | undefined => agent?.status();
  const source = {
    refused: (why: string) => sayRefused(log, why, budget.spend("control-refused", clock.monoMs())),
    status: () => {
      const seen = status();
      return seen && { ...seen, ...bridge?.view() };
    },
    hours: () => agent?.hours(),
    course: () => (agent === undefined ? undefined : courseAnswer(agent.writtenCourse, settings)),
    orders: () => agent?.statements,
    evidence: () => agent?.evidence,
    readings: () => agent?.readings,
    ussd: () => ports.ussd,
    diagnosis: () => agent?.diagnosis,
    overrides: () => agent?.judge.overrides,
    replacement: () => agent?.replacement,
    classOverrides: () => agent?.judge.classOverrides,
    programs: () => bridge?.programs(),
  } as const;
  const sockets: ControlSocket[] = [];
  try {
    const { socket } = settings.agent;
    const words = { busy: refusalLine("busy"), failed: refusalLine("failed") };
    const read = { path: socket, mode: 0o660, group: READERS, ...words };
    sockets.push(await ControlSocket.listen(read, answerReader(source)));
    sockets.push(await ControlSocket.listen({ path: `${socket}.rw`, mode: 0o600, ...words }, answerWriter(source)));
    // Whoever may open the bridge's socket asks in AT there, and in JSON here.
    const askers = { path: `${socket}.ask`, mode: 0o660, group: settings.bridge.group, ...words };
    if (settings.bridge.socket !== undefined) sockets.push(await ControlSocket.listen(askers, answerProgram(source)));
    agent = await Agent.start(ports, { settings, deviceId, version, families, ...files.read });
    const { reports, replacement, judge } = agent;
    const transacted = replacement.transacted.bind(replacement);
    const { diagnosis } = source;
    const classes = (): ReturnType<typeof judge.classes> => judge.classes();
    const unit = (bytes: number): void => judge.unit(bytes);
    const modem = settings.modem.port === "none" ? undefined : { request: agent.programsAsk };
    const { smsTo, smsPerDay: perDay } = settings.bridge;
    const messages = smsTo === undefined ? undefined : { to: smsTo.split(" "), perDay, ...agent.messages };
    const said = { status, diagnosis, reports, transacted, classes, unit, ...defined({ modem, messages }) };
    bridge = await openBridge({ ...ports, ...said }, settings);
  } catch (thrown) {
    for (const socket of sockets) await socket.close();
    // A running agent closes its store itself.
    await (agent === undefined ? books.store.close() : agent.stop());
    throw thrown;
  }
  const running = agent;
  if (refused !== undefined) running.statements.refusePlans(refused.detail);
  return {
    status: () => running.status(),
    reload: () => {
      try {
        running.statements.replacePlans(planSource(settings));
      } catch (thrown) {
        running.statements.refusePlans(textOf(thrown));
      }
    },
    stop: async () => {
      await bridge?.close();
      await running.stop();
      for (const socket of sockets) await socket.close();
    },
  };
}

interface PlanFilesRead {
  readonly read: Pick<AgentOptions, "plans" | "carriers" | "packs">;
  /** Every fault of every file. */
  readonly refused?: Fault;
}

/**
 * A terminal that is out of reach must not stop metering because somebody's edit was wrong and it was switched on again:
 * where books lie that hold the plans of before, they hold on. Throws the fault of the files where no books are.
 */
function planFiles(settings: Settings): PlanFilesRead {
  try {
    const files = carrierFiles(settings.plan.carriers);
    const carriers = settings.modem.sms === "off" ? [] : files.map(({ rules }) => rules);
    return { read: { plans: planSource(settings), carriers, packs: files.map(({ pack }) => pack) } };
  } catch (thrown) {
    if (!(thrown instanceof Fault) || !existsSync(join(settings.store.directory, "store"))) throw thrown;
    return { read: { plans: { kind: "kept" } }, refused: thrown };
  }
}

async function hasKeptPlans(store: Store): Promise<boolean> {
  for await (const _ of store.range(PLANS_FROM, PLANS_TO, { limit: 1 })) return true;
  return false;
}

/** A program that asks nonsense in a loop must not fill the log; what was held back is told with the next one. */
function sayRefused(log: Log, why: string, suppressed: number | undefined): void {
  if (suppressed !== undefined) log.debug("control-refused", suppressed === 0 ? { why } : { why, suppressed });
}

function overheadOf({ meter }: Settings) {
  return {
    ...(meter.overheadRx === undefined ? {} : { rx: meter.overheadRx }),
    ...(meter.overheadTx === undefined ? {} : { tx: meter.overheadTx }),
  };
}

/** What only the machine itself can do for the modem's side. */
function modemSideParts(settings: Settings, { contents }: Secrets) {
  const { modem, bearer, meter, store } = settings;
  const scratch = join(store.directory, "dhcp");
  const owner = ownerOf(settings, process.env["DBUS_SYSTEM_BUS_ADDRESS"]);
  const apnPassword = contents.get("bearer.apn_password_file");
  return {
    network: new SystemNetwork({ sysfsRoot: meter.sysfsRoot, resolverFile: bearer.resolverFile, scratch }),
    ...(modem.pinFile === undefined ? {} : { pinFile: secretFile(modem.pinFile) }),
    ...(apnPassword === undefined ? {} : { apnPassword }),
    ...(owner === undefined ? {} : { owner }),
  };
}
