import { hourMs } from "../../../../services/core/zone.ts";
import { dayOf } from "./calendar.ts";
import { days, name, type Reader } from "./said.ts";

/** "最近 3 天", "last 24 hours", "近两周". */
export const trailing: Reader = (text, now) => {
  const found =
    /(?:过去|最近|近|前|这|上)(?:的)? ?(\d{1,3})? ?个?(分钟|小时|钟头|天|日|周|星期|礼拜|月)(?![1-6日天末份])|(?<![a-z])(?:last|past|previous|recent|latest|trailing)(?: (\d{1,3}))? ?-?(minutes?|hours?|days?|weeks?|months?)(?![a-z])|(?<![a-z])(\d{1,3})[ -](hours?|days?|weeks?|months?)(?: period| window)?(?![a-z])/.exec(
      text,
    );
  if (!found) return undefined;
  const said = found[1] ?? found[3] ?? found[5];
  const unit = found[2] ?? found[4] ?? found[6]!;
  // "上周", "这个月", "last week" are of the calendar.
  if (!said && /周|星期|礼拜|月|week|month|天|日|day/.test(unit) && !/^(?:最近|近|过去)/.test(found[0]))
    return undefined;
  const count = Number(said ?? 1);
  const [words] = found;
  if (/分钟|minute/.test(unit))
    return {
      from: new Date(now.getTime() - count * 60_000),
      to: now,
      name: name(`最近 ${count} 分钟`, `In the last ${count} minutes`),
      words,
    };
  if (/小时|钟头|hour/.test(unit))
    return {
      from: new Date(now.getTime() - count * hourMs),
      to: now,
      name:
        count === 1
          ? name("过去一小时", "In the last hour")
          : name(`最近 ${count} 小时`, `In the last ${count} hours`),
      words,
    };
  const [length, zh, en] = /周|星期|礼拜|week/.test(unit)
    ? [7, "周", "week"]
    : /月|month/.test(unit)
      ? [30, "个月", "month"]
      : [1, "天", "day"];
  const today = dayOf(now);
  return days(
    today + 1 - count * length,
    today + 1,
    now,
    name(
      `最近 ${count} ${zh}`,
      `In the last ${count === 1 ? "" : `${count} `}${en}${count === 1 ? "" : "s"}`,
    ),
    words,
  );
};
