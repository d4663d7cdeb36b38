import type { Dimension } from "../../metrics/metric.ts";
import type { AskedFigure } from "./question.ts";

const late =
  /延期|延误|晚交|迟交|逾期|误期|拖期|超期|(?:交|做|完)(?:得)?晚|晚(?=最多|了?(?:多少|几)|的?(?:工?单|订单))|(?<![a-z])(?:late|overdue|delayed|missed (?:their|its|the) (?:due )?dates?)(?![a-z])/i;
const counts = /最多|多少|几[个张单家]|排名|(?<![a-z])(?:most|how many|number of|rank\w*|top)(?![a-z])/i;

/** Whether orders are counted that were late: 延期最多的客户, "most late orders". */
export const countsLate = (text: string): boolean => late.test(text) && counts.test(text);

/** What orders that are done are told apart by. */
const parts: ReadonlySet<Dimension> = new Set(["customer", "product", "family", "day", "week", "month"]);

/** Whether it is asked who had late orders in a stretch that is over: what was late is on record, and no plan tells it. */
export const asksOfLateBefore = (text: string, { metrics, period, split }: AskedFigure, now: Date): boolean =>
  metrics.every(({ id }) => id === "on_time") &&
  late.test(text) &&
  period !== undefined &&
  period.to < now &&
  (split === undefined ? counts.test(text) : parts.has(split));
