import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { describeReal } from "../support/real-parts.ts";

async function running(bench: DeviceBench) {
  await bench.rig();
  const agent = bench.agent();
  await agent.until(({ state }) => state.service.data === "up", "service");
  const hold = () =>
    bench.cellward(["override", "--class", "bulk", "--held", "--until", "1h", "--reason", "the shop needs it"]);
  return { agent, hold };
}

/** With a grant of bulk. */
const ask = (bench: DeviceBench, options: readonly string[], command: readonly string[]) =>
  bench.program.run(
    ["ask", "bulk", "5000", "--lang", "en", "--socket", bench.path("agent.sock"), ...options].concat("--", command),
  );

/** The end of a command that runs by now. */
async function begun(bench: DeviceBench, options: readonly string[], script: string) {
  const end = ask(bench, options, ["sh", "-c", script]);
  await expect.poll(() => existsSync(bench.path("begun")), { timeout: 10_000 }).toBe(true);
  return { end };
}

const alive = (pid: number): boolean => {
  try {
    return /^State:\s+[^ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

describeReal(["pty"], "a grant that is withdrawn while its command runs", () => {
  it("is told with the reason, and the command goes on to its own end", async ({ bench }) => {
    const { agent, hold } = await running(bench);
    const over = bench.path("over");
    const script = `touch ${bench.path("begun")}; until test -e ${over}; do sleep 0.05; done; exit 3`;
    const { end } = await begun(bench, [], script);
    expect(await hold()).toMatchObject({ code: 0 });
    await agent.logged("bridge-used", (line) => line["class"] === "bulk" && line["last"] === true);
    await bench.shell(["touch", over]);
    const { code, err } = await end;
    expect(code).toBe(3);
    expect(err).toMatch(
      /\nGrant \d{10} is withdrawn: a person holds the class back\. Nothing more may be sent on it; the command was not stopped\.\n/,
    );
  }, 60_000);

  it("stops the command and what it started, where that is asked for, with its own exit code", async ({ bench }) => {
    const { hold } = await running(bench);
    const script = `sleep 600 & echo $! > ${bench.path("pid")}; touch ${bench.path("begun")}; wait; echo never`;
    const { end } = await begun(bench, ["--stop-when-withdrawn", "--json"], script);
    const pid = Number(readFileSync(bench.path("pid"), "utf8"));
    expect(alive(pid)).toBe(true);
    expect(await hold()).toMatchObject({ code: 0 });
    const { code, out, err } = await end;
    expect(code).toBe(143);
    expect(out).toBe("");
    expect(err).toContain("the command was sent SIGTERM");
    const told = JSON.parse(err.split("\n").find((line) => line.startsWith("{")) ?? "") as object;
    expect(told).toMatchObject({ granted: true, command: { exit: 143, withdrawn: "person" } });
    await expect.poll(() => alive(pid)).toBe(false);
  }, 60_000);
});

describeReal(["pty"], "a command that cannot be run", () => {
  it("is named, with the exit code that shells give", async ({ bench }) => {
    await running(bench);
    const { code, err } = await ask(bench, [], ["/no/such"]);
    expect(code).toBe(127);
    expect(err).toMatch(/^cellward ask: .*\/no\/such: not found$/m);
    expect(err).not.toContain("cgroup.procs");
  }, 60_000);
});
