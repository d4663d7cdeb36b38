import { expect, test } from "vitest";
import { plan } from "./index.ts";
import { parseProblem } from "./problem.ts";
import { shortagesOf } from "./shortage.ts";

const hour = 3_600;
const day = 24 * hour;

/** One order of two steps on lines that work from 8 to 16 o'clock, and material of its first one. */
const lacking = (receipts: readonly { quantity: number; time: number }[] = []) =>
  parseProblem({
    resources: ["M", "N"].map((id) => ({
      id,
      calendar: [0, 1, 2].map((at) => [at * day + 8 * hour, at * day + 16 * hour]),
    })),
    materials: [{ id: "X", receipts }],
    orders: [
      {
        id: "O",
        release: 0,
        due: 2 * day + 9 * hour,
        operations: [
          {
            id: "1",
            alternatives: [{ resource: "M", duration: 4 * hour }],
            needs: [{ material: "X", quantity: 1 }],
          },
          { id: "2", alternatives: [{ resource: "N", duration: 2 * hour }] },
        ],
      },
    ],
  });

test("material is wanted by when its order can still be on time, by the shifts of its lines", async () => {
  const problem = lacking();
  const found = await plan(problem, { constructOnly: true });
  // The second step takes the last hour of the second day and the first of the third; the first one the four before it.
  expect(shortagesOf(problem, found)).toEqual([
    { material: "X", quantity: 1, needs: [{ operation: "O/1", quantity: 1, by: day + 11 * hour }] },
  ]);
  const atOnce = await plan(lacking([{ quantity: 1, time: day + 11 * hour }]), { constructOnly: true });
  expect(atOnce.operations.at(-1)?.end).toBe(2 * day + 9 * hour);
  const later = await plan(lacking([{ quantity: 1, time: day + 11 * hour + 1 }]), { constructOnly: true });
  expect(later.operations.at(-1)?.end).toBe(2 * day + 9 * hour + 1);
});
