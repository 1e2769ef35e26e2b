import type { AtMessage } from "../at/message.ts";
import type { Link } from "../modem/link.ts";
import type { Modem } from "../modem/modem.ts";
import type { CardJudge } from "../modem/card-judge.ts";
import type { ModemEffect } from "../modem/step.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { PortHolders } from "../ports/port-holders.ts";
import type { Random } from "../ports/random.ts";
import type { OpenRefusal, SerialPorts } from "../ports/serial.ts";
import type { CardUnlock } from "./card-unlock.ts";
import type { TimeNews } from "./clock-sense.ts";
import type { SmsLoop } from "./sms-loop.ts";

export interface ModemListener extends TimeNews {
  onLink(link: Link, refusal?: OpenRefusal): void;
  /** Answers went missing, and another program has the port open (`text`), or none has any more. */
  onShared(text: string | undefined): void;
  onModem(modem: Modem, effects: readonly ModemEffect[]): void;
  /** What came unasked, as it came. */
  onUnasked?(message: AtMessage): void;
}

export interface ModemLoopPorts {
  readonly serialPorts: SerialPorts;
  readonly holders: PortHolders;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Without it messages are left alone. */
  readonly sms?: SmsLoop | undefined;
  /** Without it a locked card stays locked. */
  readonly unlock?: CardUnlock;
  /** Without it every number that is read twice alike is a card's. */
  readonly judge?: CardJudge;
}
