import { expect, test } from "vitest";
import { isNode, type Node, nodesOf, placeOf, type SourceFile, sources } from "./source-file.ts";
import { readTree } from "./source-tree.ts";

/** Where `cellward doctor` has its sentences from: its own files, and what refuses a port. */
const SENTENCES = /^src\/(cli\/doctor-[a-z-]+|host\/serial-refusal|agent\/find-port)\.ts$/;
const HAN = /\p{sc=Han}/u;

/** The pieces of text in an expression, joined; undefined where it only passes on what stands elsewhere. */
function textIn(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  const pieces = [...nodesOf(node)].flatMap((part): readonly string[] => {
    if (part.type === "Literal" && typeof part["value"] === "string") return [part["value"]];
    if (part.type !== "TemplateElement") return [];
    const { cooked } = part["value"] as { readonly cooked?: string };
    return [cooked ?? ""];
  });
  const text = pieces.join("");
  // Signs alone stand between words that are said elsewhere.
  const signs = text.trim() !== "" && !/\p{L}/u.test(text);
  return pieces.length === 0 || signs ? undefined : text;
}

const fieldsOf = (node: Node): ReadonlyMap<string, unknown> =>
  new Map(
    (node["properties"] as readonly Node[]).flatMap((property) => {
      const key = property["key"];
      return isNode(key) && key.type === "Identifier" ? [[String(key["name"]), property["value"]] as const] : [];
    }),
  );

/** What is wrong with one object of sentences. */
function wrongIn(fields: ReadonlyMap<string, unknown>): string | undefined {
  const zh = fields.get("zh");
  if (fields.has("en")) {
    if (!fields.has("zh")) return "no Chinese beside the English";
    const [english, chinese] = [textIn(fields.get("en")), textIn(zh)];
    if (english !== undefined && HAN.test(english)) return "Chinese where English belongs";
    // The two halves of a sentence's end that may be left out.
    if (english === "" && chinese?.trim() === "") return undefined;
    if (english?.trim() === "" || chinese?.trim() === "") return "one language is empty";
  }
  if (isNode(zh) && zh.type === "ObjectExpression") {
    // Its remedy stands alone in there, and is looked at by itself.
    const found = textIn(fieldsOf(zh).get("found"));
    return found === undefined || HAN.test(found) ? undefined : "no Chinese in zh.found";
  }
  const text = textIn(zh);
  return text === undefined || HAN.test(text) ? undefined : "no Chinese in zh";
}

function lacking(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) => SENTENCES.test(path))
    .flatMap((file) =>
      [...nodesOf(file.program)].flatMap((node) => {
        if (node.type !== "ObjectExpression") return [];
        const fields = fieldsOf(node);
        const remedy = fields.get("remedy");
        // A text alone: in English only, but where its Chinese stands in `zh`, or is the Chinese.
        const alone = isNode(remedy) && /^(Literal|TemplateLiteral)$/.test(remedy.type);
        const wrong =
          alone && !fields.has("zh") && !HAN.test(textIn(remedy) ?? "") ? "a remedy in one language" : wrongIn(fields);
        return wrong === undefined ? [] : [`${placeOf(file, node)}: ${wrong}`];
      }),
    );
}

test("every remedy of the doctor, and every fault that it names, is there in English and in Chinese", () => {
  const tree = readTree("src");
  expect(lacking(tree)).toEqual([]);
  const pairs = tree.filter(({ path }) => SENTENCES.test(path)).flatMap(({ text }) => text.match(/\bzh[:,]/g) ?? []);
  expect(pairs.length).toBeGreaterThan(80);
});

test.each([
  ["one language alone", 'const a = { found: "x", remedy: "Do it." };', "a remedy in one language"],
  ["English twice", 'const a = { remedy: { en: "Do it.", zh: "Do it." } };', "no Chinese in zh"],
  ["an empty half", 'const a = { remedy: { en: "", zh: "请做。" } };', "one language is empty"],
  ["half of it missing", 'const a = { remedy: { en: "Do it." } };', "no Chinese beside the English"],
  ["both in one text", 'const a = { remedy: { en: "Do it. 请做。", zh: "请做。" } };', "Chinese where English belongs"],
  [
    "a port's, English twice",
    'const a = { remedy: "x", zh: { found: "无。", remedy: "x" } };',
    "a remedy in one language",
  ],
])("%s is noticed", (_, text, wrong) => {
  expect(lacking(sources({ "src/cli/doctor-x.ts": text }))).toEqual([`src/cli/doctor-x.ts:1: ${wrong}`]);
});

test("what is handed on, and what has both, is not noticed", () => {
  const text =
    'const a = { remedy, b: { en: `${x} is`, zh: `${x} 是` }, c: { remedy: "x", zh: { found, remedy: "请做。" } } };';
  expect(lacking(sources({ "src/cli/doctor-x.ts": text, "src/cli/other.ts": 'const a = { remedy: "x" };' }))).toEqual(
    [],
  );
});
