import { spawn } from "node:child_process";
import { closeSync, constants, openSync, readFileSync } from "node:fs";
import { Fault, textOf } from "../base/fault.ts";

export interface PtyMaster {
  /** Non-blocking; not handed to a stream of Node's, which would close it when the last client leaves (EIO). */
  readonly fd: number;
  /** The side for clients, `/dev/pts/<n>`. */
  readonly path: string;
}

/**
 * Descriptor 3 of the child is the master. TIOCSPTLCK (0x40045431) with 0 unlocks the slave. Termios of the master are
 * those of the slave (Linux tty_mode_ioctl), and stay as long as the master is open: raw before any client comes, or
 * the line discipline would echo what the modem says back to the modem.
 */
const HELPERS: readonly (readonly [command: string, ...args: string[]])[] = [
  [
    "perl",
    "-MPOSIX",
    "-e",
    `open(my $m, "+<&=", 3) or die; my $unlock = pack("i", 0); ioctl($m, 0x40045431, $unlock) or die;
     my $t = POSIX::Termios->new; $t->getattr(3) or die; $t->setiflag(0); $t->setoflag(0); $t->setlflag(0);
     $t->setcflag(CS8 | CREAD | CLOCAL | ($t->getcflag() & 010017)); $t->setcc(VMIN, 1); $t->setcc(VTIME, 0);
     $t->setattr(3, TCSANOW) or die;`,
  ],
  [
    "python3",
    "-c",
    `import fcntl, struct, tty
fcntl.ioctl(3, 0x40045431, struct.pack("i", 0))
tty.setraw(3)`,
  ],
];

/** Makes a pseudo-terminal, unlocked and raw. Needs perl (on every Debian) or python3 for one moment. */
export async function openPtyMaster(): Promise<PtyMaster> {
  const fd = openMaster();
  try {
    const index = /^tty-index:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1];
    if (index === undefined) throw new Fault("pty-unavailable", "the kernel does not tell the terminal's number");
    await prepare(fd);
    return { fd, path: `/dev/pts/${index}` };
  } catch (thrown) {
    closeSync(fd);
    throw thrown;
  }
}

/** Undefined when it went well, else why it did not. */
function run(command: string, args: readonly string[], fd: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe", fd] });
    let said = "";
    child.stderr?.on("data", (bytes: Buffer) => {
      said = (said + bytes.toString("latin1")).slice(-200);
    });
    child.on("error", (error) => resolve(textOf(error)));
    child.on("close", (code) => resolve(code === 0 ? undefined : said.trim() || `exit code ${code}`));
  });
}

function openMaster(): number {
  try {
    return openSync("/dev/ptmx", constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch (thrown) {
    throw new Fault("pty-unavailable", `/dev/ptmx cannot be opened: ${textOf(thrown)}`, { cause: thrown });
  }
}

async function prepare(fd: number): Promise<void> {
  const failures: string[] = [];
  for (const [command, ...args] of HELPERS) {
    const failure = await run(command, args, fd);
    if (failure === undefined) return;
    failures.push(`${command}: ${failure}`);
  }
  throw new Fault(
    "pty-unavailable",
    `the pseudo-terminal could not be unlocked (${failures.join("; ")}); install perl or python3, or take TCP instead (--no-pty --listen)`,
  );
}
