import { mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Seconds } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import type { NetworkBefore, NetworkOutcome } from "../ports/network-config.ts";
import { resolverChoice } from "./resolver-choice.ts";
import { findProgram, runProgram } from "./system-program.ts";

type Kind = NetworkBefore["resolver"];

const WITHIN = Seconds(10);
const DONE: NetworkOutcome = { kind: "done" };
const SYSTEM = "/etc/resolv.conf";
const HEAD = "# Written by cellward for the interface";

const leadsTo = (path: string): Promise<string | undefined> => realpath(path).catch(() => undefined);

/** Where the resolvers of a data call are told: systemd-resolved, resolvconf, else a file of the agent's own. */
export class ResolverPlace {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async kind(): Promise<Kind> {
    // Made by the running service; the program alone would only fail.
    const runs = (await leadsTo("/run/systemd/resolve/resolv.conf")) !== undefined;
    const [etc, program] = [await leadsTo(SYSTEM), await findProgram("resolvconf")];
    const resolvconf = program === undefined ? undefined : await leadsTo(program);
    const nsswitch = await readFile("/etc/nsswitch.conf", "utf8").catch(() => "");
    return resolverChoice({
      resolved: runs && (await findProgram("resolvectl")) !== undefined,
      text: await readFile(SYSTEM, "utf8").catch(() => ""),
      hosts: /^hosts:.*$/m.exec(nsswitch)?.[0] ?? "",
      ...(etc === undefined ? {} : { leadsTo: etc }),
      ...(resolvconf === undefined ? {} : { resolvconf }),
    });
  }

  async tell(kind: Kind, interfaceName: string, resolvers: readonly string[]): Promise<NetworkOutcome> {
    const text = resolvers.map((address) => `nameserver ${address}\n`).join("");
    switch (kind) {
      case "resolved":
        return this.#run("resolvectl", ["dns", interfaceName, ...resolvers]);
      case "resolvconf":
        return this.#run("resolvconf", ["-a", `${interfaceName}.cellward`], text);
      case "file":
      default:
        return this.#write(`${HEAD} ${interfaceName}.\n${text}`);
    }
  }

  async takeBack(kind: Kind, interfaceName: string): Promise<void> {
    switch (kind) {
      case "resolved":
        await this.#run("resolvectl", ["revert", interfaceName]);
        return;
      case "resolvconf":
        await this.#run("resolvconf", ["-d", `${interfaceName}.cellward`]);
        return;
      case "file":
      default: {
        const text = await readFile(this.#file, "utf8").catch(() => "");
        // A file that somebody else has written meanwhile is his.
        if (text.startsWith(`${HEAD} ${interfaceName}.`)) await rm(this.#file, { force: true });
      }
    }
  }

  async #run(name: string, words: readonly string[], input = ""): Promise<NetworkOutcome> {
    const path = await findProgram(name);
    const end = path === undefined ? undefined : await runProgram({ command: [path, ...words], input, within: WITHIN });
    if (end?.kind === "ended" && end.code === 0) return DONE;
    const said = end === undefined ? "not here" : end.kind === "ended" ? end.complaints.trim() : end.why;
    return {
      kind: "failed",
      found: `\`${[name, ...words].join(" ")}\` failed: ${said}.`,
      remedy: "The resolver has to be set by root or a user whom polkit allows it.",
    };
  }

  async #write(text: string): Promise<NetworkOutcome> {
    const made = `${this.#file}.new`;
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      await writeFile(made, text, { mode: 0o644 });
      await rename(made, this.#file);
      if ((await leadsTo(SYSTEM)) === (await leadsTo(this.#file))) return DONE;
      const note = `names are not looked up by the network's resolvers before ${SYSTEM} leads to ${this.#file} (ln -sf)`;
      return { kind: "done", note };
    } catch (thrown) {
      return {
        kind: "failed",
        found: `${this.#file} cannot be written: ${textOf(thrown)}.`,
        remedy: "Set bearer.resolver_file to a place that the agent may write.",
      };
    }
  }
}
