import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { ordersToPlan } from "../../../services/mes/queries/planned-operations.ts";
import { type OpenSnapshot, openSnapshot } from "../desk/snapshot.ts";
import { obstaclesOf } from "../problem/obstacles.ts";
import { weightOf } from "../problem/problem.ts";

/** How many orders are not as the plan in force has them; a new plan reckons with all of them. */
export interface OrdersSince {
  /** Open ones that it does not know, and that a plan could have. */
  readonly added: number;
  /** Ones with another quantity, due time or priority, or that may begin later only. */
  readonly changed: number;
  /** Ones that were called off or put on hold. */
  readonly dropped: number;
}

type OrderRow = Awaited<ReturnType<typeof ordersToPlan>>[number];

/** Times of a problem are whole seconds. */
const roundedMs = 1_000;

const isChanged = (
  { quantity, due_time: due, release_time: release, priority }: OrderRow,
  planned: OpenSnapshot["problem"]["orders"][number],
  timeOf: OpenSnapshot["timeOf"],
): boolean =>
  (planned.quantity !== undefined && planned.quantity !== quantity) ||
  Math.abs(timeOf(planned.due).getTime() - due.getTime()) > roundedMs ||
  release.getTime() - timeOf(planned.release).getTime() > roundedMs ||
  planned.weight !== weightOf(priority);

/** What has become of the orders since the plan in force was made; nothing where it does not remember what it was made of. */
export const ordersSince = async (db: Db, now: Date): Promise<OrdersSince> => {
  const snapshot = await openSnapshot(db).catch((error) => {
    if (error instanceof MillwrightError && error.code === "PLAN_MISSING") return undefined;
    throw error;
  });
  if (!snapshot) return { added: 0, changed: 0, dropped: 0 };
  const { problem, plan, timeOf } = snapshot;
  const planned = new Map(problem.orders.map((order) => [order.id, order]));
  const lacking = new Set(plan.unplanned);
  const rows = await ordersToPlan(db, [...planned.keys()]);
  const wanted = rows.filter(({ status, held }) => status !== "Cancelled" && !held);
  const unknown = wanted.filter(({ id, is_left }) => is_left && !planned.has(id) && !lacking.has(id));
  const masters = [...new Set(unknown.map(({ work_master_id }) => work_master_id))];
  const obstacles = masters.length > 0 ? await obstaclesOf(db, now, masters) : new Map();
  return {
    added: unknown.filter(({ work_master_id }) => !obstacles.has(work_master_id)).length,
    changed: wanted.filter((row) => {
      const order = planned.get(row.id);
      return order !== undefined && isChanged(row, order, timeOf);
    }).length,
    dropped: rows.length - wanted.length,
  };
};

/** The same as a sentence without its full stop; undefined while all are as they were planned. */
export const tellOrdersSince = ({ added, changed, dropped }: OrdersSince): Bilingual | undefined => {
  const parts: Bilingual[] = [
    ...(added > 0 ? [{ zh: `新增 ${added} 个`, en: `${added} came` }] : []),
    ...(changed > 0 ? [{ zh: `变更 ${changed} 个`, en: `${changed} changed` }] : []),
    ...(dropped > 0
      ? [
          {
            zh: `取消或暂停 ${dropped} 个`,
            en: `${dropped} ${dropped === 1 ? "was" : "were"} called off or put on hold`,
          },
        ]
      : []),
  ];
  if (parts.length === 0) return undefined;
  const [en, zh] = [parts.map((part) => part.en).join(", "), parts.map((part) => part.zh).join("、")];
  return {
    zh: `排定之后工单有变：${zh}，计划还没有算进去，请重新排产`,
    en: `Of the orders ${en} since then, which the plan does not reckon with; plan anew`,
  };
};
