import { type Duration, Days, Minutes, Seconds } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { isSameInterface } from "../meter/epoch.ts";
import { agreedOverhead, type MeasuredOverhead, overheadIn } from "../meter/overhead-trial.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { CounterEpoch, LinkOverhead } from "../ports/counters.ts";
import type { Interfaces } from "../ports/interfaces.ts";
import type { Log } from "../ports/log.ts";
import type { PathProbe, ProbeRequest } from "../ports/path-probe.ts";

/** Each of another size, so that no other packet looks like all of them. */
const SIZES = [16, 33, 50, 67, 84] as const;
/** IPv6 and UDP, and each side may have to say it twice. */
const MOST_SENT = 2;
const HEADERS = 48;
const WITHIN: Duration = Seconds(10);
const LOOK_EVERY: Duration = Seconds(2);
/** Where other packets always came in between. */
const AGAIN: Duration = Minutes(10);
const MOST_ATTEMPTS = 3;
/** A driver may switch GRO on, and counts 14 bytes less a packet then (veth, measured). */
const LASTS: Duration = Days(1);

/** A metered interface as it is counted now. */
export interface CountedLink {
  readonly name: string;
  readonly epoch: CounterEpoch;
  readonly overhead: LinkOverhead;
}

export interface CalibrationPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly interfaces: Interfaces;
  /** Not the one of other probes: it is asked at the same time. */
  readonly calibrationProbe: PathProbe;
}

export interface CalibrationHooks {
  links(): readonly CountedLink[];
  /** Takes so many bytes out of what probes may cost a day, or gives them back; false: there is not as much left. */
  spend(bytes: number): boolean;
  found(link: CountedLink, measured: MeasuredOverhead): void;
}

interface Attempt {
  readonly epoch: CounterEpoch;
  readonly at: MonoMs;
  readonly failures: number;
}

/**
 * How much of a packet an interface's counters hold beyond IP, by a few datagrams of known size to a server that sends
 * them back: for each new interface, and once a day. Where other packets pass at the same time nothing is concluded.
 */
export class OverheadCalibration {
  readonly #ports: CalibrationPorts;
  readonly #request: Extract<ProbeRequest, { readonly kind: "echo" }>;
  readonly #hooks: CalibrationHooks;
  readonly #attempts = new Map<string, Attempt>();
  #cancel: Cancel = () => {};
  #work: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    ports: CalibrationPorts,
    request: Extract<ProbeRequest, { readonly kind: "echo" }>,
    hooks: CalibrationHooks,
  ) {
    this.#ports = ports;
    this.#request = request;
    this.#hooks = hooks;
  }

  start(): void {
    this.#cancel = this.#ports.clock.after(LOOK_EVERY, () => {
      this.#work = this.#look().catch((thrown: unknown) =>
        this.#ports.log.error("agent-fault", { what: "calibrating the link's overhead", why: textOf(thrown) }),
      );
      void this.#work.then(() => (this.#stopped ? undefined : this.start()));
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    this.#ports.calibrationProbe.abandon();
    await this.#work;
  }

  async #look(): Promise<void> {
    const now = this.#ports.clock.monoMs();
    const link = this.#hooks.links().find((one) => one.overhead.by !== "hand" && this.#due(one, now));
    if (link === undefined || this.#addressOf(link) === undefined) return;
    const measured = await this.#measure(link);
    if (this.#stopped) return;
    const before = this.#attempts.get(link.name);
    const failed = before !== undefined && isSameInterface(before.epoch, link.epoch) ? before.failures : 0;
    const failures = measured === undefined ? failed + 1 : 0;
    this.#attempts.set(link.name, { epoch: link.epoch, at: now, failures });
    if (measured !== undefined) this.#hooks.found(link, measured);
    else this.#ports.log.info("overhead-uncertain", { name: link.name, attempt: failures });
  }

  #due({ name, epoch }: CountedLink, now: MonoMs): boolean {
    const last = this.#attempts.get(name);
    if (last === undefined || !isSameInterface(last.epoch, epoch)) return true;
    const wait = last.failures > 0 && last.failures < MOST_ATTEMPTS ? AGAIN : LASTS;
    return elapsed(last.at, now) >= wait;
  }

  #addressOf({ name }: CountedLink): string | undefined {
    const own = this.#ports.calibrationProbe.addresses(name);
    return own.find((one) => one.includes(":") === this.#request.address.includes(":"));
  }

  async #measure(link: CountedLink): Promise<MeasuredOverhead | undefined> {
    const { interfaces, calibrationProbe } = this.#ports;
    const counters = interfaces.counters(link.name);
    const found: MeasuredOverhead[] = [];
    try {
      for (const size of SIZES) {
        const address = this.#addressOf(link);
        const most = 2 * MOST_SENT * (HEADERS + size);
        if (this.#stopped || address === undefined || !this.#hooks.spend(most)) return undefined;
        const before = counters.sample();
        const from = { interfaceName: link.name, address };
        const { kind, sent, received } = await calibrationProbe.probe({ ...this.#request, size }, from, WITHIN);
        this.#hooks.spend(sent + received - most);
        // A far side that is silent costs no more than one question.
        if (kind !== "answered") return undefined;
        const after = counters.sample();
        if (before.kind === "absent" || after.kind === "absent") return undefined;
        found.push(...[overheadIn({ before, after, sent, received })].filter((one) => one !== undefined));
        const agreed = agreedOverhead(found);
        if (agreed !== undefined) return agreed;
      }
      return undefined;
    } finally {
      counters.close();
    }
  }
}
