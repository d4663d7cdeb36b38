import { entry } from "./entry.ts";

/** Robot cells that are not free, or cannot do what is asked. */
export const cellErrors = {
  CELL_UNSOUND: entry(
    422,
    false,
    "The description of the cell is not sound; mend it and save it again. Mistakes: {count}. {problems}",
    "单元描述有 {count} 处错误，请更正后再保存。{problems}",
  ),
  CELL_STOPPED: entry(
    409,
    false,
    "{cell} is stopped ({reason}); somebody has to look and reset it first.",
    "{cell} 已停止（{reason}），请先到现场查看并复位。",
  ),
  CELL_NOT_STOPPED: entry(
    409,
    false,
    "{cell} is not stopped; it needs no reset.",
    "{cell} 没有停止，无需复位。",
  ),
  CELL_AWAY: entry(
    409,
    false,
    "The control of {cell} is away, so that nobody knows whether it stands still. Look at the cell, and say with the reset that nothing moves.",
    "{cell} 的控制器离线，无法确认机器人已停下。请到现场确认没有动作，并在复位时声明。",
  ),
  CELL_NOT_STILL: entry(
    409,
    false,
    "{cell} has not told yet that it stands still ({steps}). Wait a moment, or look at the cell and say with the reset that nothing moves.",
    "{cell} 尚未报告已停下（{steps}）。请稍候，或到现场确认没有动作，并在复位时声明。",
  ),
  CELL_OCCUPIED: entry(
    409,
    false,
    "{people} said to be in {cell} and not to be out again. Reset it when everybody is out.",
    "{people} 已报告进入 {cell}，尚未报告离开。请等所有人离开后再复位。",
  ),
  CELL_BUSY: entry(
    409,
    false,
    "{cell} is at {run}; wait until it ends.",
    "{cell} 正在执行 {run}，请等它结束。",
  ),
  CELL_CHANGED: entry(
    409,
    false,
    "{cell} is not as {run} was planned for: its fixtures, robots or recipes have changed. Propose it again.",
    "{cell} 与 {run} 规划时不同：治具、机器人或配方已改变。请重新提出。",
  ),
  CELL_SET_UP_LATER: entry(
    409,
    false,
    "On {at} {first} is mounted first, {what} later; confirm them in that order.",
    "{at} 要先装 {first}，之后才装 {what}；请按顺序确认。",
  ),
  CELL_CANNOT: entry(
    422,
    false,
    "{cell} cannot do this: {problem}. Bring back what is out of order, or mend the description of the cell.",
    "{cell} 做不了：{problem}。请恢复停用的设备，或更正单元描述。",
  ),
};
