/** What a person takes note of, or decides, with one word. */
export const NOTED_FACTS = [
  {
    name: "damage-acknowledged",
    request: "acknowledge-damage",
    nothing: "nothing-damaged",
    needless: "The books are not damaged; there is nothing to acknowledge.",
    done: "Acknowledged. The gap stays in the books as an entry of its own.",
  },
  {
    name: "device-accepted",
    request: "accept-device",
    nothing: "nothing-to-accept",
    needless: "The books are this device's own; there is nothing to accept.",
    done: "Accepted. The books belong to this device from now on.",
  },
  {
    name: "clock-right",
    request: "accept-clock",
    nothing: "clock-known",
    needless: "The time that the agent holds is the same already; there is nothing to accept.",
    done: "Accepted. What the books hold of later hours stays, but decides nothing about the present any more.",
  },
  {
    name: "plan-now",
    request: "hasten-plan",
    nothing: "nothing-waits",
    needless: "No other plan waits for the next cycle; there is nothing to put in force. 没有等待生效的套餐。",
    done: "The plan that waited for the next cycle holds from now on, whole: what was used before is not taken off it, and its cycle begins now. Did it hold earlier already? `cellward fact plan-now --at INSTANT`. Was the file before only wrong? Then say `cellward fact plan-later`, and after that `cellward fact plan-corrected`. 新套餐立即生效，额度从零开始计；若此前已生效，请用 --at 注明时刻。",
  },
  {
    name: "plan-later",
    request: "defer-plan",
    nothing: "nothing-waits",
    needless:
      "No plan of this card was put in force at once, dated or stated to be a correction; there is nothing to take back. 没有立即生效、注明时间或更正的套餐可撤销。",
    done: "Taken back: that plan waits for the next cycle again, or holds since the cycle with which it came; the one before holds till then with all that was used. The change is dated by the reading of its file again. 已撤销，变更时间恢复为读入文件的时间。",
  },
  {
    name: "plan-corrected",
    request: "correct-plan",
    nothing: "nothing-waits",
    needless:
      "No other plan came after the first one of this card, or it is a correction already; there is nothing to correct. 没有可更正的套餐。",
    done: "The plan that came last, also one that holds already, takes the place of the one before, as if it had been written so from the start: it is no change of the plan, and a carry-over that this had voided is there again. Was that a mistake? `cellward fact plan-later`. 新套餐文件视为一开始即如此，不算变更套餐，用量与结转重新计算。",
  },
] as const;
