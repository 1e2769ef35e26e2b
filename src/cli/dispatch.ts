import { EXIT } from "../base/exit-codes.ts";
import { Fault, textOf } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import { nearest } from "../base/nearest.ts";
import type { Command } from "./command.ts";
import { overview, usageOf } from "./usage-text.ts";
import { VERSION } from "../agent/version.ts";

export interface Surroundings {
  readonly commands: readonly Command[];
  out(text: string): void;
  err(text: string): void;
  /** Stacks are shown. */
  readonly debug: boolean;
}

const HELP = ["--help", "-h"];

/** Does what was typed after `cellward`; gives the exit code, also for everything that is thrown. */
export async function dispatch(argv: readonly string[], around: Surroundings): Promise<number> {
  try {
    return await perform(argv, around);
  } catch (thrown) {
    return explain(thrown, around);
  }
}

async function perform(argv: readonly string[], around: Surroundings): Promise<number> {
  const [first = ""] = argv;
  if (first === "--version" || first === "-V") {
    around.out(`cellward ${VERSION}\n`);
    return EXIT.ok.code;
  }
  if (HELP.includes(first) || (first === "help" && argv.length === 1)) {
    around.out(`${overview(around.commands)}\n`);
    return EXIT.ok.code;
  }
  if (first === "") {
    around.err(`${overview(around.commands)}\n`);
    return EXIT.usage.code;
  }
  const asked = first === "help" ? argv.slice(1) : argv;
  const group = groupAsked(first, asked, around.commands);
  if (group.length > 0) {
    around.out(`${group.map(usageOf).join("\n\n\n")}\n`);
    return EXIT.ok.code;
  }
  const command = findCommand(asked, around.commands);
  const rest = asked.slice(command.name.split(" ").length);
  // Behind -- stand another program's words.
  const own = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  const helpAsked = first === "help" || own.some((word) => HELP.includes(word));
  if (!helpAsked) return command.run(rest);
  if (command.ownHelp === true) return command.run(["--help"]);
  around.out(`${usageOf(command)}\n`);
  return EXIT.ok.code;
}

/** The commands of `cellward tape --help` and `cellward help tape`, which name a group; of `ask`, itself among them. */
function groupAsked(first: string, [verb, next]: readonly string[], commands: readonly Command[]): readonly Command[] {
  const helpAsked = next === undefined ? first === "help" : HELP.includes(next);
  if (!helpAsked) return [];
  const group = commands.filter(({ name }) => name.startsWith(`${verb ?? ""} `));
  return group.length === 0 ? [] : commands.filter((command) => command.name === verb || group.includes(command));
}

/** The command whose words the line begins with. Throws the fault `usage`, naming what was probably meant. */
function findCommand(argv: readonly string[], commands: readonly Command[]): Command {
  const begins = ({ name }: Command): boolean => name.split(" ").every((word, i) => argv[i] === word);
  const found = commands.find(begins);
  if (found !== undefined) return found;
  const [verb = "", sub = ""] = argv;
  const family = commands.filter(({ name }) => name.startsWith(`${verb} `)).map(({ name }) => name);
  if (family.length > 0) {
    const told = sub === "" || sub.startsWith("-") ? "needs a second word" : `has no "${sub}"`;
    throw new Fault("usage", `"${verb}" ${told}: ${family.map((name) => `cellward ${name}`).join(", ")}`);
  }
  const names = commands.flatMap(({ name }) => [name, name.split(" ")[0] ?? name]);
  const near = nearest(`${verb} ${sub}`.trim(), names) ?? nearest(verb, names);
  const hint = near === undefined ? "`cellward --help` lists the commands" : `did you mean "cellward ${near}"?`;
  throw new Fault("usage", `there is no command "${verb}"; ${hint}`);
}

/** What was thrown, in words for the person at the terminal; gives the exit code. */
export function explain(thrown: unknown, around: Pick<Surroundings, "err" | "debug">): number {
  around.err(`cellward: ${plainText(textOf(thrown))}\n`);
  if (around.debug && thrown instanceof Error) around.err(`${thrown.stack ?? ""}\n${causesOf(thrown)}`);
  if (thrown instanceof Fault && thrown.code !== "internal") {
    if (thrown.code === "usage")
      around.err("`cellward --help` lists the commands, `cellward help COMMAND` its options.\n");
    return EXIT[thrown.exit].code;
  }
  around.err(
    `This is a fault of cellward ${VERSION} itself. Please report it: README.md, "Reporting a fault", says where.\n` +
      "With CELLWARD_DEBUG=1 it also tells where in the program it happened.\n",
  );
  return EXIT.fault.code;
}

function causesOf(error: Error): string {
  const { cause } = error;
  if (cause === undefined) return "";
  return cause instanceof Error
    ? `caused by: ${cause.stack ?? ""}\n${causesOf(cause)}`
    : `caused by: ${textOf(cause)}\n`;
}
