import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { ProbeOutcome, ProbeRequest } from "../../src/ports/path-probe.ts";
import { compileProgram } from "../support/child-program.ts";
import { DEVICE, FarSide, NOBODY, SERVER } from "../support/far-side.ts";
import { describeReal } from "../support/real-parts.ts";

const ECHO: ProbeRequest = { kind: "echo", address: SERVER, port: 7 };

describeReal(["namespaces"], "a probe over an interface", () => {
  const made = mkdtempSync(join(tmpdir(), "cellward-probe-"));
  let program = "";
  let side: FarSide;
  beforeAll(async () => {
    program = await compileProgram(join(import.meta.dirname, "../support/probe-child.ts"), made);
  });
  afterAll(() => rmSync(made, { recursive: true, force: true }));
  beforeEach(async () => {
    side = await FarSide.open(program);
  });
  afterEach(() => side.close());

  /** What the probe says that it cost, and what the interface has counted. */
  async function costs(request: ProbeRequest, within: number) {
    const before = side.carried();
    const outcome = await side.probe(request, within);
    const after = side.carried();
    const counted = { sent: after.sent - before.sent, received: after.received - before.received };
    return { outcome, counted };
  }
  const told = ({ sent, received }: ProbeOutcome) => ({ sent, received });

  test("costs to the byte what it says, answered or silent", async () => {
    const answered = await costs(ECHO, 2_000);
    expect(answered.outcome.kind).toBe("answered");
    expect(answered.counted).toEqual(told(answered.outcome));
    const echo = await costs({ ...ECHO, address: NOBODY }, 400);
    expect(echo.outcome.kind).toBe("silent");
    expect(echo.counted).toEqual(told(echo.outcome));
    const tcp = await costs({ kind: "tcp", address: NOBODY, port: 443 }, 3_500);
    expect(tcp.outcome.kind).toBe("silent");
    expect(tcp.counted).toEqual(told(tcp.outcome));
    const refused = await costs({ kind: "tcp", address: SERVER, port: 443 }, 2_000);
    expect(refused.outcome.kind).toBe("refused");
    expect(refused.counted).toEqual(told(refused.outcome));
  });

  test("of a connection is told to the byte, of a page to within two segments", async () => {
    const tcp = await costs({ kind: "tcp", address: SERVER, port: 80 }, 2_000);
    expect(tcp.outcome.kind).toBe("answered");
    expect(tcp.counted).toEqual(told(tcp.outcome));
    const { outcome, counted } = await costs({ kind: "page", address: SERVER, port: 80, path: "/alive" }, 2_000);
    expect(outcome.kind).toBe("answered");
    expect(Math.abs(counted.sent - outcome.sent)).toBeLessThanOrEqual(104);
    expect(Math.abs(counted.received - outcome.received)).toBeLessThanOrEqual(104);
  });

  test("is not sent where the kernel would take another way, and is where a rule leads its source", async () => {
    const { device } = side;
    device.add("eth0");
    device.ip("link", "set", "eth0", "up");
    device.ip("route", "add", "default", "dev", "eth0", "metric", "10");
    const astray = await costs(ECHO, 2_000);
    expect(astray.outcome).toMatchObject({ kind: "unreachable", text: expect.stringContaining("eth0") as string });
    expect(astray.counted).toEqual({ sent: 0, received: 0 });
    device.ip("route", "add", "default", "via", "10.64.0.1", "dev", "wwan0", "table", "100");
    device.ip("rule", "add", "from", DEVICE, "lookup", "100");
    expect((await side.probe(ECHO, 2_000)).kind).toBe("answered");
  });
});
