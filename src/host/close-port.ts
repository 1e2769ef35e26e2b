import { type Duration, Seconds } from "../base/duration.ts";

/** What of serialport's stream a close needs. */
export interface ClosablePort {
  flush(done: () => void): void;
  close(done: () => void): void;
}

/** A close that finds nothing to send takes milliseconds. */
const PATIENCE = Seconds(2);

export interface PortClosing {
  /** The kernel is done with it, and `release` too. */
  readonly ended: Promise<void>;
  /** That, or `patience` is over. */
  readonly waited: Promise<void>;
}

/**
 * Linux waits up to 30 s in close(2) for what a terminal has not sent yet (tty_port_close_start, closing_wait), and a modem that
 * hangs takes nothing: so that is thrown away first (TCIOFLUSH). USB drivers that have handed it on to the bus throw nothing
 * away, and to forbid the wait itself (TIOCSSERIAL) takes CAP_SYS_ADMIN: nobody has to wait for it.
 */
export function closePort(
  port: ClosablePort,
  release: () => Promise<void>,
  patience: Duration = PATIENCE,
): PortClosing {
  const ended = new Promise<void>((resolve) => port.flush(() => port.close(() => resolve()))).then(release);
  const waited = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, patience);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    ended.then(end, end);
  });
  return { ended, waited };
}
