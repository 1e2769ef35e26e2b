import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type OrderTaker, answerReader, answerWriter } from "../../src/agent/control.ts";
import { askAgent } from "../../src/host/control-client.ts";
import type { LineHandler } from "../../src/host/control-peer.ts";
import { ControlSocket } from "../../src/host/control-socket.ts";
import { refusalLine } from "../../src/report/local-refusal.ts";
import { agentStatus } from "../support/agent-status.ts";
import { EMPTY_SOURCE } from "../support/empty-source.ts";

let directory = "";
const open: ControlSocket[] = [];
const refusals: string[] = [];
const acknowledged: string[] = [];

const orders: OrderTaker = {
  acknowledgeDamage: async (by: string) => {
    acknowledged.push(by);
    return "acknowledged" as const;
  },
  hastenPlan: () => "nothing-waits" as const,
  datePlan: ({ at, forced }, by) => ({
    result: "plan-dated",
    text: `${by}: ${at}, ${forced ? "whole" : "next cycle"}`,
  }),
  stateFact: () => ({ result: "refused", text: "quota: found nothing" }),
  takeFactBack: () => ({ result: "no-such-fact" }),
  acceptClock: async (by: string) => {
    acknowledged.push(`clock: ${by}`);
    return "clock-accepted" as const;
  },
  acceptDevice: async (by: string) => {
    acknowledged.push(`device: ${by}`);
    return "accepted" as const;
  },
};

const source = {
  ...EMPTY_SOURCE,
  refused: (why: string) => void refusals.push(why),
  status: () => agentStatus(),
  orders: () => orders,
};

async function listen(path: string, handle: LineHandler = answerReader(source)): Promise<ControlSocket> {
  const socket = await ControlSocket.listen(
    { path, mode: 0o600, busy: refusalLine("busy"), failed: refusalLine("failed") },
    handle,
  );
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
    expect(await askAgent(path, { ask: "status" })).toEqual({ ok: true, status: agentStatus() });
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
    await expect(askAgent(join(directory, "none.sock"), { ask: "status" })).rejects.toMatchObject({ code: "no-agent" });
  });

  it("somebody who listens and says nothing, or hangs up, is said to be busy, never to be none", async () => {
    const path = join(directory, "a.sock");
    let hangUp = false;
    const mute = createServer((client) => {
      client.on("error", () => {});
      if (hangUp) client.destroy();
    });
    await new Promise<void>((resolve) => mute.listen(path, resolve));
    await expect(askAgent(path, { ask: "status" }, 50)).rejects.toMatchObject({ code: "agent-busy" });
    hangUp = true;
    await expect(askAgent(path, { ask: "status" })).rejects.toMatchObject({ code: "agent-busy" });
    await expect(listen(path)).rejects.toMatchObject({ code: "socket-in-use" });
    mute.close();
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
    expect(await askAgent(path, { do: "accept-clock", by: "Li Wei" })).toEqual({ ok: true, result: "clock-accepted" });
    expect(acknowledged).toEqual(["Li Wei", "clock: Li Wei"]);
    expect(await askAgent(path, { ask: "status" })).toMatchObject({ ok: true });
    expect(await raw(path, '{"do":"acknowledge-damage","by":""}\n')).toContain('"ok":false');
  });
});

it("the plan that came last is dated by an order, whole or from the next cycle on, and without an instant put in force now", async () => {
  const path = join(directory, "a.sock.rw");
  await listen(path, answerWriter(source));
  const at = "2026-10-30";
  const dated = (text: string) => ({ ok: true, result: "plan-dated", text });
  expect(await askAgent(path, { do: "date-plan", by: "Li", at })).toEqual(dated("Li: 2026-10-30, next cycle"));
  expect(await askAgent(path, { do: "hasten-plan", by: "Li", at })).toEqual(dated("Li: 2026-10-30, whole"));
  expect(await askAgent(path, { do: "hasten-plan", by: "Li" })).toEqual({ ok: true, result: "nothing-waits" });
  expect(await raw(path, '{"do":"date-plan","by":"Li"}\n')).toContain('"ok":false');
});

