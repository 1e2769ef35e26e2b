import * as v from "valibot";
import type { Duration } from "../base/duration.ts";
import type { OwnerRefusal } from "../ports/owner-request.ts";

/** An interface of one object of one service on D-Bus. */
export interface BusObject {
  readonly service: string;
  readonly path: string;
  readonly interface: string;
}

export type BusFailure = { readonly kind: "failed"; readonly cause: OwnerRefusal; readonly text: string };
export type BusAnswer<T> = { readonly kind: "answer"; readonly value: T } | BusFailure;

export interface BusCall {
  readonly object: BusObject;
  readonly method: string;
  /** The signature, then one word for each of its types. */
  readonly words?: readonly [signature: string, ...words: readonly string[]];
  readonly within: Duration;
}

/** The system's message bus, as far as it is asked here. What it answers is anybody's until `readAs` has read it. Never rejects. */
export interface MessageBus {
  /** Whether somebody has that name now; nobody is started by the question. */
  has(service: string): Promise<BusAnswer<boolean>>;
  /** The paths of all objects of a service. */
  paths(service: string): Promise<BusAnswer<readonly string[]>>;
  /** By name. */
  properties(object: BusObject, names: readonly string[]): Promise<BusAnswer<unknown>>;
  /** What the method returned, in its order. */
  call(call: BusCall): Promise<BusAnswer<unknown>>;
}

/** A D-Bus object path (D-Bus specification, "Valid Object Paths"): nothing else becomes an argument of the next call. */
export const objectPath = v.pipe(v.string(), v.maxLength(255), v.regex(/^\/$|^(?:\/[A-Za-z0-9_]+)+$/));

/** An answer as the schema has it, or that it is none. */
export function readAs<S extends v.GenericSchema>(answer: BusAnswer<unknown>, schema: S): BusAnswer<v.InferOutput<S>> {
  if (answer.kind === "failed") return answer;
  const read = v.safeParse(schema, answer.value);
  return read.success
    ? { kind: "answer", value: read.output }
    : { kind: "failed", cause: "failed", text: `it answered what cannot be read (${read.issues[0].message})` };
}

/** The properties that a schema names, as it has them. */
export async function readObject<E extends v.ObjectEntries>(
  bus: MessageBus,
  object: BusObject,
  entries: E,
): Promise<BusAnswer<v.InferOutput<v.ObjectSchema<E, undefined>>>> {
  return readAs(await bus.properties(object, Object.keys(entries)), v.object(entries));
}
