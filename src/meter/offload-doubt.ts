import type { LinkOffloads } from "../ports/link-offloads.ts";

/**
 * What large pieces do to the counts, a sentence, and what to do; undefined where they do nothing. Measured with TCP over
 * veth: the interface's own counters hold a piece as one packet and are 3.4 % low where the link is virtual; a device's
 * driver cuts pieces before it counts, and only the packet filter's counters, which stand before it, are as much low.
 */
export function offloadDoubt(
  interfaceName: string,
  { segments, kind }: LinkOffloads,
  byFilter: boolean,
): { readonly en: string; readonly zh: string } | undefined {
  if (segments === 1 || (kind !== "veth" && !byFilter)) return undefined;
  const cure = `ip link set dev ${interfaceName} gso_max_segs 1`;
  const [who, whoZh] =
    kind === "veth"
      ? ["the interface counts TCP up to 3.4 % too low", "接口计数可能比实际 TCP 流量低 3.4 %"]
      : [
          "the packet filter counts what this device sends over TCP for classes up to 3.4 % too low",
          "分类计数可能比本机发送的 TCP 流量低 3.4 %",
        ];
  const other = kind === "veth" ? ", and the same at its other end" : "";
  return {
    en: `packets are handed to ${interfaceName} in pieces of up to ${segments} (gso_max_segs), so that ${who}: \`${cure}\`${other}`,
    zh: `${interfaceName} 的 gso_max_segs 为 ${segments}，${whoZh}；请执行 \`${cure}\``,
  };
}
