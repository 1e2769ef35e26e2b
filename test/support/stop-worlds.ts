import { Days, Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import { wallAfter } from "../../src/base/instant.ts";
import type { CauseCode } from "../../src/diagnosis/cause.ts";
import type { Finding } from "../../src/diagnosis/finding-item.ts";
import type { FindingKind } from "../../src/diagnosis/findings/finding.ts";
import { cycleAt } from "../../src/plan/cycle.ts";
import { standing } from "../../src/plan/standing.ts";
import { STOP_KINDS } from "../../src/simulator/network/stop-kinds.ts";
import type { StopScene } from "./stop-scene.ts";

/** What is the matter in a world, and how it comes about. */
export interface StopWorld {
  readonly name: string;
  readonly truth: readonly CauseCode[];
  /** What the device can find out separates the truth from everything that looks like it. */
  readonly clear: boolean;
  readonly happen: (scene: StopScene) => Promise<void> | void;
  /** Minutes from there to the question; 25 when left out. */
  readonly patience?: number;
}

const ZONE = "Asia/Shanghai";
const RULE = { every: "month", day: 1, zone: ZONE } as const;
const LINES = { thresholds: [80], conserve: 80, essential: 95 };
const MONTHS_LATER = { year: 2027, month: 6, day: 30 };

/** An ordinary card in the middle of an ordinary month. */
function ordinary(scene: StopScene, share = 0.3): void {
  scene.plan = {
    zone: ZONE,
    standing: standing(
      { quota: 1_000_000n, ...LINES },
      BigInt(Math.round(share * 1_000_000)),
      cycleAt(scene.now, RULE),
    ),
    overage: "auto-stop",
    pooled: false,
    validity: { expires: MONTHS_LATER, renewWithinMonths: 3 },
  };
}

const tell = (scene: StopScene, ...kinds: readonly FindingKind[]): void => {
  scene.told = [...scene.told, ...kinds.map((kind): Finding => ({ kind, at: scene.now }))];
};

/** What is known beside the modem when a card is stopped for that reason; without it nobody could tell. */
const AROUND: Partial<Record<CauseCode, (scene: StopScene) => void>> = {
  "over-limit": (scene) => ordinary(scene, 1.01),
  "pool-exhausted": (scene) => {
    scene.plan = { ...scene.plan, overage: "pool", pooled: true };
    tell(scene, "others-too");
  },
  "card-threshold": (scene) => void (scene.plan = { ...scene.plan, threshold: 300_000n }),
  arrears: (scene) => void (scene.plan = { ...scene.plan, validity: { expires: MONTHS_LATER, balance: -1n } }),
  "manual-stop": (scene) => tell(scene, "platform:manual-stop"),
  expired: (scene) =>
    void (scene.plan = {
      ...scene.plan,
      validity: { expires: { year: 2026, month: 11, day: 11 }, renewWithinMonths: 3 },
    }),
  retention: (scene) => tell(scene, "platform:retention"),
  cancelled: (scene) =>
    void (scene.plan = {
      ...scene.plan,
      validity: { expires: { year: 2026, month: 8, day: 1 }, renewWithinMonths: 3 },
    }),
  "real-name": (scene) => tell(scene, "platform:real-name"),
  violation: (scene) => tell(scene, "platform:violation"),
  "imei-separation": (scene) => {
    const [row] = scene.watch.worked;
    if (row !== undefined) scene.watch = { ...scene.watch, worked: [{ ...row, imei: "860000000000001" }] };
  },
  "area-control": (scene) => scene.modem.moveTo({ tac: 0x7777 }),
  "not-activated": (scene) => {
    const { card } = scene.watch;
    scene.watch = {
      ...scene.watch,
      worked: [],
      ...(card === undefined ? {} : { card: { ...card, changedAt: scene.now } }),
    };
    tell(scene, "platform:not-activated");
  },
  "data-switched-off": (scene) => tell(scene, "platform:data-switched-off"),
  "rat-not-allowed": (scene) => tell(scene, "person:rat-not-allowed"),
  "roaming-barred": (scene) => tell(scene, "foreign-network"),
  "network-fault": (scene) => tell(scene, "others-too"),
  congestion: (scene) => tell(scene, "slow-in-busy-hours"),
  "wrong-apn": (scene) => void (scene.apn = "cmiot.typo"),
};

const isCause = (kind: string): kind is keyof typeof AROUND => Object.hasOwn(AROUND, kind);

/** Every way in which the simulated carrier stops a card, each with what is known beside it, and once without. */
const STOPS: readonly StopWorld[] = Object.entries(STOP_KINDS).flatMap(([kind, variants]) =>
  variants.flatMap(({ name }): readonly StopWorld[] => {
    if (!isCause(kind)) return [];
    return [
      {
        name: `${kind}, ${name}`,
        truth: [kind],
        // A network that is too busy to answer, and one that answers nothing on purpose, are alike.
        clear: kind !== "congestion" || name !== "slow-path",
        happen: (scene) => {
          ordinary(scene);
          AROUND[kind]?.(scene);
          scene.modem.suspend(kind, { variant: name });
        },
      },
    ];
  }),
);

const world = (
  name: string,
  truth: CauseCode | readonly CauseCode[],
  clear: boolean,
  happen: StopWorld["happen"],
): StopWorld => ({
  name,
  truth: typeof truth === "string" ? [truth] : truth,
  clear,
  happen: (scene) => {
    ordinary(scene);
    return happen(scene);
  },
});

/** What is mistaken for a stop, messages that lie, two causes at once, and a cause that becomes another. */
const OTHERS: readonly StopWorld[] = [
  world("the cellar", "no-coverage", true, (scene) => {
    scene.modem.setSignal({ dbm: -112 });
    scene.modem.search();
  }),
  world("the cellar, on the day of the fee", "no-coverage", true, (scene) => {
    scene.plan = { ...scene.plan, validity: { expires: MONTHS_LATER, feeDay: 12 } };
    scene.modem.setSignal({ dbm: -112 });
    scene.modem.search();
  }),
  world("no card", "sim-absent", true, (scene) => scene.modem.setSim({ state: "absent" })),
  world("a card with a PIN", "sim-locked", true, (scene) => scene.modem.setSim({ state: "pin", pin: "4711" })),
  world("a card that cannot prove itself", "sim-faulty", true, (scene) => scene.modem.deny(20)),
  world("a modem that hangs", "modem-hung", true, (scene) => scene.modem.fault({ name: "hang" })),
  {
    ...world("a modem that starts again and again", "modem-hung", true, async (scene) => {
      for (let n = 0; n < 4; n += 1) {
        scene.modem.fault({ name: "reboot" });
        await scene.clock.advance(Minutes(2));
      }
      scene.modem.fault({ name: "reboot" });
      await scene.clock.advance(Seconds(10));
    }),
    patience: 0,
  },
  world("the plug", "serial-fault", true, (scene) => scene.modem.fault({ name: "port-vanish", lasts: Days(1) })),
  world("a 4G card on 5G", "rat-not-allowed", false, (scene) => {
    tell(scene, "person:rat-not-allowed");
    scene.modem.deny(15);
  }),
  world("the network detaches at night and takes the card back", "network-fault", true, async (scene) => {
    scene.modem.detach({ reattach: true });
    await scene.clock.advance(Minutes(1));
    scene.modem.deny(17);
  }),
  world("resumed, and the modem keeps the refusal", "stale-denial", true, async (scene) => {
    scene.modem.suspend("manual-stop", { variant: "detach" });
    await scene.pass(30);
    scene.modem.restore({ radioCycle: false });
    tell(scene, "said-resumed", "platform:in-service");
  }),
  world("names are dead", "dns-fault", true, (scene) => void (scene.behind = "names-dead")),
  world("names are answered falsely", "dns-fault", true, (scene) => void (scene.behind = "names-false")),
  world("a directed card and a foreign address", "directed-only", true, (scene) => void (scene.behind = "listed")),
  world("the server is down", "server-down", true, (scene) => void (scene.behind = "server-silent")),
  world("the broker is down", "broker-down", true, (scene) => void (scene.behind = "broker-silent")),
  world("the broker refuses", "broker-down", true, (scene) => void (scene.behind = "broker-refuses")),
  world("a clock of another year", "wrong-clock", true, (scene) => {
    scene.clockTrusted = false;
    tell(scene, "certificate-out-of-date");
  }),
  world("slowed down", "speed-capped", true, (scene) => {
    ordinary(scene, 1.01);
    scene.plan = { ...scene.plan, overage: "speed-cap" };
    tell(scene, "slow-always");
  }),
  world("slow in the evening only", "congestion", true, (scene) => tell(scene, "slow-now", "slow-in-busy-hours")),
  world("held back here", "own-limit", true, (scene) => void (scene.held = "only what is essential passes")),
  world("the 2G network is gone", "sunset", true, (scene) => {
    tell(scene, "platform:sunset");
    scene.modem.setSignal({ dbm: -112 });
    scene.modem.search();
  }),
  world("over the limit, and the account is empty", ["over-limit", "arrears"], false, (scene) => {
    ordinary(scene, 1.01);
    scene.plan = { ...scene.plan, validity: { expires: MONTHS_LATER, balance: -1n } };
    scene.modem.suspend("arrears", { variant: "two-way" });
  }),
  world("expired, and in another device", ["expired", "imei-separation"], false, (scene) => {
    AROUND.expired?.(scene);
    AROUND["imei-separation"]?.(scene);
    scene.modem.suspend("expired", { variant: "detach" });
  }),
  world("a forged notice of arrears; the owner stopped it", "manual-stop", true, (scene) => {
    tell(scene, "platform:manual-stop");
    scene.modem.suspend("arrears", { variant: "two-way", from: "1065010086" });
  }),
  world("a notice of two months ago; over the limit now", "over-limit", true, async (scene) => {
    scene.modem.receiveMessage({ from: "10086", text: "截至08月17日，您的号码已欠费停机。" });
    await scene.pass(5);
    ordinary(scene, 1.01);
    scene.modem.suspend("over-limit", { variant: "context" });
  }),
  world("the cellar first, then the limit", "over-limit", true, async (scene) => {
    scene.modem.search();
    await scene.pass(30);
    scene.modem.restore();
    ordinary(scene, 1.01);
    scene.modem.suspend("over-limit", { variant: "barred" });
  }),
  world("over the limit, then paid for, then in the cellar", "no-coverage", true, async (scene) => {
    ordinary(scene, 1.01);
    scene.modem.suspend("over-limit", { variant: "context" });
    await scene.pass(30);
    scene.modem.restore();
    ordinary(scene, 0.1);
    await scene.pass(10);
    scene.modem.setSignal({ dbm: -112 });
    scene.modem.search();
  }),
  world("at the limit, and the APN was mistyped", "wrong-apn", false, (scene) => {
    ordinary(scene, 0.95);
    scene.apn = "cmiot.typo";
    scene.modem.denyContexts(27);
  }),
  world(
    "stopped, and nobody says why: the owner",
    "manual-stop",
    false,
    (scene) => void scene.modem.suspend("manual-stop"),
  ),
  world(
    "stopped, and nobody says why: the account",
    "arrears",
    false,
    (scene) => void scene.modem.suspend("arrears", { variant: "detach" }),
  ),
  {
    ...world("a detach of this minute", "arrears", false, async (scene) => {
      scene.modem.suspend("arrears", { variant: "detach" });
      await scene.clock.advance(Minutes(1));
    }),
    patience: 0,
  },
  world("the month is over, and the card still stopped", "over-limit", true, (scene) => {
    ordinary(scene, 0);
    const cycle = { from: wallAfter(scene.now, Hours(-20)), to: wallAfter(scene.now, Days(29)) };
    scene.plan = { ...scene.plan, lastCycleOver: true, standing: standing({ quota: 1_000_000n, ...LINES }, 0n, cycle) };
    scene.modem.suspend("over-limit", { variant: "barred" });
  }),
];

/** Not all of which a device could ever tell apart: `clear` says of which it should. */
export const STOP_WORLDS: readonly StopWorld[] = [...STOPS, ...OTHERS];
