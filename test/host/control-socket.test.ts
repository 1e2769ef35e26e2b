import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Fault } from "../../src/base/fault.ts";
import { answerReader, answerWriter } from "../../src/agent/control.ts";
import { askAgent } from "../../src/host/control-client.ts";
import { ControlSocket } from "../../src/host/control-socket.ts";

let directory = "";
const open: ControlSocket[] = [];
const refusals: string[] = [];
const acknowledged: string[] = [];

const source = {
  refused: (why: string) => void refusals.push(why),
  status: () => ({ v: 1 }),
  acknowledgeDamage: async (by: string) => {
    acknowledged.push(by);
    return "acknowledged" as const;
  },
};

async function listen(path: string, handle = answerReader(source)): Promise<ControlSocket> {
  const socket = await ControlSocket.listen({ path, mode: 0o600 }, handle);
  open.push(socket);
  return socket;
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "cellward-control-"));
  refusals.length = 0;
  acknowledged.length = 0;
});

afterEach(async () => {
  for (const socket of open.splice(0)) await socket.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Everything that comes back until the other side hangs up or the answer is there. */
function raw(path: string, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const client = connect(path);
    let text = "";
    client.on("data", (chunk) => {
      text += chunk.toString();
      if (text.endsWith("\n")) client.destroy();
    });
    client.on("error", () => {});
    client.on("close", () => resolve(text));
    client.write(bytes);
  });
}

describe("the local socket", () => {
  it("answers a question, and is nobody else's to open", async () => {
    const path = join(directory, "a.sock");
    await listen(path);
    expect(await askAgent(path, { ask: "status" })).toEqual({ ok: true, status: { v: 1 } });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("takes over the socket that a killed agent left", async () => {
    const path = join(directory, "a.sock");
    const killed = spawn(process.execPath, [
      "-e",
      `require("net").createServer().listen(${JSON.stringify(path)}, () => console.log("up"))`,
    ]);
    await new Promise((resolve) => killed.stdout.once("data", resolve));
    killed.kill("SIGKILL");
    await new Promise((resolve) => killed.once("exit", resolve));
    expect(statSync(path).isSocket()).toBe(true);
    await listen(path);
    expect(await askAgent(path, { ask: "status" })).toMatchObject({ ok: true });
  });

  it("leaves a file that is no socket alone", async () => {
    const path = join(directory, "a.sock");
    writeFileSync(path, "somebody's");
    await expect(listen(path)).rejects.toMatchObject({ code: "socket-unusable" });
    expect(readFileSync(path, "utf8")).toBe("somebody's");
  });

  it("refuses to start beside another agent that answers", async () => {
    const path = join(directory, "a.sock");
    await listen(path);
    await expect(listen(path)).rejects.toMatchObject({ code: "socket-in-use" });
  });

  it("no agent is said to be none", async () => {
    await expect(askAgent(join(directory, "none.sock"), { ask: "status" })).rejects.toBeInstanceOf(Fault);
  });

  it("anything that is no question gets one refusal, and the next question its answer", async () => {
    const path = join(directory, "a.sock");
    await listen(path);
    for (const nonsense of [
      "",
      "{",
      "null",
      '{"ask":"everything"}',
      '{"do":"acknowledge-damage","by":"x"}',
      "\u0000\u0001",
    ])
      expect(await raw(path, `${nonsense}\n`)).toContain('"ok":false');
    expect(refusals).toHaveLength(6);
    expect(acknowledged).toEqual([]);
    expect(await askAgent(path, { ask: "status" })).toMatchObject({ ok: true });
  });

  it("a line without an end is cut off at 64 KiB", async () => {
    const path = join(directory, "a.sock");
    await listen(path);
    expect(await raw(path, Buffer.alloc(1 << 20, 0x61))).toBe("");
    expect(await askAgent(path, { ask: "status" })).toMatchObject({ ok: true });
  });

  it("a client that asks and does not read is not read either", async () => {
    const path = join(directory, "a.sock");
    let answered = 0;
    await listen(path, async () => {
      answered += 1;
      return "x".repeat(10_000);
    });
    const greedy = connect(path);
    greedy.pause();
    greedy.on("error", () => {});
    greedy.write('{"ask":"status"}\n'.repeat(20_000));
    // Another client's answers show that time has passed for the greedy one as well.
    for (let round = 0; round < 50; round += 1) await raw(path, "?\n");
    expect(answered).toBeLessThan(5_000);
    greedy.destroy();
  });

  it("only the writer's socket changes something, and it answers questions too", async () => {
    const path = join(directory, "a.sock.rw");
    await listen(path, answerWriter(source));
    expect(await askAgent(path, { do: "acknowledge-damage", by: " Li Wei " })).toEqual({
      ok: true,
      result: "acknowledged",
    });
    expect(acknowledged).toEqual(["Li Wei"]);
    expect(await askAgent(path, { ask: "status" })).toMatchObject({ ok: true });
    expect(await raw(path, '{"do":"acknowledge-damage","by":""}\n')).toContain('"ok":false');
  });
});
