import { Days } from "../../base/duration.ts";
import { bytes, duration } from "../kinds/amount.ts";
import { section, setting } from "../setting.ts";

export const journal = section(
  { en: "The evidence journal.", zh: "证据日志。" },
  {
    // A year and a month: what was billed lies beside the same month of the year before.
    retention: setting(duration({ min: Days(30), max: Days(3_660) }), "400d", {
      en: "How long the journal keeps what happened, at most; when something is older, the oldest tenth of that time goes, and a checkpoint stays.",
      zh: "证据日志保留记录的最长时间；有记录超期时清除最早的十分之一时段，并留下检查点。",
    }),
    max_bytes: setting(bytes({ min: "128 KiB", max: "64 MiB" }), "2 MiB", {
      en: "How large the journal may grow on the disk; beyond it the oldest tenth goes.",
      zh: "证据日志在磁盘上的上限；超出后清除最早的十分之一。",
    }),
    files_max_bytes: setting(bytes({ min: "0 B", max: "1 GiB" }), "16 MiB", {
      en: "How much the files that people add as evidence may take together; one may have 2 MiB.",
      zh: "人工添加的证据文件合计上限；单个文件最大 2 MiB。",
    }),
  },
);
