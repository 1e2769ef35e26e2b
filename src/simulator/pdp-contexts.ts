/** One row of +CGDCONT, and what became of it. */
export interface PdpContext {
  readonly cid: number;
  readonly type: string;
  readonly apn: string;
  /** Activated by whoever owns the data call (pppd, quectel-CM) as soon as the modem is attached. */
  readonly automatic: boolean;
  readonly active: boolean;
  readonly address: string;
}

type Contexts = readonly PdpContext[];

export const activeContexts = (contexts: Contexts): Contexts => contexts.filter((context) => context.active);

export const contextOf = (contexts: Contexts, cid: number): PdpContext | undefined =>
  contexts.find((context) => context.cid === cid);

export function withContext(contexts: Contexts, changed: PdpContext): Contexts {
  const others = contexts.filter((context) => context.cid !== changed.cid);
  return [...others, changed].toSorted((a, b) => a.cid - b.cid);
}

export const withoutContext = (contexts: Contexts, cid: number): Contexts =>
  contexts.filter((context) => context.cid !== cid);

export const allDown = (contexts: Contexts): Contexts => contexts.map((context) => ({ ...context, active: false }));

/** Those that come up by themselves, up, without the APNs that are barred; and the ones among them that were down before. */
export function automaticUp(
  contexts: Contexts,
  barred: readonly string[],
): { readonly contexts: Contexts; readonly risen: Contexts } {
  const risen = contexts.filter(
    (context) => context.automatic && !context.active && !barred.includes(context.apn.toLowerCase()),
  );
  return {
    contexts: contexts.map((context) => (risen.includes(context) ? { ...context, active: true } : context)),
    risen,
  };
}
