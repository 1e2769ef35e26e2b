export interface EventRow {
  /** Also published as `event/<name>` over MQTT. */
  readonly published: boolean;
  /** How a published event stands in the log; `info` where left out. What only the log tells says so where it is logged. */
  readonly severity?: "warn" | "error";
  readonly sentence: string;
}

/** Every event's name, once: in the log, over MQTT, in the local status. The README's table is held equal by a test. */
export const EVENTS = {
  "agent-started": { published: true, sentence: "The agent runs." },
  "agent-stopping": { published: false, sentence: "The agent was asked to stop." },
  "agent-fault": { published: false, sentence: "Something failed that should not have; the agent goes on." },
  "secret-exposed": {
    published: false,
    sentence: "A file with a secret can be read by everybody on this machine.",
  },
  "secret-unusable": {
    published: false,
    sentence: "The file of the SIM's PIN cannot be used; everything else goes on without it.",
  },
  "at-tx": { published: false, sentence: "A line sent to the modem (trace)." },
  "at-rx": { published: false, sentence: "A line received from the modem (trace)." },
  "at-timeout": { published: false, sentence: "A command was not answered in time; a fence follows." },
  "at-fence": { published: false, sentence: "The dialogue with the modem is back in step." },
  "at-fence-failed": {
    published: false,
    sentence: "The dialogue with the modem could not be brought back in step: no query was answered.",
  },
  "at-stray": { published: false, sentence: "An answer arrived that nobody was waiting for." },
  "line-discarded": { published: false, sentence: "Bytes without a line end, or unreadable, were dropped." },
  "port-open": { published: true, sentence: "The modem's port was opened." },
  "port-refused": { published: true, severity: "warn", sentence: "The modem's port could not be opened." },
  "port-gone": { published: true, severity: "warn", sentence: "The modem's port vanished." },
  "port-shared": {
    published: true,
    severity: "warn",
    sentence: "Another program speaks on the modem's port, or has it open while answers of the modem are missing.",
  },
  "modem-silent": { published: true, severity: "warn", sentence: "The modem answers no more." },
  "modem-off": { published: true, severity: "warn", sentence: "The modem said that it switches off." },
  "modem-warned": {
    published: true,
    severity: "warn",
    sentence: "The modem warned of its supply voltage or its temperature; it may switch off.",
  },
  "modem-ready": {
    published: true,
    sentence: "The modem answers, is set up and told what it is; its SIM is told of by itself.",
  },
  "modem-restarted": {
    published: true,
    severity: "warn",
    sentence: "The modem restarted by itself; everything known of it was dropped.",
  },
  "sim-changed": { published: true, sentence: "Another SIM is in the modem than before." },
  "sim-doubted": {
    published: true,
    severity: "warn",
    sentence: "The number that the modem tells is not taken for a card's; why, and what to do, is attached.",
  },
  "sim-state-changed": { published: true, sentence: "The SIM's state changed (ready, PIN, absent)." },
  "sim-unlocked": { published: true, sentence: "The SIM was unlocked with the PIN of modem.pin_file." },
  "sim-unlock-refused": {
    published: true,
    severity: "warn",
    sentence: "The SIM stays locked; why the PIN was refused or not tried, and what to do, is attached.",
  },
  "replacement-opened": {
    published: true,
    sentence:
      "A replacement of the card was begun by a person, or another card is in; who, why and what to do is attached.",
  },
  "replacement-moved": {
    published: true,
    sentence: "The replacement of the card came to its next step, or back; what to mind is attached.",
  },
  "replacement-tested": {
    published: true,
    sentence: "The new card's acceptance test began or ended, or a payment was reported; every line is attached.",
  },
  "replacement-reminder": {
    published: true,
    severity: "warn",
    sentence: "A fee, a low balance or an appointment of the card's replacement is near; told once each.",
  },
  "registration-changed": { published: true, sentence: "The registration with the network changed." },
  "sms-received": { published: true, sentence: "An SMS was received; it is kept on the device." },
  "sms-storage-full": {
    published: true,
    severity: "warn",
    sentence: "The modem's message storage is nearly full; what comes when it is full is refused.",
  },
  "sms-report": {
    published: true,
    sentence: "The service centre told what became of a message that this device had sent, where that was asked for.",
  },
  "ussd-asked": { published: false, sentence: "The network was asked by USSD, by a person on the device." },
  "ussd-unasked": {
    published: false,
    sentence: "A USSD text came that nobody waits for: late, or the network's own; it is nobody's answer.",
  },
  "network-detached": { published: true, severity: "warn", sentence: "The network detached the device." },
  "context-lost": { published: true, severity: "warn", sentence: "The network took a PDP context away." },
  "bearer-up": { published: true, sentence: "The agent has the data call up, and the interface is configured." },
  "bearer-down": {
    published: true,
    severity: "warn",
    sentence: "The agent's data call ended; the interface's configuration was taken away.",
  },
  "bearer-readdressed": {
    published: true,
    sentence: "The modem's DHCP server gave the running call another address; what was open over the old one is over.",
  },
  "bearer-failed": {
    published: true,
    severity: "warn",
    sentence: "The data call did not come about; it is tried again ever more rarely.",
  },
  "owner-asked": {
    published: true,
    sentence: "The owner of the data call was asked to connect, or to switch the radio off and on once.",
  },
  "slot-switched": {
    published: true,
    severity: "warn",
    sentence: "The modem was told to use the card of its other slot, and why; how that ended.",
  },
  "recovery-tried": {
    published: true,
    sentence:
      "Something was tried to get data back, or to repair the modem; what, for which cause or fault, and how it ended, is attached.",
  },
  "service-up": { published: true, sentence: "Packet data service is there." },
  "service-down": { published: true, severity: "warn", sentence: "Packet data service is gone." },
  "interface-absent": {
    published: true,
    severity: "warn",
    sentence: "The data interface is not there, or its counters cannot be read.",
  },
  "interface-present": {
    published: true,
    sentence: "The data interface is there.",
  },
  "counting-began": { published: false, sentence: "Counting begins with a new epoch of the interface's counters." },
  "classes-unread": {
    published: false,
    sentence: "The counters of the traffic classes cannot be read; bytes are of no class meanwhile.",
  },
  "overhead-calibrated": {
    published: false,
    sentence: "What the interface's counters hold beyond IP was measured.",
  },
  "overhead-uncertain": {
    published: false,
    sentence: "What the interface's counters hold beyond IP could not be measured; its kind says it meanwhile.",
  },
  "arp-unread": {
    published: false,
    sentence: "ARP over the metered interface cannot be told from IP; it is counted with it meanwhile.",
  },
  "source-changed": {
    published: false,
    sentence:
      "The books go by other counters than before: the modem's, or the interface's where those cannot be gone by.",
  },
  "counters-implausible": {
    published: true,
    severity: "warn",
    sentence: "The interface's counters moved by more than the line can carry; nothing of it was booked.",
  },
  "counters-cleared": {
    published: true,
    sentence: "The interface's counters are plausible again; counting goes on from the last good sample.",
  },
  "counters-rebased": {
    published: true,
    severity: "warn",
    sentence:
      "The interface's counters stayed where they had jumped to; counting goes on from there, the jump is not booked.",
  },
  "usage-threshold": { published: true, severity: "warn", sentence: "A threshold of the plan was crossed." },
  "over-limit": {
    published: true,
    severity: "warn",
    sentence: "The plan's quota is used up by this device's own meter.",
  },
  "validity-ending": {
    published: true,
    severity: "warn",
    sentence: "The card's validity ends soon: told 60, 30, 7 days and a day before; what to do is attached.",
  },
  "validity-ended": {
    published: true,
    severity: "warn",
    sentence: "The card's validity has ended; until when it can be renewed, and what to do, is attached.",
  },
  "fee-due": {
    published: true,
    sentence:
      "The carrier takes the card's fee today; what is missing on the account, where that is known, is attached.",
  },
  "plan-chosen": { published: false, sentence: "Which plan this card has was taken down for the first time." },
  "plans-read": { published: false, sentence: "The plan files were read again." },
  "plans-refused": {
    published: true,
    severity: "error",
    sentence: "The plan files were read again and refused; the plans that hold stay. Every fault is attached.",
  },
  "plan-hastened": { published: false, sentence: "A person put the plan in force that waited for the next cycle." },
  "plan-dated": { published: false, sentence: "A person said when the card's last change of plan really happened." },
  "plan-fact-stated": { published: true, sentence: "A person stated what happened to the card's plan." },
  "plan-fact-taken-back": { published: true, sentence: "What a person had stated of the card's plan was taken back." },
  "plan-changed": {
    published: true,
    sentence: "This card has another plan: from the next cycle on, or at once where that was said.",
  },
  "usage-asked": { published: false, sentence: "The carrier was asked by SMS how much was used." },
  "reading-kept": {
    published: false,
    sentence: "What the carrier says was used is kept beside this device's own meter, which it does not change.",
  },
  "reading-unread": {
    published: false,
    sentence: "A message of the carrier's says nothing about used data that its patterns can read.",
  },
  "cycle-started": { published: true, sentence: "A new billing cycle began." },
  "suspension-suspected": {
    published: true,
    severity: "warn",
    sentence: "The card is suspected to be suspended; the evidence is attached.",
  },
  "suspicion-cleared": { published: true, sentence: "The suspicion of a suspension was taken back." },
  "decision-changed": { published: true, sentence: "The level changed." },
  "override-set": {
    published: true,
    sentence: "A person has set a level, or what a class may send, by hand, until a time.",
  },
  "override-ended": { published: true, sentence: "What a person had set by hand ended." },
  "clock-trusted": {
    published: true,
    sentence: "The time is known from a trusted source; pending bytes were settled.",
  },
  "clock-distrusted": { published: true, sentence: "The system clock is not to be trusted." },
  "clock-contested": {
    published: true,
    severity: "warn",
    sentence:
      "The books hold an entry of after what says the present; a person may decide with `cellward fact clock-right`.",
  },
  "clock-accepted": { published: true, sentence: "A person has said that what tells the present is right." },
  "books-damaged": {
    published: true,
    sentence: "The stored books were damaged; what was found, kept and assumed is attached.",
  },
  "damage-acknowledged": { published: true, sentence: "A person has taken note of the damage to the books." },
  "device-changed": {
    published: true,
    severity: "warn",
    sentence:
      "The books were written on another device; the book of a card goes on here once that card was read, and nothing is presumed.",
  },
  "device-accepted": { published: true, sentence: "A person has said that the books belong to this device now." },
  "modem-changed": {
    published: true,
    sentence: "Another modem than before; where it was not replaced, the state directory is another device's.",
  },
  "books-begun-anew": {
    published: true,
    severity: "warn",
    sentence: "Nothing was found of books that had been here; new ones were begun.",
  },
  "journal-damaged": {
    published: true,
    severity: "warn",
    sentence: "The evidence journal was damaged; it is kept as it was found, and a new chain of entries begins.",
  },
  "journal-pruned": {
    published: false,
    sentence: "Old entries of the evidence journal were taken away; a checkpoint stands where they were.",
  },
  "set-aside-removed": {
    published: false,
    sentence: "The oldest of the databases that had been set aside were removed; the newest are kept.",
  },
  "witness-ignored": {
    published: false,
    sentence: "Files among the witnesses are none of a book's; they were left alone.",
  },
  "witness-rebuilt": {
    published: false,
    sentence: "The witness file was unreadable and was written anew from the verified book.",
  },
  "witness-refused": {
    published: false,
    sentence: "The witness file could not be written; it is tried again with the next checkpoint.",
  },
  "books-caught-up": {
    published: false,
    sentence: "Bytes that had not reached the disk before the stop were taken over from the witness.",
  },
  "books-compacted": {
    published: false,
    sentence:
      "Old single entries were taken away, old hours packed together, and hours beyond the retention added up in one total; no total changed.",
  },
  "books-not-compacted": {
    published: false,
    sentence: "Old single entries stay, because what lies among them is not what was written; counting goes on.",
  },
  "hours-crowded": {
    published: false,
    sentence:
      "An hour holds as many kinds of bytes as are kept apart; what is of further kinds counts without its tags.",
  },
  "store-failing": {
    published: true,
    severity: "error",
    sentence: "The disk refuses writes; counting goes on in memory.",
  },
  "store-recovered": { published: true, sentence: "The disk takes writes again; what was kept is written." },
  "broker-connected": { published: false, sentence: "The MQTT broker accepted the session." },
  "broker-unreachable": {
    published: false,
    sentence: "The MQTT broker could not be reached; retried with back-off.",
  },
  "broker-refused": {
    published: false,
    sentence: "The MQTT broker was reached and refused the session; retried with back-off.",
  },
  "broker-lost": { published: false, sentence: "The MQTT session ended." },
  "message-rejected": {
    published: false,
    sentence: "The MQTT broker took a message but will not have it; it is not sent again.",
  },
  "outbox-dropped": { published: true, sentence: "The outbox was full; the oldest events were dropped and counted." },
  "bridge-open": { published: false, sentence: "The port for the device's own firmware is there." },
  "bridge-refused": {
    published: false,
    sentence: "The serial line to the device's firmware cannot be opened, or is gone; it is tried again by itself.",
  },
  "bridge-asked": { published: false, sentence: "The device's own firmware asked for data, and was answered." },
  "program-message": {
    published: false,
    sentence: "The device's own firmware had a message (SMS) sent; the outcome says what became of it.",
  },
  "bridge-used": {
    published: false,
    sentence: "The device's own firmware told what it sent, or how a transaction ended.",
  },
  "hard-stop": {
    published: true,
    severity: "warn",
    sentence: "The stop that a person ordered with level offline goes a step further, or is over: see stage.",
  },
  "bearer-let-go": {
    published: true,
    severity: "warn",
    sentence:
      "The data connection is let go now, and tried again at the time that is attached: the last message before that.",
  },
  "bearer-taken-back": {
    published: true,
    sentence: "The data connection that had been let go at level offline comes back.",
  },
  "bearer-gone": { published: false, sentence: "The data connection was let go; by what is attached." },
  "bearer-not-gone": {
    published: false,
    sentence: "The modem, or the owner of the data call, did not let the data connection go; why is attached.",
  },
  "sources-not-told": {
    published: false,
    sentence: "The command that is to stop who sends to this device failed; why is attached.",
  },
  "limits-in-force": { published: true, sentence: "The kernel keeps the traffic classes' limits." },
  "limits-advised": {
    published: true,
    severity: "warn",
    sentence: "The kernel does not keep the traffic classes' limits; they are told, and why is attached.",
  },
  "limits-restored": {
    published: true,
    severity: "warn",
    sentence: "The rules that keep the limits were not as they had been loaded; they were loaded again.",
  },
  "limit-refused": {
    published: true,
    severity: "warn",
    sentence: "The kernel's packet filter refused something; what, and why, is attached.",
  },
  "lease-charged": {
    published: true,
    severity: "warn",
    sentence: "What passed of a class's lease could not be told after an interruption; all of it was charged.",
  },
  "control-refused": { published: false, sentence: "A request on the local socket was malformed or not permitted." },
} as const satisfies Record<string, EventRow>;

export type EventName = keyof typeof EVENTS;
export type PublishedEvent = { [K in EventName]: (typeof EVENTS)[K]["published"] extends true ? K : never }[EventName];
