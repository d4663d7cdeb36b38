import { expect, test } from "vitest";
import { last, said } from "../../../test/support/follow-up.ts";
import { followUp } from "../follow-up.ts";

const compared = last("compare_orders", { orders: "WO-1071,WO-1094" }, "1071和1094哪张先做完", [
  { kind: "order", id: "WO-1071", facts: { end: "11-05 16:17", late: null } },
  { kind: "order", id: "WO-1094", facts: { end: "11-06 22:47", late: null } },
]);

test("more of orders that were compared is told of the same ones", () => {
  for (const text of ["哪张会迟", "which of them has its material", "which one should i start first"])
    expect(followUp(compared, said(text))).toMatchObject({
      tool: "compare_orders",
      orders: "WO-1071,WO-1094",
    });
});

test("why is asked of the late one, or of the one that is done last", () =>
  expect(followUp(compared, said("为啥"))).toEqual({ tool: "explain_late", order: "WO-1094" }));

test("an act on one of them goes on from no comparison", () =>
  expect(followUp(compared, said("ok release that one"))?.tool).not.toBe("compare_orders"));
