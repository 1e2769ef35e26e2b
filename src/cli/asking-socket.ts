import { accessSync, constants, existsSync } from "node:fs";

/** Where this user asks for grants and reports on them, and where it hears what is withdrawn. */
export interface AskingSocket {
  readonly orders: string;
  readonly news: string;
}

/** `.rw` is root's and the agent's user's, `.ask` the group's that may open the bridge's socket. */
export function askingSocket(path: string): AskingSocket {
  const [owner, group] = [`${path}.rw`, `${path}.ask`];
  if (!mayOpen(owner) && existsSync(group)) return { orders: group, news: group };
  return { orders: owner, news: path };
}

function mayOpen(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
