import type { ReplayJob } from "../../../replay/job.ts";
import type { PlantState } from "../../../replay/plant.ts";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { statusName } from "../lib/status.ts";
import type { StretchOrder } from "./load.ts";

/** Orders that are shown; a stretch of days has hundreds. */
const most = 12;

interface OrdersAtProps {
  readonly orders: readonly StretchOrder[];
  readonly plant: PlantState;
  readonly at: number;
}

const rankOf: Readonly<Record<string, number>> = { Running: 0, Released: 1 };

/** How far a segment is by its jobs: what is left of one that was broken off is made by the next. */
const madeOf = (jobs: readonly ReplayJob[]): number => {
  const pieces = jobs.reduce((sum, { good, scrap }) => sum + good + scrap, 0);
  return pieces / Math.max(1, ...jobs.map(({ quantity }) => quantity));
};

/** How far each order under way was: a bar of its segments, filled as they were made. */
export const OrdersAt = ({ orders, plant, at }: OrdersAtProps) => {
  const { t, pick, language } = useLanguage();
  const jobs = Map.groupBy(plant.jobs.values(), ({ workOrderId }) => workOrderId);
  const known = orders
    .flatMap((order) => {
      const state = plant.orders.get(order.id);
      if (!state || rankOf[state.status] === undefined) return [];
      const changed = (jobs.get(order.id) ?? []).map(({ changedAt }) => changedAt);
      return [{ order, state, changedAt: Math.max(0, ...changed) }];
    })
    // Those at work first, and of them those that something has happened to last.
    .sort((a, b) => rankOf[a.state.status]! - rankOf[b.state.status]! || b.changedAt - a.changedAt);
  const shown = known.slice(0, most);
  return (
    <section className="panel" aria-label={t("ordersUnderWay")}>
      <h3>
        {t("ordersUnderWay")} <small>{known.length}</small>
      </h3>
      <ul className="orders-at">
        {shown.map(({ order, state }) => {
          const own = jobs.get(order.id) ?? [];
          const late = Date.parse(order.dueTime) < (state.completedAt ?? at);
          const status = state.held ? "Held" : state.status;
          return (
            <li key={order.id} className={late ? "late" : ""}>
              <b>{order.id}</b>
              <span className="what" title={pick(order.product)}>
                {pick(order.product)}
              </span>
              <small>{statusName(status, language)}</small>
              <span className="segments">
                {order.segments.map((segment) => {
                  const jobsOfIt = own.filter((one) => one.segment === segment);
                  // A later segment is released only when those before it are done, on record or not.
                  const passed = own.some((one) => (one.segment ?? 0) > segment);
                  const made = jobsOfIt.length > 0 ? madeOf(jobsOfIt) : Number(passed);
                  const isDone = passed || jobsOfIt.some(({ status }) => status === "Completed");
                  return (
                    <i key={segment} className={isDone ? "done" : ""}>
                      <i style={{ width: `${Math.min(1, made) * 100}%` }} />
                    </i>
                  );
                })}
              </span>
              <small className="due">
                {t("due")} {formatTime(order.dueTime, language)}
              </small>
            </li>
          );
        })}
      </ul>
      {known.length > shown.length ? <p className="empty">+ {known.length - shown.length}</p> : null}
      {known.length === 0 ? <p className="empty">{t("nothingYet")}</p> : null}
    </section>
  );
};
