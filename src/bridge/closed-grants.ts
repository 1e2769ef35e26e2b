import type { Grant } from "./grant.ts";

/** Of one client; what is older is forgotten. */
const MOST_OF_ONE = 64;
const MOST = 256;

/** Who holds a grant: a client that is there, or, of one that has left, whoever comes by the same door. */
export interface Holder {
  readonly session?: number;
  readonly from: string;
}

/** Grants that are over and whose reports may still come. Whoever makes room for a new one is who has the most of them. */
export class ClosedGrants {
  /** The oldest first. */
  readonly #grants = new Map<number, { readonly grant: Grant; readonly client: string }>();

  get(id: number): Grant | undefined {
    return this.#grants.get(id)?.grant;
  }

  /** The ids of those that are forgotten for it. */
  add(grant: Grant, { session, from }: Holder): readonly number[] {
    this.#grants.set(grant.id, { grant, client: session === undefined ? from : `${session}` });
    const forgotten: number[] = [];
    for (let most = this.#most(); this.#grants.size > MOST || most.length > MOST_OF_ONE; most = this.#most()) {
      const [oldest] = most;
      if (oldest === undefined) break;
      this.#grants.delete(oldest);
      forgotten.push(oldest);
    }
    return forgotten;
  }

  /** With other totals; its place stays. */
  put(grant: Grant): void {
    const known = this.#grants.get(grant.id);
    if (known !== undefined) this.#grants.set(grant.id, { ...known, grant });
  }

  /** What it holds is its door's from now on. */
  left(session: number): void {
    for (const [id, { grant, client }] of this.#grants)
      if (client === `${session}`) this.#grants.set(id, { grant, client: grant.from });
  }

  #most(): readonly number[] {
    const by = new Map<string, number[]>();
    for (const [id, { client }] of this.#grants) by.set(client, [...(by.get(client) ?? []), id]);
    return [...by.values()].reduce((most, ids) => (ids.length > most.length ? ids : most), []);
  }
}
