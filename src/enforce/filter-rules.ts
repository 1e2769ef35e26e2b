import type { NftJson } from "../ports/gate.ts";
import { type ClassRule, type FilterShape, isIpv6, markOf, schedulerClass } from "./filter-shape.ts";
import { add, anyOf, CT_MARK, DROP, field, goto, jump, masked, matches, meta, network, RETURN } from "./nft-words.ts";

/** Charged by every byte that passes, of whichever class. No class may have the name. */
export const REST = "rest";
/** The metered interfaces that are named whole. */
export const UPLINKS = "uplinks";
/** Filled by itself, in nft's own words. */
export const BY_CGROUP = "by_cgroup";

const ALL_BITS = 0xffff_ffff;

export interface FilterSet {
  readonly name: string;
  readonly type: string | readonly string[];
  readonly flags?: readonly string[];
  readonly elements: readonly unknown[];
}

export interface FilterChain {
  readonly name: string;
  /** A base chain's place; absent: others jump here. */
  readonly hook?: { readonly hook: string; readonly prio: number };
  readonly rules: readonly (readonly NftJson[])[];
}

/** The whole of our table, without quantities. */
export interface FilterTable {
  readonly quotas: readonly string[];
  readonly counters: readonly string[];
  readonly sets: readonly FilterSet[];
  readonly chains: readonly FilterChain[];
}

/**
 * The rules. A connection's class is found once, where its first packet leaves (hooks output and forward: user, cgroup, inner
 * interface and own source are still to be seen there, before NAT), and kept in its mark, so that the answers inherit it. What goes out
 * is charged behind everything else that may change or drop it, and dropped when its quota is over; what comes in is billed
 * already: it is charged and let through. The `inet` family sees no ARP.
 */
export function filterTable(shape: FilterShape): FilterTable {
  const { classes, uplinkPatterns, dropsDown = [] } = shape;
  const sets: FilterSet[] = [{ name: UPLINKS, type: "ifname", elements: [] }, ...shape.rules.flatMap(destinationSets)];
  const on = (key: "iifname" | "oifname", does: readonly NftJson[]): readonly (readonly NftJson[])[] =>
    [`@${UPLINKS}`, ...uplinkPatterns].map((name) => [matches(meta(key), name), ...does]);
  const unmarked = matches(masked(CT_MARK, shape.markMask), 0);
  const classify = on("oifname", [unmarked, jump("classify")]);
  const base = (name: string, hook: string, prio: number, rules: FilterChain["rules"]): FilterChain => ({
    name,
    hook: { hook, prio },
    rules,
  });
  return {
    quotas: [...classes, REST],
    counters: classes.flatMap((name) => [
      `${name}_up`,
      `${name}_down`,
      ...(dropsDown.includes(name) ? [wasteOf(name)] : []),
    ]),
    sets,
    // Whoever is jumped to stands first: nft takes a transaction in its order.
    chains: [
      ...classes.flatMap((name, at) => [upOf(name, at + 1), downOf(name, dropsDown.includes(name))]),
      { name: "charge_up", rules: byClass(shape, "up") },
      { name: "charge_down", rules: byClass(shape, "down") },
      { name: BY_CGROUP, rules: [] },
      { name: "classify", rules: classifying(shape) },
      // A socket is looked up where local traffic passes, and the kernel refuses the question elsewhere (measured on 6.18).
      base("sent", "output", 0, [...on("oifname", [unmarked, jump(BY_CGROUP)]), ...classify]),
      base("forwarded", "forward", 0, classify),
      base("leaving", "postrouting", 300, on("oifname", [jump("charge_up")])),
      // After connections are known (-200), before anything is refused.
      base("arriving", "prerouting", -150, on("iifname", [jump("charge_down")])),
    ],
  };
}

const upOf = (name: string, rank: number): FilterChain => ({
  name: `up_${name}`,
  rules: [
    [{ quota: name }, DROP],
    [{ quota: REST }, DROP],
    [{ counter: `${name}_up` }],
    // The scheduler takes its class from there, where it has one: no filter of tc is needed.
    [{ mangle: { key: meta("priority"), value: schedulerClass(rank) } }],
  ],
});

