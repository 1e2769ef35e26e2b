import * as v from "valibot";
import { Seconds } from "../base/duration.ts";
import type { OwnerAnswer, RequestOwner } from "../ports/owner-request.ts";
import { type BusObject, type MessageBus, readObject } from "./message-bus.ts";
import {
  isSought,
  type KnownModem,
  knownModems,
  MODEM_MANAGER,
  type PortName,
  soughtBy,
} from "./modemmanager-modem.ts";
import { failed, missing, standing } from "./owner-answers.ts";

/** An attach and an activation; ModemManager 1.20 itself gives a dial 60 s. */
const CONNECT_WITHIN = Seconds(90);

/** MMModemState, of those in which no bearer can be connected. */
const NOT_USABLE: Readonly<Record<number, string>> = {
  [-1]: "failed",
  0: "unknown",
  1: "being initialised",
  2: "locked, it wants the card's PIN or PUK",
  3: "disabled",
  4: "being disabled",
};

/**
 * Asks ModemManager to connect once more the one bearer that the modem has. The agent makes no bearer and gives no APN: what is
 * dialled is what somebody else dialled before.
 */
export function modemManagerOwner(bus: MessageBus, portName: PortName): RequestOwner {
  return {
    way: "modem-manager",
    ask: async ({ request }, modem) => {
      if (request !== "connect") return failed("by-hand", "ModemManager is asked to connect and for nothing else");
      const running = await bus.has(MODEM_MANAGER);
      if (running.kind === "failed") return running;
      if (!running.value) return missing("ModemManager");
      const known = await knownModems(bus);
      if (known.kind === "failed") return known;
      const sought = soughtBy(modem, portName);
      const [found, another] = known.value.filter((one) => isSought(one, sought));
      if (found === undefined || another !== undefined)
        return failed(
          "not-found",
          `of ModemManager's ${known.value.length} modems ${found === undefined ? "none is" : "more than one may be"} certainly this one`,
        );
      const unusable = NOT_USABLE[found.State];
      return unusable === undefined
        ? connect(bus, found)
        : failed("by-hand", `to ModemManager the modem is ${unusable}`);
    },
  };
}

async function connect(bus: MessageBus, { Bearers }: KnownModem): Promise<OwnerAnswer> {
  const objects = Bearers.map((path): BusObject => ({
    service: MODEM_MANAGER,
    path,
    interface: `${MODEM_MANAGER}.Bearer`,
  }));
  for (const object of objects) {
    const read = await readObject(bus, object, { Connected: v.boolean() });
    if (read.kind === "failed") return read;
    if (read.value.Connected) return standing("ModemManager holds that the bearer is connected");
  }
  const [object, another] = objects;
  if (object === undefined) return failed("nothing-to-connect", "ModemManager has no bearer of this modem");
  if (another !== undefined)
    return failed(
      "by-hand",
      `ModemManager has ${objects.length} bearers of this modem, and none says that it is the one`,
    );
  const answer = await bus.call({ object, method: "Connect", within: CONNECT_WITHIN });
  return answer.kind === "failed" ? answer : { kind: "accepted", text: "ModemManager has connected the bearer again" };
}
