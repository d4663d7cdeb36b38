import fc from "fast-check";
import { expect, test } from "vitest";
import { ProblemError, type ProblemInput, parseProblem, problemJsonSchema } from "../problem.ts";

const hour = 3_600;
const input = (): ProblemInput => ({
  resources: [
    { id: "M", calendar: [[0, 10 * hour]], closed: [[2 * hour, 3 * hour]] },
    { id: "N", closed: [[4 * hour, 5 * hour]] },
  ],
  classes: [{ id: "KEY", weight: 7 }],
  materials: [{ id: "A", stock: 5 }, { id: "B" }],
  orders: [
    {
      id: "O1",
      class: "KEY",
      quantity: 10,
      release: 0,
      due: hour,
      operations: [
        {
          id: "1",
          alternatives: [
            { resource: "M", each: 90.5, duration: 60 },
            { resource: "N", duration: 100 },
          ],
          needs: [{ material: "A", each: 0.25, alternates: ["B"] }],
        },
      ],
    },
    {
      id: "O2",
      priority: 2,
      quantity: 4,
      release: 0,
      due: hour,
      operations: [
        {
          id: "1",
          alternatives: [{ resource: "M", duration: 2 * hour }],
          running: { resource: "M", pieces: 3 },
        },
      ],
    },
    {
      id: "O3",
      release: 0,
      due: hour,
      operations: [{ id: "1", alternatives: [{ resource: "M", duration: 1 }] }],
    },
  ],
});

test("a term of the objective that is not known is told where it stands, with those that are and the nearest", () => {
  const known = "tardiness, setup, energy, flow, promise, change, opened";
  expect(issuesOf((p) => Object.assign(p, { objective: { tardines: 1, setup: 1, Energie: 2 } }))).toEqual({
    "objective.tardines": `is not known; did you mean tardiness? Known are ${known}, lexicographic`,
    "objective.Energie": `is not known; did you mean energy? Known are ${known}, lexicographic`,
  });
  expect(
    issuesOf((p) => Object.assign(p, { objective: { lexicographic: ["setup", "tardyness", "busy"] } })),
  ).toEqual({
    "objective.lexicographic.1": `is "tardyness"; it must be one of ${known}; did you mean tardiness?`,
    "objective.lexicographic.2": `is "busy"; it must be one of ${known}`,
  });
});

test("weights, durations, needs, running work and calendars are worked out, and once more changes nothing", () => {
  const problem = parseProblem(input());
  expect(problem.orders.map(({ weight }) => weight)).toEqual([7, 8, 1]);
  expect(problem.orders[0]!.operations[0]!.alternatives.map(({ duration }) => duration)).toEqual([965, 100]);
  expect(problem.orders[0]!.operations[0]!.needs).toEqual([
    { material: "A", quantity: 3, alternates: ["B"] },
  ]);
  expect(problem.resources[0]!.calendar).toEqual([
    [0, 2 * hour],
    [3 * hour, 10 * hour],
  ]);
  expect(problem.resources[1]!.calendar[0]).toEqual([0, 4 * hour]);
  // Three of four pieces are left: an hour and a half of work.
  expect(problem.orders[1]!.operations[0]!.fixed).toEqual({
    resource: "M",
    start: 0,
    end: 1.5 * hour,
    remaining: 1.5 * hour,
  });
  expect(parseProblem(problem)).toEqual(problem);
});

/** The issues of an input with one place changed, path by path. */
const issuesOf = (change: (problem: Loose) => void): Record<string, string> => {
  const problem = input();
  change(problem);
  try {
    parseProblem(problem);
  } catch (error) {
    expect(error).toBeInstanceOf(ProblemError);
    return Object.fromEntries((error as ProblemError).issues.map(({ path, problem: text }) => [path, text]));
  }
  return {};
};
/** An input that tests may spoil. */
// biome-ignore lint/suspicious/noExplicitAny: whatever is wrong has no type
type Loose = any;

/** Set-ups of a plant whose resources have the groups SMT and THT. */
const setupsOf = (...changes: object[]) => ({
  resources: [
    { id: "M", setupGroup: "SMT" },
    { id: "N", setupGroup: "THT" },
  ],
  setups: changes.map((change) => ({ group: "SMT", from: "a", to: "b", seconds: 60, ...change })),
});

test("set-ups of resources that are not there now, and none from a family to itself, are sound", () => {
  const others = [{}, { group: "AOI" }, { to: "a", seconds: 0 }, { from: "b", to: "a" }];
  expect(issuesOf((p) => Object.assign(p, setupsOf(...others)))).toEqual({});
});

