import { MillwrightError } from "../../../services/core/errors.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import { both, type CardOf, rowEvidence } from "./card.ts";

/** How a lot stands, in words. */
export const lotStates = {
  Released: { zh: "可用", en: "released" },
  Quarantine: { zh: "待检", en: "in quarantine" },
  Blocked: { zh: "冻结", en: "blocked" },
} as const;
const mostRequisitions = 6;

/** A lot: of what, how much, where, until when, and the requisitions that took of it. */
export const lotCard: CardOf = async (db, id, now) => {
  const lot = await db
    .selectFrom("material_lot as l")
    .innerJoin("material as m", "m.id", "l.material_id")
    .select(["l.material_id", "m.name_zh", "m.name_en", "l.quantity", "l.reserved", "l.status", "l.location"])
    .select(["l.expires_at", "l.vendor", "l.bin"])
    .where("l.id", "=", id)
    .executeTakeFirst();
  if (!lot) throw new MillwrightError("NOT_FOUND", { kind: "material_lot", id });
  const taken = await db
    .selectFrom("requisition_line as i")
    .innerJoin("material_requisition as r", "r.id", "i.requisition_id")
    .select(["r.id", "r.work_order_id", "i.quantity", "r.status"])
    .where("i.lot_id", "=", id)
    .orderBy("r.requested_at", "desc")
    .limit(mostRequisitions)
    .execute();
  const expires = lot.expires_at ? formatPlantTime(lot.expires_at) : null;
  const over = lot.expires_at !== null && lot.expires_at <= now;
  const state = lotStates[lot.status];
  return {
    text: {
      zh: `批次 ${id}：${lot.material_id}（${lot.name_zh}）${state.zh}，数量 ${lot.quantity}，已预留 ${lot.reserved}，位置 ${lot.location}${expires ? `，${over ? "已于" : "有效期至"} ${expires}${over ? " 过期" : ""}` : ""}${lot.vendor ? `，供应商 ${lot.vendor}` : ""}。`,
      en: `Lot ${id}: ${lot.material_id} (${lot.name_en}), ${state.en}, ${lot.quantity} pcs, ${lot.reserved} reserved, at ${lot.location}${expires ? `, ${over ? "expired" : "good until"} ${expires}` : ""}${lot.vendor ? `, vendor ${lot.vendor}` : ""}.`,
    },
    rows: taken.map((row) => ({
      label: both(row.id),
      value: `${row.quantity} · ${row.work_order_id} · ${row.status}`,
    })),
    evidence: [
      rowEvidence(
        "lot",
        id,
        "material_lot",
        {
          material: lot.material_id,
          quantity: lot.quantity,
          reserved: lot.reserved,
          status: lot.status,
          location: lot.location,
          expires,
          vendor: lot.vendor,
          bin: lot.bin,
        },
        now,
        `${lot.name_zh} ${lot.name_en}`,
      ),
      ...taken.map((row) =>
        rowEvidence(
          "order",
          row.id,
          "requisition_line",
          { order: row.work_order_id, quantity: row.quantity },
          now,
        ),
      ),
    ],
  };
};
