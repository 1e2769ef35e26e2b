/** More sessions than that are not open at one time: who was not heard of for longest is forgotten. */
const MOST = 10_000;

/** How many bytes of each session went beyond the plan in one cycle, for tariffs that round by session. */
export class SessionTally {
  /** By the session's name, or by the usage itself where it has none. */
  private readonly beyond = new Map<unknown, bigint>();

  of(session: unknown): bigint {
    return this.beyond.get(session) ?? 0n;
  }

  add(session: unknown, bytes: bigint): void {
    const sum = this.of(session) + bytes;
    this.beyond.delete(session);
    this.beyond.set(session, sum);
    if (this.beyond.size <= MOST) return;
    for (const oldest of this.beyond.keys()) {
      this.beyond.delete(oldest);
      break;
    }
  }

  clear(): void {
    this.beyond.clear();
  }
}