test.each<[string, (problem: Loose) => void, string, RegExp]>([
  [
    "a place before on a resource that is not there",
    (p) => Object.assign(p.orders[0]!.operations[0]!, { previous: { resource: "NONE", start: 0 } }),
    "orders.0.operations.0.previous.resource",
    /there is no resource NONE/,
  ],
  [
    "a negative time",
    (p) => Object.assign(p.orders[0]!, { release: -5 }),
    "orders.0.release",
    /is -5; it must be 0 or more/,
  ],
  [
    "a number beyond all sense",
    (p) => Object.assign(p.orders[0]!, { due: 1e300 }),
    "orders.0.due",
    /must be/,
  ],
  [
    "a text for a number",
    (p) => Object.assign(p.materials[0]!, { stock: "5" }),
    "materials.0.stock",
    /is "5"; it must be a number/,
  ],
  [
    "a missing list",
    (p) => Object.assign(p, { orders: undefined }),
    "orders",
    /is missing; it must be a list/,
  ],
  [
    "no operations",
    (p) => Object.assign(p.orders[0]!, { operations: [] }),
    "orders.0.operations",
    /at least 1 entry/,
  ],
  [
    "an unknown resource",
    (p) => Object.assign(p.orders[0]!.operations[0]!.alternatives[1]!, { resource: "X" }),
    "orders.0.operations.0.alternatives.1.resource",
    /there is no resource X; add it/,
  ],
  [
    "an unknown class",
    (p) => Object.assign(p.orders[0]!, { class: "X" }),
    "orders.0.class",
    /no customer class X/,
  ],
  [
    "an unknown alternate",
    (p) => Object.assign(p.orders[0]!.operations[0]!.needs[0]!, { alternates: ["X"] }),
    "orders.0.operations.0.needs.0.alternates.0",
    /no material X/,
  ],
  [
    "pieces for one product without a quantity",
    (p) => Object.assign(p.orders[0]!, { quantity: undefined }),
    "orders.0.operations.0.needs.0.each",
    /give the order a quantity/,
  ],
  [
    "more pieces than there can be, by what one product needs",
    (p) =>
      Object.assign(p.orders[0]!, { quantity: 1e9 }) &&
      Object.assign(p.orders[0]!.operations[0]!.needs[0]!, { each: 10 }),
    "orders.0.operations.0.needs.0.each",
    /comes to 10000000000 for the order; that must be 1000000000 or less/,
  ],
  [
    "more seconds than there can be, by what one product takes",
    (p) => Object.assign(p.orders[0]!, { quantity: 20_000_000 }),
    "orders.0.operations.0.alternatives.0.each",
    /comes to 1810000060 for the order; that must be 1000000000 or less/,
  ],
  [
    "a set-up of a group that is written otherwise",
    (p) => Object.assign(p, setupsOf({ group: "smt" })),
    "setups.0.group",
    /no resource has the setupGroup smt; did you mean SMT\?/,
  ],
  [
    "two set-ups of one pair",
    (p) => Object.assign(p, setupsOf({}, { seconds: 9 })),
    "setups.1",
    /a to b in SMT is there twice; give its seconds once/,
  ],
  [
    "a set-up from a family to itself",
    (p) => Object.assign(p, setupsOf({ to: "a" })),
    "setups.0.seconds",
    /is 60; from a to itself nothing is set up, so it must be 0/,
  ],
  [
    "windows that overlap",
    (p) =>
      Object.assign(p.resources[0]!, {
        calendar: [
          [0, 9],
          [5, 20],
        ],
      }),
    "resources.0.calendar.1",
    /in order and apart/,
  ],
  [
    "a window that ends before it starts",
    (p) => Object.assign(p.resources[0]!, { calendar: [[9, 3]] }),
    "resources.0.calendar.0",
    /must end after it starts/,
  ],
  ["the same id twice", (p) => Object.assign(p.orders[1]!, { id: "O1" }), "orders.1.id", /O1 is there twice/],
  [
    "a maximum lag below the lag",
    (p) => Object.assign(p.orders[0]!.operations[0]!, { lag: 9, maxLag: 3 }),
    "orders.0.operations.0.maxLag",
    /not be less than lag/,
  ],
  [
    "running and fixed",
    (p) => Object.assign(p.orders[1]!.operations[0]!, { fixed: { resource: "M", start: 0, end: 5 } }),
    "orders.1.operations.0.running",
    /only one of them/,
  ],
])("%s is told with its path and how to mend it", (_name, change, path, sentence) => {
  expect(issuesOf(change)[path]).toMatch(sentence);
});

