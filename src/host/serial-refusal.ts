import { stat } from "node:fs/promises";
import type { OpenRefusal } from "../ports/serial.ts";
import { groupName } from "./group-names.ts";
import { describeHolders, holdersOf, type PortHolder } from "./port-holders.ts";

/** Turns the driver's message into what a technician can act on: who holds the port, which group may open it. */
export async function describeRefusal(path: string, message: string): Promise<OpenRefusal> {
  if (/No such file|ENOENT|cannot find|No such device|ENXIO|ENODEV/i.test(message))
    return {
      kind: "absent",
      found: `${path} does not exist.`,
      remedy: "Plug the modem in, or set modem.port to its path (see /dev/serial/by-id).",
      zh: { found: `${path} 不存在。`, remedy: "请接好模组，或把 modem.port 设为其路径（见 /dev/serial/by-id）。" },
    };
  if (/Is a directory|EISDIR/i.test(message)) return directoryAsPort(path);
  if (/Permission denied|EACCES|EPERM/i.test(message)) return forbidden(path);
  if (/lock|busy|EBUSY|Resource temporarily unavailable/i.test(message)) {
    return held(path, (await holdersOf(path)).seen);
  }
  if (/Inappropriate ioctl|ENOTTY|Invalid argument|EINVAL/i.test(message)) return notSerial(path);
  return {
    kind: "failed",
    found: `${path} could not be opened: ${message}.`,
    remedy: "Run `cellward doctor`; it looks closer.",
    zh: { found: `${path} 无法打开：${message}。`, remedy: "请运行 cellward doctor 进一步检查。" },
  };
}

/** Another program has the port: which one, and how it is got back. `file`: the lock file that says so. */
export function held(path: string, holders: readonly PortHolder[], file?: string): OpenRefusal {
  const who = holders.length === 0 ? undefined : describeHolders(holders);
  const remedy = holders.some(({ name }) => name === "ModemManager") ? MODEM_MANAGER : HOLDER;
  return {
    kind: "busy",
    found: `${path} is held by ${who ?? "another process"}${file === undefined ? "" : `, as ${file} says`}.`,
    remedy: remedy.en,
    zh: {
      found: `${path} 被${who === undefined ? "另一个程序" : ` ${who} `}占用${file === undefined ? "" : `（依据 ${file}）`}。`,
      remedy: remedy.zh,
    },
  };
}

const HOLDER = {
  en: "Stop that program, or give it another of the modem's ports; ModemManager leaves a port alone by the udev property ID_MM_PORT_IGNORE.",
  zh: "请停止该程序，或让它改用模组的其他串口；对 ModemManager 可用 udev 属性 ID_MM_PORT_IGNORE 使其忽略该串口。",
};

const MODEM_MANAGER = {
  en: 'Keep ModemManager off this one port with the line of config/udev/70-cellward.rules (ENV{ID_MM_PORT_IGNORE}="1"), then `sudo udevadm control --reload && sudo udevadm trigger` and restart ModemManager; or give the agent another of the modem\'s ports.',
  zh: '请用 config/udev/70-cellward.rules 中的一行（ENV{ID_MM_PORT_IGNORE}="1"）让 ModemManager 忽略该串口，执行 sudo udevadm control --reload && sudo udevadm trigger 后重启 ModemManager；或让代理改用模组的其他串口。',
};

export const notSerial = (path: string): OpenRefusal => ({
  kind: "failed",
  found: `${path} is not a serial port.`,
  remedy: "Set modem.port to the modem's AT port, such as /dev/ttyUSB2 (see /dev/serial/by-id).",
  zh: {
    found: `${path} 不是串口。`,
    remedy: "请把 modem.port 设为模组的 AT 串口，例如 /dev/ttyUSB2（见 /dev/serial/by-id）。",
  },
});

export const directoryAsPort = (path: string): OpenRefusal => ({
  kind: "failed",
  found: `${path} is a directory, no port.`,
  remedy:
    "Set modem.port to the device file of the modem's AT port, such as /dev/ttyUSB2 or a name under /dev/serial/by-id; `ls -l /dev/serial/by-id` lists them.",
  zh: {
    found: `${path} 是目录，不是串口。`,
    remedy:
      "请把 modem.port 设为模组 AT 串口的设备文件，例如 /dev/ttyUSB2 或 /dev/serial/by-id 下的名称；用 ls -l /dev/serial/by-id 查看。",
  },
});

/** What is wrong with a port's permissions, and whose they should be. Nobody is to join the group root for a modem's sake. */
export async function forbidden(path: string): Promise<OpenRefusal> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    return {
      kind: "forbidden",
      found: `${path} may not be opened by this user, nor looked at.`,
      remedy: "Ask the administrator for access to it, or run as root.",
      zh: { found: `当前用户无权打开或查看 ${path}。`, remedy: "请向管理员申请访问权限，或以 root 运行。" },
    };
  const { gid, mode } = found;
  const name = groupName(gid);
  const octal = (mode & 0o777).toString(8);
  const remedy =
    gid === 0 || (mode & 0o060) !== 0o060 ? udevRemedy(gid === 0 ? "dialout" : name) : groupRemedy(gid, name);
  return {
    kind: "forbidden",
    found: `${path} may not be opened by this user; it belongs to group ${name} (mode ${octal}).`,
    remedy: remedy.en,
    zh: { found: `当前用户无权打开 ${path}；它属于 ${name} 组（权限 ${octal}）。`, remedy: remedy.zh },
  };
}

type Remedy = typeof HOLDER;

const udevRemedy = (group: string): Remedy => ({
  en: `Have udev give the port to a group: a rule with GROUP="${group}", MODE="0660" (config/udev/70-cellward.rules holds one to adapt); then let the user join it: sudo usermod -aG ${group} USER.`,
  zh: `请用 udev 规则把该串口交给一个组：GROUP="${group}", MODE="0660"（config/udev/70-cellward.rules 中有示例可改）；再把用户加入该组：sudo usermod -aG ${group} 用户。`,
});

function groupRemedy(gid: number, name: string): Remedy {
  return process.getgroups?.().includes(gid) === true
    ? {
        en: "This user is in that group already; something else forbids it (a container, a service's DeviceAllow=).",
        zh: "当前用户已在该组中，另有限制（容器，或服务的 DeviceAllow=）。",
      }
    : {
        en: `Let the user join that group (sudo usermod -aG ${name} USER) and log in again, or start the service again.`,
        zh: `请把用户加入该组（sudo usermod -aG ${name} 用户），然后重新登录或重启服务。`,
      };
}
