import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { pause } from "../support/child-program.ts";
import { ClientBench } from "../support/client-bench.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const benches: ClientBench[] = [];
afterEach(async () => {
  for (const made of benches.splice(0)) await made.close();
});
/** Each of these takes many seconds of waiting of its own. */
const full = process.env["CELLWARD_FULL"] === "1";
const OWN = "+861440234567890";

async function onPty(): Promise<{ readonly bench: ClientBench; readonly port: string }> {
  const made = new ClientBench(scratch());
  benches.push(made);
  return { bench: made, port: await made.pty() };
}

describeReal(["pty", "gnokii"], "gnokii", () => {
  test.skipIf(!full)(
    "identifies, names the network, sends, lists, reads and deletes",
    { timeout: 120_000 },
    async () => {
      const { bench: made, port } = await onPty();
      const config = made.file(
        "gnokiirc",
        `[global]\nport = ${port}\nmodel = AT\nconnection = serial\nserial_baudrate = 115200\nuse_locking = no\n`,
      );
      const gnokii = (...args: readonly string[]) =>
        made.run("gnokii", ["--config", config, ...args], { input: "Hello gnokii" });
      const { text: identity } = await gnokii("--identify");
      expect(identity).toMatch(/IMEI +: 867698041234561/);
      expect(identity).toMatch(/Model +: SIM-LTE/);
      expect((await gnokii("--getnetworkinfo")).text).toMatch(/Network code : 460 04/);
      expect((await gnokii("--getsmsc")).text).toContain("+8613800100500");
      expect((await gnokii("--sendsms", OWN)).text).toContain("Send succeeded with reference 1");
      expect((await gnokii("--getsms", "SM", "1", "end")).text).toMatch(/Inbox Message[^]*Hello gnokii/);
      expect((await gnokii("--deletesms", "SM", "1")).text).toContain("Deleted SMS");
      expect(made.modem.state().messages.card).toBe(0);
    },
  );
});

describeReal(["pty", "comgt"], "comgt", () => {
  test.skipIf(!full)("finds the card ready, the network and the signal", { timeout: 60_000 }, async () => {
    const { bench: made, port } = await onPty();
    const { text, code } = await made.run("comgt", ["-d", port]);
    expect(code).toBe(0);
    expect(text).toContain("SIM ready");
    expect(text).toContain('Registered on Home network: "CHINA MOBILE",7');
    expect(text).toContain("Signal Quality: 20,99");
    const { text: info } = await made.run("comgt", ["-d", port, "info"]);
    expect(info).toMatch(/IMEI and Serial Number: +867698041234561/);
  });
});

describeReal(["pty", "smstools"], "smsd", () => {
  test.skipIf(!full)("sends what lies in its folder and files what comes", { timeout: 60_000 }, async () => {
    const { bench: made, port } = await onPty();
    const spool = (name: string): string => join(made.directory, name);
    for (const name of ["outgoing", "checked", "failed", "incoming", "sent", "report"]) mkdirSync(spool(name));
    const folders = ["outgoing", "checked", "failed", "incoming", "sent", "report"];
    const config = made.file(
      "smsd.conf",
      `devices = GSM1\n${folders.map((name) => `${name} = ${spool(name)}`).join("\n")}
logfile = ${spool("smsd.log")}\ninfofile = ${spool("smsd.running")}\npidfile = ${spool("smsd.pid")}
loglevel = 7\ndelaytime = 1\n[GSM1]\ndevice = ${port}\nincoming = yes\nreport = yes\nbaudrate = 115200\nmemory_start = 1\n`,
    );
    made.file("outgoing/one", `To: ${OWN.slice(1)}\n\nHello smsd`);
    made.start("smsd", ["-c", config, "-t"]);
    for (let tries = 0; tries < 400 && readdirSync(spool("incoming")).length === 0; tries += 1) await pause(100);
    const [came = ""] = readdirSync(spool("incoming"));
    expect(readFileSync(join(spool("incoming"), came), "latin1")).toMatch(/From: 861440234567890[^]*Hello smsd/);
    expect(existsSync(join(spool("sent"), "one"))).toBe(true);
    expect(readdirSync(spool("failed"))).toEqual([]);
  });
});

