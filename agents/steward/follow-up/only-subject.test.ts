import { expect, test } from "vitest";
import { last, order, said } from "../../../test/support/follow-up.ts";
import { heardIn } from "../../../test/support/heard.ts";
import { followUp } from "../follow-up.ts";
import { meantBy } from "../put-right.ts";
import { saysOnlySubject } from "./only-subject.ts";

test.each([
  "and 1106 too",
  "不对，是1163",
  "no wait, i meant 1036",
  "1121也一样",
  "那WO-1042呢",
  "and for SMT-5 the same",
  "its 1063 not 1053",
])("%s says nothing but another one", (text) => expect(saysOnlySubject(text)).toBe(true));

test.each(["actually let 1105 go again", "1120可以放开了", "and check 1106", "1106 什么时候到"])(
  "%s says more",
  (text) => expect(saysOnlySubject(text)).toBe(false),
);

test("an act goes on from no sentence that says more than another order", () => {
  const hold = last("hold_order", { order });
  const other = { order: ["WO-1105", order] };
  const beside = { mentioned: { order } };
  expect(followUp(hold, said("and 1105 too", other, beside))).toMatchObject({
    tool: "hold_order",
    order: "WO-1105",
  });
  expect(followUp(hold, said("actually let 1105 go again", other, beside))).toBeUndefined();
});

test("an amount alone is another one of what was to change, and holds nothing", () => {
  const change = last("change_order", { order, quantity: 300 });
  expect(followUp(change, said("wait 350", { amounts: [350] }, { mentioned: { order } }))).toEqual({
    tool: "change_order",
    order,
    quantity: 350,
  });
  expect(meantBy({ tool: "hold_order", order }, heardIn("wait 350", { mentionedOrder: order })).tool).toBe(
    "cannot_do",
  );
  expect(
    meantBy({ tool: "hold_order", order }, heardIn("wait with it", { mentionedOrder: order })).tool,
  ).toBe("hold_order");
});

test("who takes an act back for another order wants the same act for that one", () => {
  const beside = { mentioned: { order: "WO-1053" } };
  const other = { order: ["WO-1063", "WO-1053"] };
  for (const text of ["never mind, its 1063 not 1053", "算了，换1063", "算了吧，是1063，不是1053"])
    expect(followUp(last("hold_order", { order: "WO-1053" }), said(text, other, beside))).toEqual({
      tool: "hold_order",
      order: "WO-1063",
    });
  const before = last("hold_order", { order: "WO-1053" });
  expect(followUp(before, said("算了，取消1063", other, beside))).toBeUndefined();
  expect(followUp(before, said("算了", {}, beside))).toBeUndefined();
});
