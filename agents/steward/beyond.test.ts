import { expect, test } from "vitest";
import { beyondOf } from "./beyond.ts";

test.each([
  ["把1042和1060换一下先后", "expedite_order"],
  ["swap 1042 and 1060", "expedite_order"],
  ["让它先去充电", "look_up"],
  ["send the AGV to SMT-2", "look_up"],
  ["ok take the second one and block it", "line_gaps"],
  ["book eight hours of maintenance on SMT-4", "line_gaps"],
  ["能退回昨天那版不", "plan_status"],
  ["How much money does a late order cost us?", "late_orders"],
  ["Has anyone reported an accident today?", "patrol_status"],
  ["Write that up for the morning meeting please.", "shift_report"],
])("%s", (text, instead) => expect(beyondOf(text)?.instead[0]).toBe(instead));

test.each(["order lunch", "给 RRU-5201 写份贴片作业指导书", "讲个笑话", "open the doors"])(
  "nothing is known of: %s",
  (text) => expect(beyondOf(text)).toBeUndefined(),
);
