import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { assign } from "./assign.ts";
import { createLifelong } from "./lifelong.ts";
import { compileRoadmap, graphOf } from "./roadmap.ts";
import { planFleet } from "./solve.ts";
import { createTraffic } from "./traffic.ts";
import { verifyFleetPlan } from "./verify.ts";

const line = (length: number, extra: readonly (readonly [number, number])[] = []) => {
  const pairs = [...Array.from({ length: length - 1 }, (_, at) => [at, at + 1] as const), ...extra];
  const size = Math.max(...pairs.flat()) + 1;
  return graphOf(
    size,
    pairs.flatMap(([a, b]) => [
      [a, b, 1],
      [b, a, 1],
    ]),
  );
};
const grid = (side: number) => {
  const arcs: [number, number, number][] = [];
  for (let node = 0; node < side * side; node += 1) {
    if (node % side < side - 1) arcs.push([node, node + 1, 1], [node + 1, node, 1]);
    if (node + side < side * side) arcs.push([node, node + side, 1], [node + side, node, 1]);
  }
  return graphOf(side * side, arcs);
};

test("two change places on one lane with a passing place, by the best plan", async () => {
  const graph = line(7, [[3, 7]]);
  const [starts, goals] = [Int32Array.of(0, 6), Int32Array.of(6, 0)];
  for (const rotations of [true, false]) {
    const found = await planFleet({ graph, starts, goals }, { budgetMs: 20_000, seed: 1, rotations });
    expect(found.violations).toEqual([]);
    expect(found.isComplete).toBe(true);
    // One steps off the lane and back, which costs two, and the other waits a step for it.
    expect(found.cost).toBe(found.bound + 3);
  }
});

test("two that cannot pass each other: proven, not searched for ever", async () => {
  const found = await planFleet(
    { graph: line(5), starts: Int32Array.of(0, 4), goals: Int32Array.of(4, 0) },
    { budgetMs: 20_000, seed: 1 },
  );
  expect(found).toMatchObject({ plan: undefined, isComplete: true });
});

test("a full square turns only where circles are allowed", async () => {
  const graph = grid(2);
  const problem = { graph, starts: Int32Array.of(0, 1, 3, 2), goals: Int32Array.of(1, 3, 2, 0) };
  expect((await planFleet(problem, { budgetMs: 20_000, seed: 1 })).cost).toBe(4);
  const found = await planFleet(problem, { budgetMs: 20_000, seed: 1, rotations: false });
  expect(found).toMatchObject({ plan: undefined, isComplete: true });
});

test("the verifier finds what is broken", () => {
  const graph = line(3);
  const from = Int32Array.of(0, 1);
  const broken = (next: number[]) => verifyFleetPlan(graph, from, undefined, [from, Int32Array.from(next)]);
  expect(broken([1, 0])[0]).toContain("meet between");
  expect(broken([1, 1])[0]).toContain("both at 1");
  expect(broken([2, 1])[0]).toContain("no lane");
  expect(broken([1, 2])).toEqual([]);
});

test("a cheapest matching is no dearer than any by hand", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 4 }), {
        minLength: 3,
        maxLength: 3,
      }),
      (costs) => {
        const found = assign(costs);
        const sum = found.reduce((total, column, row) => total + costs[row]![column]!, 0);
        let least = Number.POSITIVE_INFINITY;
        for (let a = 0; a < 4; a += 1)
          for (let b = 0; b < 4; b += 1)
            for (let c = 0; c < 4; c += 1)
              if (a !== b && b !== c && a !== c)
                least = Math.min(least, costs[0]![a]! + costs[1]![b]! + costs[2]![c]!);
        expect(sum).toBe(least);
      },
    ),
  );
});

test("every plan of random fleets holds, with and without circles", async () => {
  const graph = grid(5);
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = createRandom(seed);
    const draw = () => {
      const nodes = Array.from({ length: 25 }, (_, node) => ({ node, key: random.share() }));
      return Int32Array.from(nodes.sort((a, b) => a.key - b.key).slice(0, 12), ({ node }) => node);
    };
    const problem = { graph, starts: draw(), goals: draw() };
    const found = await planFleet(problem, { budgetMs: 60, seed, rotations: seed % 2 === 0 });
    expect(found.violations).toEqual([]);
    if (found.plan) expect(found.cost).toBeGreaterThanOrEqual(found.bound);
  }
});

