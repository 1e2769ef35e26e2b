/** The exit codes of every subcommand. 64, 69, 75, 77 and 78 are those of BSD's sysexits.h; 2 is vnStat's "limit exceeded". */
export const EXIT = {
  ok: { code: 0, meaning: "done" },
  fault: { code: 1, meaning: "a fault; the message says which" },
  overLimit: { code: 2, meaning: "the plan's limit is reached" },
  usage: { code: 64, meaning: "the command line was not understood" },
  noAgent: { code: 69, meaning: "no agent is running" },
  later: { code: 75, meaning: "not possible now, try again later" },
  permission: { code: 77, meaning: "permission denied" },
  configuration: {
    code: 78,
    meaning: "the configuration, or the stored data's version, is refused; nothing was started",
  },
} as const satisfies Record<string, { code: number; meaning: string }>;

export type ExitName = keyof typeof EXIT;
