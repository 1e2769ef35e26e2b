import type { BusAnswer, BusCall, BusObject, MessageBus } from "../../src/host/message-bus.ts";

const answer = <T>(value: T): BusAnswer<T> => ({ kind: "answer", value });
const GONE: BusAnswer<never> = { kind: "failed", cause: "failed", text: "Object does not exist" };

/** A message bus in memory. What its objects hold is whatever the test says: services are strangers. */
export class FakeBus implements MessageBus {
  readonly running = new Set<string>();
  /** By path and interface. */
  readonly objects = new Map<string, Readonly<Record<string, unknown>>>();
  readonly calls: string[] = [];
  /** What methods return, by their names. */
  readonly returns = new Map<string, BusAnswer<unknown>>();

  async has(service: string): Promise<BusAnswer<boolean>> {
    return answer(this.running.has(service));
  }

  async paths(): Promise<BusAnswer<readonly string[]>> {
    return answer([...this.objects.keys()].map((key) => key.split(" ")[0] ?? ""));
  }

  async properties({ path, interface: of }: BusObject): Promise<BusAnswer<unknown>> {
    const object = this.objects.get(`${path} ${of}`);
    return object === undefined ? GONE : answer(object);
  }

  async call({ object, method, words = [""] }: BusCall): Promise<BusAnswer<unknown>> {
    this.calls.push([method, object.path, ...words.slice(1)].join(" "));
    return this.returns.get(method) ?? answer([]);
  }
}
