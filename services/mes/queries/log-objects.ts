import type { LogObject } from "../../replay/ocel.ts";
import type { Db } from "../database.ts";
import { inParts } from "../in-parts.ts";

/** Ids of one statement. */
const mostIds = 5_000;

/** What the data store knows of objects that events name: orders, jobs, transports and equipment. */
export const logObjects = async (
  db: Db,
  objects: readonly { readonly id: string; readonly type: string }[],
): Promise<LogObject[]> => {
  const idsOf = (type: string) => objects.filter((object) => object.type === type).map(({ id }) => id);
  const orders = await inParts(idsOf("work_order"), mostIds, (ids) =>
    db.selectFrom("work_order").selectAll().where("id", "in", ids).execute(),
  );
  const jobs = await inParts(idsOf("job_order"), mostIds, (ids) =>
    db.selectFrom("job_order").selectAll().where("id", "in", ids).execute(),
  );
  const transports = await inParts(idsOf("transport_order"), mostIds, (ids) =>
    db.selectFrom("transport_order").selectAll().where("id", "in", ids).execute(),
  );
  const equipment = await inParts(idsOf("equipment"), mostIds, (ids) =>
    db.selectFrom("equipment").selectAll().where("id", "in", ids).execute(),
  );
  return [
    ...orders.map(
      (row): LogObject => ({
        id: row.id,
        type: "work_order",
        attributes: {
          product: row.product_id,
          quantity: row.quantity,
          priority: row.priority,
          due: row.due_time,
        },
        related: [],
      }),
    ),
    ...jobs.map(
      (row): LogObject => ({
        id: row.id,
        type: "job_order",
        attributes: { segment: row.segment, quantity: row.quantity },
        related: [
          { id: row.work_order_id, type: "work_order", qualifier: "order" },
          { id: row.equipment_id, type: "equipment", qualifier: "line" },
        ],
      }),
    ),
    ...transports.map(
      (row): LogObject => ({
        id: row.id,
        type: "transport_order",
        attributes: { from: row.from_station, to: row.to_station },
        related: [
          { id: row.requisition_id, type: "requisition", qualifier: "load" },
          ...(row.vehicle_id ? [{ id: row.vehicle_id, type: "vehicle", qualifier: "carrier" }] : []),
        ],
      }),
    ),
    ...equipment.map(
      (row): LogObject => ({
        id: row.id,
        type: "equipment",
        attributes: { nameZh: row.name_zh, nameEn: row.name_en, area: row.area, process: row.process },
        related: [],
      }),
    ),
  ];
};
