import { expect, test } from "vitest";
import { heardIn } from "../../../test/support/heard.ts";
import type { ToolCall } from "../../runtime/call-schema.ts";
import { meantBy } from "../put-right.ts";
import type { Heard } from "./heard.ts";

const order = "WO-1042";
test.each<[string, ToolCall, Partial<Heard>, object]>([
  [
    "1042 客户说只要60台了",
    { tool: "promise_date", product: null, quantity: 60 },
    { order, amount: 60 },
    { tool: "change_order", order, quantity: 60 },
  ],
  [
    "what's blocking 1042",
    { tool: "explain_late", order },
    { order },
    { tool: "can_release", order, line: null },
  ],
  ["他有没有AAU的资质", { tool: "stock_status", material: null }, {}, { tool: "who_is_there" }],
  ["夜班产能够不够", { tool: "what_if_shift", line: "all" }, {}, { tool: "line_load", line: "all" }],
  ["加个夜班产能够不够", { tool: "what_if_shift", line: "all" }, {}, { tool: "what_if_shift" }],
  [
    "推到前面去",
    { tool: "planned_next", order, line: null },
    { mentionedOrder: order },
    { tool: "expedite_order", order },
  ],
  [
    "那BI-2能顶上吗",
    { tool: "what_if_down", line: "BI-2", hours: null },
    { line: "BI-2" },
    { tool: "line_load", line: "BI-2" },
  ],
  [
    "1042做不完了 少做10台行不",
    { tool: "order_status", order },
    { order, amount: 10 },
    { tool: "change_order", order, quantity: 10 },
  ],
  [
    "which order is more urgent, this or 1042",
    { tool: "expedite_order", order },
    { order },
    { tool: "order_status", order },
  ],
  [
    "1042下到哪条线好",
    { tool: "release_order", order, line: "earliest" },
    { order, namesOrder: true },
    { tool: "can_release", order, line: null },
  ],
  [
    "给后交的那张加急",
    { tool: "expedite_order", order },
    { mentionedOrder: order },
    { tool: "expedite_order", order: null },
  ],
  [
    "1042拆一下，先出50",
    { tool: "release_order", order, line: "earliest" },
    { order, namesOrder: true },
    { tool: "cannot_do" },
  ],
  [
    "把1042下到随便哪条线",
    { tool: "release_order", order, line: "earliest" },
    { order, namesOrder: true },
    { tool: "release_order", order },
  ],
])("%s", (text, call, beside, meant) => expect(meantBy(call, heardIn(text, beside))).toMatchObject(meant));
