import { expect, test } from "vitest";
import { parseProblem, plan } from "../../../optimizer/index.ts";
import { holdsOf, lateness } from "./holds-late.ts";
import { tellHolds } from "./tell-extra-time.ts";

const hour = 3_600;
const order = (
  id: string,
  due: number,
  duration: number,
  needs: object[] = [],
  secondary: object[] = [],
) => ({
  id,
  release: 0,
  due: due * hour,
  operations: [{ id: "1", needs, alternatives: [{ resource: id, duration: duration * hour, secondary }] }],
});

test("what a late order waits for most is told: material, a line, people, or the work itself", async () => {
  const problem = parseProblem({
    resources: ["MATERIAL", "LINE", "TIME", "IN-TIME"].map((id) => ({ id })),
    materials: [{ id: "MAT-00001", stock: 0, receipts: [{ time: 20 * hour, quantity: 5 }] }],
    orders: [
      order("MATERIAL", 10, 2, [{ material: "MAT-00001", quantity: 5 }]),
      order("TIME", 10, 12),
      order("IN-TIME", 10, 2),
      ...["FIRST", "SECOND"].map((id, index) => ({
        ...order(id, 8 + index, 6),
        operations: [{ id: "1", alternatives: [{ resource: "LINE", duration: 6 * hour }] }],
      })),
    ],
  });
  const found = await plan(problem, { iterations: 100 });
  expect([...lateness(problem, found)].map(([id, late]) => [id, late / hour]).sort()).toEqual([
    ["MATERIAL", 12],
    ["SECOND", 3],
    ["TIME", 2],
  ]);
  const holds = holdsOf(problem, found);
  expect(holds).toEqual([
    { orderId: "MATERIAL", late: 12 * hour, kind: "material", id: "MAT-00001" },
    { orderId: "SECOND", late: 3 * hour, kind: "line", id: "LINE" },
    { orderId: "TIME", late: 2 * hour, kind: "time", id: undefined },
  ]);
  const told = tellHolds(holds);
  expect(told.zh).toBe("1 个等物料（MAT-00001）、1 个等产线（LINE）、1 个剩余时间不够加工");
  expect(told.evidence).toEqual({ material: "1, MAT-00001", line: "1, LINE", time: "1" });
});
