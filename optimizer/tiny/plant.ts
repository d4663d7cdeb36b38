import { type Problem, type ProblemInput, parseProblem } from "../problem.ts";
import { createRandom } from "../random.ts";

/** All times of a tiny plant are whole hours, so that everything that could happen in it can be tried. */
export const hour = 3_600;

type Window = [number, number];
type OrderInput = ProblemInput["orders"][number];
type OperationInput = OrderInput["operations"][number];

/** Rules that a tiny plant has some of. */
const rules = [
  "setups",
  "shifts",
  "oven",
  "transfer",
  "lags",
  "tools",
  "choice",
  "material",
  "marks",
  "expiry",
  "made",
  "weights",
  "running",
  "energy",
] as const;
type Rule = (typeof rules)[number];

/**
 * A plant of two to four orders with at most five operations, on one to three resources; the same seed gives the same. Each rule of
 * the planner is in about a third of them.
 */
export const tinyPlant = (seed: number): Problem => {
  const random = createRandom(seed);
  for (let warm = 0; warm < 8; warm += 1) random.share();
  const { int } = random;
  const has = new Set<Rule>(rules.filter(() => int(3) === 0));
  const pick = <T>(list: readonly T[]): T => list[int(list.length)]!;
  const one = (of: number) => int(of) === 0;
  const times = (from: number, span: number) => (from + int(span)) * hour;

  /** Some short windows, and then a long one, so that everything has its place. */
  const windows = (): Window[] => {
    const found: Window[] = [];
    let at = int(3);
    for (let count = int(3); count > 0; count -= 1) {
      const to = at + 1 + int(4);
      found.push([at * hour, to * hour]);
      at = to + 1 + int(2);
    }
    return [...found, [at * hour, 400 * hour]];
  };

  const machines = Array.from({ length: 1 + int(2) }, (_, at) => `M${at}`);
  const families = ["x", "y", "z"].slice(0, 2 + int(2));
  const tools = has.has("tools") ? ["T0", "T1"].slice(0, 1 + int(2)) : [];
  const powered = has.has("energy");
  const resources: ProblemInput["resources"] = [
    ...machines.map((id) => ({
      id,
      ...(has.has("shifts") && !one(3) ? { calendar: windows() } : {}),
      ...(has.has("shifts") && one(3) ? { closed: [[3 * hour, 5 * hour] as Window] } : {}),
      ...(has.has("setups") ? { setupGroup: "G" } : {}),
      ...(has.has("setups") && one(2) ? { family: pick(families) } : {}),
      ...(powered ? { power: int(3) } : {}),
    })),
    ...(has.has("oven")
      ? [
          {
            id: "OVEN",
            batch: { capacity: 2 + int(2) },
            ...(has.has("shifts") && one(2) ? { calendar: windows() } : {}),
            ...(has.has("setups") && one(2) ? { setupGroup: "G" } : {}),
            ...(powered ? { power: int(3) } : {}),
          },
        ]
      : []),
  ];
  const materials = has.has("material") ? ["A", "B"] : [];
  const orders = 2 + int(3);
  const made = has.has("made") && materials.length > 0;

  const needs = (order: number): OperationInput["needs"] => [
    ...(materials.length > 0 && !one(3)
      ? [
          {
            material: "A",
            quantity: 1 + int(3),
            ...(one(3) ? { alternates: ["B"] } : {}),
            ...(has.has("marks") && one(3) ? { vendors: ["V", "W"].slice(0, 1 + int(2)) } : {}),
            ...(has.has("marks") && one(3) ? { uniform: pick(["bin", "vendor"] as const) } : {}),
          },
        ]
      : []),
    ...(materials.length > 0 && one(3) ? [{ material: "B", quantity: 1 + int(2) }] : []),
    ...(made && order > 0 && one(2) ? [{ material: "KIT", quantity: 1 + int(2) }] : []),
  ];
  const secondary = (): { resource: string; units: number }[] =>
    tools.filter(() => one(2)).map((resource) => ({ resource, units: 1 + int(2) }));
  /** Sub-lots of half an operation are whole hours. */
  const duration = () => (has.has("transfer") ? 2 * (1 + int(2)) : 1 + int(4)) * hour;

  const operation = (order: number, at: number, last: boolean): OperationInput => {
    const inOven = has.has("oven") && one(3);
    const able = inOven ? ["OVEN"] : has.has("choice") ? machines : [pick(machines)];
    const held = tools.length > 0 && one(2) ? secondary() : [];
    const ways = able.flatMap((resource) => {
      const way = { resource, duration: duration() };
      return has.has("choice") && tools.length > 0 && one(3)
        ? [way, { ...way, duration: duration(), secondary: secondary() }]
        : [way];
    });
    return {
      id: `${at}`,
      alternatives: ways,
      ...(has.has("setups") && !one(4) ? { family: pick(families) } : {}),
      ...(held.length > 0 ? { secondary: held } : {}),
      ...(inOven && !one(4) ? { batch: { family: pick(["p", "q"]), size: 1 + int(2) } } : {}),
      ...(has.has("lags") && one(2) ? { lag: int(3) * hour } : {}),
      ...(has.has("lags") && !last && one(2) ? { maxLag: (2 + int(3)) * hour } : {}),
      ...(has.has("transfer") && !last && one(2) ? { transfer: 0.5 } : {}),
      ...(has.has("weights") && one(2) ? { previous: { resource: pick(able), start: int(10) * hour } } : {}),
      ...(powered && one(3) ? { power: int(4) } : {}),
      needs: needs(order),
    };
  };

  let left = 5;
  const list = Array.from({ length: orders }, (_, order): OrderInput => {
    const most = Math.max(1, left - (orders - order - 1));
    const count = Math.min(most, 1 + int(3));
    left -= count;
    return {
      id: `O${order}`,
      weight: 1 + int(4),
      release: int(3) * hour,
      due: times(1, 10),
      ...(has.has("weights") && one(2) ? { promised: times(1, 10) } : {}),
      ...(made && order === 0 ? { produces: { material: "KIT", quantity: 2 + int(4) } } : {}),
      operations: Array.from({ length: count }, (_, at) => operation(order, at, at + 1 === count)),
    };
  });
  // Drawn apart, so that all else stays as it was.
  const ended = createRandom(seed + 1_000_000);
  if (has.has("lags"))
    for (const { operations } of list)
      if (ended.int(4) === 0) operations[0]!.latestStart = (4 + ended.int(6)) * hour;
  if (has.has("running")) {
    const busy = new Set<string>();
    for (const order of list) {
      const first = order.operations[0]!;
      const { resource } = first.alternatives[0]!;
      if (busy.has(resource) || one(2)) continue;
      busy.add(resource);
      first.running = { resource, remaining: has.has("transfer") ? 2 * hour : (1 + int(3)) * hour };
    }
  }

  const marks = () => ({
    ...(has.has("marks") && one(2) ? { vendor: pick(["V", "W"]) } : {}),
    ...(has.has("marks") && one(2) ? { bin: pick(["b", "c"]) } : {}),
    ...(has.has("expiry") && one(2) ? { expires: times(1, 12) } : {}),
  });
  return parseProblem({
    resources,
    orders: list,
    setups: has.has("setups")
      ? families.flatMap((from) =>
          families
            .filter((to) => to !== from)
            .map((to) => ({ group: "G", from, to, seconds: int(3) * hour })),
        )
      : [],
    ...(tools.length > 0
      ? {
          secondaryResources: tools.map((id) => ({
            id,
            capacity: 2 + int(2),
            ...(has.has("shifts") && one(3) ? { calendar: windows() } : {}),
            ...(one(4) ? { away: [{ from: times(0, 4), to: times(5, 4), units: 1 }] } : {}),
          })),
        }
      : {}),
    materials: [
      ...materials.map((id) => ({
        id,
        stock: int(3),
        lots: Array.from({ length: int(3) }, (_, at) => ({
          id: `${id}-L${at}`,
          quantity: 1 + int(4),
          ...marks(),
        })),
        receipts: Array.from({ length: 1 + int(2) }, (_, at) => ({
          id: `${id}-R${at}`,
          time: times(1, 8),
          quantity: 3 + int(6),
          ...marks(),
          ...(one(4) ? { reliability: 0.5, delay: (1 + int(3)) * hour } : {}),
        })),
      })),
      ...(made ? [{ id: "KIT", stock: int(2), receipts: [{ time: times(4, 8), quantity: int(6) }] }] : []),
    ],
    ...(powered ? { tariff: { price: 1, windows: [{ from: 2 * hour, to: 6 * hour, price: 3 }] } } : {}),
    ...(has.has("weights") || powered
      ? {
          objective: {
            tardiness: 1,
            setup: pick([0, 0.05, 1]),
            flow: pick([0, 0.1]),
            promise: pick([0, 1]),
            change: pick([0, 0.2]),
            opened: pick([0, 0, 0.1]),
            energy: powered ? pick([0, 0.5]) : 0,
          },
        }
      : {}),
  });
};
