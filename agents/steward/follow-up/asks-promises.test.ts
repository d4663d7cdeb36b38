import { expect, test } from "vitest";
import { last, said } from "../../../test/support/follow-up.ts";
import { followUp } from "../follow-up.ts";

const asked = { product: "RRU-5203", quantity: 150, by: "2026-11-20" };
const promise = last("promise_date", asked, "150 RRU-5203 by the 20th");

test("the same demand by another date, of another amount, or as soon as can be", () => {
  expect(followUp(promise, said("最晚能拖到月底吗", {}, { by: "2026-11-30" }))).toMatchObject({
    product: "RRU-5203",
    quantity: 150,
    by: "2026-11-30",
  });
  const week = { hours: [168], named: new Set(["hours" as const]) };
  expect(followUp(promise, said("and if they'd take it a week later", week))?.by).toMatch(/^2026-11-2[78]/);
  expect(followUp(promise, said("what if they take 60", { amounts: [60] }))).toMatchObject({
    quantity: 60,
    by: "2026-11-20",
  });
  expect(followUp(promise, said("最早几号"))).toMatchObject({ quantity: 150, by: null });
});

test("what asks for something else is no other demand", () =>
  expect(followUp(promise, said("what material is missing"))?.tool).not.toBe("promise_date"));
