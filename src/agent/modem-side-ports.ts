import type { Ledger } from "../meter/ledger.ts";
import type { Clock } from "../ports/clock.ts";
import type { Host } from "../ports/host.ts";
import type { Log } from "../ports/log.ts";
import type { NetworkConfig } from "../ports/network-config.ts";
import type { RequestOwner } from "../ports/owner-request.ts";
import type { PortHolders } from "../ports/port-holders.ts";
import type { Random } from "../ports/random.ts";
import type { SecretFile } from "../ports/secret-file.ts";
import type { SerialPorts } from "../ports/serial.ts";
import type { Store } from "../ports/store.ts";
import type { SmsLoop } from "./sms-loop.ts";
import type { UssdDesk } from "./ussd-desk.ts";

export interface ModemSidePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly host: Host;
  readonly serialPorts: SerialPorts;
  readonly holders: PortHolders;
  readonly store: Store;
  readonly ledger: Pick<Ledger, "books">;
  /** Absent: no PIN is entered. */
  readonly pinFile?: SecretFile;
  /** Of the access point. */
  readonly apnPassword?: string;
  readonly network: NetworkConfig;
  /** Absent: the owner of the data call cannot be asked for anything. */
  readonly owner?: RequestOwner;
  /** Absent: messages are left alone. */
  readonly sms?: SmsLoop | undefined;
  /** Absent: nobody can ask the network by USSD. */
  readonly ussd?: UssdDesk;
}
