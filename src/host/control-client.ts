import { statSync } from "node:fs";
import { connect } from "node:net";
import { Fault } from "../base/fault.ts";
import { groupName } from "./group-names.ts";

const MAX_ANSWER = 4 * 1024 * 1024;

/**
 * One question to the running agent; gives what it answered, unchecked. Throws Fault `no-agent` when nobody listens or
 * something else does, `agent-busy` when whoever listens does not answer, `permission-denied` when this user may not ask.
 */
export function askAgent(path: string, request: object, timeoutMs = 5_000): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let connected = false;
    let text = "";
    socket.setEncoding("utf8");
    socket.setTimeout(timeoutMs, () => {
      socket.destroy();
      reject(
        new Fault(
          "agent-busy",
          `${path} is listened on, but there was no answer within ${timeoutMs / 1_000} s. ${STUCK}`,
        ),
      );
    });
    socket.on("connect", () => {
      connected = true;
      socket.write(`${JSON.stringify(request)}\n`);
    });
    // Once there is a listener, whatever breaks ends in `close`; what it said before that counts.
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (!connected) reject(refusalOf(path, error));
    });
    socket.on("data", (chunk: string) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end === -1 && text.length <= MAX_ANSWER) return;
      socket.destroy();
      try {
        resolve(JSON.parse(text.slice(0, end)));
      } catch {
        reject(
          new Fault("no-agent", `what answers on ${path} is no cellward agent; name the agent's socket with --socket`),
        );
      }
    });
    socket.on("close", () =>
      reject(new Fault("agent-busy", `${path} is listened on, but hung up without an answer. ${BUSY}`)),
    );
  });
}

const BUSY = "The agent is busy, starting or stopping; ask again in a moment.";
const STUCK = "The agent is busy or stands still; ask again, and if it stays so, look at its log and start it anew.";

function refusalOf(path: string, error: NodeJS.ErrnoException): Fault {
  switch (error.code ?? "") {
    case "EACCES":
    case "EPERM":
      return new Fault("permission-denied", `${path} may not be opened by this user; ${whoMay(path)}`);
    case "EAGAIN":
      return new Fault("agent-busy", `too many clients wait on ${path} already. ${BUSY}`);
    case "ECONNREFUSED":
      return new Fault("no-agent", `no agent answers on ${path}: the socket is a left-over, nobody listens. ${START}`);
    case "ENOENT":
      return new Fault("no-agent", `no agent answers on ${path}: there is no such socket. ${START}`);
    default:
      return new Fault("no-agent", `no agent answers on ${path} (${error.message}). ${START}`);
  }
}

const START =
  "Start the agent with `cellward run`; if it runs, name its socket with --socket, or its settings with --config.";

/** The socket's mode says who may: 0660 is the group's, 0600 root's and the agent's user's alone. */
function whoMay(path: string): string {
  try {
    const { mode, gid } = statSync(path);
    if ((mode & 0o060) === 0) return "only root and the agent's own user may: use sudo";
    const name = groupName(gid);
    return gid === 0
      ? "it belongs to root: use sudo"
      : `use sudo, or join the group ${name} (sudo usermod -aG ${name} USER) and log in again`;
  } catch {
    return "use sudo, or join the group cellward (sudo usermod -aG cellward USER) and log in again";
  }
}
