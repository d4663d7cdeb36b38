import type { ClusterSource } from "../../../services/mes/schema/inspection.ts";
import type { InspectionMethod } from "../../../services/protocols/cfx/inspection.ts";
import type { Candidate } from "../statistics/clusters.ts";
import type { Evidence, FoundDefect } from "./evidence.ts";

/** A cause that places may share, as a key of the statistics. */
export interface Source {
  readonly source: ClusterSource;
  readonly id: string;
  /** Of a reference designator, whose board it is on. */
  readonly product: string | null;
}

const keyOf = ({ source, id, product }: Source): string => `${source}\n${id}\n${product ?? ""}`;
export const sourceOf = (key: string): Source => {
  const [source, id, product] = key.split("\n") as [ClusterSource, string, string];
  return { source, id, product: product || null };
};

type Place = Pick<FoundDefect, "feeder" | "nozzle" | "designator" | "product_id" | "panel_position">;

/** Causes that a defect may come of. A stencil has no feeders: paste is printed place by place. */
const sourcesOf = (method: InspectionMethod, one: Place, lots: readonly string[]): Source[] => [
  ...(method !== "SPI" && one.feeder ? [{ source: "feeder" as const, id: one.feeder, product: null }] : []),
  ...(method !== "SPI" && one.nozzle ? [{ source: "nozzle" as const, id: one.nozzle, product: null }] : []),
  ...(method !== "SPI" ? lots.map((id) => ({ source: "lot" as const, id, product: null })) : []),
  ...(one.designator ? [{ source: "designator" as const, id: one.designator, product: one.product_id }] : []),
  { source: "panel", id: String(one.panel_position), product: one.product_id },
];

/**
 * The lots that a part of an order's board may be of. Which of several it was is not on record: what is found on such a board, and that it
 * was looked at, counts for each of them.
 */
const lotsBy = ({ lots }: Pick<Evidence, "lots">) => {
  const issued = Map.groupBy(lots, ({ work_order_id, material_id }) => `${work_order_id}/${material_id}`);
  return (order: string | null, material: string | null): string[] =>
    (issued.get(`${order}/${material}`) ?? []).map(({ lot_id }) => lot_id);
};

/** How often a group of places was looked at, now and before. */
interface Exposure {
  looked: number;
  lookedBefore: number;
}

/** The groups of places of a line's boards that may share a cause, with how often each was looked at. */
export const exposuresOf = (method: InspectionMethod, evidence: Evidence): ReadonlyMap<string, Exposure> => {
  const groups = new Map<string, Exposure>();
  const partsOf = Map.groupBy(evidence.parts, ({ product_id }) => product_id);
  const lotsOf = lotsBy(evidence);
  for (const { product_id, panel_position, work_order_id, now, before } of evidence.boards)
    for (const { designator, material_id, feeder, nozzle } of partsOf.get(product_id) ?? []) {
      const place = { product_id, panel_position, designator, feeder, nozzle };
      for (const source of sourcesOf(method, place, lotsOf(work_order_id, material_id))) {
        const key = keyOf(source);
        const group = groups.get(key) ?? { looked: 0, lookedBefore: 0 };
        groups.set(key, group);
        group.looked += now;
        group.lookedBefore += before;
      }
    }
  for (const [key, { looked }] of groups) if (looked === 0) groups.delete(key);
  return groups;
};

const order: Readonly<Record<ClusterSource, number>> = {
  feeder: 0,
  nozzle: 1,
  lot: 2,
  designator: 3,
  panel: 4,
};

/**
 * The groups with what was found there, for one kind of defect. The order is that of what is mended first where two explain the same.
 */
export const candidatesOf = (
  method: InspectionMethod,
  kind: string,
  exposures: ReadonlyMap<string, Exposure>,
  evidence: Evidence,
): Candidate[] => {
  const lotsOf = lotsBy(evidence);
  const groups = new Map(
    [...exposures].map(([key, exposure]) => [
      key,
      { key, ...exposure, defects: [] as number[], now: new Set<string>(), before: new Set<string>() },
    ]),
  );
  for (const [index, defect] of evidence.defects.entries()) {
    if (defect.kind !== kind) continue;
    for (const source of sourcesOf(method, defect, lotsOf(defect.work_order_id, defect.material_id))) {
      const group = groups.get(keyOf(source));
      if (!group) continue;
      (defect.is_now ? group.now : group.before).add(defect.unit_id);
      if (defect.is_now) group.defects.push(index);
    }
  }
  return [...groups.values()]
    .map(({ now, before, ...group }) => ({ ...group, found: now.size, foundBefore: before.size }))
    .sort(
      (a, b) => order[sourceOf(a.key).source] - order[sourceOf(b.key).source] || (a.key < b.key ? -1 : 1),
    );
};
