import { describeBytes } from "../base/bytes.ts";
import type { AgentStatus } from "../report/local-contract.ts";

type Line = readonly [label: string, text: string];
type State = AgentStatus["state"];
type Amount = { readonly up: number; readonly down: number; readonly total: number };

const amountText =
  (status: Pick<AgentStatus, "usage">) =>
  ({ up, down, total }: Amount): string => {
    const base = status.usage?.plan.unitBase ?? 1024;
    const text = (bytes: number): string => describeBytes(BigInt(bytes), base);
    return `${text(total)} (${text(up)} up, ${text(down)} down)`;
  };

/** What passed over ways out that are not metered. */
export function apartLines(status: Pick<AgentStatus, "usage" | "state">): readonly string[] {
  const amount = amountText(status);
  const { notMetered } = status.state;
  if (notMetered === undefined) return [];
  const each = notMetered.interfaces.map((one) => `${one.name}: ${amount(one)}, not metered 不计入套餐`);
  return [...each, ...sumLines(notMetered, amount)];
}

/** Where one interface alone does not say it. */
function sumLines(notMetered: NonNullable<State["notMetered"]>, amount: (of: Amount) => string): readonly string[] {
  const { total, interfaces } = notMetered;
  return total === 0 || (interfaces.length === 1 && interfaces[0]?.total === total)
    ? []
    : [`not metered in all 不计入套餐合计: ${amount(notMetered)}`];
}

/** Every way out, where there are several, and what the books go by, where that is not the interface alone. */
export function uplinkLines(status: Pick<AgentStatus, "usage" | "state">): readonly Line[] {
  const { uplinks = [], metering, notMetered } = status.state;
  const amount = amountText(status);
  const ways = uplinks.map(({ name, metered, present, text, used }, at): Line => {
    const there = present ? "is there" : (text ?? "absent");
    const counted = used === undefined ? "" : `, ${amount(used)}`;
    return [
      at === 0 ? "Uplinks 链路" : "",
      `${name} ${there}, ${metered ? "metered 计费" : `not metered 不计入套餐${counted}`}`,
    ];
  });
  const sum = notMetered === undefined ? [] : sumLines(notMetered, amount).map(line);
  return [
    ...ways,
    ...sum,
    ...sourceLines(metering),
    ...crowdedLines(metering),
    ...linkLines(metering),
    ...arpLines(metering, amount),
    ...classLines(metering, amount),
    ...reportLines(metering, amount),
  ];
}

function sourceLines(metering: State["metering"]): readonly Line[] {
  if (metering?.source !== "modem") return [];
  const by = "the books go by the modem's own counters 以模块计数为准";
  return [["Source 来源", metering.text === undefined ? by : `${by}; at present by the interface: ${metering.text}`]];
}

const crowdedLines = (metering: State["metering"]): readonly Line[] =>
  metering?.crowded === true
    ? [
        [
          "Kinds 种类",
          "an hour had more than 64 kinds of bytes (class, radio, area); what is of further ones counts as general traffic 一小时内流量种类超过 64 种，其余按普通流量计",
        ],
      ]
    : [];

const KNOWN_BY = { kind: "by its kind 按类型", hand: "set by hand 手动设置", calibrated: "measured 已校准" } as const;

function linkLines(metering: State["metering"]): readonly Line[] {
  return (metering?.links ?? []).flatMap(({ name, rx, tx, by, text, doubt }, at): readonly Line[] => [
    [
      at === 0 ? "Overhead 开销" : "",
      `${name} ${rx}/${tx} bytes a packet (rx/tx) are taken off, ${KNOWN_BY[by]}: ${text}`,
    ],
    ...(doubt === undefined ? [] : [line(`TOO LOW 偏低: ${doubt}`)]),
  ]);
}

function arpLines(metering: State["metering"], amount: (of: Amount) => string): readonly Line[] {
  const arp = metering?.arp;
  if (arp === undefined || (arp.text === undefined && arp.excluded.total === 0)) return [];
  if (arp.text === undefined)
    return [["ARP", `${amount(arp.excluded)} left out, since nobody bills it 已剔除，不计入用量`]];
  const cost = "each frame counts as 28 bytes of use, 46 where the sender pads it";
  return [["ARP", `NOT LEFT OUT 未剔除: ${cost}. ${arp.text}`]];
}

function classLines(metering: State["metering"], amount: (of: Amount) => string): readonly Line[] {
  const classes = metering?.classes;
  if (classes === undefined) return [];
  const { table, text, claimed, counted, dropped } = classes;
  const share = counted.total === 0 ? "" : ` (${((claimed.total / counted.total) * 100).toFixed(1)} %)`;
  const found = `${table} counted ${amount(claimed)} for classes${share}, the books ${amount(counted)} since; what classes leave is unattributed 未归类`;
  const more =
    dropped === undefined
      ? []
      : [
          line(
            `${amount(dropped)} of it is more than passed over the uplinks: its rules count other traffic too. Name the interfaces in them.`,
          ),
        ];
  return [["Classes 分类", found], ...more, ...(text === undefined ? [] : [line(`NOT READ 无法读取: ${text}`)])];
}

function reportLines(metering: State["metering"], amount: (of: Amount) => string): readonly Line[] {
  const reports = metering?.reports;
  if (reports === undefined) return [];
  const { claimed, explained, confirmed, dropped } = reports;
  const same = confirmed === undefined ? "" : `, ${amount(confirmed)} the packet filter had told of already`;
  const found = `programs reported ${amount(claimed)}: ${amount(explained)} of it gave counted bytes their class${same} 上报仅用于归类`;
  const more =
    dropped === undefined
      ? []
      : [
          line(
            `${amount(dropped)} of it is more than was counted and is in no book: what reports it counts other bytes too.`,
          ),
        ];
  return [["Reports 上报", found], ...more];
}

const line = (text: string): Line => ["", text];