describeReal(["pty", "chat"], "chat", () => {
  test.skipIf(!full)("dials and finds CONNECT", { timeout: 60_000 }, async () => {
    const { bench: made, port } = await onPty();
    const script = [
      "ABORT",
      "ERROR",
      "ABORT",
      "NO CARRIER",
      "",
      "AT",
      "OK",
      "ATZ",
      "OK",
      'AT+CGDCONT=1,"IP","cmiot"',
      "OK",
      "ATD*99***1#",
      "CONNECT",
      "\\c",
    ];
    const quoted = script.map((word) => `'${word}'`).join(" ");
    const { code, text } = await made.run("sh", ["-c", `exec chat -v -s -t 10 ${quoted} <'${port}' >'${port}'`]);
    expect(text).toContain("CONNECT");
    expect(code).toBe(0);
  });

  test.skipIf(!full)("gives up when the network does not let the card in", { timeout: 60_000 }, async () => {
    const { bench: made, port } = await onPty();
    made.modem.detach();
    const { code } = await made.run("sh", [
      "-c",
      `exec chat -s -t 10 ABORT 'NO CARRIER' '' 'ATD*99***1#' CONNECT <'${port}' >'${port}'`,
    ]);
    // 4 is the first ABORT string, 3 a time-out.
    expect(code).toBe(4);
  });
});

describeReal(["pty", "wvdial"], "wvdial", () => {
  test.skipIf(!full)("initialises, dials, and would start pppd", { timeout: 60_000 }, async () => {
    const { bench: made, port } = await onPty();
    const config = made.file(
      "wvdial.conf",
      `[Dialer Defaults]\nModem = ${port}\nBaud = 115200\nInit1 = ATZ\nInit2 = AT+CGDCONT=1,"IP","cmiot"\nPhone = *99***1#
Username = a\nPassword = b\nPPPD Path = /bin/false\nCarrier Check = no\nAuto Reconnect = no\nStupid Mode = yes\n`,
    );
    const wvdial = () => made.run("wvdial", ["-C", config], { seconds: 30 });
    // Its task library aborts now and then while it waits for a carrier (wvstreams, WVTASK_MAGIC), on any modem.
    let { text } = await wvdial();
    for (let tries = 0; tries < 3 && text.includes("WVTASK_MAGIC"); tries += 1) ({ text } = await wvdial());
    expect(text).toContain("Modem initialized");
    expect(text).toContain("CONNECT");
    expect(text).toContain("Starting pppd");
  });
});

/** How each is started on a port. */
const TERMINALS: readonly (readonly [name: string, command: (port: string) => string])[] = [
  ["picocom", (port) => `picocom -q -b 115200 '${port}'`],
  ["tio", (port) => `tio -b 115200 -n '${port}'`],
  ["minicom", (port) => `minicom -b 115200 -o -D '${port}'`],
  ["screen", (port) => `screen '${port}' 115200`],
  ["cu", (port) => `cu -l '${port}' -s 115200`],
];

describeReal(["pty", "terminals"], "a terminal program that a person types to", () => {
  test.skipIf(!full).each(TERMINALS)("%s", { timeout: 60_000 }, async (_name, command) => {
    const { bench: made, port } = await onPty();
    // cu gives its rights away before it opens the port.
    chmodSync(made.directory, 0o755);
    chmodSync(port, 0o666);
    const term = { TERM: "vt100", SCREENDIR: made.file("screens") };
    mkdirSync(term.SCREENDIR, { mode: 0o700 });
    const terminal = made.start("script", ["-qefc", command(port), "/dev/null"], term, true);
    // What is typed before the port is open is lost, on any modem: typed until it is answered.
    for (let tries = 0; tries < 50 && !terminal.text.includes("OK"); tries += 1) {
      terminal.type("AT\r");
      await pause(200);
    }
    terminal.type("AT+CSQ\r");
    await terminal.says(/AT\+CSQ\s+\+CSQ: 20,99\s+OK/);
    made.modem.urc("RING");
    await terminal.says(/RING/);
  });
});

describeReal(["pty"], "a terminal program", () => {
  test("opens and closes the port without a trace", async () => {
    const { bench: made, port } = await onPty();
    closeSync(openSync(port, "r+"));
    expect(made.modem.state().settings.dce.echo).toBe(true);
  });
});
