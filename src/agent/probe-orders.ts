import type { PathLook } from "../diagnosis/observe/observe-path.ts";
import { type ProbeKind, PROBE_KINDS, type ProbeLimits } from "../policy/next-probe.ts";
import type { ProbeRequest } from "../ports/path-probe.ts";
import type { Settings } from "../settings/declaration.ts";
import { readEndpoint, readPage } from "../settings/kinds/endpoint.ts";

export interface ProbeOrder {
  readonly request: ProbeRequest;
  /** Whose address it is. */
  readonly to: PathLook["to"];
}

/** What of the settings the probes of the path go by. */
export interface ProbeOrders {
  readonly each: Readonly<Partial<Record<ProbeKind, ProbeOrder>>>;
  readonly limits: ProbeLimits;
}

export function probeOrders({ probe, mqtt }: Pick<Settings, "probe" | "mqtt">): ProbeOrders {
  const own = read(probe.echo);
  const broker = mqtt.url === undefined ? undefined : new URL(mqtt.url).hostname.replace(/^\[|\]$/g, "");
  const whose = ({ address }: { readonly address: string }): PathLook["to"] =>
    address === own?.address ? "server" : address === broker ? "broker" : "other";
  const tcp = read(probe.tcp);
  const dns = read(probe.dnsServer, 53);
  const page = probe.page === undefined ? undefined : readPage(probe.page);
  const body = probe.pageBody === undefined ? {} : { body: probe.pageBody };
  const each: Partial<Record<ProbeKind, ProbeOrder>> = {
    ...(own === undefined ? {} : { echo: { request: { kind: "echo", ...own }, to: "server" } }),
    ...(tcp === undefined ? {} : { tcp: { request: { kind: "tcp", ...tcp }, to: whose(tcp) } }),
    ...(dns === undefined || probe.dnsName === undefined
      ? {}
      : {
          dns: { request: { kind: "dns", ...dns, name: probe.dnsName, expects: probe.dnsExpects }, to: "resolver" },
        }),
    ...(page === undefined ? {} : { page: { request: { kind: "page", ...page, ...body }, to: whose(page) } }),
  };
  return {
    each,
    limits: {
      kinds: PROBE_KINDS.filter((kind) => each[kind] !== undefined),
      bytesPerDay: Number(probe.bytesPerDay),
      distance: probe.distance,
      distanceCap: probe.distanceCap,
    },
  };
}

const read = (text: string | undefined, usualPort?: number) =>
  text === undefined ? undefined : readEndpoint(text, usualPort);
