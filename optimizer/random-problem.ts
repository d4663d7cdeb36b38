import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Problem } from "./problem.ts";

/** A plant of lines, families, breaks and scarce material; the same seed gives the same problem. For tests. */
export const randomProblem = (seed: number, orders: number): Problem => {
  const random = xoroshiro128plus(seed);
  const int = (from: number, to: number) => uniformInt(random, from, to);
  const hour = 3_600;
  const stages = ["A", "B", "C"];
  const resources = stages.flatMap((stage) =>
    [1, 2, 3].map((number): Problem["resources"][number] => ({
      id: `${stage}${number}`,
      setupGroup: stage,
      calendar:
        number === 2
          ? Array.from({ length: 60 }, (_, day): [number, number] => [
              day * 24 * hour,
              day * 24 * hour + 16 * hour,
            ])
          : [],
      ...(number === 1 ? { family: `${stage}-f0` } : {}),
    })),
  );
  const families = [0, 1, 2];
  const setups = stages.flatMap((group) =>
    families.flatMap((from) =>
      families.map((to) => ({
        group,
        from: `${group}-f${from}`,
        to: `${group}-f${to}`,
        seconds: from === to ? 0 : int(5, 40) * 60,
      })),
    ),
  );
  const materials = Array.from({ length: 12 }, (_, index) => ({
    id: `M${index}`,
    stock: int(0, orders * 20),
    receipts: [
      { time: int(1, 72) * hour, quantity: orders * 20 },
      { time: int(72, 140) * hour, quantity: orders * 40 },
    ],
  }));
  return {
    resources,
    setups,
    materials,
    orders: Array.from({ length: orders }, (_, index) => {
      const family = int(0, 2);
      return {
        id: `O${index}`,
        weight: int(1, 9),
        release: int(0, 24) * hour,
        due: int(8, 90) * hour,
        operations: stages.map((stage) => ({
          id: stage,
          family: `${stage}-f${family}`,
          lag: int(0, 1) * 600,
          alternatives: [1, 2, 3]
            .filter((number) => number === 1 || int(0, 2) > 0)
            .map((number) => ({ resource: `${stage}${number}`, duration: int(10, 200) * 60 })),
          needs:
            stage === "C" ? [] : [{ material: `M${int(0, 10)}`, quantity: int(1, 30), alternates: ["M11"] }],
        })),
      };
    }),
  };
};

/** A pressing order that needs no material, for `randomProblem`. */
export const rushOrder: Problem["orders"][number] = {
  id: "RUSH",
  weight: 9,
  release: 0,
  due: 20 * 3_600,
  operations: ["A", "B", "C"].map((stage) => ({
    id: stage,
    family: `${stage}-f0`,
    lag: 0,
    needs: [],
    alternatives: [
      { resource: `${stage}1`, duration: 3_600 },
      { resource: `${stage}3`, duration: 3_600 },
    ],
  })),
};
