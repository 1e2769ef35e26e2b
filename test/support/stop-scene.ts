import { readFileSync } from "node:fs";
import { ModemLoop } from "../../src/agent/modem-loop.ts";
import { NO_TICKET } from "../../src/agent/event-ticket.ts";
import { SmsLoop } from "../../src/agent/sms-loop.ts";
import { SmsShelf } from "../../src/agent/sms-shelf.ts";
import { atLine } from "../../src/at/at-line.ts";
import type { AtCommand, AtOutcome } from "../../src/at/command.ts";
import { Hours, Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { type CarrierPack, overGeneric } from "../../src/diagnosis/carrier-pack.ts";
import { diagnose, type Diagnosis } from "../../src/diagnosis/diagnose.ts";
import { readPack } from "../../src/diagnosis/file/pack-file.ts";
import type { Finding } from "../../src/diagnosis/finding-item.ts";
import { gather } from "../../src/diagnosis/gather.ts";
import type { PathLook } from "../../src/diagnosis/observe/observe-path.ts";
import type { PlanSeen } from "../../src/diagnosis/observe/observe-plan.ts";
import { dataPassed, NOTHING_WATCHED, type Watch, watchModem } from "../../src/diagnosis/observe/watch.ts";
import { type CallTrouble, callTrouble } from "../../src/modem/call-trouble.ts";
import type { Link } from "../../src/modem/link.ts";
import { type Modem, UNKNOWN_MODEM } from "../../src/modem/modem.ts";
import {
  NO_COURSE,
  nextProbe,
  PROBE_KINDS,
  type ProbeCourse,
  probed,
  type ProbeLimits,
} from "../../src/policy/next-probe.ts";
import type { PassedGate } from "../../src/simulator/network/stop-kinds.ts";
import { DEFAULT_IMSI } from "../../src/simulator/card/sim-card.ts";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { SimulatedPorts } from "../../src/simulator/simulated-ports.ts";
import { FakeClock } from "./fake-clock.ts";
import { MemoryStore } from "./memory-store.ts";
import { SilentLog } from "./silent-log.ts";

const APN = "cmiot";
const DIAL: AtCommand = { line: atLine("AT+CGACT=1,1"), takes: () => false, needs: "nothing", timeout: Seconds(30) };
/** What a probe finds where the carrier lets nothing but its own page through, or only what is on a list. */
export type Behind =
  | "open"
  | "listed"
  | "names-dead"
  | "names-false"
  | "server-silent"
  | "broker-silent"
  | "broker-refuses";

const LIMITS: ProbeLimits = { kinds: PROBE_KINDS, bytesPerDay: Infinity, distance: Minutes(5), distanceCap: Hours(6) };
const WHERE = { echo: "server", tcp: "other", dns: "resolver", page: "other" } as const;

function pack(): CarrierPack {
  // From where the tests and the bench are started: the bench runs a bundle, which has no folder of its own.
  const [own, generic] = ["china-mobile-iot", "generic"].map((name) =>
    readPack(readFileSync(`config/carriers/${name}.toml`, "utf8")),
  );
  if (own?.kind !== "pack" || generic?.kind !== "pack") throw new TypeError("a shipped carrier's file is refused");
  return overGeneric(own.pack, generic.pack);
}
const PACK = pack();

/** A device at work: the real loop of the modem on a simulated modem and carrier, a meter of its own traffic, and a person at times. */
export class StopScene {
  readonly clock: FakeClock;
  readonly modem: SimulatedModem;
  watch: Watch = NOTHING_WATCHED;
  plan: PlanSeen = { zone: "Asia/Shanghai" };
  told: readonly Finding[] = [];
  held: string | undefined;
  behind: Behind = "open";
  clockTrusted = true;
  apn = APN;
  #link: Link = { kind: "opening" };
  #seen: Modem = UNKNOWN_MODEM;
  #looks: readonly PathLook[] = [];
  #refused: CallTrouble | undefined;
  readonly #loop: ModemLoop;
  readonly #shelf: SmsShelf;

  private constructor(clock: FakeClock, shelf: SmsShelf) {
    this.clock = clock;
    this.#shelf = shelf;
    this.modem = new SimulatedModem({ clock, registrationDelay: Millis(0) });
    const log = new SilentLog();
    const sms = new SmsLoop(
      { clock, log, shelf },
      { mode: "take", tellText: false },
      {
        received: () => NO_TICKET,
        said: () => ({ wall: clock.wallMs(), trusted: true, source: "test" }),
        storageFull: () => {},
        report: () => {},
      },
    );
    this.#loop = new ModemLoop(
      {
        clock,
        log,
        random: () => 0.5,
        sms,
        holders: { others: async () => undefined },
        serialPorts: new SimulatedPorts({ "/dev/modem": this.modem }, clock),
      },
      { port: "/dev/modem", baudRate: 115_200, pollInterval: Minutes(1), reopenInterval: Seconds(5), families: [] },
      {
        onLink: (link) => void (this.#link = link),
        onShared: () => {},
        onModem: (modem, effects) => {
          this.#seen = modem;
          this.watch = watchModem(this.watch, modem, effects, clock.wallMs());
        },
        onNetworkTime: () => {},
      },
    );
  }

  static async boot(wall = Date.UTC(2026, 10, 12, 2)): Promise<StopScene> {
    const scene = new StopScene(new FakeClock(wall), await SmsShelf.open(new MemoryStore()));
    scene.#loop.start();
    await scene.clock.advance(Minutes(2));
    await scene.work();
    return scene;
  }

  get now(): WallMs {
    return this.clock.wallMs();
  }

  /** A modem that hangs is waited for until its command's time is over. */
  async stop(): Promise<void> {
    const stopped = this.#loop.stop();
    await this.clock.advance(Minutes(1));
    await stopped;
  }

  /** Time passes; the device does its business every five minutes. */
  async pass(minutes: number): Promise<void> {
    for (let n = 0; n < minutes / 5; n += 1) {
      await this.clock.advance(Minutes(5));
      await this.work();
    }
  }

  /** Sends, asks for a context where none is up, and looks once more where nothing comes back. */
  async work(): Promise<void> {
    const { sim, contexts, attached } = this.#seen;
    if (sim.state === "ready" && attached === true && !Object.values(contexts ?? {}).includes(true)) await this.#dial();
    const up = Object.values(this.#seen.contexts ?? {}).includes(true);
    const { passes } = this.modem.carrier.subscription(DEFAULT_IMSI);
    const passed = this.modem.consume({ up: 600, down: 1_200 }).down > 0n;
    if (!up) return;
    if (passed) this.#behindTheNetwork();
    else {
      this.#look("traffic", "server", "silent");
      this.#probe(passes);
    }
  }

  diagnose(): Diagnosis {
    const findings = gather(
      {
        modem: this.#seen,
        link: this.#link,
        watch: this.watch,
        plan: this.plan,
        looks: this.#looks,
        notices: this.#shelf.messages.map(({ from, text, at }) => ({ from, text, at: WallMs(at) })),
        pack: PACK,
        told: this.told,
        apn: this.apn,
        contextRefused: this.#refused,
        held: this.held,
        clockTrusted: this.clockTrusted,
      },
      this.now,
    );
    return diagnose({ findings, now: this.now, leanings: PACK.leanings });
  }

  async #dial(): Promise<void> {
    const answer: { outcome?: AtOutcome } = {};
    void this.#loop.send(DIAL).then((outcome) => (answer.outcome = outcome));
    await this.clock.advance(Seconds(60));
    const { outcome } = answer;
    this.#refused =
      outcome === undefined || outcome.kind === "ok" ? undefined : callTrouble("the PDP context", outcome);
  }

  #behindTheNetwork(): void {
    const { behind } = this;
    const open = behind !== "listed";
    if (open && behind !== "server-silent") this.#look("traffic", "server", "answered");
    if (behind === "server-silent") this.#look("tcp", "server", "silent");
    this.#look("tcp", "other", open ? "answered" : "silent");
    if (!open) this.#look("tcp", "listed", "answered");
    if (behind === "names-dead") this.#look("dns", "resolver", "silent");
    else if (behind === "names-false") this.#look("dns", "resolver", "false");
    else if (open) this.#look("dns", "resolver", "answered");
    if (behind === "broker-silent") this.#look("tcp", "broker", "silent");
    if (behind === "broker-refuses") this.#look("tcp", "broker", "refused");
    if (behind === "open") this.watch = dataPassed(this.watch, this.#seen, this.apn, this.now);
  }

  /** A round as the agent's own planner has it, each question answered as the carrier's gate answers it. */
  #probe(passes: PassedGate): void {
    const standing = { doubted: true, traffic: "silent", closed: false, addressed: true } as const;
    let course: ProbeCourse = { ...NO_COURSE, notBefore: 0 };
    for (;;) {
      const next = nextProbe(course, { ...standing, now: this.clock.monoMs() }, LIMITS, 0.5);
      if (next.kind === "none") return;
      const { probe } = next;
      const found = passes[probe] ?? "silent";
      course = probed(next.course, probe, found, 0);
      this.#look(probe, WHERE[probe], found === "foreign" ? (probe === "dns" ? "false" : "portal") : found);
    }
  }

  #look(by: PathLook["by"], to: PathLook["to"], outcome: PathLook["outcome"]): void {
    const others = this.#looks.filter((look) => look.by !== by || look.to !== to);
    this.#looks = [...others, { by, to, outcome, at: this.now }];
  }
}
