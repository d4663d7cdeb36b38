import { expect, test } from "vitest";
import { momentOfDeadline } from "../../runtime/format.ts";
import { asChange, wantedOf } from "./wanted-change.ts";

const at = momentOfDeadline;
const order = { dueTime: at("2026-11-25T17:00") };
const now = at("2026-11-24T09:00");

test("a day keeps the time of day of the due date before, a moment is taken as it is said", () => {
  expect(wantedOf({ by: "2026-11-27" }, order, now)).toEqual({ dueTime: at("2026-11-27T17:00") });
  expect(wantedOf({ by: "2026-11-27T08:00" }, order, now)).toEqual({ dueTime: at("2026-11-27T08:00") });
});

test("a day of which that time has passed ends the order with the day", () => {
  const evening = at("2026-11-24T18:00");
  expect(wantedOf({ by: "2026-11-24" }, order, evening)).toEqual({ dueTime: at("2026-11-24") });
});

test("what is not said stays: neither is in the change", () => {
  expect(wantedOf({ quantity: null }, order, now)).toEqual({});
  expect(asChange("WO-1", { quantity: 8 })).toEqual({ kind: "change", workOrderId: "WO-1", quantity: 8 });
  const dueTime = at("2026-11-27T17:00");
  expect(asChange("WO-1", { dueTime })).toEqual({
    kind: "change",
    workOrderId: "WO-1",
    dueTime: dueTime.toISOString(),
  });
});
