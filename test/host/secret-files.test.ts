import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Fault } from "../../src/base/fault.ts";
import { readSecrets } from "../../src/host/secret-files.ts";
import { accepted } from "../support/accepted-settings.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

interface Files {
  readonly directory: string;
  readonly path: (name: string) => string;
  readonly put: (name: string, content: string | Uint8Array, mode?: number) => string;
}

function files(): Files {
  const directory = scratch();
  const path = (name: string): string => join(directory, name);
  return {
    directory,
    path,
    put: (name, content, mode = 0o600) => {
      writeFileSync(path(name), content);
      chmodSync(path(name), mode);
      return path(name);
    },
  };
}

function secretsOf(...set: readonly string[]): ReturnType<typeof readSecrets> {
  const { settings, origins } = accepted({ flags: ["mqtt.username=u", ...set] });
  return readSecrets(settings, origins);
}

function refusalOf(...set: readonly string[]): string {
  try {
    secretsOf(...set);
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === "secret-unreadable") return thrown.message;
    throw thrown;
  }
  return "accepted";
}

test("nothing is read where nothing is named", () => {
  expect(secretsOf()).toEqual({ contents: new Map(), warnings: [], unusable: [] });
});

test.each([
  ["s3cret", "s3cret"],
  ["s3cret\n", "s3cret"],
  ["s3cret\r\n", "s3cret"],
  [" s3cret ", " s3cret "],
  ["密码\n", "密码"],
])("of %j one newline at the end is dropped and nothing else", (content, secret) => {
  const name = files().put("password", content);
  expect(secretsOf(`mqtt.password_file=${name}`).contents.get("mqtt.password_file")).toBe(secret);
});

test.each(["s3cret\nhunter2\n", "s3cret\n\n", "s3cret\rhunter2", "s3cret\0hunter2"])(
  "a password file that holds %j is refused by its name, and not shown",
  (content) => {
    const name = files().put("password", content);
    const text = refusalOf(`mqtt.password_file=${name}`);
    expect(text).toContain(name);
    expect(text).toMatch(/more than one line|NUL/);
    expect(text).not.toMatch(/s3cret|hunter2/);
  },
);

test("certificates and the key are read as well", () => {
  const { put } = files();
  const pem = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";
  const set = (["ca", "cert", "key"] as const).map((name) => `mqtt.${name}_file=${put(name, pem)}`);
  const { contents, warnings } = secretsOf(...set);
  expect([...contents.keys()]).toEqual(["mqtt.ca_file", "mqtt.cert_file", "mqtt.key_file"]);
  expect(contents.get("mqtt.key_file")).toBe(pem.slice(0, -1));
  expect(warnings).toEqual([]);
});

test("a secret that everybody can read is warned of, a certificate is not", () => {
  const { put } = files();
  const password = put("password", "p", 0o644);
  const { warnings } = secretsOf(`mqtt.password_file=${password}`, `mqtt.ca_file=${put("ca", "c", 0o644)}`);
  expect(warnings).toEqual([
    `mqtt.password_file: ${password} can be read by everybody on this machine; run: chmod o= ${password}`,
  ]);
});

test("every file that cannot be read is named with the setting's place, and no content", () => {
  const { put, path } = files();
  mkdirSync(path("directory"));
  execFileSync("mkfifo", [path("fifo")]);
  const text = refusalOf(
    `mqtt.password_file=${path("none")}`,
    `mqtt.ca_file=${path("directory")}`,
    `mqtt.cert_file=${path("fifo")}`,
    `mqtt.key_file=${put("key", Uint8Array.of(0xff, 0xfe))}`,
  );
  expect(text).toContain(`--set mqtt.password_file: found ${path("none")}: no such file; expected a regular file`);
  expect(text).toContain(`${path("directory")}: not a regular file`);
  expect(text).toContain(`${path("fifo")}: not a regular file`);
  expect(text).toContain(`${path("key")}: bytes that are not UTF-8`);
});

test.each([
  ["", "empty"],
  ["\n", "empty"],
  ["x".repeat((1 << 20) + 1), "more than 1 MiB"],
])("a file that cannot be a secret is refused: %#", (content, why) => {
  const name = files().put("password", content);
  expect(refusalOf(`mqtt.password_file=${name}`)).toContain(`${name}: ${why}`);
});

test.each([
  ["", "empty"],
  ["1234\n5678\n", "more than one line"],
  ["12a4\n", "holds no PIN of 4 to 8 digits"],
  ["123", "holds no PIN of 4 to 8 digits"],
])("the agent starts with a PIN file that holds %j, and says that it is no use", (content, why) => {
  const name = files().put("pin", content);
  const { unusable } = secretsOf(`modem.pin_file=${name}`);
  expect(unusable).toEqual([expect.stringContaining(why)]);
  expect(unusable[0]).toContain(name);
  expect(`${unusable[0]}`).not.toMatch(/1234|5678|12a4|holds 123/);
});

test("a PIN file that is not there stops nothing either, and a right one is not spoken of", () => {
  const { put, path } = files();
  expect(secretsOf(`modem.pin_file=${path("none")}`).unusable).toEqual([expect.stringContaining("no such file")]);
  const name = put("pin", "1234\n", 0o644);
  expect(secretsOf(`modem.pin_file=${name}`)).toMatchObject({
    unusable: [],
    warnings: [expect.stringContaining(`run: chmod o= ${name}`)],
  });
});
