import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { BridgeRig } from "../support/bridge-rig.ts";
import { buildProgram, endOf, type Program, type ProgramEnd } from "../support/program.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const FIRMWARE = join(import.meta.dirname, "../../firmware-bridge");
const full = process.env["CELLWARD_FULL"] === "1";

describeReal(["cc", "pty"], "the C client against the real bridge", () => {
  const scratch = scratchDirectories();
  const rigs: BridgeRig[] = [];
  const children: ChildProcess[] = [];
  let program: Program;
  let build = "";

  beforeAll(async () => {
    program = await buildProgram();
    build = join(program.command.split(" ")[1] ?? "", "../firmware");
    await promisify(execFile)("make", ["-s", "-j2", "-C", FIRMWARE, `BUILD=${build}`]);
  });
  afterAll(() => program.remove());
  afterEach(async () => {
    for (const child of children.splice(0))
      if (child.exitCode === null && child.kill("SIGKILL")) await once(child, "exit");
    for (const rig of rigs.splice(0)) await rig.stop("SIGKILL");
  });

  async function start(...argv: readonly string[]): Promise<BridgeRig> {
    const rig = await BridgeRig.start(program, argv);
    rigs.push(rig);
    return rig;
  }
  function example(name: string, ...argv: readonly string[]) {
    const child = spawn(join(build, name), argv);
    children.push(child);
    return child;
  }
  const run = (name: string, ...argv: readonly string[]): Promise<ProgramEnd> => endOf(example(name, ...argv));

  test("vectors, behaviour and hostile bytes, without a warning and under the sanitizers", async () => {
    const rounds = full ? "200000" : "5000";
    const { stdout } = await promisify(execFile)("make", [
      "-s",
      "-C",
      FIRMWARE,
      "test",
      `BUILD=${build}`,
      `ROUNDS=${rounds}`,
    ]);
    expect(stdout).toMatch(/^\d{2,} vectors proved, 0 faults\nclient: 0 faults\nfuzz: \d+ rounds\n$/m);
  });

  test("one client takes less than 512 bytes and knows nothing of the agent's sources", async () => {
    const { stdout } = await promisify(execFile)("make", ["-s", "-C", FIRMWARE, "size", `BUILD=${build}`]);
    expect(Number(/one client: (\d+) bytes/.exec(stdout)?.[1])).toBeLessThan(512);
  });

  test("the first refused request, over a socket and over a terminal", async () => {
    const directory = scratch();
    const [socket, link] = [join(directory, "ward.sock"), join(directory, "tty")];
    const rig = await start("--socket", socket, "--link", link);
    await rig.tell("refuse bulk 600");
    for (const where of [socket, link]) {
      expect(await run("ask", where, "4", "100000")).toMatchObject({
        code: 75,
        out: "not now: reason 2, ask again in 600 s\n",
      });
    }
    expect(await run("ask", socket, "1", "2048")).toMatchObject({ code: 0 });
    expect(await run("ask", join(directory, "nothing"), "1", "2048")).toMatchObject({ code: 69 });
  });

  test.each([
    ["ask", "9", "2048"],
    ["ask", "257", "2048"],
    ["ask", "payments", "2048"],
    ["ask", "1", "0"],
    ["ask", "1", "-5"],
    ["ask", "1", "100KB"],
    ["ask", "1", "4294967296"],
    ["payment", "x"],
    ["levels", "-1"],
    ["unguarded", "1s"],
    ["local", "bulk", "1,2"],
  ])("%s %s %s is no question: it says what is expected, and asks nothing", async (name, ...argv) => {
    const end = await run(name, join(scratch(), "ward.sock"), ...argv);
    expect(end).toMatchObject({ code: 64, out: "" });
    expect(end.err).toMatch(/expected|usage/);
  });

  test("a class may be named by its word", async () => {
    const socket = join(scratch(), "ward.sock");
    const rig = await start("--socket", socket);
    expect(await run("ask", socket, "alarm", "2048")).toMatchObject({ code: 0 });
    await rig.hears((said) => JSON.stringify(said).includes('"class":"payment"'), "the question");
  });

  test("payments are asked for, sent and reported, and every byte is heard once", async () => {
    const socket = join(scratch(), "ward.sock");
    const rig = await start("--socket", socket);
    expect((await run("payment", socket, "5")).code).toBe(0);
    const heard = (kind: string) => rig.said.filter((one) => one["heard"] === kind);
    await rig.hears(() => heard("transaction").length === 5, "five transactions");
    expect(heard("ask")).toHaveLength(5);
    expect(heard("use").map((one) => one["report"])).toMatchObject(
      Array.from({ length: 5 }, () => ({ up: 1_240, down: 610, last: true, beyond: 0 })),
    );
  });

  test("the level is followed, over an agent that is killed and one that starts late", async () => {
    const directory = scratch();
    const [socket, state] = [join(directory, "ward.sock"), join(directory, "state")];
    const child = example("levels", socket, "60");
    let out = "";
    const said = async (text: string): Promise<void> => {
      await expect.poll(() => out, { timeout: 20_000, interval: 20 }).toContain(text);
    };
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (out += text));
    const first = await start("--socket", socket, "--state", state);
    await said("the agent is there\nlevel 0");
    await first.tell("level essential");
    await said("level 2: telemetry waits, too");
    await first.stop("SIGKILL");
    // Nobody asks anything: the looks alone tell.
    await said("the agent is silent");
    out = "";
    const second = await start("--socket", socket, "--state", state);
    await said("level 0: send as you like");
    await second.tell("level offline");
    await said("level 4: nothing can pass");
  });

  test("while the agent is silent payments pass, all else waits, and the bytes are told once afterwards", async () => {
    const socket = join(scratch(), "ward.sock");
    const rig = await start("--socket", socket);
    const child = example("unguarded", socket, "60");
    let out = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (out += text));
    await expect.poll(() => out, { timeout: 15_000 }).toContain("guarded   payment+ management+ telemetry+ bulk+");
    await rig.tell("silent 5s");
    await expect.poll(() => out, { timeout: 15_000 }).toContain("unguarded payment+ management- telemetry- bulk-");
    await expect.poll(() => out.split("unguarded").at(-1), { timeout: 15_000 }).toContain("\nguarded   payment+");
    const alone = () =>
      rig.said.filter((one) => one["heard"] === "use" && (one["report"] as { grant: number }).grant === 0);
    await rig.hears(() => alone().length > 0, "what was sent alone");
    child.kill("SIGTERM");
    const payments = out.split("\n").filter((line) => line.startsWith("unguarded")).length;
    const up = alone().reduce((sum, one) => sum + (one["report"] as { up: number }).up, 0);
    // Each line is a payment; one of the lines of the first silence, or of the boot, is management as well.
    expect(up % 80).toBe(0);
    expect(up / 80).toBeGreaterThanOrEqual(payments);
    expect(up / 80).toBeLessThanOrEqual(payments + 2);
  });
});
