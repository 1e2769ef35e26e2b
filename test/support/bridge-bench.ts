import { smsText } from "../../src/at/outgoing/sms-text.ts";
import { runScriptLine } from "../../src/bridge/bridge-script.ts";
import { Bridge } from "../../src/bridge/bridge.ts";
import { type Heard, ScriptedSource } from "../../src/bridge/scripted-source.ts";
import { ScriptedMessages } from "../../src/bridge/scripted-messages.ts";
import { ScriptedModem } from "../../src/bridge/scripted-modem.ts";
import type { BytePeer } from "../../src/ports/byte-peer.ts";
import { FakeClock } from "./fake-clock.ts";
import { MemoryStore } from "./memory-store.ts";

/** A client in memory: what it was sent, and whether it takes more. */
export class MemoryPeer implements BytePeer {
  readonly name: string;
  heard = "";
  held = false;
  gone = false;
  full = false;
  readonly #listeners = new Set<() => void>();

  constructor(name = "socket") {
    this.name = name;
  }

  ready(): boolean {
    return !this.full;
  }

  send(bytes: Uint8Array): void {
    this.heard += Buffer.from(bytes).toString("latin1");
  }

  onReady(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  hold(held: boolean): void {
    this.held = held;
  }

  hangUp(): void {
    this.gone = true;
  }

  /** It reads again. */
  drain(): void {
    this.full = false;
    for (const listener of this.#listeners) listener();
  }
}

/** A real bridge on a script and a fake clock, and clients that speak to it. */
export async function bridgeBench(store = new MemoryStore()) {
  const clock = new FakeClock();
  const heard: Heard[] = [];
  const source = new ScriptedSource(clock, (one) => heard.push(one));
  const modem = new ScriptedModem();
  const messages = new ScriptedMessages(
    (text) => smsText(text, 1).ok,
    (one) => heard.push(one),
  );
  const bridge = await Bridge.open({ clock, store, source, modem, messages });
  const parts = { clock, bridge, source, modem, messages };
  const client = (name?: string, token?: string) => {
    const peer = new MemoryPeer(name);
    const handler = bridge.welcome(peer, token);
    const say = async (text: string): Promise<string> => {
      peer.heard = "";
      handler.receive(Buffer.from(text, "latin1"));
      await clock.advance(0);
      // After many lines the bridge rests for some milliseconds.
      if (peer.heard === "") await clock.advance(20);
      return peer.heard;
    };
    peer.heard = "";
    return {
      peer,
      handler,
      say,
      /** One command; the lines of its answer. */
      command: async (line: string): Promise<readonly string[]> =>
        (await say(`${line}\r`)).split("\r\n").filter((part) => part !== ""),
    };
  };
  return {
    clock,
    store,
    source,
    modem,
    messages,
    bridge,
    heard,
    client,
    script: (...lines: readonly string[]) => {
      for (const line of lines) {
        const wrong = runScriptLine(parts, line);
        if (wrong !== undefined) throw new Error(`${line}: ${wrong}`);
      }
    },
    /** What the script's language says of a line. */
    scripted: (line: string) => runScriptLine(parts, line),
  };
}
