import { randomBytes, randomInt } from "node:crypto";
import { networkInterfaces } from "node:os";
import type { Duration } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import type { PathProbe, ProbeFrom, ProbeOutcome, ProbeRequest } from "../ports/path-probe.ts";
import { exchangeDatagram } from "./datagram-exchange.ts";
import { dnsQuestion, isPublic, readDnsAnswer } from "./dns-message.ts";
import { judgePage, pageRequest } from "./page-answer.ts";
import { routeOf } from "./route-of.ts";
import { exchangeStream } from "./stream-exchange.ts";
import { exchangeTls } from "./tls-exchange.ts";

type DnsRequest = Extract<ProbeRequest, { readonly kind: "dns" }>;

/** So many bytes that nobody guesses, and no server takes for a question. */
const NONCE = 16;

/** Probes by the kernel's own sockets, bound to an address of the interface. */
export class SocketProbe implements PathProbe {
  #abort = new AbortController();

  addresses(interfaceName: string): readonly string[] {
    const found = (networkInterfaces()[interfaceName] ?? []).map(({ address }) => address);
    const far = found.filter((address) => !/^(fe80:|169\.254\.)/i.test(address));
    return far.toSorted((a, b) => Number(a.includes(":")) - Number(b.includes(":")));
  }

  async probe(request: ProbeRequest, from: ProbeFrom, within: Duration): Promise<ProbeOutcome> {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const route = await routeOf(request.address, from.address);
    const nothing = (text: string): ProbeOutcome => ({ kind: "unreachable", sent: 0, received: 0, text });
    if (signal.aborted) return nothing("given up");
    if ("why" in route) return nothing(route.why);
    if (route.interfaceName !== from.interfaceName)
      return nothing(`the kernel would send it by ${route.interfaceName}: a rule for the source address is missing`);
    return ask(request, { to: request, from: from.address, within, signal });
  }

  abandon(): void {
    this.#abort.abort();
  }
}

interface Way {
  readonly to: ProbeRequest;
  readonly from: string;
  readonly within: Duration;
  readonly signal: AbortSignal;
}

function ask(request: ProbeRequest, way: Way): Promise<ProbeOutcome> {
  switch (request.kind) {
    case "echo": {
      const payload = randomBytes(request.size ?? NONCE);
      const judge = (answer: Buffer) => (answer.equals(payload) ? ({ kind: "answered" } as const) : undefined);
      return exchangeDatagram({ ...way, payload, judge });
    }
    case "tcp":
      return exchangeStream({ ...way, judge: () => undefined });
    case "tls":
      return exchangeTls({ ...way, to: request });
    case "dns": {
      const payload = dnsQuestion(randomInt(0x1_00_00), request.name);
      return exchangeDatagram({ ...way, payload, judge: (answer) => judgeDns(answer, payload, request) });
    }
    case "page": {
      const host = request.address.includes(":") ? `[${request.address}]` : request.address;
      const words = pageRequest(request.port === 80 ? host : `${host}:${request.port}`, request.path);
      return exchangeStream({ ...way, words, judge: (heard, ended) => judgePage(heard, ended, request.body) });
    }
    default:
      return unreachable(request);
  }
}

/** RFC 1035 4.1.1: a name that is not there is an answer as any. */
const NO_SUCH_NAME = 3;

function judgeDns(message: Buffer, question: Buffer, { name, expects }: DnsRequest) {
  const answer = readDnsAnswer(message, question);
  if (answer === undefined) return undefined;
  const { code, addresses } = answer;
  if (code !== 0 && code !== NO_SUCH_NAME) return { kind: "refused", text: `code ${code}` } as const;
  const [first] = addresses;
  if (expects === "none" && first !== undefined)
    return { kind: "foreign", text: `${name} does not exist and was given ${first}` } as const;
  const hidden = addresses.find((address) => !isPublic(address));
  if (expects === "public" && hidden !== undefined)
    return { kind: "foreign", text: `${name} was given ${hidden}` } as const;
  return { kind: "answered" } as const;
}
