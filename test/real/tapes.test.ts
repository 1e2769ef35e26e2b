import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { parseTape } from "../../src/tape/tape-text.ts";
import { deviceTest as it, type DeviceBench } from "../support/device-bench.ts";
import { endOf } from "../support/program.ts";
import { News } from "../support/news.ts";
import { describeReal } from "../support/real-parts.ts";

/** `cellward tape play` behind the bench's port; resolves when the port is there. */
async function play(bench: DeviceBench, file: string, ...more: readonly string[]): Promise<string> {
  const argv = ["tape", "play", file, "--link", bench.path("tty"), "--json", "--exit-with-stdin", ...more];
  const child = bench.program.start(argv);
  const news = new News();
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    news.tell();
  });
  child.on("close", () => news.tell());
  bench.atEnd(async () => {
    child.stdin?.end();
    await news.until(() => child.exitCode ?? child.signalCode ?? undefined, "the player to end");
  });
  return news.until(() => (said.includes("\n") ? said : undefined), "the player's port");
}

describeReal(["pty"], "the agent on a tape", () => {
  it.concurrent.for([
    ["quectel-5g-manual.at", "Quectel 5G modules", "RM520N-EU"],
    ["u-blox-sara-r500s.at", "u-blox cellular modules", "SARA-R500S"],
    ["telit-he910.at", "Telit modules", "HE910-D"],
  ] as const)("is ready with a modem as on %s, and knows its family", async ([file, family, model], { bench }) => {
    await play(bench, `test/tapes/${file}`);
    const agent = bench.agent();
    await agent.logged("modem-ready");
    const status = await agent.until(({ state }) => state.modem.model !== undefined, "the modem's model");
    expect([status.state.modem.family, status.state.modem.model]).toEqual([family, model]);
  });
});

describeReal(["pty"], "cellward tape", () => {
  it.concurrent("records what a modem says, with other people's numbers, so that it can be played", async ({
    bench,
  }) => {
    const source = bench.path("source.at");
    const card = ["> AT+CPIN?", "< +CPIN: READY", "< OK", "> AT+ICCID", "< +ICCID: 89860619150001639290", "< OK"];
    const who = [
      "> AT+CGMI",
      "< Quectel",
      "< OK",
      "> AT+CGMM",
      "< EC20F",
      "< OK",
      "> AT+CIMI",
      "< 460060123456789",
      "< OK",
    ];
    writeFileSync(source, `${[...who, ...card, "500ms < RDY"].join("\n")}\n`);
    await play(bench, source);
    const out = bench.path("out.at");
    const named = ["--port", bench.path("tty"), "--out", out];
    const commands = ["--command", "AT+CIMI", "--command", "AT+CGMM", "--command", "xt"];
    expect((await bench.program.run(["tape", "record", ...named, ...commands])).err).toContain("--command");
    expect(existsSync(out)).toBe(false);
    const empty = bench.path("empty.at");
    writeFileSync(empty, "# source: nobody\n");
    expect((await bench.program.run(["tape", "play", empty])).err).toContain("holds no exchange");
    const recorded = await bench.program.run([
      "tape",
      "record",
      ...named,
      "--agent",
      ...commands.slice(0, 4),
      "--for",
      "700ms",
    ]);
    expect([recorded.code, recorded.err]).toEqual([0, ""]);
    const { headers, entries } = parseTape(out, readFileSync(out, "utf8"));
    expect(headers.get("family")).toBe("quectel");
    expect(headers.get("model")).toBe("EC20F");
    const text = readFileSync(out, "utf8");
    expect(text).not.toMatch(/89860619150001639290|460060123456789/);
    expect(text).toMatch(/^(?:\S+ )?< \+ICCID: 898606\d{14}$/m);
    const imsis = text.match(/46006\d{10}/g) ?? [];
    expect(imsis.length).toBeGreaterThan(1);
    expect(new Set(imsis).size).toBe(1);
    expect(entries.some(({ bytes }) => bytes === "\r\nRDY\r\n")).toBe(true);
    expect((await bench.program.run(["tape", "record", ...named])).err).toContain("exists");
  });

  it.concurrent("that is ended early keeps what was heard", async ({ bench }) => {
    await play(bench, "test/tapes/telit-he910.at");
    const out = bench.path("out.at");
    const named = ["--port", bench.path("tty"), "--out", out, "--command", "AT+CGMM", "--for", "1h"];
    const child = bench.program.start(["tape", "record", ...named]);
    bench.atEnd(() => child.kill("SIGKILL"));
    const ended = endOf(child);
    await new Promise<void>((resolve) => child.stdout?.once("data", () => resolve()));
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 0, err: expect.stringContaining("ended early") });
    expect(readFileSync(out, "utf8")).toContain("< HE910-D\n");
  });

  it.concurrent.for([
    [["play"], /no tape was named/, 64],
    [["play", "/nonexistent.at"], /no such file.*tape-invalid/, 1],
    [["play", "x", "--no-pty"], /add --listen/, 64],
    [
      ["record", "--port", "/dev/null", "--out", "/tmp/cellward-none.at"],
      /null is not a serial port.*port-unusable/,
      1,
    ],
    [
      ["record", "--port", "x", "--out", "y", "--command", "at+csq", "--command", "CSQ"],
      /number 2 of 2 does not begin with AT or at/,
      64,
    ],
    [["record", "--port", "/dev/null"], /--port and --out are needed/, 64],
    [["record", "--port", "/nonexistent", "--out", "/tmp/cellward-none.at"], /port-unusable/, 1],
    [["record", "--port", "x", "--out", "y", "--for", "ever"], /--for: found "ever"/, 64],
    [["record", "--port", "x", "--out", "y", "--baud", "fast"], /--baud: found "fast"/, 64],
    [
      ["record", "--port", "x", "--out", "y", "--command", "AT+CPIN=\u00e9"],
      /--command: number 1 of 1 has a character that is not printable ASCII; a command line begins with AT/,
      64,
    ],
  ] as const)("%j is refused with what is wrong", async ([argv, text, code], { bench }) => {
    const end = await bench.program.run(["tape", ...argv]);
    expect(end.err).toMatch(text);
    expect(end.code).toBe(code);
  });
});
