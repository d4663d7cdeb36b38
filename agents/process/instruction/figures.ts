import type { SegmentMaster } from "../../../services/mes/queries/segment-master.ts";
import type { Facts } from "./facts.ts";
import type { Figure, Point } from "./model.ts";
import type { StepContext } from "./plan.ts";

/** Figures of a step, where the plant's rows hold what one is drawn from. */

export const flow = (master: SegmentMaster, facts: Facts): Figure => ({
  kind: "flow",
  stops: master.routing.map((row) => {
    const key = [row.work_master_id, row.segment] as const;
    return {
      number: facts.value("work_master_segment", key, "segment"),
      name: facts.named("work_master_segment", key),
      own: row.segment === master.segment.segment,
    };
  }),
});

const pointsOf = (master: SegmentMaster, positions?: ReadonlySet<string>): Point[] =>
  master.placements
    .filter(({ position }) => !positions || positions.has(String(position)))
    .map(({ designator, x, y, side, position }) => ({ designator, x, y, side, position: String(position) }))
    .toSorted((a, b) => (a.designator < b.designator ? -1 : 1));

/** Where the step's pieces go, among all others. */
export const placement = ({ master, materials }: StepContext): Figure | null => {
  const lit = new Set(materials.map(({ position }) => position.text));
  const points = pointsOf(master);
  return points.some(({ position }) => lit.has(position))
    ? { kind: "placement", points, lit: [...lit] }
    : null;
};

/**
 * Fasteners in the order in which they are tightened: the first in a corner, each next one as far as can be from all that are tight,
 * so that a cover is drawn down evenly, crosswise.
 */
export const torque = ({ master, materials }: StepContext): Figure | null => {
  const rest = pointsOf(master, new Set(materials.map(({ position }) => position.text)));
  const [first] = rest.toSorted((a, b) => a.x + a.y - (b.x + b.y));
  if (!first) return null;
  const points: Point[] = [];
  const distances = new Map(rest.map((point) => [point, Number.POSITIVE_INFINITY]));
  for (let next: Point | undefined = first; next; ) {
    const tight: Point = next;
    points.push(tight);
    distances.delete(tight);
    next = undefined;
    let farthest = -1;
    for (const [point, before] of distances) {
      const distance = Math.min(before, Math.hypot(point.x - tight.x, point.y - tight.y));
      distances.set(point, distance);
      if (distance > farthest) [next, farthest] = [point, distance];
    }
  }
  return { kind: "torque", points };
};

export const limits = ({ parameters }: StepContext): Figure | null =>
  parameters.length > 0 ? { kind: "limits", parameters } : null;

/** Set temperatures of an oven's zones, those parameters whose names end with their number. */
export const zones = (context: StepContext): Figure | null => {
  const { parameters } = context;
  const found = parameters.filter(
    ({ characteristic, target }) => target && /_Z\d+$/.test(characteristic.text),
  );
  const peak = parameters.find(({ characteristic }) => characteristic.text.startsWith("PEAK")) ?? null;
  return found.length >= 2 ? { kind: "zones", zones: found, peak } : limits(context);
};

/** Temperature over time of a chamber. */
export const soak = (context: StepContext): Figure | null => {
  const { parameters, facts, master, own } = context;
  const temperature = parameters.find(({ unit, target }) => unit?.text === "°C" && target);
  const [line] = master.equipment;
  if (!temperature || !line) return limits(context);
  return {
    kind: "soak",
    temperature,
    ramp: parameters.find(({ unit }) => unit?.text.startsWith("°C/")) ?? null,
    seconds: facts.value("segment_equipment", [...own, line.equipment_id], "run_seconds"),
    rest: facts.maybe("work_master_segment", own, "lag_seconds"),
  };
};

/** Layers of an assembly in the order in which they go on. */
export const stack = ({ allMaterials }: StepContext): Figure | null =>
  allMaterials.length >= 2
    ? {
        kind: "stack",
        layers: allMaterials.map(({ name, position, quantity }) => ({ name, position, quantity })),
      }
    : null;

/** The unit, its fixture, and the instruments by what they read. */
export const setUp = ({ allParameters, facts, own, tool }: StepContext): Figure | null => {
  const measured = allParameters.flatMap(({ method, name }) => (method ? [{ method, name }] : []));
  const groups = Map.groupBy(measured, ({ method }) => method.en.text);
  if (groups.size === 0) return null;
  const product = facts.value("work_master", [own[0]], "product_id").text;
  return {
    kind: "set-up",
    unit: facts.named("material", [product]),
    fixture: tool,
    instruments: [...groups.values()].map((reads) => ({
      name: reads[0]!.method,
      reads: reads.map(({ name }) => name),
    })),
  };
};
