import type { ExitName } from "./exit-codes.ts";

/** Whose fault it is: the operator's settings, the device under us, the modem, the carrier, or this program. */
export type FaultFamily = "settings" | "device" | "modem" | "carrier" | "ours";

interface FaultRow {
  readonly family: FaultFamily;
  readonly exit: ExitName;
  readonly sentence: string;
}

/** Every error code, once. The README's table is held equal to this one by a test. */
export const FAULTS = {
  "settings-invalid": {
    family: "settings",
    exit: "configuration",
    sentence: "The configuration was refused; every fault is listed.",
  },
  "settings-unreadable": {
    family: "settings",
    exit: "configuration",
    sentence: "The configuration file cannot be read.",
  },
  "secret-unreadable": {
    family: "settings",
    exit: "configuration",
    sentence: "A file named by a *_file setting cannot be read.",
  },
  usage: { family: "settings", exit: "usage", sentence: "The command line was not understood." },
  "store-newer": {
    family: "device",
    exit: "configuration",
    sentence: "The stored data was written by a newer version; it was left untouched.",
  },
  "store-locked": { family: "device", exit: "later", sentence: "Another agent holds the state directory." },
  "store-unwritable": { family: "device", exit: "permission", sentence: "The state directory cannot be written." },
  "store-unusable": {
    family: "device",
    exit: "fault",
    sentence: "The store cannot be opened and could not be set aside.",
  },
  "store-unreadable": { family: "device", exit: "fault", sentence: "The store could not be read." },
  "socket-in-use": { family: "device", exit: "later", sentence: "Another agent answers on the local socket." },
  "socket-unusable": { family: "device", exit: "permission", sentence: "The local socket cannot be made." },
  "agent-starting": { family: "device", exit: "later", sentence: "The agent is still starting." },
  "agent-busy": { family: "device", exit: "later", sentence: "The agent is there and could not answer now." },
  "agent-refused": { family: "device", exit: "fault", sentence: "The agent did not do what it was asked for." },
  "no-agent": { family: "device", exit: "noAgent", sentence: "No agent answers on the local socket." },
  "permission-denied": { family: "device", exit: "permission", sentence: "This user may not do that." },
  "host-unreadable": {
    family: "device",
    exit: "fault",
    sentence: "The kernel does not tell what the agent has to know of the machine.",
  },
  "port-unusable": { family: "device", exit: "fault", sentence: "The serial port could not be opened." },
  "port-hung-up": { family: "device", exit: "fault", sentence: "The serial port's device is gone." },
  "path-in-use": { family: "device", exit: "fault", sentence: "Another rig that is running has this path." },
  "pty-unavailable": { family: "device", exit: "fault", sentence: "A pseudo-terminal could not be made." },
  "serial-line-unavailable": {
    family: "device",
    exit: "fault",
    sentence: "The serial line for a simulated modem could not be opened or set up.",
  },
  "listen-refused": { family: "device", exit: "fault", sentence: "An address could not be listened on." },
  "modem-profile-invalid": {
    family: "settings",
    exit: "configuration",
    sentence: "A file that describes a modem family is not as it should be; the text names every place.",
  },
  "csv-invalid": {
    family: "settings",
    exit: "fault",
    sentence: "A CSV file is not as it should be, or cannot be read; the text names every line.",
  },
  "carrier-file-invalid": {
    family: "settings",
    exit: "configuration",
    sentence: "A file that describes how a carrier takes data off is not as it should be; the text names every place.",
  },
  "evidence-unusable": {
    family: "settings",
    exit: "fault",
    sentence: "A file of evidence, or an exported bundle, cannot be read or written as it should be.",
  },
  "plan-invalid": {
    family: "settings",
    exit: "configuration",
    sentence: "A plan file was refused; every fault is listed with its line, and nothing of the file is in force.",
  },
  "tape-invalid": {
    family: "settings",
    exit: "fault",
    sentence: "A tape is not as it should be; the text names the line.",
  },
  "simulator-option": {
    family: "settings",
    exit: "usage",
    sentence: "An option of a simulated modem is unknown or not as it should be; the text names every one.",
  },
  "at-line-refused": {
    family: "ours",
    exit: "fault",
    sentence: "A text was refused before it reached the modem: it holds a control character or is too long.",
  },
  "output-refused": {
    family: "device",
    exit: "fault",
    sentence: "What a command printed could not be written: the disk behind stdout is full, or its terminal is gone.",
  },
  internal: { family: "ours", exit: "fault", sentence: "An assumption of this program did not hold." },
} as const satisfies Record<string, FaultRow>;

export type FaultCode = keyof typeof FAULTS;

/**
 * The one error class. Thrown for faults only: what the world may legitimately answer is a value.
 * The code stands at the end of the text, so that a pasted log line identifies it.
 */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: FaultCode;
  /** The text without the code. */
  readonly detail: string;

  constructor(code: FaultCode, detail: string, options?: { readonly cause?: unknown }) {
    super(`${detail} [${code}]`, options);
    this.code = code;
    this.detail = detail;
  }

  get family(): FaultFamily {
    return FAULTS[this.code].family;
  }

  get exit(): ExitName {
    return FAULTS[this.code].exit;
  }
}

/** The text of anything that was thrown, without a stack. */
export function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
