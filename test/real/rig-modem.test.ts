import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { SysCounters } from "../../src/host/sys-counters.ts";
import { until } from "../support/child-program.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { buildProgram, endOf, type Program, type ProgramEnd } from "../support/program.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
let program: Program;
beforeAll(async () => (program = await buildProgram()));
afterAll(() => program.remove());

const children: ChildProcess[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  for (const child of children.splice(0))
    if (child.exitCode === null && child.kill("SIGKILL")) await once(child, "exit");
});

/** `cellward rig modem`, its lines one by one, and an answer to each control command. */
async function start(...words: readonly string[]) {
  const argv = words.flatMap((word) => word.split(" "));
  const child = program.start(["rig", "modem", "--registration-delay", "0", ...argv]);
  children.push(child);
  if (child.stdout === null || child.stdin === null) throw new TypeError("no pipes");
  const { stdin } = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await lines.next()).value);
  const ready = await line();
  const ended = once(child, "exit");
  return {
    child,
    ready,
    ended: async () => (await ended)[0],
    control: async (command: unknown): Promise<Record<string, unknown>> => {
      stdin.write(`${JSON.stringify(command)}\n`);
      return JSON.parse(await line());
    },
  };
}

/** For one that ends by itself. */
function run(...argv: readonly string[]): Promise<ProgramEnd> {
  const child = program.start(["rig", "modem", ...argv]);
  children.push(child);
  return endOf(child);
}

async function dial(where: string) {
  const [host = "", port = ""] = where.split(":");
  const socket = where.includes("/") ? connect(where) : connect(Number(port), host);
  sockets.push(socket);
  await once(socket, "connect");
  let heard = "";
  socket.setEncoding("latin1").on("data", (text: string) => (heard += text));
  socket.on("error", () => undefined);
  return {
    socket,
    send: (text: string) => void socket.write(text, "latin1"),
    hears: async (text: string): Promise<void> => {
      await until(() => heard.length >= text.length, JSON.stringify(text)).catch(() => undefined);
      expect(heard).toBe(text);
      heard = "";
    },
  };
}

