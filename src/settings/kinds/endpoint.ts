import type { Kind } from "../kind.ts";
import { text } from "./text.ts";

export interface Endpoint {
  /** Literal: IPv4, or IPv6 without brackets. */
  readonly address: string;
  readonly port: number;
}

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** Reads `192.0.2.1:7`, `[2001:db8::1]:7`, and without a port where there is a usual one; undefined for everything else. */
export function readEndpoint(value: string, usualPort?: number): Endpoint | undefined {
  const [, v6, v4 = "", digits] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:\s[\]]+))(?::(\d{1,5}))?$/.exec(value) ?? [];
  const port = digits === undefined ? usualPort : Number(digits);
  if (port === undefined || port < 1 || port > 65_535) return undefined;
  const address = v6 === undefined ? v4 : v6.toLowerCase();
  return isLiteral(v6 === undefined ? v4 : `[${v6}]`) ? { address, port } : undefined;
}

/** An address, not a name: a name would be asked of a resolver, by whichever way that is reached. */
const isLiteral = (host: string): boolean =>
  (IPV4.test(host) || host.startsWith("[")) &&
  URL.canParse(`http://${host}`) &&
  (host.startsWith("[") || new URL(`http://${host}`).hostname === host);

export function endpoint(shape: { readonly example: string; readonly usualPort?: number }): Kind<string> {
  const { example, usualPort } = shape;
  const port = usualPort === undefined ? "a port" : `perhaps a port (${usualPort} otherwise)`;
  const allowed = `an address, not a name, with ${port}, such as "${example}"`;
  return text({
    name: "address",
    allowed,
    example,
    maxBytes: 64,
    refuse: (value) => (readEndpoint(value, usualPort) === undefined ? allowed : undefined),
  });
}

export interface PlainPage extends Endpoint {
  readonly path: string;
}

/** Reads `http://192.0.2.1:8080/alive`; undefined for everything else. */
export function readPage(value: string): PlainPage | undefined {
  const [, place = "", path = ""] = /^http:\/\/([^/?#]+)(\/[!-~]*)?$/.exec(value) ?? [];
  const found = readEndpoint(place, 80);
  return found === undefined || path.includes("#") ? undefined : { ...found, path: path === "" ? "/" : path };
}

export function plainPage(): Kind<string> {
  const example = "http://192.0.2.1/alive";
  const allowed = `http:// with an address, not a name, perhaps a port and a path, such as "${example}"`;
  return text({
    name: "url",
    allowed,
    example,
    maxBytes: 256,
    pattern: /^http:\/\//,
    refuse: (value) => (readPage(value) === undefined ? allowed : undefined),
  });
}
