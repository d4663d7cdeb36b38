import { MillwrightError } from "../../core/errors.ts";
import type { Db, Tx } from "../database.ts";

/** Rows of the master data by the segments of some work masters; what a work instruction is written from. */
const rowsOf = async (db: Db | Tx, masters: readonly string[]) => {
  const ids = [...masters];
  const [
    workMasters,
    segments,
    items,
    alternates,
    vendors,
    placements,
    parameters,
    equipment,
    secondary,
    tools,
  ] = await Promise.all([
    db.selectFrom("work_master").selectAll().where("id", "in", ids).execute(),
    db
      .selectFrom("work_master_segment")
      .selectAll()
      .where("work_master_id", "in", ids)
      .orderBy("segment")
      .execute(),
    db.selectFrom("bom_item").selectAll().where("work_master_id", "in", ids).orderBy("position").execute(),
    db
      .selectFrom("bom_alternate")
      .selectAll()
      .where("work_master_id", "in", ids)
      .orderBy("rank")
      .orderBy("material_id")
      .execute(),
    db
      .selectFrom("approved_vendor")
      .selectAll()
      .where("work_master_id", "in", ids)
      .orderBy("vendor")
      .execute(),
    db.selectFrom("bom_placement").selectAll().where("work_master_id", "in", ids).execute(),
    db
      .selectFrom("process_parameter")
      .selectAll()
      .where("work_master_id", "in", ids)
      .orderBy("sort")
      .orderBy("characteristic")
      .execute(),
    db
      .selectFrom("segment_equipment as s")
      .innerJoin("equipment as e", "e.id", "s.equipment_id")
      .selectAll("s")
      .select(["e.name_zh", "e.name_en", "e.capacity_units"])
      .where("s.work_master_id", "in", ids)
      .orderBy("e.sort")
      .orderBy("e.id")
      .execute(),
    db
      .selectFrom("segment_secondary as s")
      .innerJoin("secondary_resource as r", "r.id", "s.secondary_id")
      .selectAll("s")
      .select(["r.name_zh", "r.name_en", "r.kind", "r.skill"])
      .where("s.work_master_id", "in", ids)
      .orderBy("r.id")
      .execute(),
    db
      .selectFrom("work_master_segment as s")
      .innerJoin("tool as t", "t.id", "s.tool_id")
      .select(["t.id", "t.name_zh", "t.name_en", "t.kind"])
      .distinct()
      .where("s.work_master_id", "in", ids)
      .execute(),
  ]);
  const named = [
    ...workMasters.map(({ product_id }) => product_id),
    ...[...items, ...alternates].map(({ material_id }) => material_id),
  ];
  const materials =
    named.length === 0
      ? []
      : await db
          .selectFrom("material")
          .selectAll()
          .where("id", "in", [...new Set(named)])
          .execute();
  return {
    workMasters,
    segments,
    items,
    alternates,
    vendors,
    placements,
    parameters,
    equipment,
    secondary,
    tools,
    materials,
  };
};

type Rows = Awaited<ReturnType<typeof rowsOf>>;
type Row<Name extends keyof Rows> = Rows[Name][number];

/** All that the data store knows of how one segment of a product is made. */
export interface SegmentMaster {
  readonly workMaster: Row<"workMasters">;
  readonly product: Row<"materials">;
  readonly segment: Row<"segments">;
  /** The whole routing, in order. */
  readonly routing: readonly Row<"segments">[];
  readonly items: readonly Row<"items">[];
  readonly alternates: readonly Row<"alternates">[];
  readonly vendors: readonly Row<"vendors">[];
  readonly placements: readonly Row<"placements">[];
  readonly parameters: readonly Row<"parameters">[];
  readonly equipment: readonly Row<"equipment">[];
  readonly secondary: readonly Row<"secondary">[];
  readonly tool: Row<"tools"> | undefined;
  readonly materials: ReadonlyMap<string, Row<"materials">>;
}

const keyOf = ({ work_master_id, segment }: { work_master_id: string; segment: number }) =>
  JSON.stringify([work_master_id, segment]);

/** Master data of every segment of some work masters, however many with the same few queries. */
export const segmentMasters = async (
  db: Db | Tx,
  workMasterIds: readonly string[],
): Promise<{ of(workMasterId: string, segment: number): SegmentMaster | undefined }> => {
  if (workMasterIds.length === 0) return { of: () => undefined };
  const rows = await rowsOf(db, workMasterIds);
  const materials = new Map(rows.materials.map((row) => [row.id, row]));
  const group = <T extends { work_master_id: string; segment: number }>(list: readonly T[]) => {
    const groups = Map.groupBy(list, keyOf);
    return (key: string): readonly T[] => groups.get(key) ?? [];
  };
  const [items, alternates, vendors] = [group(rows.items), group(rows.alternates), group(rows.vendors)];
  const [placements, parameters] = [group(rows.placements), group(rows.parameters)];
  const [equipment, secondary] = [group(rows.equipment), group(rows.secondary)];
  const workMasters = new Map(rows.workMasters.map((row) => [row.id, row]));
  const routings = Map.groupBy(rows.segments, (row) => row.work_master_id);
  const tools = new Map(rows.tools.map((row) => [row.id, row]));
  return {
    of: (workMasterId, number) => {
      const workMaster = workMasters.get(workMasterId);
      const routing = routings.get(workMasterId) ?? [];
      const segment = routing.find((row) => row.segment === number);
      const product = workMaster && materials.get(workMaster.product_id);
      if (!workMaster || !segment || !product) return undefined;
      const key = keyOf(segment);
      return {
        workMaster,
        product,
        segment,
        routing,
        items: items(key),
        alternates: alternates(key),
        vendors: vendors(key),
        placements: placements(key),
        parameters: parameters(key),
        equipment: equipment(key),
        secondary: secondary(key),
        tool: segment.tool_id === null ? undefined : tools.get(segment.tool_id),
        materials,
      };
    },
  };
};

/** @throws MillwrightError NOT_FOUND. */
export const segmentMaster = async (
  db: Db | Tx,
  workMasterId: string,
  segment: number,
): Promise<SegmentMaster> => {
  const found = (await segmentMasters(db, [workMasterId])).of(workMasterId, segment);
  if (!found) throw new MillwrightError("NOT_FOUND", { kind: "routing", id: `${workMasterId}/${segment}` });
  return found;
};

/** Whether the data store knows how a product is made. */
export const hasRouting = async (db: Db | Tx, productId: string): Promise<boolean> =>
  (await db
    .selectFrom("work_master")
    .select("id")
    .where("product_id", "=", productId)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/**
 * The newest work master of a product, with its segments.
 *
 * @throws MillwrightError NOT_FOUND for a product without one.
 */
export const routingOf = async (db: Db | Tx, productId: string) => {
  const master = await db
    .selectFrom("work_master")
    .selectAll()
    .where("product_id", "=", productId)
    .orderBy("version", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!master) throw new MillwrightError("NOT_FOUND", { kind: "routing", id: productId });
  const segments = await db
    .selectFrom("work_master_segment")
    .selectAll()
    .where("work_master_id", "=", master.id)
    .orderBy("segment")
    .execute();
  return { ...master, segments };
};