describeReal(["pty"], "cellward rig modem", () => {
  test("hands a data call to a program, while a second port goes on with commands", async () => {
    const directory = scratch();
    const [link, second, data] = [join(directory, "modem"), join(directory, "second"), join(directory, "data.sock")];
    const words = ["--json", "--link", link, "--second", second, "--data", data, "--listen", "127.0.0.1:0"];
    const rig = await start(...words);
    const places = JSON.parse(rig.ready);
    expect(places).toMatchObject({ second, data });
    const pppServer = await dial(data);
    const port = await dial(places.listen);
    port.send("ATE0D*99***1#\r");
    await port.hears("ATE0D*99***1#\r\r\nCONNECT\r\n");
    port.send("~\x00frame~");
    await pppServer.hears("~\x00frame~");
    pppServer.send("~reply~");
    await port.hears("~reply~");
    pppServer.socket.destroy();
    await port.hears("\r\nNO CARRIER\r\n");
    expect((await rig.control({ do: "state" }))["ok"]).toBe(true);
  });

  test("prints one ready line, answers control lines, and ends cleanly when told to", async () => {
    const directory = scratch();
    const [link, control] = [join(directory, "modem"), join(directory, "control.sock")];
    const rig = await start("--json", "--link", link, "--control", control, "--listen", "127.0.0.1:0");
    expect(JSON.parse(rig.ready)).toMatchObject({ ready: true, path: link, link, control });
    expect(await rig.control({ do: "signal", rssi: 11 })).toEqual({ ok: true });
    expect(await rig.control({ do: "nonsense" })).toMatchObject({ ok: false });
    expect(await rig.control({ do: "state" })).toMatchObject({ ok: true, path: link, radio: { attached: true } });
    rig.child.kill("SIGTERM");
    expect(await rig.ended()).toBe(0);
    expect(readdirSync(directory)).toEqual([]);
  });

  test("without --json the ready line is the path for people", async () => {
    const { ready } = await start();
    expect(ready).toMatch(/^ready \/dev\/pts\/\d+$/);
  });

  test("ends with its input when asked to, and lives on without it otherwise", async () => {
    const [mortal, other] = [await start("--exit-with-stdin"), await start()];
    other.child.stdin?.end();
    mortal.child.stdin?.end();
    expect(await mortal.ended()).toBe(0);
    expect(other.child.exitCode).toBeNull();
    other.child.kill("SIGINT");
    expect(await other.ended()).toBe(0);
  });

  test("speaks AT over TCP to one client at a time, keeps settings between them, and vanishes", async () => {
    const rig = await start("--json", "--no-pty", "--listen", "127.0.0.1:0");
    const { listen } = JSON.parse(rig.ready);
    const first = await dial(listen);
    first.send("ATE0\rAT+CS");
    await first.hears("ATE0\r\r\nOK\r\n");
    const second = await dial(listen);
    await once(second.socket, "close");
    first.socket.destroy();
    await until(() => first.socket.closed, "the first to be gone");
    await expect.poll(() => rig.control({ do: "state" })).toMatchObject({ listen });
    const third = await dial(listen);
    third.send("Q\rAT\r");
    await third.hears("\r\nOK\r\n");
    const closed = once(third.socket, "close");
    await rig.control({ do: "fault", name: "port-vanish", ms: 200 });
    await closed;
    await expect.poll(() => dial(listen).catch(() => undefined)).toBeDefined();
  });

  test("takes control commands on a Unix socket and over TCP, from several clients, whatever they send", async () => {
    const control = join(scratch(), "control.sock");
    const rig = await start("--control", control, "--no-pty", "--listen", "127.0.0.1:0");
    const clients = await Promise.all([dial(control), dial(control), dial(control)]);
    for (const client of clients) {
      client.send('{"do":"signal","rssi":3}\n');
      await client.hears('{"ok":true}\n');
    }
    const hostile = await dial(control);
    hostile.send("\0\u00ff".repeat(50_000));
    hostile.send('\n{"do":"search"}\n');
    await until(() => hostile.socket.bytesRead > 0, "an answer");
    hostile.socket.destroy();
    expect(await rig.control({ do: "state" })).toMatchObject({ ok: true });
    const tcp = await start("--json", "--no-pty", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0");
    const client = await dial(JSON.parse(tcp.ready).control);
    client.send('{"do":"restore"}\n');
    await client.hears('{"ok":true}\n');
  });

  test("moves an interface's counters that the agent can meter, and makes the interface anew", async () => {
    const directory = scratch();
    const rig = await start("--counters", directory, "--interface", "wwan7", "--quota", "1MiB");
    const counters = new SysCounters({
      clock: new FakeClock(),
      bootId: "boot",
      interfaceName: "wwan7",
      sysfsRoot: directory,
    });
    expect(counters.sample()).toMatchObject({ kind: "sample", rx: { bytes: 0n }, epoch: { ifindex: 7 } });
    expect(counters.linkOverhead()).toMatchObject({ rx: 0, tx: 0 });
    await rig.control({ do: "consume", up: 1_500, down: 1_000_000 });
    expect(counters.sample()).toMatchObject({
      rx: { bytes: 1_000_000n, packets: 1_000n },
      tx: { bytes: 1_500n, packets: 2n },
    });
    expect(await rig.control({ do: "interface-recreate" })).toEqual({ ok: true, ifindex: 8 });
    expect(counters.sample()).toMatchObject({ kind: "sample", rx: { bytes: 0n }, epoch: { ifindex: 8 } });
    await rig.control({ do: "consume", up: 50_000 });
    await rig.control({ do: "consume", up: 1 });
    expect(counters.sample()).toMatchObject({ tx: { bytes: 50_000n, packets: 50n } });
    expect(readFileSync(join(directory, "wwan7/statistics/tx_bytes"), "utf8")).toMatch(/^\d{20}\n$/);
    counters.close();
    rig.child.kill("SIGTERM");
    await rig.ended();
    expect(existsSync(join(directory, "wwan7"))).toBe(false);
  });

  test("is the card, the make and the network that its options say", async () => {
    const rig = await start(
      "--json --no-pty --listen 127.0.0.1:0 --seed 9 --apn m2m",
      "--manufacturer Quectel --model EC200S --imei 861234567890123 --cereg 2",
      "--iccid 898602F9123456789012 --imsi 460029999999999 --pin 0815",
    );
    const client = await dial(JSON.parse(rig.ready).listen);
    client.send("ATE0+CMEE=1;+CGMI;+CGMM;+CGSN;+CEREG=?;+CPIN?;+CIMI\r");
    await client.hears(
      "ATE0+CMEE=1;+CGMI;+CGMM;+CGSN;+CEREG=?;+CPIN?;+CIMI\r\r\nQuectel\r\n\r\nEC200S\r\n\r\n861234567890123\r\n" +
        "\r\n+CEREG: (0-2)\r\n\r\n+CPIN: SIM PIN\r\n\r\n+CME ERROR: 11\r\n",
    );
    client.send('AT+CPIN="0815"\r');
    await client.hears("\r\nOK\r\n\r\n+CPIN: READY\r\n");
    client.send("AT+CIMI;+CCID\r");
    await client.hears("\r\n460029999999999\r\n\r\n+CCID: 898602F9123456789012\r\n\r\nOK\r\n");
    expect(await rig.control({ do: "state" })).toMatchObject({ radio: { contexts: [{ apn: "m2m", active: true }] } });
  });

  test.each([
    [["--nonsense"], 64, /nonsense/],
    [["--iccid", "12"], 64, /--iccid: found "12", allowed: 18 to 20 digits/],
    [["--quota", "a lot"], 64, /--quota: found "a lot"/],
    [["--no-pty"], 64, /--no-pty leaves no port; add --listen/],
    [["--link", "/proc/modem"], 1, /the link \/proc\/modem cannot be made.*pty-unavailable/],
    [["--listen", "192.0.2.1:5000"], 1, /cannot listen on 192\.0\.2\.1:5000.*listen-refused/],
  ])("%j is refused before anything is started", async (argv, code, text) => {
    const end = await run(...argv);
    expect(end).toMatchObject({ code, out: "" });
    expect(end.err).toMatch(text);
  });

  test("a control socket that somebody answers on is left alone; one that was left behind is taken", async () => {
    const directory = scratch();
    const path = join(directory, "control.sock");
    const first = await start("--control", path);
    const refused = await run("--control", path);
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain("listen-refused");
    first.child.kill("SIGKILL");
    await first.ended();
    expect(existsSync(path)).toBe(true);
    const second = await start("--json", "--control", path);
    expect(JSON.parse(second.ready)).toMatchObject({ control: path });
    const file = join(directory, "file");
    writeFileSync(file, "mine");
    expect(await run("--control", file)).toMatchObject({ code: 1 });
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  test("a taken port is refused by name, and the help tells every option", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = typeof address === "object" ? address?.port : 0;
    const end = await run("--no-pty", "--listen", `127.0.0.1:${port}`);
    taken.close();
    expect(end.code).toBe(1);
    expect(end.err).toMatch(/EADDRINUSE/);
    const help = await run("--help");
    expect(help).toMatchObject({ code: 0, err: "" });
    for (const option of ["--json", "--link", "--listen", "--control", "--exit-with-stdin", "--counters", "--quota"]) {
      expect(help.out).toContain(option);
    }
  });
});
