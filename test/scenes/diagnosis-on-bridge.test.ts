import { expect, test } from "vitest";
import { BridgeLoop } from "../../src/agent/bridge-loop.ts";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { CAUSE_CODES } from "../../src/bridge/wire-codes.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { MemoryPeer } from "../support/bridge-bench.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SilentLog } from "../support/silent-log.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const SETTINGS = ["clock.trust_system=true", "modem.poll_interval=30min", "modem.sms=read"];

async function passing(scene: AgentScene, minutes: number): Promise<void> {
  for (let n = 0; n < minutes; n += 1) await scene.pass(Minutes(1));
}

async function terminal(scene: AgentScene) {
  const ports = { clock: scene.clock, log: new SilentLog(), store: new MemoryStore() };
  const loop = await BridgeLoop.start(
    { ...ports, status: () => scene.status, diagnosis: () => scene.diagnosis },
    { zone: "Asia/Shanghai" },
  );
  const peer = new MemoryPeer();
  const handler = loop.welcome(peer);
  return async (line: string): Promise<string> => {
    peer.heard = "";
    handler.receive(Buffer.from(`${line}\r`));
    await scene.pass(Seconds(2));
    return peer.heard;
  };
}

test("firmware is told the diagnosed cause, how sure it is, and when the agent looks again, and may print the slip", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: SETTINGS });
  await passing(scene, 3);
  await scene.use(5_000);
  const command = await terminal(scene);
  expect(await command("AT+WARDSTAT?")).toMatch(/\+WARDSTAT: \d+,1,0,0,0,0,1\r/);
  scene.modem.suspend("arrears", { variant: "detach" });
  await passing(scene, 20);
  const [first] = scene.diagnosis.view?.diagnosis.causes ?? [];
  const [, cause, sure, again] = /\+WARDSTAT: \d+,2,\d,(\d+),(\d+),(\d+),1\r/.exec(await command("AT+WARDSTAT?")) ?? [];
  expect(Number(cause)).toBe(CAUSE_CODES[first?.cause ?? "unknown"].code);
  expect(Number(sure)).toBe(Math.round((first?.confidence ?? 0) * 100));
  expect(Number(again)).toBeGreaterThan(0);
  expect(Number(again)).toBeLessThanOrEqual(60);
  const slip = await command("AT+WARDTEXT=0,32,0");
  for (const part of [/code K\d\d/, /^.*ICCID 8986/m, /IMEI \d{15}/, /1\. /]) expect(slip).toMatch(part);
});

test("a recheck has the modem asked at once, and not again before half a minute has passed", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: SETTINGS });
  await passing(scene, 3);
  const command = await terminal(scene);
  const before = scene.heard.length;
  expect(await command("AT+WARDCHK=1")).toContain("+WARDCHK: 1,30\r\n");
  expect(scene.heard.slice(before)).toContain("AT+CGATT?");
  const asked = scene.heard.length;
  expect(await command("AT+WARDCHK=1")).toMatch(/\+WARDCHK: 0,2\d\r/);
  expect(scene.heard).toHaveLength(asked);
  await scene.pass(Seconds(30));
  expect(await command("AT+WARDCHK=1")).toContain("+WARDCHK: 1,30\r\n");
});
