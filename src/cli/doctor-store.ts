import { constants, statfsSync } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { describeBytes } from "../base/bytes.ts";
import { textOf } from "../base/fault.ts";
import { mountInWords, mountOf } from "../host/mount-of.ts";
import { readSecrets } from "../host/secret-files.ts";
import type { Words } from "../plan/words.ts";
import type { CheckResult, Examined } from "./doctor-check.ts";

/** Looks without making anything. */
export async function checkStore({ inForce }: Examined): Promise<readonly CheckResult[]> {
  const { directory } = inForce.settings.store;
  const make: Words = {
    en: `sudo install -d -o USER -m 700 ${directory}, where USER is the agent's user (config/systemd/cellward.service does it by itself)`,
    zh: `sudo install -d -o 用户 -m 700 ${directory}，其中“用户”为代理的运行用户（config/systemd/cellward.service 会自动创建）`,
  };
  const place = await existing(directory);
  const kind = await stat(place);
  if (!kind.isDirectory())
    return fault(
      { en: `${place} is no directory`, zh: `${place} 不是目录` },
      {
        en: "Move that file away, or set store.directory to another path.",
        zh: "请移走该文件，或把 store.directory 设为其他路径。",
      },
    );
  const refusal = await access(place, constants.W_OK | constants.X_OK).then(() => undefined, textOf);
  if (refusal?.startsWith("EROFS") === true) return readOnly(place);
  if (refusal !== undefined)
    return place === directory
      ? fault(
          {
            en: `this user may not write ${directory} (owner: user id ${kind.uid}, mode ${(kind.mode & 0o777).toString(8)})`,
            zh: `当前用户无权写入 ${directory}（所有者 uid ${kind.uid}，权限 ${(kind.mode & 0o777).toString(8)}）`,
          },
          {
            en: `Run the doctor as the agent's user (sudo -u USER cellward doctor); if that is who you are: ${make.en}, or set store.directory.`,
            zh: `请以代理的运行用户运行（sudo -u 用户 cellward doctor）；若当前已是该用户：${make.zh}；或修改 store.directory。`,
          },
        )
      : fault(
          {
            en: `${directory} does not exist, and this user may not make it in ${place}`,
            zh: `${directory} 不存在，当前用户也无权在 ${place} 中创建`,
          },
          {
            en: `Make it for the agent's user: ${make.en}, or set store.directory.`,
            zh: `请为代理的运行用户创建：${make.zh}；或修改 store.directory。`,
          },
        );
  const { bavail, bsize } = statfsSync(place, { bigint: true });
  const free = bavail * bsize;
  const room = `${directory}${place === directory ? "" : " (made by the first run)"}, ${describeBytes(free)} free`;
  if (free < 8n << 20n)
    return fault(
      { en: room, zh: `磁盘空间不足，仅剩 ${describeBytes(free)}` },
      {
        en: "Free some space: below 8 MiB the books may have to be kept in memory.",
        zh: "请清理磁盘空间：不足 8 MiB 时账本可能只能保存在内存中。",
      },
    );
  return [{ what: "store", verdict: "ok", found: room }];
}

function readOnly(place: string): readonly CheckResult[] {
  const mount = mountOf(place);
  const [point, where] = [mount?.point ?? "MOUNT", mount === undefined ? undefined : mountInWords(mount)];
  return fault(
    {
      en: `${place} lies on a read-only file system${where === undefined ? "" : `, mounted on ${where}`}`,
      zh: `${place} 位于只读文件系统${where === undefined ? "" : `，挂载点 ${where}`}`,
    },
    {
      en: `Run \`sudo mount -o remount,rw ${point}\`; where the kernel refuses, \`dmesg\` says why (a damaged file system wants fsck). Until then the agent counts in memory, and a power cut costs what it counted.`,
      zh: `请执行 sudo mount -o remount,rw ${point}；若被拒绝，查看 dmesg（文件系统损坏需 fsck）。在此之前代理只在内存中计量，断电会丢失这部分。`,
    },
  );
}

const fault = (found: Words, remedy: Words): readonly CheckResult[] => [
  { what: "store", verdict: "fault", found, remedy },
];

/** The directory itself, or the nearest one above it that is there. */
export async function existing(directory: string): Promise<string> {
  return directory === "/" || (await isThere(directory)) ? directory : existing(dirname(directory));
}

export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The files that the settings name, all of them at once. */
export async function checkSecrets({ inForce: { settings, origins } }: Examined): Promise<readonly CheckResult[]> {
  try {
    const { warnings, unusable } = readSecrets(settings, origins);
    const exposed = warnings.map((found) => ({
      what: "secrets" as const,
      verdict: "note" as const,
      found: { en: found, zh: "本机所有用户都能读取该文件" },
      remedy: {
        en: "Whoever reads it can speak as this device.",
        zh: "读到它的人可以冒充本设备；请执行上面的 chmod。",
      },
    }));
    const useless = unusable.map((found) => ({
      what: "secrets" as const,
      verdict: "note" as const,
      found: { en: found, zh: "存放 PIN 的文件无法使用；若卡要求 PIN，则无法解锁" },
      remedy: {
        en: "Write the PIN, 4 to 8 digits, into the file as its only line, readable by the agent's user; it is read anew when the card asks.",
        zh: "请把 4 到 8 位数字的 PIN 作为唯一一行写入该文件，并允许代理用户读取；卡要求时会重新读取。",
      },
    }));
    return [...exposed, ...useless];
  } catch (thrown) {
    return [
      {
        what: "secrets",
        verdict: "fault",
        found: { en: textOf(thrown), zh: "设置中指定的密码、证书或私钥文件无法使用，见上" },
        remedy: {
          en: "Make the file, readable by root and the agent's user only (sudo install -m 640 -g GROUP FILE /etc/cellward/), or mend the setting that names it.",
          zh: "请创建该文件，仅允许 root 和代理的运行用户读取（sudo install -m 640 -g 组 文件 /etc/cellward/），或修改指定它的设置项。",
        },
      },
    ];
  }
}
