import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { BridgeRig, LineClient } from "../support/bridge-rig.ts";
import { buildProgram, type Program } from "../support/program.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
let program: Program;
beforeAll(async () => (program = await buildProgram()));
afterAll(() => program.remove());

const rigs: BridgeRig[] = [];
const clients: LineClient[] = [];
afterEach(async () => {
  clients.splice(0).forEach((client) => client.end());
  for (const rig of rigs.splice(0)) await rig.stop("SIGKILL");
});

async function start(...argv: readonly string[]): Promise<BridgeRig> {
  const rig = await BridgeRig.start(program, argv);
  rigs.push(rig);
  return rig;
}
async function dial(where: string): Promise<LineClient> {
  const client = await LineClient.onSocket(where);
  clients.push(client);
  return client;
}
function opened(path: string): LineClient {
  const client = LineClient.onTerminal(path);
  clients.push(client);
  return client;
}

describeReal(["pty"], "cellward rig bridge", () => {
  test("does what its script says, tells what it hears, and leaves nothing behind", async () => {
    const directory = scratch();
    const [socket, link] = [join(directory, "run/ward.sock"), join(directory, "tty")];
    const rig = await start("--socket", socket, "--link", link);
    expect(rig.ready).toMatchObject({ ready: true, path: link, socket, ptys: [link] });
    expect(statSync(socket).mode & 0o777).toBe(0o660);
    const client = await dial(socket);
    await client.hears("+WARDRDY: 1.0");
    await rig.tell("refuse bulk 600");
    expect(await client.command("AT+WARDASK=1,4,100000,60")).toEqual(["+WARDASK: 1,0,0,0,2,600", "OK"]);
    await client.command("AT+WARDSUB=1");
    await rig.tell("level essential");
    await client.hears(",1,2\r\n");
    await expect(rig.tell("level fast")).rejects.toThrow(/found "fast"; allowed: normal/);
    await rig.hears((said) => said.some((one) => one["heard"] === "ask"), "what was asked");
    await rig.stop();
    expect(rig.ended).toBe(0);
    expect(readdirSync(directory)).toEqual(["run"]);
    expect(readdirSync(join(directory, "run"))).toEqual([]);
  });

  test("a firmware team tries its messages on it: to whom they may go, and what becomes of them", async () => {
    const socket = join(scratch(), "ward.sock");
    const rig = await start("--socket", socket);
    const client = await dial(socket);
    await client.hears("+WARDRDY");
    const sends = async (heard: string, text?: string): Promise<void> => {
      client.heard = "";
      client.send('AT+CMGS="10086"\r');
      if (text !== undefined) {
        await client.hears("\r\n> ");
        client.send(`${text}\u001a`);
      }
      await client.hears(heard);
    };
    await sends("+CMS ERROR: 302");
    await rig.tell("sms to 10086 106*");
    await sends("+CMGS: 1\r\n\r\nOK", "CXYL");
    await rig.tell("sms answer refused 38");
    await sends("+CMS ERROR: 38", "CXYL");
    await rig.tell("sms cap 2");
    await sends("+CMS ERROR: 301");
    await expect(rig.tell("sms to *")).rejects.toThrow(/found "\*"; allowed: 3 to 20 digits/);
    await expect(rig.tell("sms answer maybe")).rejects.toThrow(/found "maybe"; allowed: to NUMBER/);
    const order = { to: "10086", text: "CXYL", from: "socket" };
    expect(rig.said).toContainEqual({ heard: "message", order, answer: "sent" });
  });

  test("greets whoever opens the terminal, with its own settings each time", async () => {
    const link = join(scratch(), "tty");
    await start("--link", link);
    const first = opened(link);
    await first.hears("+WARDRDY: 1.0");
    await first.command("ATE1");
    first.end();
    clients.splice(0);
    // The leaving is seen within 50 ms; a second client in between would be the first one.
    await expect
      .poll(async () => {
        const next = opened(link);
        await next.command("AT");
        const heard = next.heard;
        next.end();
        return heard;
      })
      .not.toContain("AT\r");
  });

  test("a silent agent says nothing for its time and then that it is there", async () => {
    const socket = join(scratch(), "ward.sock");
    const rig = await start("--socket", socket);
    const client = await dial(socket);
    await client.hears("+WARDRDY");
    await rig.tell("silent 1s");
    client.heard = "";
    client.send("AT+WARDSTAT?\r");
    await client.hears("+WARDRDY: 1.0");
    expect(client.heard).toBe("\r\n+WARDRDY: 1.0\r\n");
    expect((await client.command("AT")).at(-1)).toBe("OK");
  });

  test("numbers outlive the rig that is killed, and a start is a change", async () => {
    const directory = scratch();
    const [socket, state] = [join(directory, "ward.sock"), join(directory, "state")];
    const grants: number[] = [];
    const sequences: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const rig = await start("--socket", socket, "--state", state);
      const client = await dial(socket);
      const [answer = ""] = (await client.command("AT+WARDASK=1,1,500,60")).filter((line) => line.includes("ASK"));
      grants.push(Number(answer.split(",")[1]));
      const stat = (await client.command("AT+WARDSTAT?")).find((line) => line.startsWith("+WARDSTAT")) ?? "";
      sequences.push(Number(/\d+/.exec(stat)?.[0]));
      await rig.stop("SIGKILL");
    }
    for (const numbers of [grants, sequences]) {
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(new Set(numbers).size).toBe(3);
    }
  });

  test("TCP asks for the token, which has to be told on the command line", async () => {
    const without = await program.run(["rig", "bridge", "--listen", "127.0.0.1:0"]);
    expect(without).toMatchObject({ code: 64, out: "" });
    expect(without.err).toContain("--listen needs --token");
    const rig = await start("--listen", "127.0.0.1:0", "--token", "correct horse");
    const client = await dial(String(rig.ready["listen"]));
    expect(await client.command("AT+WARDSTAT?")).toEqual(["+CME ERROR: 16"]);
    expect((await client.command('AT+WARDKEY="correct horse"'))[0]).toBe("OK");
    await client.hears("+WARDRDY");
    expect((await client.command("AT+WARDSUB?")).at(-1)).toBe("OK");
    const guess = await dial(String(rig.ready["listen"]));
    guess.send('AT+WARDKEY="a"\rAT+WARDKEY="b"\rAT+WARDKEY="c"\r');
    await guess.closes();
  });

  test("200 clients that flood, stall or send a megabyte without an end leave an honest one its answer", async () => {
    const directory = scratch();
    const [socket, link] = [join(directory, "ward.sock"), join(directory, "tty")];
    await start("--socket", socket, "--link", link);
    const honest = opened(link);
    await honest.hears("+WARDRDY");
    const hostile = await Promise.all(Array.from({ length: 200 }, () => dial(socket)));
    for (const [at, client] of hostile.entries()) {
      if (at % 4 === 0) client.send("AT+WARDASK=1,1,5,5\r".repeat(5_000));
      else if (at % 4 === 1) client.send(`AT+WARDASK=${"9".repeat(1 << 20)}`);
      else if (at % 4 === 2) client.send("AT+WARDTEXT=en,16,ascii\r".repeat(2_000));
      else client.send("AT+WARD");
    }
    const took: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const began = performance.now();
      expect((await honest.command("AT+WARDSTAT?")).at(-1)).toBe("OK");
      took.push(performance.now() - began);
    }
    // A generous bound for a busy machine; what is usual is printed by the bench.
    expect(took.toSorted((a, b) => a - b)[10]).toBeLessThan(1_000);
  });

  test("beyond its places the client that said nothing for longest makes room", async () => {
    const socket = join(scratch(), "ward.sock");
    await start("--socket", socket);
    const first = await dial(socket);
    await first.hears("+WARDRDY");
    await Promise.all(Array.from({ length: 255 }, () => dial(socket)));
    const last = await dial(socket);
    expect((await last.command("AT")).at(-1)).toBe("OK");
    await first.closes();
  });

  test("a script in a file is carried out before anybody is greeted, and a wrong one is refused", async () => {
    const directory = scratch();
    const [socket, file] = [join(directory, "ward.sock"), join(directory, "script")];
    writeFileSync(file, "# a card in arrears\nlevel offline\ncause arrears 0.9\nwait 300ms\nlevel normal\n");
    await start("--socket", socket, "--script", file);
    const client = await dial(socket);
    const state = await client.command("AT+WARDSTAT?");
    expect(state.find((line) => line.startsWith("+WARDSTAT"))).toMatch(/^\+WARDSTAT: \d+,1,[04],13,90,0,1$/);
    writeFileSync(file, "level fast\n");
    const wrong = await program.run(["rig", "bridge", "--socket", socket, "--script", file]);
    expect(wrong.code).toBe(64);
    expect(wrong.err).toContain('found "fast"');
  });

  test("a socket's path that is somebody's file stays, and one that is in use is refused", async () => {
    const directory = scratch();
    const socket = join(directory, "ward.sock");
    await start("--socket", socket);
    expect((await program.run(["rig", "bridge", "--socket", socket])).err).toContain("socket-in-use");
    mkdirSync(join(directory, "taken"));
    expect((await program.run(["rig", "bridge", "--socket", join(directory, "taken")])).err).toContain("no socket");
  });
});
