import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { run } from "../../src/cli/ask-ussd.ts";
import { ControlSocket } from "../../src/host/control-socket.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const open: ControlSocket[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const socket of open.splice(0)) await socket.close();
});

/** An agent that gives this answer, what it was told, and what the command then printed. */
async function asked(answer: object, ...argv: readonly string[]) {
  const path = join(scratch(), "a.sock");
  const orders: unknown[] = [];
  const answered = async (line: string): Promise<string> => {
    orders.push(JSON.parse(line));
    return JSON.stringify({ ok: true, ...answer });
  };
  open.push(await ControlSocket.listen({ path: `${path}.rw`, mode: 0o600, busy: "", failed: "" }, answered));
  const printed = { out: "", err: "" };
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (printed.out += String(text)) !== "");
  vi.spyOn(process.stderr, "write").mockImplementation((text) => (printed.err += String(text)) !== "");
  const exit = await run([...argv, "--by", "Li", "--socket", path]);
  return { orders, exit, ...printed };
}

test("what the network says is printed, without what a terminal would obey", async () => {
  const said = { result: "ussd-answered", text: "Balance\u001b[2J 12 CNY" };
  expect(await asked(said, "*100#")).toEqual({
    orders: [{ do: "ask-ussd", by: "Li", code: "*100#" }],
    exit: 0,
    out: "Balance\\u001b[2J 12 CNY\n",
    err: "",
  });
});

test("a menu that waits says how it is answered", async () => {
  const { orders, out, err } = await asked({ result: "ussd-waits", text: "1 Data" }, "*101#", "--keep");
  expect(orders).toEqual([{ do: "ask-ussd", by: "Li", code: "*101#", keep: true }]);
  expect(out).toBe("1 Data\n");
  expect(err).toContain("--end");
});

test.each([
  ["ussd-unanswered", 75],
  ["ask-limited", 75],
  ["ask-refused", 1],
  ["ussd-invalid", 64],
])("%s has the exit code %s", async (result, code) => {
  expect(await asked({ result, text: "why" }, "*100#")).toMatchObject({ exit: code, out: "", err: "why\n" });
});

test("a session is closed with --end alone", async () => {
  expect((await asked({ result: "ussd-ended" }, "--end")).orders).toEqual([{ do: "end-ussd", by: "Li" }]);
});

test.each([[["*100#", "--end"]], [[]], [["--end", "--keep"]], [["*100#", "*101#"]]])(
  "%j is not understood",
  async (argv) => {
    await expect(run([...argv, "--by", "Li", "--socket", "/nowhere"])).rejects.toMatchObject({ code: "usage" });
  },
);
