import { Store } from "mqtt";
import { Fault } from "../base/fault.ts";

/**
 * Where mqtt.js puts messages of QoS 2 until the broker releases them; without a limit, and a broker need never do so.
 * We subscribe to nothing and read none of them: they are answered, not kept.
 */
export class UnkeptStore extends Store {
  override put(...[, done]: Parameters<Store["put"]>): this {
    done();
    return this;
  }

  override get(...[, done]: Parameters<Store["get"]>): this {
    done(new Fault("internal", "no message of the broker's is kept"));
    return this;
  }
}
