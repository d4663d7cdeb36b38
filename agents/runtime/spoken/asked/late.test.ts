import { expect, test } from "vitest";
import { asksOfLateBefore } from "./late.ts";
import { readFigure } from "./question.ts";

const now = new Date("2026-11-25T10:30:00+08:00");
const asks = (text: string) =>
  asksOfLateBefore(
    text,
    readFigure(text, { lines: [], products: [] }, now, { day: "2026-11-25", time: "10:30" }),
    now,
  );

test.each([
  "10月份延期最多的是哪个客户",
  "which customer had the most late orders in October?",
  "上周哪个产品延误最多",
  "how many orders were overdue last month",
])("%s is of what was done late", (text) => expect(asks(text)).toBe(true));

test.each([
  "哪个客户延期最多",
  "which customer has the most late orders this week",
  "上周为什么延期",
  "10月份按期率最低的客户",
])("%s is not", (text) => expect(asks(text)).toBe(false));
