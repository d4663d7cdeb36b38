import { useLanguage } from "../lib/language.ts";
import { wholeNumber } from "../lib/numbers.ts";
import type { PlanView } from "./types.ts";

const most = 6;

/** What material holds the plan back: parts that gate orders, and orders that no receipt makes complete. */
export const Material = ({ plan }: { plan: PlanView }) => {
  const { t, language } = useLanguage();
  const zh = language === "zh";
  const { goldenParts, shortages, unplanned } = plan;
  if (goldenParts.length === 0 && unplanned.length === 0) return null;
  const longest = Math.max(1, ...goldenParts.map(({ gatedHours }) => gatedHours));
  return (
    <details className="material" open={unplanned.length > 0}>
      <summary>
        {t("gates")}
        {goldenParts[0] ? <b> {goldenParts[0].materialId}</b> : null}
        {unplanned.length > 0 ? (
          <span className="lateness">
            {zh
              ? `${wholeNumber(unplanned.length)} 个工单未排`
              : `${wholeNumber(unplanned.length)} order${unplanned.length === 1 ? "" : "s"} not planned`}
          </span>
        ) : null}
      </summary>
      <ul className="gates">
        {goldenParts.slice(0, most).map(({ materialId, gatedHours, orders }) => (
          <li key={materialId}>
            <b>{materialId}</b>
            {/* How much each holds back beside the others is seen, not read. */}
            <i className="share" style={{ "--share": gatedHours / longest } as React.CSSProperties} />
            <span>
              {zh
                ? `卡住 ${wholeNumber(orders)} 个工单`
                : `gates ${wholeNumber(orders)} ${orders === 1 ? "order" : "orders"}`}
              {Math.round(gatedHours) === 0
                ? null
                : zh
                  ? `，早到可减少加权延误 ${wholeNumber(Math.round(gatedHours))} 小时`
                  : `; early, it would save ${wholeNumber(Math.round(gatedHours))} h of weighted lateness`}
            </span>
          </li>
        ))}
      </ul>
      <ul className="gates">
        {shortages.slice(0, most).map(({ materialId, quantity, needs }) => {
          const orders = [...new Set(needs.map(({ workOrderId }) => workOrderId))];
          const listed = orders.join(zh ? "、" : ", ");
          return (
            <li key={materialId}>
              <b>{materialId}</b>
              <span title={listed}>
                {zh
                  ? `缺 ${wholeNumber(quantity)}，没有在途可补：${wholeNumber(orders.length)} 个工单，${listed}`
                  : `lacks ${wholeNumber(quantity)} that no receipt brings: ${wholeNumber(orders.length)} ${orders.length === 1 ? "order" : "orders"}, ${listed}`}
              </span>
            </li>
          );
        })}
      </ul>
    </details>
  );
};
