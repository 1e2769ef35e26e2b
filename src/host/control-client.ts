import { connect } from "node:net";
import { Fault } from "../base/fault.ts";

const MAX_ANSWER = 4 * 1024 * 1024;

/**
 * One question to the running agent. Throws Fault `no-agent` when nobody listens, `permission-denied` when this user may
 * not ask.
 */
export function askAgent(path: string, request: object, timeoutMs = 5_000): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let text = "";
    socket.setEncoding("utf8");
    socket.setTimeout(timeoutMs, () => {
      socket.destroy();
      reject(new Fault("no-agent", `the agent on ${path} did not answer within ${timeoutMs / 1_000} s`));
    });
    socket.on("connect", () => socket.write(`${JSON.stringify(request)}\n`));
    socket.on("error", (error: NodeJS.ErrnoException) => reject(refusalOf(path, error)));
    socket.on("data", (chunk: string) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end === -1 && text.length <= MAX_ANSWER) return;
      socket.destroy();
      try {
        resolve(JSON.parse(text.slice(0, end)));
      } catch {
        reject(new Fault("no-agent", `what answers on ${path} is no cellward agent`));
      }
    });
    socket.on("close", () => reject(new Fault("no-agent", `the agent on ${path} hung up`)));
  });
}

function refusalOf(path: string, error: NodeJS.ErrnoException): Fault {
  if (error.code === "EACCES" || error.code === "EPERM")
    return new Fault(
      "permission-denied",
      `${path} may not be opened by this user; join the group cellward, or use sudo`,
    );
  return new Fault(
    "no-agent",
    `no agent answers on ${path} (${error.code ?? error.message}); start it with \`cellward run\`, or name its socket with --socket`,
  );
}