describe("clients that take a place and give nothing", () => {
  /** Connected, with so much said; resolves when the other side has taken the connection. */
  async function idle(path: string, says = ""): Promise<{ readonly socket: Socket; readonly end: Promise<string> }> {
    const socket = connect(path);
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString()));
    socket.on("error", () => {});
    const end = new Promise<string>((resolve) => socket.on("close", () => resolve(text)));
    await new Promise((resolve) => socket.once("connect", resolve));
    if (says !== "") socket.write(says);
    return { socket, end };
  }

  it.each([
    ["say nothing", ""],
    ["say half a line", '{"ask":'],
    ["asked once and stay", '{"ask":"status"}\n'],
  ])("sixteen that %s do not shut a person out: the oldest makes room and is told why", async (_what, says) => {
    const path = join(directory, "a.sock");
    await listen(path);
    const clients: Awaited<ReturnType<typeof idle>>[] = [];
    for (let n = 0; n < 16; n += 1) clients.push(await idle(path, says));
    expect(await askAgent(path, { ask: "status" })).toMatchObject({ ok: true });
    expect(await clients[0]?.end).toContain(`${refusalLine("busy")}\n`);
    expect(clients.filter(({ socket }) => !socket.destroyed)).toHaveLength(15);
    for (const { socket } of clients) socket.destroy();
  });

  it("while sixteen wait for their answers the seventeenth is told that the agent is busy", async () => {
    const path = join(directory, "a.sock");
    const waiting: (() => void)[] = [];
    await listen(path, (line) => new Promise((resolve) => waiting.push(() => resolve(line))));
    const clients: Awaited<ReturnType<typeof idle>>[] = [];
    for (let n = 0; n < 16; n += 1) clients.push(await idle(path, "?\n"));
    await vi.waitFor(() => expect(waiting).toHaveLength(16));
    expect(await askAgent(path, { ask: "status" })).toMatchObject({ ok: false, error: "busy" });
    for (const answer of waiting) answer();
    for (const { socket } of clients) socket.destroy();
  });

  it("are hung up on in time, also when they send a line byte by byte", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const path = join(directory, "a.sock");
      await listen(path);
      const silent = await idle(path);
      const slow = await idle(path, "{");
      await raw(path, "?\n");
      for (let second = 0; second < 11; second += 1) {
        await vi.advanceTimersByTimeAsync(1_000);
        slow.socket.write(" ");
      }
      expect(await Promise.all([silent.end, slow.end])).toEqual(["", ""]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("and watch are written to as far as they read, hung up on when they stop, and forgotten when they leave", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const path = join(directory, "a.sock");
      let given = 0;
      let following = 0;
      let news = (): void => {};
      await listen(path, () =>
        Promise.resolve({
          next: () => {
            given += 1;
            return `${given} ${"x".repeat(100_000)}`;
          },
          onNews: (listener) => {
            following += 1;
            news = listener;
            return () => void (following -= 1);
          },
        }),
      );
      const { socket, end } = await idle(path);
      socket.pause();
      socket.write("watch\n");
      await vi.waitFor(() => expect(following).toBe(1));
      for (let change = 0; change < 100; change += 1) news();
      expect(given).toBeLessThan(10);
      await vi.advanceTimersByTimeAsync(31_000);
      socket.resume();
      await end;
      await vi.waitFor(() => expect(following).toBe(0));
    } finally {
      vi.useRealTimers();
    }
  });

  it("and watch say whatever they like and are told the news all the same", async () => {
    const path = join(directory, "a.sock");
    const lines = ["first", "second"];
    let news = (): void => {};
    await listen(path, () =>
      Promise.resolve({
        next: () => lines.shift(),
        onNews: (listener) => {
          news = listener;
          return () => {};
        },
      }),
    );
    const { socket, end } = await idle(path, "watch\nwatch\n");
    socket.write("x".repeat(1 << 20));
    await new Promise((resolve) => socket.once("data", resolve));
    const third = new Promise<string>((resolve) => socket.once("data", (chunk) => resolve(chunk.toString())));
    lines.push("third");
    news();
    expect(await third).toBe("third\n");
    socket.end();
    expect(await end).toBe("first\nsecond\nthird\n");
  });

  it("do not hold up the agent's end", async () => {
    const path = join(directory, "a.sock");
    const socket = await listen(path);
    const clients: Awaited<ReturnType<typeof idle>>[] = [];
    for (let n = 0; n < 20; n += 1) clients.push(await idle(path));
    const since = performance.now();
    await socket.close();
    expect(performance.now() - since).toBeLessThan(500);
    await Promise.all(clients.map(({ end }) => end));
  });
});
