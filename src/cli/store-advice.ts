import type { State } from "../report/contract.ts";

const KEPT =
  "Nothing that was counted is lost while the agent runs; it is written by itself as soon as the disk takes it.";
const KEPT_ZH = "代理运行期间计量不会丢失；磁盘恢复可写后自动写入。";

/** What to do about a disk that takes nothing, in both languages; empty while it does. */
export function storeAdvice({ durable, trouble, mount }: State["store"]): readonly string[] {
  if (durable) return [];
  switch (trouble) {
    case "full":
      return [`Free some space there. ${KEPT}`, `请清理磁盘空间。${KEPT_ZH}`];
    case "read-only": {
      const where = mount ?? "MOUNT";
      return [
        `\`sudo mount -o remount,rw ${where}\`; where the kernel refuses, \`dmesg\` says why (a damaged file system wants fsck). ${KEPT}`,
        `文件系统只读：执行 sudo mount -o remount,rw ${where}；若被拒绝，查看 dmesg（文件系统损坏需 fsck）。${KEPT_ZH}`,
      ];
    }
    case "forbidden":
      return [
        `Give the state directory to the agent's user: sudo chown -R USER DIRECTORY. ${KEPT}`,
        `运行用户无权写入状态目录：执行 sudo chown -R 用户 目录。${KEPT_ZH}`,
      ];
    case "gone":
      return [
        `Leave the state directory alone while the agent runs. ${KEPT}`,
        `代理运行时请勿删除状态目录。${KEPT_ZH}`,
      ];
    case "replaced":
      return [
        "Start the agent again (sudo systemctl restart cellward): it goes on with the books that are there now, and with the kernel's counters.",
        "状态目录中的账本已换成另一份：请重启代理（sudo systemctl restart cellward），将以现有账本和内核计数继续。",
      ];
    case "other":
    case undefined:
    default:
      return [`The disk or its driver refuses; \`dmesg\` says why. ${KEPT}`, `磁盘拒绝写入，查看 dmesg。${KEPT_ZH}`];
  }
}
