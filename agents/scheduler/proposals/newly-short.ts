import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { kitOf } from "../../../services/mes/queries/kit.ts";
import type { Shortage } from "../../../services/mes/queries/kit-shortages.ts";
import type { Order } from "../../../services/mes/queries/orders.ts";
import { shortageEvidence } from "../../runtime/evidence.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import type { Evidence } from "../../runtime/tool.ts";

/** Materials that are named one by one. */
const mostNamed = 3;

const told = ({ materialId, short, nextReceipt }: Shortage): Bilingual => {
  const time = nextReceipt ? formatPlantTime(nextReceipt.time) : undefined;
  const other = nextReceipt && nextReceipt.materialId !== materialId ? nextReceipt.materialId : undefined;
  return {
    zh: `${materialId} 缺 ${short}（${nextReceipt ? `${time} 到${other ? `替代料 ${other}` : ""} ${nextReceipt.quantity}` : "没有在途到货"}）`,
    en: `${short} of ${materialId} (${nextReceipt ? `${nextReceipt.quantity}${other ? ` of the alternate ${other}` : ""} come ${time}` : "no receipt is expected"})`,
  };
};

/** Segments whose material is reserved for the order as it is. */
const reservedOf = async (db: Db, id: string): Promise<ReadonlySet<number>> => {
  const rows = await db
    .selectFrom("material_requisition")
    .select("segment")
    .where("work_order_id", "=", id)
    .where("status", "=", "Requested")
    .execute();
  return new Set(rows.map(({ segment }) => segment));
};

/** Materials that are in stock for an order as it is and not for one of so many pieces; nothing where it is to be fewer. */
export const newlyShort = async (
  db: Db,
  order: Order,
  quantity: number | undefined,
  now: Date,
): Promise<
  { readonly text: Bilingual; readonly evidence: readonly Evidence[]; readonly isGrave: true }[]
> => {
  if (quantity === undefined || quantity <= order.quantity) return [];
  const reserved = await reservedOf(db, order.id);
  const found = await Promise.all(
    order.segments.map(async ({ segment }): Promise<readonly Shortage[]> => {
      const isReserved = reserved.has(segment);
      const wanted = { ...order, quantity: isReserved ? quantity - order.quantity : quantity };
      const [before, after] = await Promise.all([
        isReserved ? undefined : kitOf(db, order, segment, now),
        kitOf(db, wanted, segment, now),
      ]);
      const known = new Set(before?.shortages.map(({ materialId }) => materialId));
      return after.shortages.filter(({ materialId }) => !known.has(materialId));
    }),
  );
  const short = found.flat();
  if (short.length === 0) return [];
  const named = short.slice(0, mostNamed);
  const more = short.length > named.length;
  return [
    {
      text: {
        zh: `数量增加后库存不够：${named.map((one) => told(one).zh).join("、")}${more ? `，共 ${short.length} 种` : ""}`,
        en: `stock falls short for that many: ${named.map((one) => told(one).en).join(", ")}${more ? ` and others, ${short.length} materials in all` : ""}`,
      },
      evidence: [
        {
          kind: "order",
          id: order.id,
          facts: { quantity, short: short.length },
          source: "material_lot",
          at: now.toISOString(),
        },
        ...named.flatMap((one) => shortageEvidence(one, now)),
      ],
      isGrave: true,
    },
  ];
};
