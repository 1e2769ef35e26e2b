import { PERSON_SAYS } from "../diagnosis/observe/observe-person.ts";
import { PLATFORM_VALUES, PLATFORMS } from "../diagnosis/observe/observe-platform.ts";
import { REASON_CODES } from "../replace/reasons.ts";
import type { AskedAbout } from "../plan/reading/carrier-query.ts";
import type { Command } from "./command.ts";
import { JSON_OPTION, SOCKET_OPTION, BY_OPTION, SETTINGS_OPTIONS, SETTINGS_USAGE } from "./command-options.ts";

const LANG_OPTION = ["--lang en|zh-CN|both", "in which words (both)"] as const;

/** What is the matter with the card, what a person knows of it, and what is asked of its carrier. */
export const CARD_COMMANDS: readonly Command[] = [
  {
    name: "diagnose",
    summary:
      "Say what is the matter with the card's data: what, why, how sure, who must act, by when, what it costs, and what to do; or print it as a slip (故障诊断).",
    usage: `[--json] [--lang en|zh-CN|both] [--slip [--columns 32|48] [--charset utf-8|gb18030]] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [
      JSON_OPTION,
      ["--lang en|zh-CN|both", "in which words (both; a slip zh-CN)"],
      ["--slip", "for the terminal's own printer: at most 20 lines, with ICCID and IMEI"],
      ["--columns 32|48", "of the paper (32)"],
      ["--charset utf-8|gb18030", "that the printer understands (utf-8)"],
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./diagnose.ts")).run(argv),
  },
  {
    name: "recheck",
    summary:
      "Have the running agent look again now, try once what may be tried, and say within 90 seconds whether data is back; exit code 1 when it is not.",
    usage: `[--topped-up | --resumed | --card-changed] [--json] [--by WHO] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [
      ["--topped-up", "the account was topped up 已充值"],
      ["--resumed", "the carrier, or the platform, has resumed the card 已复机"],
      ["--card-changed", "another card was put in 已换卡"],
      ["--json", "for machines: the verdict and every line, as JSON"],
      BY_OPTION,
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./recheck.ts")).run(argv),
  },
  {
    name: "fact",
    summary:
      "State something to the running agent that it cannot know: what was noted, what happened to the card's plan.",
    usage: `NAME | pool-balance AMOUNT | account-balance AMOUNT | confirmed-cause CAUSE | person-says WHAT | PLATFORM VALUE | list | undo ID [--at INSTANT] [--quota AMOUNT] [--kind KIND] [--destination NAME] [--window HH:MM-HH:MM] [--area AREA] [--until DAY | --monthly] [--bucket ID] [--used AMOUNT] [--remaining AMOUNT] [--total AMOUNT] [--as-of INSTANT] [--by WHO] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [
      ["NAME", "damage-acknowledged, device-accepted, clock-right, plan-now, plan-later, plan-corrected:"],
      [
        "",
        "  the card's waiting plan holds from now on, whole (plan-now), or the file before it was wrong: no change,",
      ],
      ["", "  and what was used counts against this one (plan-corrected); plan-later takes either back"],
      ["", "plan-changed --at INSTANT: the plan that came last was ordered then, and held from the next cycle on;"],
      ["", "  plan-now --at INSTANT: it held whole from then on; plan-later dates it by its file again 变更的实际时间"],
      ["", "fee-charged, suspended, resumed, cancelled: of the card that is in 扣费、停机、复机、销户"],
      ["", "pack-bought --quota AMOUNT [--kind KIND]: a top-up 加餐包; it ends with the cycle of its --at"],
      ["", "pack-unsubscribed --bucket ID: it is not opened again 退订"],
      ["", "reading --used AMOUNT, or --remaining: what the carrier's page says, beside the meter 对账读数"],
      [
        "confirmed-cause CAUSE",
        "what the carrier said it is, such as arrears; above what is inferred; none withdraws it 确认停机原因，none撤回",
      ],
      ["person-says WHAT", "what somebody noticed and no device can, or supposes 人工观察或推测:"],
      ["", `  ${PERSON_SAYS.join(", ")}`],
      ["PLATFORM VALUE", "what the carrier's platform shows 平台状态:"],
      ...PLATFORMS.map((name) => ["", `  ${name}: ${PLATFORM_VALUES[name]}`] as const),
      ["list", "what was stated of the plan, by number"],
      ["undo ID", "takes a fact of the plan back"],
      ["--at INSTANT", "when it happened; now by default"],
      ["--kind KIND", "what the carrier calls the pack; its add-on pack by default"],
      [
        "--destination NAME, --window HH:MM-HH:MM, --area AREA",
        "what a pack is bound to, as in a plan file 定向、闲时、区域",
      ],
      ["--until DAY", "the pack's last day"],
      ["--monthly", "the pack comes again with every cycle"],
      ["--total AMOUNT", "of a reading: what the cycle brings"],
      [
        "--as-of INSTANT",
        "of a reading: up to when the carrier has counted; of a balance: when it was so; now by default",
      ],
      BY_OPTION,
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./fact.ts")).run(argv),
  },
  {
    name: "override",
    summary:
      "Set the level, or what one traffic class may send, by hand, until a time: looser or stricter than the agent decides; shown, kept and published.",
    usage: `[(--level LEVEL | --class CLASS [--bytes AMOUNT | --held]) --until T --reason TEXT [--open-reserve] | end [--class CLASS]] [--by WHO] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [
      [
        "--level LEVEL",
        "normal, conserve, essential, reserve-only or offline (a rest instead of a stop at the carrier)",
      ],
      ["--class CLASS", "one class alone: as much as there is without what is kept for payments or alarms"],
      ["--bytes AMOUNT", "so much of it in all until then; less than it has by itself holds it back"],
      ["--held", "nothing of it"],
      ["--until T", "a duration (2h, 3d), a date or an instant in the plan's zone; at most 366 days"],
      ["--reason TEXT", "why; it is published with your name"],
      ["--open-reserve", "beyond the plan's limit too: what is kept for payments or alarms is let go"],
      ["end", "the agent decides by itself again; with --class for that class"],
      BY_OPTION,
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./override.ts")).run(argv),
  },
  askCommand(
    "usage",
    "how much was used (needs modem.sms); `status` shows the reply beside this device's own meter (查询用量)",
  ),
  askCommand("balance", "what is on the account; `status` shows the reply (查询余额)"),
  askCommand("carried", "what was carried over from the last cycle; `status` shows the reply (查询结转流量)"),
  askCommand("packs", "how its add-on packs stand; `status` shows the reply (查询流量包)"),
  {
    name: "ask ussd",
    summary: "Ask the network by USSD from the device's card, and print what it says.",
    usage: `CODE [--keep] | --end [--by WHO] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [
      ["--keep", "where the network waits for a choice, leave its session open for the next question"],
      ["--end", "close a session that was left open"],
      BY_OPTION,
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./ask-ussd.ts")).run(argv),
  },
  {
    name: "ask",
    summary:
      "Ask the agent whether so many bytes of a class may be sent now; with a command, run it when they may, and report what it used.",
    usage: `CLASS BYTES [--wait TIME] [--stop-when-withdrawn] [--json] [--lang en|zh-CN|both] [--by WHO] [--socket PATH] ${SETTINGS_USAGE} [-- COMMAND ...]`,
    options: [
      ["CLASS", "payment (alarm on a gateway), management, telemetry or bulk"],
      ["", "  asked by root, the agent's user and, where bridge.socket is set, the members of bridge.group"],
      ["BYTES", "both directions together, with IP headers: 50000, or an amount such as 50KB"],
      ["--wait TIME", "wait so long for a grant at most: 30s, 10m, 2h; asked again when the agent says so or has news"],
      ["-- COMMAND ...", "gets CELLWARD_GRANT and CELLWARD_GRANT_BYTES; its exit code is the answer, what it used"],
      [
        "",
        "  is counted for its own cgroup where this user may have one and nft, else it is said that it is not known",
      ],
      [
        "--stop-when-withdrawn",
        "SIGTERM to the command and what it started when the grant is withdrawn, which is said in any case",
      ],
      LANG_OPTION,
      JSON_OPTION,
      ["--by WHO", "whose grants they are, eight at a time; your user name and the calling process by default"],
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./ask-class.ts")).run(argv),
  },
  {
    name: "sim replace",
    summary:
      "Say whether a new card helps at all, and take its replacement from the plan to the tested card: checklist, next steps, acceptance test; exit code 1 when the test is not passed (换卡).",
    usage: `[start [--because REASON] [--anyway TEXT] | requested | approved | received | inserted | activated | due DAY | tick ITEM | untick ITEM | test | tested --ok|--failed [--text TEXT] | close | cancel --reason TEXT] [--due DAY] [--json] [--lang en|zh-CN|both] [--slip [--columns 32|48] [--charset utf-8|gb18030]] [--by WHO] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [
      ["(no word)", "where it stands and what comes next; changes nothing"],
      ["start", "open a replacement; refused where a new card does not help"],
      ["--because REASON", `why, where no diagnosis says it: ${REASON_CODES.join(", ")}`],
      ["--anyway TEXT", "open it although a new card does not help; why"],
      ["requested, approved, received", "how far the carrier is 已申请、已审核、已领卡"],
      ["inserted, activated", "where the device cannot see it itself (no AT port) 已插卡、已激活"],
      ["--due DAY, due DAY", "the appointment, or when the card is to be there: 2026-12-01"],
      ["tick ITEM, untick ITEM", "of the checklist; no numbers of persons are kept"],
      ["test", "the acceptance test, line by line; sends what the settings name and no more"],
      ["tested --ok|--failed", "how a payment by the new card ended, as `sim tested`"],
      ["close", "end the watch, or the replacement, now"],
      ["cancel --reason TEXT", "give it up"],
      ["--slip", "for the terminal's own printer, with ICCID and IMEI"],
      ["--columns 32|48", "of the paper (32)"],
      ["--charset utf-8|gb18030", "that the printer understands (utf-8)"],
      ["--lang en|zh-CN|both", "in which words (both; a slip zh-CN)"],
      JSON_OPTION,
      BY_OPTION,
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./sim-replace.ts")).run(argv),
  },
  {
    name: "sim show",
    summary:
      "Show the card that is in: numbers, plan, what is left, validity, fee day, and how its replacement stands.",
    usage: `[--json] [--lang en|zh-CN|both] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [LANG_OPTION, JSON_OPTION, SOCKET_OPTION, ...SETTINGS_OPTIONS],
    run: async (argv) => (await import("./sim-show.ts")).run("show", argv),
  },
  {
    name: "sim history",
    summary:
      "Show how each carrier did in this device: hours in service, refusals, signal, price, for choosing the next card.",
    usage: `[--json] [--lang en|zh-CN|both] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [LANG_OPTION, JSON_OPTION, SOCKET_OPTION, ...SETTINGS_OPTIONS],
    run: async (argv) => (await import("./sim-show.ts")).run("history", argv),
  },
  {
    name: "sim tested",
    summary:
      "For the payment application: tell how a transaction of its own ended, as a part of a new card's acceptance test.",
    usage: `--ok | --failed [--text TEXT] [--by WHO] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [
      ["--ok, --failed", "how it ended"],
      ["--text TEXT", "the application's own words, at most 200 characters, no card numbers"],
      BY_OPTION,
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./sim-tested.ts")).run(argv),
  },
];

function askCommand(about: AskedAbout, what: string): Command {
  return {
    name: `ask ${about}`,
    summary: `Ask the carrier by SMS ${what}.`,
    usage: `[--report] [--by WHO] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [
      ["--report", "have the service centre say whether the question arrived; `status` and an event tell"],
      BY_OPTION,
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./ask-usage.ts")).run(about, argv),
  };
}
