import type { ReplaceOrder } from "../../src/agent/replace-desk.ts";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import type { CardAnswer } from "../../src/report/card-answer.ts";
import { AgentScene, type Boot } from "./agent-scene.ts";
import { FakePathProbe } from "./fake-path-probe.ts";

const NOW = Date.UTC(2026, 10, 12, 1);
export const OLD_CARD = "89860412345678900001";
export const NEW_CARD = "89860412345678900002";
const SETTINGS = ["clock.trust_system=true", "modem.poll_interval=30s"];

/** What lasts for days asks the modem more rarely: its polls are most of the work. */
export const SELDOM = "modem.poll_interval=1h";
const keyOf = (text: string): string => text.split("=")[0] ?? text;
const withUsual = (own: readonly string[] = []): readonly string[] => [
  ...SETTINGS.filter((text) => !own.map(keyOf).includes(keyOf(text))),
  ...own,
];

/** An agent in whose modem somebody changes the card. */
export class SwapScene extends AgentScene {
  readonly far = new FakePathProbe();
  #wall = NOW;

  async start(iccid = OLD_CARD, more: Partial<Boot> = {}): Promise<void> {
    await this.boot({
      wall: this.#wall,
      card: { iccid },
      mqtt: false,
      pathProbe: this.far,
      ...more,
      settings: withUsual(more.settings),
    });
    await this.pass(Minutes(1));
    await this.use(5_000);
  }

  /** The power was off, and somebody did something to the card meanwhile. */
  async restart(iccid: string, more: Partial<Boot> = {}): Promise<void> {
    this.#wall = this.clock.wallMs() + Minutes(5);
    await this.boot({
      wall: this.#wall,
      card: { iccid },
      mqtt: false,
      pathProbe: this.far,
      ...more,
      settings: withUsual(more.settings),
    });
    await this.pass(Minutes(1));
  }

  /** Under power. */
  async swap(iccid: string): Promise<void> {
    this.modem.setSim({ state: "absent" });
    await this.pass(Seconds(5));
    this.modem.setSim({ state: "ready", iccid });
    await this.pass(Minutes(1));
  }

  async tell(order: Omit<ReplaceOrder, "do" | "by">, by = "Li"): Promise<string> {
    const { result, text } = await this.replacement.obey({ do: "replace", by, ...order });
    return `${result}: ${text}`;
  }

  get shown(): CardAnswer {
    return this.replacement.answer(true);
  }

  get stage(): string | undefined {
    return this.shown.ticket?.state;
  }
}

export async function swapScene(more: Partial<Boot> = {}): Promise<SwapScene> {
  const scene = new SwapScene();
  await scene.start(OLD_CARD, more);
  return scene;
}
