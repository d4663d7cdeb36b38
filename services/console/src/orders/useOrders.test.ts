import { expect, test } from "vitest";
import { isOverdue } from "./useOrders.ts";

test("an order that is not done is overdue once its planned end has passed", () => {
  const plannedEnd = "2026-11-02T08:23:00+08:00";
  const [before, behind] = [Date.parse(plannedEnd) - 1, Date.parse(plannedEnd) + 1];
  expect(isOverdue({ status: "Waiting", plannedEnd }, behind)).toBe(true);
  expect(isOverdue({ status: "Waiting", plannedEnd }, before)).toBe(false);
  expect(isOverdue({ status: "Completed", plannedEnd }, behind)).toBe(false);
  expect(isOverdue({ status: "Waiting", plannedEnd: null }, behind)).toBe(false);
});