test("a circle of sub-assemblies is named", () => {
  const issues = issuesOf((problem: Loose) => {
    Object.assign(problem.orders[0]!.operations[0]!.needs[0]!, { alternates: [] });
    Object.assign(problem.orders[0]!, { produces: { material: "B", quantity: 1 } });
    Object.assign(problem.orders[2]!, { produces: { material: "A", quantity: 1 } });
    Object.assign(problem.orders[2]!.operations[0]!, { needs: [{ material: "B", quantity: 1 }] });
  });
  expect(Object.values(issues)[0]).toMatch(/(A needs B needs A|B needs A needs B)/);
});

test("anything at all is a problem or an error that says what is wrong", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(() => parseProblem(value)).toThrow(ProblemError);
    }),
  );
  const leaves = fc.oneof(fc.anything(), fc.constantFrom(-1, 1e300, Number.NaN, "", [], {}, null, true));
  fc.assert(
    fc.property(fc.nat(), leaves, (at, leaf) => {
      const problem = input();
      // Replaces one of all fields by something else.
      const places: [Loose, string][] = [];
      const walk = (node: Loose) => {
        for (const key of Object.keys(node)) {
          places.push([node, key]);
          if (typeof node[key] === "object" && node[key] !== null) walk(node[key]!);
        }
      };
      walk(problem);
      const [node, key] = places[at % places.length]!;
      node[key] = leaf;
      try {
        parseProblem(problem);
      } catch (error) {
        expect(error).toBeInstanceOf(ProblemError);
        expect((error as ProblemError).issues.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 500 },
  );
});

test("the JSON schema knows every field", () => {
  const text = JSON.stringify(problemJsonSchema());
  for (const field of ["produces", "uniform", "reliability", "maxLag", "secondaryResources"])
    expect(text).toContain(`"${field}"`);
});

test("a field that is misspelt is told with the nearest one, wherever it stands", () => {
  expect(
    issuesOf((p) => {
      Object.assign(p, { horizn: 1 });
      Object.assign(p.orders[0]!, { dueDate: 5 });
      Object.assign(p.orders[0]!.operations[0]!.alternatives[0]!, { duratoin: 3 });
    }),
  ).toEqual({
    horizn: expect.stringMatching(/^is not known/),
    "orders.0.dueDate": expect.stringMatching(/^is not known/),
    "orders.0.operations.0.alternatives.0.duratoin": expect.stringMatching(/did you mean duration\?/),
  });
  expect(
    issuesOf((p) => {
      Object.assign(p.orders[0]!.operations[0]!, { running: { resource: "M", remaining: 60, peices: 1 } });
      p.secondaryResources = [
        { id: "S", capacity: 2, away: [Object.assign({ from: 0, to: 60, units: 1 }, { unit: 1 })] },
      ];
    }),
  ).toMatchObject({
    "secondaryResources.0.away.0.unit": expect.stringMatching(/did you mean units\?/),
    "orders.0.operations.0.running.peices": expect.stringMatching(/did you mean pieces\?/),
  });
});

test.each([
  [0.07, 100, 7],
  [1.1, 10, 11],
  [0.29, 100, 29],
  [0.1, 31, 4],
  [1 / 3, 3, 1],
])("%d of a part for each of %i products is %i parts", (each, quantity, parts) => {
  const problem = parseProblem({
    resources: [{ id: "M" }],
    materials: [{ id: "A" }],
    orders: [
      {
        id: "O",
        release: 0,
        due: 0,
        quantity,
        operations: [{ id: "1", alternatives: [{ resource: "M", each }], needs: [{ material: "A", each }] }],
      },
    ],
  });
  const [operation] = problem.orders[0]!.operations;
  expect(operation!.needs[0]!.quantity).toBe(parts);
  expect(operation!.alternatives[0]!.duration).toBe(parts);
});

test("of two ways to do an operation that differ by their time alone the shorter one is left", () => {
  const [order] = input().orders;
  const tool = [{ resource: "T", units: 1 }];
  const { orders } = parseProblem({
    ...input(),
    secondaryResources: [{ id: "T", capacity: 1 }],
    orders: [
      {
        ...order!,
        operations: [
          {
            id: "1",
            alternatives: [
              { resource: "M", duration: 300 },
              { resource: "N", duration: 100 },
              { resource: "M", duration: 120 },
              { resource: "M", duration: 120 },
              { resource: "M", duration: 90, secondary: tool },
            ],
          },
        ],
      },
    ],
  });
  expect(orders[0]!.operations[0]!.alternatives).toEqual([
    { resource: "N", duration: 100 },
    { resource: "M", duration: 120 },
    { resource: "M", duration: 90, secondary: tool },
  ]);
});
