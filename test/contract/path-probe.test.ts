import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { describe, expect, test } from "vitest";
import { Millis } from "../../src/base/duration.ts";
import { SocketProbe } from "../../src/host/socket-probe.ts";
import type { ProbeRequest } from "../../src/ports/path-probe.ts";
import { certificate } from "../support/certificates.ts";
import { FakePathProbe } from "../support/fake-path-probe.ts";
import { describeReal } from "../support/real-parts.ts";
import { type Behaviour, type PathProbeBench, pathProbeContract } from "./path-probe-contract.ts";

const LOOP = "127.0.0.1";

const requestOf = (kind: ProbeRequest["kind"], address: string, port: number): ProbeRequest =>
  kind === "dns"
    ? { kind, address, port, name: "alive.example.com", expects: "public" }
    : kind === "page"
      ? { kind, address, port, path: "/alive" }
      : kind === "tls"
        ? { kind, address, port, name: "pay.example.com" }
        : { kind, address, port };

const FAKE = {
  answers: "answered",
  refuses: "refused",
  silent: "silent",
  hangs: "held",
  foreign: "foreign",
} as const;

async function fakeBench(): Promise<PathProbeBench> {
  const probe = new FakePathProbe();
  return {
    probe,
    from: { interfaceName: "wwan0", address: "10.64.0.2" },
    far: async (kind, behaves) => {
      probe.answer = () => FAKE[behaves];
      return requestOf(kind, "198.51.100.7", 7);
    },
    close: async () => {},
  };
}

/** The question with its records: one address. */
function named(question: Buffer, address: readonly number[]): Buffer {
  const answer = Buffer.concat([question, Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address])]);
  answer.writeUInt8(0x81, 2);
  answer.writeUInt16BE(1, 6);
  return answer;
}

const PAGES = {
  answers: "HTTP/1.1 204 No Content\r\n\r\n",
  foreign: "HTTP/1.1 302 Found\r\nLocation: http://portal/\r\n\r\n",
  refuses: "",
  silent: undefined,
  hangs: undefined,
} as const;

class Far {
  readonly #open: (Socket | Server)[] = [];

  async at(kind: ProbeRequest["kind"], behaves: Behaviour): Promise<ProbeRequest> {
    const isDatagram = kind === "echo" || kind === "dns";
    if (isDatagram) return behaves === "refuses" ? this.#refusing(kind) : this.#datagrams(kind, behaves);
    if (kind === "tls" && (behaves === "answers" || behaves === "foreign"))
      return this.#handshakes(behaves === "answers" ? "pay.example.com" : "portal.example.net");
    return kind !== "page" && behaves === "refuses" ? this.#refusing(kind) : this.#streams(kind, behaves);
  }

  async close(): Promise<void> {
    for (const one of this.#open.splice(0)) one.close();
  }

  /** A port on which nobody listens. */
  async #refusing(kind: ProbeRequest["kind"]): Promise<ProbeRequest> {
    const closed = createSocket("udp4").bind(0, LOOP);
    await once(closed, "listening");
    const { port } = closed.address();
    closed.close();
    return requestOf(kind, LOOP, port);
  }

  async #datagrams(kind: "echo" | "dns", behaves: Behaviour): Promise<ProbeRequest> {
    const socket = createSocket("udp4").bind(0, LOOP);
    this.#open.push(socket);
    socket.on("message", (bytes, { port, address }) => {
      const address4 = behaves === "foreign" ? [10, 0, 0, 1] : [93, 184, 216, 34];
      if (behaves === "answers" || behaves === "foreign")
        socket.send(kind === "echo" ? bytes : named(bytes, address4), port, address);
    });
    await once(socket, "listening");
    return requestOf(kind, LOOP, socket.address().port);
  }

  async #handshakes(name: string): Promise<ProbeRequest> {
    const { cert, key } = certificate({ subject: name, names: [name] });
    const server = createTlsServer({ cert, key }, (socket) => socket.on("error", () => {})).listen(0, LOOP);
    server.on("tlsClientError", () => {});
    this.#open.push(server);
    await once(server, "listening");
    return requestOf("tls", LOOP, portOf(server));
  }

  async #streams(kind: ProbeRequest["kind"], behaves: Behaviour): Promise<ProbeRequest> {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      const page = PAGES[behaves];
      if (kind === "page" && page !== undefined) socket.end(page);
    }).listen(0, LOOP);
    this.#open.push(server);
    await once(server, "listening");
    return requestOf(kind, LOOP, portOf(server));
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function realBench(): Promise<PathProbeBench> {
  const far = new Far();
  return {
    probe: new SocketProbe(),
    from: { interfaceName: "lo", address: LOOP },
    far: (kind, behaves) => far.at(kind, behaves),
    close: () => far.close(),
  };
}

describe("the far side in a test's hands", () => pathProbeContract(fakeBench));

describeReal(["iproute"], "the kernel's sockets on the loopback", () => {
  pathProbeContract(realBench);

  test("what the kernel would send by another interface is not sent: its answer would prove the wrong path", async () => {
    const { probe, far, close } = await realBench();
    const request = await far("echo", "answers");
    const outcome = await probe.probe(request, { interfaceName: "wwan0", address: LOOP }, Millis(400));
    expect(outcome).toMatchObject({ kind: "unreachable", sent: 0, text: expect.stringContaining("by lo") as string });
    await close();
  });

  test("a portal that pours a page of megabytes is read for two kilobytes", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.write(`HTTP/1.1 200 OK\r\n\r\n${"x".repeat(8 << 20)}`);
    }).listen(0, LOOP);
    await once(server, "listening");
    const port = portOf(server);
    const request = { kind: "page", address: LOOP, port, path: "/", body: "x".repeat(4_000) } as const;
    const outcome = await new SocketProbe().probe(request, { interfaceName: "lo", address: LOOP }, Millis(2_000));
    expect(outcome.kind).toBe("foreign");
    expect(outcome.received).toBeLessThan(2_048 + 400);
    server.close();
  });

  test("who answers in a payment host's place without its name, or without TLS, is told", async () => {
    const { probe, from, far, close } = await realBench();
    const portal = await probe.probe(await far("tls", "foreign"), from, Millis(2_000));
    expect(portal.text).toBe("the certificate is for another name (portal.example.net), not for pay.example.com");
    const page = await far("page", "answers");
    if (page.kind !== "page") throw new Error("asked for a page");
    const plain = { kind: "tls", address: LOOP, port: page.port, name: "pay.example.com" } as const;
    expect(await probe.probe(plain, from, Millis(2_000))).toMatchObject({
      kind: "foreign",
      text: "something that speaks no TLS answers there",
    });
    await close();
  });
});