test("tasks against each other on one lane with a passing place are all done", () => {
  const life = createLifelong({ graph: line(9, [[4, 9]]), starts: Int32Array.of(0, 8), seed: 1 });
  for (let task = 0; task < 6; task += 1) {
    life.add({ pick: 0, drop: 8 });
    life.add({ pick: 8, drop: 0 });
  }
  for (let step = 0; step < 2_000 && life.left() > 0; step += 1) life.step();
  expect(life.left()).toBe(0);
  expect(life.done()).toBe(12);
});

test("a roadmap with a lane to nowhere says which", () => {
  const node = { id: "A", x: 0, y: 0 };
  expect(() =>
    compileRoadmap({ nodes: [node], lanes: [{ from: "A", to: "B", bidirectional: true }] }),
  ).toThrow("no node B");
});

/** Drives by what is released only, late and by chance; every message may be lost or come twice. */
const drive = (seed: number, vehicles: number, outs: boolean) => {
  const random = createRandom(seed);
  const graph =
    seed % 3 === 0
      ? line(8, [
          [2, 8],
          [5, 9],
          [3, 10],
        ])
      : grid(4);
  const nodes = Array.from({ length: graph.size }, (_, node) => ({ node, key: random.share() }));
  const starts = nodes
    .sort((a, b) => a.key - b.key)
    .slice(0, vehicles)
    .map(({ node }) => node);
  const traffic = createTraffic({
    graph,
    ways: starts.map((node) => [node]),
    seed,
    reach: 1 + random.int(3),
  });
  // What the vehicle knows and where it truly is: a place of its journey, on a lane or at the node.
  const truth = starts.map((node) => ({ way: [node], released: 0, place: 0, onLane: false }));
  const goals = starts.map(() => random.int(graph.size));
  goals.forEach((goal, vehicle) => {
    traffic.wish(vehicle, goal);
  });
  traffic.plan();
  let out = -1;
  let back = 0;
  let reached = 0;
  const want = vehicles * 3;
  for (let tick = 0; tick < 20_000 && reached < want; tick += 1) {
    const vehicle = random.int(vehicles);
    const me = truth[vehicle]!;
    if (outs && out < 0 && random.share() < 0.01) {
      out = vehicle;
      back = tick + 200;
      traffic.setOut(vehicle, true);
      traffic.plan();
    }
    if (out >= 0 && tick >= back) {
      traffic.setOut(out, false);
      out = -1;
      traffic.plan();
    }
    if (random.share() < 0.6) {
      const { nodes: ahead, passed, released } = traffic.progress(vehicle);
      me.way = [...me.way.slice(0, passed), ...ahead.slice(0, released - passed + 1)];
      me.released = released;
    }
    if (vehicle !== out && random.share() < 0.5) {
      if (me.onLane) {
        me.onLane = false;
        me.place += 1;
      } else if (me.place < me.released) me.onLane = true;
    }
    const places = new Set<number>();
    for (const each of truth) {
      const here = each.onLane ? [each.way[each.place]!, each.way[each.place + 1]!] : [each.way[each.place]!];
      for (const node of here) {
        expect(places.has(node)).toBe(false);
        places.add(node);
      }
    }
    // A report is lost, repeats an older one, or says how it is.
    const chance = random.share();
    if (chance < 0.3) continue;
    traffic.report(vehicle, chance < 0.5 ? random.int(me.place + 1) : me.place);
    if (vehicle === out || me.onLane || me.way[me.place] !== goals[vehicle]) continue;
    reached += 1;
    goals[vehicle] = random.int(graph.size);
    traffic.wish(vehicle, goals[vehicle]!);
    traffic.plan();
  }
  return { reached, want };
};

test("late and stopped vehicles, lost and repeated messages: nobody meets and everybody arrives", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const { reached, want } = drive(seed, 2 + (seed % 4), false);
    expect({ seed, isDone: reached >= want }).toEqual({ seed, isDone: true });
  }
});

test("a vehicle that is out for a while is led around or waited for, and all go on", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const { reached, want } = drive(seed, 2 + (seed % 3), true);
    expect({ seed, isDone: reached >= want }).toEqual({ seed, isDone: true });
  }
});

test("what a vehicle has driven is forgotten, however long it drives", () => {
  const graph = line(8, []);
  const traffic = createTraffic({ graph, ways: [[0]], seed: 1 });
  let longest = 0;
  for (let trip = 1; trip <= 50; trip += 1) {
    traffic.wish(0, trip % 2 === 0 ? 0 : 7);
    traffic.plan();
    for (;;) {
      const { nodes, passed, released } = traffic.progress(0);
      longest = Math.max(longest, nodes.length);
      if (released === passed) break;
      traffic.report(0, passed + 1);
    }
  }
  expect(traffic.progress(0)).toMatchObject({ nodes: [0], passed: 50 * 7 });
  expect(longest).toBe(8);
});
