import { createInterface } from "node:readline";
import { SystemNetwork } from "../../src/host/system-network.ts";
import type { NetworkChange } from "../../src/ports/network-config.ts";

/** The real network's adapter as a process, so that it can be put into a namespace: one question a line, one answer a line. */
const [sysfsRoot = "", resolverFile = "", scratch = ""] = process.argv.slice(2);
const network = new SystemNetwork({ sysfsRoot, resolverFile, scratch });

type Question =
  | { readonly do: "look"; readonly name: string }
  | { readonly do: "lease"; readonly name: string; readonly wanted?: string }
  | { readonly do: "apply" | "undo"; readonly change: NetworkChange };

function answer(question: Question): Promise<unknown> {
  switch (question.do) {
    case "look":
      return network.look(question.name);
    case "lease":
      return network.lease(question.name, question.wanted);
    case "apply":
      return network.apply(question.change);
    case "undo":
    default:
      return network.undo(question.change);
  }
}

async function serve(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin }))
    process.stdout.write(`${JSON.stringify((await answer(JSON.parse(line) as Question)) ?? null)}\n`);
}

void serve();
