import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { openKit } from "../../../services/mes/queries/kit.ts";
import type { Shortage } from "../../../services/mes/queries/kit-shortages.ts";
import { nextSegment, type Order } from "../../../services/mes/queries/orders.ts";
import { shortageEvidence } from "../../runtime/evidence.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { tellWithheld } from "./withheld.ts";

/** A reason in words, with what it was read from. */
export interface Cause extends Bilingual {
  readonly evidence: readonly Evidence[];
}

/** Materials that are named one by one. */
const mostNamed = 3;

/** When what is short comes: what no receipt brings comes after everything. */
const comesAt = ({ nextReceipt }: Shortage): number =>
  nextReceipt?.time.getTime() ?? Number.POSITIVE_INFINITY;

/** Which receipt comes next, and of what where that stands in for the material. */
const receiptOf = ({ materialId, nextReceipt }: Shortage): Bilingual => {
  const { id, materialId: of } = nextReceipt!;
  return of === materialId
    ? { zh: id, en: id }
    : { zh: `替代料 ${of} 的 ${id} `, en: `${id} of the alternate ${of}` };
};

const lackOf = (shortage: Shortage, now: Date): Cause => {
  const { materialId, short, nextReceipt, unusableLots } = shortage;
  const withheld = tellWithheld(
    unusableLots
      .filter(({ status }) => status !== "Released")
      .reduce((sum, { quantity }) => sum + quantity, 0),
  );
  const comes = nextReceipt && { ...receiptOf(shortage), time: formatPlantTime(nextReceipt.time) };
  return {
    zh: `缺料 ${materialId}，缺 ${short}${comes ? `，${comes.zh} 预计 ${comes.time} 到货` : "，没有在途到货"}${withheld.zh}`,
    en: `${materialId} is short by ${short}; ${comes ? `${comes.en} is expected ${comes.time}` : "no receipt is expected"}${withheld.en}`,
    evidence: shortageEvidence(shortage, now),
  };
};

/** The materials that the next segment lacks now and that are not told yet: each of them holds it, that which comes last most of all. */
export const shortagesOf = async (
  db: Db,
  order: Order,
  told: ReadonlySet<unknown>,
  now: Date,
): Promise<Cause[]> => {
  const segment = nextSegment(order);
  if (!segment) return [];
  const { kit } = await openKit(db, order, segment, now);
  const lacks = (kit?.shortages ?? [])
    .filter(({ materialId }) => !told.has(materialId))
    .toSorted((a, b) => Number(comesAt(b) > comesAt(a)) - Number(comesAt(b) < comesAt(a)));
  const more = lacks.slice(mostNamed);
  return [
    ...lacks.slice(0, mostNamed).map((one) => lackOf(one, now)),
    ...(more.length > 0
      ? [
          {
            zh: `另缺 ${more.length} 种物料`,
            en: `${more.length} more materials are short`,
            evidence: more.flatMap((one) => shortageEvidence(one, now)),
          },
        ]
      : []),
  ];
};
