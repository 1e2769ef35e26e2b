import { CARD_COMMANDS } from "./card-commands.ts";
import type { Command } from "./command.ts";
import {
  JSON_OPTION,
  SOCKET_OPTION,
  BY_OPTION,
  CARRIERS_OPTION,
  SETTINGS_OPTIONS,
  SETTINGS_USAGE,
} from "./command-options.ts";

/**
 * Every verb, once: the overview, the help texts and the README's table come from here.
 * Each verb's file is loaded when it is called, so that one that cannot be loaded does not take the others with it.
 */
export const COMMANDS: readonly Command[] = [
  {
    name: "run",
    summary: "Run the agent in the foreground until SIGTERM or SIGINT.",
    usage: SETTINGS_USAGE,
    options: [...SETTINGS_OPTIONS],
    run: async (argv) => (await import("./run.ts")).run(argv),
  },
  {
    name: "status",
    summary:
      "Ask the running agent and print what matters on one screen; exit code 2 when the plan's limit is reached.",
    usage: `[--json] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [JSON_OPTION, SOCKET_OPTION, ...SETTINGS_OPTIONS],
    run: async (argv) => (await import("./status.ts")).run(argv),
  },
  {
    name: "doctor",
    summary:
      "Look at port, SIM, interface, clock, broker and store, and say of each fault what to do, in English and Chinese.",
    usage: `[--json] ${SETTINGS_USAGE}`,
    options: [JSON_OPTION, ...SETTINGS_OPTIONS],
    run: async (argv) => (await import("./doctor.ts")).run(argv),
  },
  ...CARD_COMMANDS,
  {
    name: "forecast",
    summary:
      "Say what the device is going to use by the end of the cycle, when each bucket runs out, and what is unusual: from the running agent's book, or from a file.",
    usage: `[--socket PATH] | --from USAGE.csv --as-of INSTANT [--plan PLAN [--facts FACTS.csv] [--carriers DIR] | --quota AMOUNT --day N --zone NAME] [--lang en|zh-CN|both] [--json] ${SETTINGS_USAGE}`,
    options: [
      SOCKET_OPTION,
      ["--from USAGE.csv", "a header, then a line an hour or finer: at and bytes, or at, up and down"],
      ["--as-of INSTANT", "from when; what the file holds of after it is not looked at"],
      ["--plan PLAN", "a plan file, through whose buckets the future is played"],
      ["--facts FACTS.csv", "what happened to that plan: suspended, resumed, fee-charged, plan-changed and so on"],
      CARRIERS_OPTION,
      ["--quota AMOUNT", 'without a plan: what the cycle brings, such as "1 GB" (GB is 1024 MB)'],
      ["--day N", "the day of the month on which the cycle begins (1)"],
      ["--zone NAME", "whose days they are (Asia/Shanghai)"],
      ["--lang en|zh-CN|both", "in which words (both)"],
      JSON_OPTION,
    ],
    run: async (argv) => (await import("./forecast.ts")).run(argv),
  },
  {
    name: "demo",
    summary:
      "A minute with a simulated modem, carrier and broker: attached, 50 %, 80 %, detach, suspicion, throttled, restored.",
    usage: "[--forever] [--pace N]",
    options: [
      ["--forever", "go on until Ctrl-C"],
      ["--pace N", "N times as fast (1; up to 20)"],
    ],
    run: async (argv) => (await import("./demo.ts")).run(argv),
  },
  {
    name: "rig modem",
    summary: "A simulated modem on a pseudo-terminal or TCP, with a simulated carrier, driven by JSON lines.",
    usage: "[--json] [--link PATH] [--listen HOST:PORT] [--control PATH|HOST:PORT] [--exit-with-stdin] [OPTIONS]",
    options: [JSON_OPTION, ["--help", "all its options and control commands"]],
    ownHelp: true,
    run: async (argv) => (await import("./rig-modem.ts")).rigModem(argv),
  },
  {
    name: "rig bridge",
    summary: "The port for the device's own firmware on decisions that a script makes: no modem, plan, broker or root.",
    usage:
      "[--pty | --link PATH | --socket PATH | --serial DEVICE | --listen HOST:PORT --token TEXT] [--json] [OPTIONS]",
    options: [JSON_OPTION, ["--help", "all its options and the script's commands"]],
    ownHelp: true,
    run: async (argv) => (await import("./rig-bridge.ts")).rigBridge(argv),
  },
  {
    name: "at decode",
    summary: "Read a modem's output from stdin and print each message as one JSON object.",
    usage: "[--command LINE] [--schema]",
    options: [
      ["--command LINE", "the command line that was answered, such as AT+COPS?; an echo in the output says it too"],
      ["--schema", "print the JSON Schema of the objects, and read nothing"],
    ],
    run: async (argv) => (await import("./at-decode.ts")).atDecode(argv),
  },
  {
    name: "tape record",
    summary: "Ask a real modem and write what passes to a tape, with times and with other people's numbers.",
    usage: "--port PATH --out FILE [--agent] [--command LINE]... [--for TIME] [--timeout TIME] [--baud RATE]",
    options: [
      ["--port PATH", "the modem's AT port"],
      ["--out FILE", "the tape; a file that exists is left alone"],
      ["--agent", "ask what the agent asks, before the commands"],
      ["--command LINE", "a command line, such as 'AT+CSQ'; may be repeated, in order"],
      ["--for TIME", "listen so long after the last answer (2s)"],
      ["--timeout TIME", "how long an answer may take (30s)"],
      ["--baud RATE", "the port's speed (115200)"],
    ],
    run: async (argv) => (await import("./tape-record.ts")).tapeRecord(argv),
  },
  {
    name: "tape play",
    summary: "A simulated modem that answers as on a tape, on a pseudo-terminal or TCP.",
    usage: "FILE [--json] [--link PATH] [--listen HOST:PORT] [--no-pty] [--exit-with-stdin]",
    options: [
      JSON_OPTION,
      ["--link PATH", "a path that points to the pseudo-terminal"],
      ["--listen HOST:PORT", "over TCP, too; port 0 takes a free one"],
      ["--no-pty", "TCP only"],
      ["--exit-with-stdin", "end when the input does"],
    ],
    run: async (argv) => (await import("./tape-play.ts")).tapePlay(argv),
  },
  {
    name: "plan check",
    summary:
      "Check a plan file and explain it back in plain words: order of deduction, carry-over, what happens beyond it, what is assumed and what is not known.",
    usage: "FILE [--lang en|zh-CN|both] [--json] [--carriers DIRECTORY]",
    options: [["--lang en|zh-CN|both", "one language; both by default"], JSON_OPTION, CARRIERS_OPTION],
    run: async (argv) => (await import("./plan-check.ts")).run(argv),
  },
  {
    name: "plan show",
    summary:
      "Print a plan file as a table, in the order in which data is taken off; without FILE, the plan of the settings.",
    usage: `[FILE] [--json] [--carriers DIRECTORY] ${SETTINGS_USAGE}`,
    options: [JSON_OPTION, CARRIERS_OPTION, ...SETTINGS_OPTIONS],
    run: async (argv) => (await import("./plan-show.ts")).run(argv),
  },
  {
    name: "plan rate",
    summary:
      "Rate a CSV file of usage with a plan: every debit, cycle end, carry-over and charge, for audits. Columns: at, bytes (or up and down), until, destination, area, rat, class, session; in the order of time.",
    usage: "PLAN USAGE.csv [--facts FACTS.csv] [--explain en|zh-CN] [--json] [--carriers DIRECTORY]",
    options: [
      [
        "--facts FACTS.csv",
        "what the meter cannot see; columns at, fact and, for some, plan, bucket, forced, amount; FACT is one of:",
      ],
      ["", "  plan-changed plan=FILE [forced=true]: another plan from the next cycle on, or at once"],
      ["", "  pack-bought plan=FILE bucket=ID: a pack that a plan file holds; pack-unsubscribed bucket=ID"],
      ["", "  fee-charged, suspended, resumed, cancelled"],
      ["", "  pool-balance amount=120GB, account-balance amount=35.20: shown by forecast, rate nothing"],
      ["", "of USAGE.csv: at, until (instants; without an offset of the plan's zone), bytes (or up and down),"],
      [
        "",
        "  destination, area (province:x local:y cell:z, - for none), rat (gsm, umts, lte, nr, nb-iot), class, session",
      ],
      ["", "both: commas, semicolons or tabs (sep=; is understood); UTF-8, UTF-16 with its mark or GB18030"],
      ["--explain en|zh-CN", "a sentence for each debit: which bucket and why, which were passed over"],
      ["--json", "for machines: one JSON object a line"],
      CARRIERS_OPTION,
    ],
    run: async (argv) => (await import("./plan-rate.ts")).run(argv),
  },
  {
    name: "plan reconcile",
    summary:
      "Lay usage by our books beside an operator's bill, card by card: ours, theirs, the difference, and cards that only one side knows; exit code 1 when not all cards agree.",
    usage:
      "--bill BILL.csv --columns card=HEADING|number=HEADING,used=HEADING --usage USAGE.ndjson [--cards CARDS.csv] [--unit MB] [--unit-base 1000|1024] [--cycle DATE] [--tolerance PERCENT] [--json]",
    options: [
      ["--bill BILL.csv", "the operator's list, in UTF-8 or GB18030"],
      ["--columns card=HEADING,used=HEADING", "its columns of card numbers (ICCID) and usage, by their headings;"],
      ["", "  number=HEADING where the bill names the cards by telephone number"],
      [
        "--cards CARDS.csv",
        "whose the numbers are: a list with columns iccid and number (手机号); numbers are shown masked",
      ],
      ["--usage USAGE.ndjson", 'the agents\' `usage` messages, one a line, or {"card":"8986...","bytes":123}'],
      ["--unit MB", "of figures without a unit; else the heading says it: 用量(MB)"],
      ["--unit-base 1000|1024", "what KB, MB and GB count by (1024)"],
      ["--cycle DATE", "only of the cycle whose beginning starts so, such as 2026-10-31"],
      ["--tolerance PERCENT", "how far two figures may be apart and agree (3)"],
      ["--json", "for machines: one JSON object a line"],
    ],
    run: async (argv) => (await import("./plan-reconcile.ts")).run(argv),
  },
  {
    name: "usage",
    summary:
      "Print what the card used: by day of the cycle, by day, hour, month, class or bucket, with bars; what is left of each bucket.",
    usage: `[--by hour|day|month|cycle|class|bucket] [--last N] [--exact] [--json | --csv] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [
      ["--exact", "hours as they are kept: parted where a fact or the edge of a window lies within one"],
      ["--by", "cycle (the days of the running cycle, the default), day, hour, month, class;"],
      ["", "  bucket: quota, used in this cycle, left, from when it was carried over, until when 流量项"],
      ["--last N", "the last so many rows"],
      ["--csv", "every hour of the book, as `plan rate` and `forecast --from` read it; by bucket, the buckets"],
      ["--json", "the rows, and every hour of the book"],
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./usage.ts")).run(argv),
  },
  {
    name: "evidence note",
    summary:
      "Add what a person knows to the tamper-evident journal: what the hotline said, a photograph of a letter. Only root and the agent's user may.",
    usage: `TEXT [--by WHO] [--file FILE] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [
      ["TEXT", 'up to 2000 characters, such as "10086, agent 4711: resumes after payment"'],
      BY_OPTION,
      ["--file FILE", "a file of up to 2 MiB that is kept with it, by its SHA-256"],
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./evidence-note.ts")).run(argv),
  },
  {
    name: "evidence export",
    summary:
      "Write a bundle for a complaint: the journal as JSON that anybody can verify, a printable page with a request for explanation and whom to ask, files, and a SHA-256 of each. Without an agent the store is read.",
    usage: `[--out DIR] [--since INSTANT] [--until INSTANT] [--unmask] [--lang en|zh-CN] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [
      ["--out DIR", "a directory that is not there yet, or is empty"],
      ["--since INSTANT", "from when; a part of the chain has no gaps and verifies, too"],
      ["--until INSTANT", "up to when"],
      [
        "--unmask",
        "with whole numbers of cards, devices and persons, and with files; only root and the agent's user may",
      ],
      ["--lang en|zh-CN", "in which language the page is (zh-CN)"],
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./evidence-export.ts")).run(argv),
  },
  {
    name: "evidence verify",
    summary:
      "Say whether every byte of this device's journal, or of an exported bundle, is what was written, and which entry is not; exit code 1 when one is not. Without an agent the store is read.",
    usage: `[DIR | FILE] [--json] [--socket PATH] ${SETTINGS_USAGE}`,
    options: [
      ["DIR | FILE", "a bundle, or its journal.json alone; this device's journal where left out"],
      JSON_OPTION,
      SOCKET_OPTION,
      ...SETTINGS_OPTIONS,
    ],
    run: async (argv) => (await import("./evidence-verify.ts")).run(argv),
  },
  {
    name: "config show",
    summary:
      "Check the configuration and print the settings in force, as TOML that can be read back and copied to other devices.",
    usage: `[--origin] [--json] ${SETTINGS_USAGE}`,
    options: [["--origin", "tell where each value came from"], JSON_OPTION, ...SETTINGS_OPTIONS],
    run: async (argv) => (await import("./config-show.ts")).run(argv),
  },
];