/** What is dropped was billed: it is charged and counted first, and counted once more as thrown away. */
const downOf = (name: string, drops: boolean): FilterChain => ({
  name: `down_${name}`,
  rules: drops
    ? [[{ quota: REST }], [{ counter: `${name}_down` }], [{ quota: name }, { counter: wasteOf(name) }, DROP]]
    : [[{ quota: name }], [{ quota: REST }], [{ counter: `${name}_down` }]],
});

export const WASTE = "_waste";
const wasteOf = (name: string): string => `${name}${WASTE}`;

/** What has no connection, or came from outside first, is of the class for the rest. */
function byClass(shape: FilterShape, way: "up" | "down"): FilterChain["rules"] {
  const verdicts = shape.classes.map((name) => [markOf(shape, name), goto(`${way}_${name}`)]);
  return [
    [{ vmap: { key: masked(CT_MARK, shape.markMask), data: { set: verdicts } } }],
    [goto(`${way}_${shape.otherwise}`)],
  ];
}

function classifying(shape: FilterShape): FilterChain["rules"] {
  const { management, ownUid } = shape;
  const is = (name: string): readonly NftJson[] => [marking(shape, name), RETURN];
  const own = ownUid === undefined ? [] : [[matches(meta("skuid"), ownUid), ...is(management)]];
  return [
    ...own,
    ...shape.rules.flatMap((rule, at) => conditions(rule, at).map((all) => [...all, ...is(rule.class)])),
    [matches(meta("l4proto"), anyOf(["icmp", "ipv6-icmp"])), ...is(management)],
    [
      matches(meta("l4proto"), anyOf(["tcp", "udp"])),
      matches(field("th", "dport"), anyOf([53, 123])),
      ...is(management),
    ],
    [marking(shape, shape.otherwise)],
  ];
}

const marking = (shape: FilterShape, name: string): NftJson => ({
  mangle: { key: CT_MARK, value: { "|": [masked(CT_MARK, (ALL_BITS ^ shape.markMask) >>> 0), markOf(shape, name)] } },
});

/** A rule of the settings, as as many of nft's as its address families take; none for one by cgroup, which stands apart. */
function conditions(rule: ClassRule, at: number): readonly (readonly NftJson[])[] {
  if (rule.cgroup !== undefined) return [];
  const { uid, mark, from } = rule;
  const plain: readonly NftJson[] = [
    ...(uid === undefined ? [] : [matches(meta("skuid"), uid)]),
    ...(mark === undefined ? [] : [matches(masked(meta("mark"), mark.mask), mark.value)]),
    ...(from === undefined ? [] : [matches(meta("iifname"), from)]),
  ];
  if (rule.to === undefined && rule.sources === undefined) return [plain];
  const families = (["ip", "ip6"] as const).filter((family) =>
    [rule.to?.map((one) => one.network), rule.sources].every(
      (networks) => networks === undefined || ofFamily(networks, family).length > 0,
    ),
  );
  return families.map((family) => [
    ...plain,
    ...(rule.sources === undefined
      ? []
      : [matches(field(family, "saddr"), anyOf(ofFamily(rule.sources, family).map(network)))]),
    ...(rule.to === undefined
      ? []
      : [
          // Only these have ports where th looks for them.
          matches(meta("l4proto"), anyOf(["tcp", "udp"])),
          matches({ concat: [field(family, "daddr"), field("th", "dport")] }, `@${setName(at, family)}`),
        ]),
  ]);
}

function destinationSets(rule: ClassRule, at: number): readonly FilterSet[] {
  return (["ip", "ip6"] as const).flatMap((family) => {
    const to = (rule.to ?? []).filter((one) => isIpv6(one.network) === (family === "ip6"));
    if (to.length === 0 || rule.cgroup !== undefined) return [];
    const elements = to.map(({ network: text, ports: { first, last } }) => ({
      concat: [network(text), first === last ? first : { range: [first, last] }],
    }));
    const type = [family === "ip" ? "ipv4_addr" : "ipv6_addr", "inet_service"];
    return [{ name: setName(at, family), type, flags: ["interval"], elements }];
  });
}

const setName = (at: number, family: "ip" | "ip6"): string => `to_${at + 1}_${family}`;
const ofFamily = (networks: readonly string[], family: "ip" | "ip6"): readonly string[] =>
  networks.filter((one) => isIpv6(one) === (family === "ip6"));

/** Both, so that the tables are named in one place. */
export const addRule = (chain: string, expr: readonly NftJson[]): NftJson => add("rule", { chain, expr });
