import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { askStatus, tellAgent } from "../../src/cli/ask.ts";
import { ControlSocket } from "../../src/host/control-socket.ts";
import { LOCAL_REFUSALS, refusalLine } from "../../src/report/local-refusal.ts";
import { agentStatus } from "../support/agent-status.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const open: ControlSocket[] = [];

afterEach(async () => {
  for (const socket of open.splice(0)) await socket.close();
});

/** A socket on which every question gets this answer. */
async function answering(answer: string): Promise<string> {
  const path = join(scratch(), "a.sock");
  open.push(await ControlSocket.listen({ path, mode: 0o600, busy: "", failed: "" }, async () => answer));
  return path;
}

test("an answer is taken as it came, with what a newer agent added", async () => {
  const status = { ...agentStatus(), weather: "fair" };
  expect(await askStatus(await answering(JSON.stringify({ ok: true, status })))).toEqual(status);
});

test.each([
  ["starting", "agent-starting"],
  ["busy", "agent-busy"],
  ["failed", "agent-refused"],
  ["not-understood", "agent-refused"],
] as const)("an agent that answers %s is there, and its own words are told", async (error, code) => {
  const path = await answering(refusalLine(error));
  const words = expect.stringContaining(LOCAL_REFUSALS[error]);
  await expect(askStatus(path, 0)).rejects.toMatchObject({ code, message: words });
  await expect(tellAgent(path, { do: "acknowledge-damage", by: "x" }, 0)).rejects.toMatchObject({
    code,
    message: words,
  });
});

test.each(['{"ok":true}', '{"ok":true,"status":{"v":2}}', "[]", "hello"])(
  "%s is no answer of an agent of this version",
  async (answer) => {
    await expect(askStatus(await answering(answer))).rejects.toMatchObject({ code: "no-agent" });
  },
);

test("an agent that has no place at first is asked again, and then answers", async () => {
  const answers = [refusalLine("busy"), refusalLine("busy"), JSON.stringify({ ok: true, status: agentStatus() })];
  const path = join(scratch(), "a.sock");
  open.push(
    await ControlSocket.listen({ path, mode: 0o600, busy: "", failed: "" }, async () => answers.shift() ?? "none"),
  );
  expect(await askStatus(path)).toEqual(agentStatus());
});

test("a question that was hung up on is asked again, an order is not", async () => {
  const path = join(scratch(), "a.sock");
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    if (connections > 2) socket.end(`${JSON.stringify({ ok: true, status: agentStatus() })}\n`);
    else socket.destroy();
  });
  await new Promise<void>((resolve) => void server.listen(path, resolve));
  await expect(tellAgent(path, { do: "accept-device", by: "x" })).rejects.toMatchObject({ code: "agent-busy" });
  expect(connections).toBe(1);
  expect(await askStatus(path)).toEqual(agentStatus());
  server.close();
});
