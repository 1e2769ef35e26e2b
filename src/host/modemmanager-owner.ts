import * as v from "valibot";
import { Seconds } from "../base/duration.ts";
import type { OwnerAnswer, RequestOwner } from "../ports/owner-request.ts";
import { type BusAnswer, type BusObject, type MessageBus, readObject } from "./message-bus.ts";
import {
  isSought,
  type KnownModem,
  knownModems,
  MODEM_MANAGER,
  modemObject,
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
 * Asks ModemManager to connect once more the one bearer that the modem has, or to take the modem off the network and back once. The
 * agent makes no bearer and gives no APN: what is dialled is what somebody else dialled before.
 */
export function modemManagerOwner(bus: MessageBus, portName: PortName): RequestOwner {
  return {
    way: "modem-manager",
    ask: async ({ request }, modem) => {
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
      if (unusable !== undefined) return failed("by-hand", `to ModemManager the modem is ${unusable}`);
      if (request === "disconnect") return disconnect(bus, found);
      return request === "connect" ? connect(bus, found) : radioCycle(bus, found);
    },
  };
}

/** Leaving and entering the network: ModemManager 1.20 gives the modem's answers some 20 s each. */
const SWITCH_WITHIN = Seconds(60);
const ON_TRIES = 3;

/** MMModemPowerState. */
const [LOW, FULL] = ["2", "3"];

/**
 * A modem that is only disabled keeps its radio (1.20, measured): its power state is what goes by +CFUN=4 and 1, and may be set
 * while it is disabled. Enabled again, it registers by itself.
 */
async function radioCycle(bus: MessageBus, { path }: KnownModem): Promise<OwnerAnswer> {
  const object = modemObject(path);
  const call = (method: string, ...words: readonly [string, string]): Promise<BusAnswer<unknown>> =>
    bus.call({ object, method, words, within: SWITCH_WITHIN });
  const disabled = await call("Enable", "b", "false");
  if (disabled.kind === "failed") return disabled;
  const low = await call("SetPowerState", "u", LOW);
  const full = await call("SetPowerState", "u", FULL);
  let on = await call("Enable", "b", "true");
  // A modem that stays disabled has nobody who enables it.
  for (let tries = 1; on.kind === "failed" && tries < ON_TRIES; tries += 1) on = await call("Enable", "b", "true");
  if (on.kind === "failed")
    return failed(
      on.cause,
      `ModemManager has disabled the modem and could not enable it again (${on.text}): \`mmcli -m ${path.split("/").at(-1)} --enable\``,
    );
  const unpowered = [low, full].find((answer) => answer.kind === "failed");
  return unpowered?.kind === "failed"
    ? failed(unpowered.cause, `ModemManager could not switch the radio (${unpowered.text})`)
    : { kind: "accepted", text: "ModemManager has switched the modem's radio off and on" };
}

/** Every bearer of the modem, and no other modem's: "/" stands for all (ModemManager's Modem.Simple). */
async function disconnect(bus: MessageBus, { path }: KnownModem): Promise<OwnerAnswer> {
  const object: BusObject = { service: MODEM_MANAGER, path, interface: `${MODEM_MANAGER}.Modem.Simple` };
  const answer = await bus.call({ object, method: "Disconnect", words: ["o", "/"], within: SWITCH_WITHIN });
  return answer.kind === "failed" ? answer : { kind: "accepted", text: "ModemManager has disconnected the modem" };
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
