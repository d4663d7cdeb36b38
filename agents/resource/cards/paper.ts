import { MillwrightError } from "../../../services/core/errors.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import { both, type CardOf, rowEvidence } from "./card.ts";

/** A receipt that is expected: of what, how much, when, and how far it can be relied on. */
export const receiptCard: CardOf = async (db, id, now) => {
  const row = await db
    .selectFrom("expected_receipt as r")
    .innerJoin("material as m", "m.id", "r.material_id")
    .select([
      "r.material_id",
      "m.name_zh",
      "m.name_en",
      "r.quantity",
      "r.expected_time",
      "r.supplier",
      "r.reliability",
    ])
    .where("r.id", "=", id)
    .executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "expected_receipt", id });
  const when = formatPlantTime(row.expected_time);
  const reliability = `${Math.round(row.reliability * 100)}%`;
  return {
    text: {
      zh: `到货 ${id}：${row.supplier} 的 ${row.quantity} 件 ${row.material_id}（${row.name_zh}），预计 ${when}，准时可靠性 ${reliability}。`,
      en: `Receipt ${id}: ${row.quantity} ${row.material_id} (${row.name_en}) of ${row.supplier}, expected ${when}, reliability ${reliability}.`,
    },
    evidence: [
      rowEvidence(
        "material",
        id,
        "expected_receipt",
        {
          material: row.material_id,
          quantity: row.quantity,
          expected: when,
          supplier: row.supplier,
          reliability,
        },
        now,
        `${row.name_zh} ${row.name_en}`,
      ),
    ],
  };
};

/** A material requisition: for which order, how far, and its lots. */
export const requisitionCard: CardOf = async (db, id, now) => {
  const row = await db.selectFrom("material_requisition").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "material_requisition", id });
  const lines = await db
    .selectFrom("requisition_line")
    .selectAll()
    .where("requisition_id", "=", id)
    .orderBy("material_id")
    .orderBy("lot_id")
    .execute();
  const asked = formatPlantTime(row.requested_at);
  const where = row.equipment_id;
  return {
    text: {
      zh: `领料单 ${id}（${row.work_order_id} 工序 ${row.segment}${where ? `，${where}` : ""}）：${row.status}，${asked} 创建，${lines.length} 行${row.issued_at ? `，${formatPlantTime(row.issued_at)} 已发料` : ""}。`,
      en: `Requisition ${id} (${row.work_order_id} segment ${row.segment}${where ? `, ${where}` : ""}): ${row.status}, made ${asked}, ${lines.length} lines${row.issued_at ? `, issued ${formatPlantTime(row.issued_at)}` : ""}.`,
    },
    rows: lines.map((line) => ({
      label: both(line.material_id),
      value: `${line.quantity} · ${line.lot_id}`,
    })),
    evidence: [
      rowEvidence(
        "order",
        id,
        "material_requisition",
        {
          order: row.work_order_id,
          segment: row.segment,
          line: where,
          status: row.status,
          lines: lines.length,
          requested: asked,
          issued: row.issued_at ? formatPlantTime(row.issued_at) : null,
        },
        now,
      ),
      ...lines.map((line) =>
        rowEvidence(
          "lot",
          line.lot_id,
          "requisition_line",
          { material: line.material_id, quantity: line.quantity },
          now,
        ),
      ),
    ],
    mentioned: { order: row.work_order_id },
  };
};

/** A transport: with what, from where to where, and how far. */
export const transportCard: CardOf = async (db, id, now) => {
  const row = await db
    .selectFrom("transport_order as t")
    .innerJoin("material_requisition as r", "r.id", "t.requisition_id")
    .selectAll("t")
    .select("r.work_order_id")
    .where("t.id", "=", id)
    .executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "transport_order", id });
  const since = formatPlantTime(row.changed_at);
  return {
    text: {
      zh: `运输 ${id}：${row.vehicle_id ?? "（未派车）"} 为 ${row.work_order_id} 运送 ${row.requisition_id}，从 ${row.from_station} 到 ${row.to_station}，${row.status}（自 ${since}）。`,
      en: `Transport ${id}: ${row.vehicle_id ?? "no vehicle yet"} carries ${row.requisition_id} for ${row.work_order_id} from ${row.from_station} to ${row.to_station}, ${row.status} since ${since}.`,
    },
    evidence: [
      rowEvidence(
        "job",
        id,
        "transport_order",
        {
          vehicle: row.vehicle_id,
          requisition: row.requisition_id,
          order: row.work_order_id,
          from: row.from_station,
          to: row.to_station,
          status: row.status,
          since,
        },
        now,
      ),
    ],
    mentioned: { order: row.work_order_id },
  };
};

/** A job order: what of which order runs where, and how far. */
export const jobCard: CardOf = async (db, id, now) => {
  const row = await db.selectFrom("job_order").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "job_order", id });
  const start = row.actual_start ? formatPlantTime(row.actual_start) : null;
  const end = row.actual_end ? formatPlantTime(row.actual_end) : null;
  return {
    text: {
      zh: `任务 ${id}（${row.work_order_id} 工序 ${row.segment}，${row.equipment_id}）：${row.dispatch_status}，已完成 ${row.good}/${row.quantity}，报废 ${row.scrap}${start ? `，${start} 开工` : ""}${end ? `，${end} 完工` : ""}。`,
      en: `Job ${id} (${row.work_order_id} segment ${row.segment}, ${row.equipment_id}): ${row.dispatch_status}, ${row.good}/${row.quantity} done, ${row.scrap} scrapped${start ? `, began ${start}` : ""}${end ? `, ended ${end}` : ""}.`,
    },
    evidence: [
      rowEvidence(
        "job",
        id,
        "job_order",
        {
          order: row.work_order_id,
          segment: row.segment,
          line: row.equipment_id,
          status: row.dispatch_status,
          good: row.good,
          quantity: row.quantity,
          scrap: row.scrap,
          start,
          end,
        },
        now,
      ),
    ],
    mentioned: { order: row.work_order_id, line: row.equipment_id },
  };
};
