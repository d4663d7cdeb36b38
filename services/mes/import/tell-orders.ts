import { sql } from "kysely";
import type { Bilingual } from "../../core/errors.ts";
import { contentHash, newId } from "../../core/ids.ts";
import { writtenMoment } from "../../core/written-moment.ts";
import { tellHeld, tellResumed } from "../commands/orders.ts";
import type { Tx } from "../database.ts";
import { appendEvents, type NewEvent } from "../events.ts";
import { ordersByIds } from "../queries/orders.ts";
import { source } from "./known-orders.ts";
import type { ParsedRow } from "./rows.ts";

/** An order as a file has left it. */
interface After {
  readonly id: string;
  readonly status: string;
  readonly held: boolean;
  readonly hold_reason: string | null;
  readonly quantity: number;
  readonly due_time: Date;
}

/** A change in a sentence. */
const tellChange = (before: ParsedRow, { quantity, due_time: due }: After): Bilingual => {
  const dueBefore = before["due_time"] as Date;
  const parts: Bilingual[] = [];
  if (quantity !== before["quantity"])
    parts.push({
      zh: `数量 ${before["quantity"]} → ${quantity} 件`,
      en: `quantity ${before["quantity"]} → ${quantity}`,
    });
  if (due.getTime() !== dueBefore.getTime())
    parts.push({
      zh: `交期 ${writtenMoment(dueBefore)} → ${writtenMoment(due)}`,
      en: `due ${writtenMoment(dueBefore)} → ${writtenMoment(due)}`,
    });
  return {
    zh: `导入：${parts.map(({ zh }) => zh).join("，")}`,
    en: `import: ${parts.map(({ en }) => en).join(", ")}`,
  };
};

/** What a file has done to an order that was known, each as the event that tells it. */
const happened = (
  before: ParsedRow,
  after: After,
): { type: string; attributes: object; once?: boolean }[] => {
  const { id: _id, status, held, hold_reason: reason, quantity, due_time: due } = after;
  const dueBefore = before["due_time"] as Date;
  const ended = status !== before["status"];
  return [
    ...(held === before["held"]
      ? []
      : [
          held
            ? { type: "order.held", attributes: { reason: reason ?? "" } }
            : { type: "order.resumed", attributes: {} },
        ]),
    ...(quantity === before["quantity"] && due.getTime() === dueBefore.getTime()
      ? []
      : [
          {
            type: "order.changed",
            attributes: {
              cause: tellChange(before, after),
              quantityBefore: before["quantity"],
              quantity,
              dueTimeBefore: dueBefore.toISOString(),
              dueTime: due.toISOString(),
            },
          },
        ]),
    ...(ended && status === "Cancelled" ? [{ type: "order.cancelled", attributes: {} }] : []),
    ...(ended && status === "Completed" ? [{ type: "order.completed", attributes: {}, once: true }] : []),
  ];
};

/**
 * Tells of the known orders that a file has put on hold or taken the hold off, changed, called off or found completed; and the lines of
 * released ones of their holds.
 */
export const tellOrders = async (
  tx: Tx,
  known: readonly ParsedRow[],
  { actorId, now }: { readonly actorId?: string | undefined; readonly now: Date },
): Promise<void> => {
  const before = new Map(known.map((order) => [order["id"], order]));
  const orders = await tx
    .selectFrom("work_order")
    .select(["id", "status", "held", "hold_reason", "quantity", "due_time"])
    .where(sql<boolean>`id = any(${[...before.keys()]}::text[])`)
    .orderBy("id")
    .execute();
  const cause = `${source}/${now.getTime()}`;
  const isTold = ({ id, held }: After) => held !== before.get(id)!["held"] && before.get(id)!["is_released"];
  const released = await ordersByIds(
    tx,
    orders.filter(isTold).map(({ id }) => id),
  );
  const events: NewEvent[] = [];
  for (const order of orders) {
    const { id, held } = order;
    const was = before.get(id)!;
    const told = released.get(id);
    if (told) await (held ? tellHeld : tellResumed)(tx, told, cause, now);
    for (const { type, attributes, once } of happened(was, order))
      events.push({
        // As where its last segment ends, an order is completed once.
        id: once ? contentHash("order-completed", id) : newId(),
        type,
        time: now,
        source,
        objects: [
          { id, type: "work_order", qualifier: "order" },
          ...(actorId ? [{ id: actorId, type: "person", qualifier: "writer" }] : []),
        ],
        attributes: { ...attributes },
      });
  }
  await appendEvents(tx, events);
};
