import { MessageReader } from "../at/message-reader.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { plainJson } from "../base/plain-text.ts";
import { readArguments } from "./arguments.ts";

const FLAGS = { command: { type: "string" }, schema: { type: "boolean" } } as const;

/** A modem's output on stdin; one JSON object a message on stdout. */
export async function atDecode(argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  if (values.schema === true) {
    const { messageJsonSchema } = await import("./at-schema.ts");
    process.stdout.write(`${JSON.stringify(messageJsonSchema(), undefined, 2)}\n`);
    return EXIT.ok.code;
  }
  if (values.command !== undefined && !/^AT[\x20-\x7e]*$/i.test(values.command))
    throw new Fault(
      "usage",
      `--command: found "${values.command}"; expected the one command line that was sent, without its end, such as AT+COPS?`,
    );
  let out: string[] = [];
  const reader = new MessageReader((message) => out.push(plainJson(message)), values.command);
  const print = async (): Promise<void> => {
    if (out.length === 0) return;
    const text = `${out.join("\n")}\n`;
    out = [];
    if (!process.stdout.write(text)) await new Promise<void>((drained) => process.stdout.once("drain", drained));
  };
  for await (const chunk of process.stdin) {
    if (chunk instanceof Uint8Array) reader.feed(chunk);
    await print();
  }
  reader.end();
  await print();
  return EXIT.ok.code;
}
