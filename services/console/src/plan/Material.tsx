import { useLanguage } from "../lib/language.ts";
import type { PlanView } from "./types.ts";

const most = 6;

/** What material holds the plan back: parts that gate orders, and orders that no receipt makes complete. */
export const Material = ({ plan }: { plan: PlanView }) => {
  const { t, language } = useLanguage();
  const zh = language === "zh";
  const { goldenParts, shortages, unplanned } = plan;
  if (goldenParts.length === 0 && unplanned.length === 0) return null;
  return (
    <details className="material" open={unplanned.length > 0}>
      <summary>
        {t("gates")}
        {goldenParts[0] ? <b> {goldenParts[0].materialId}</b> : null}
        {unplanned.length > 0 ? (
          <span className="lateness">
            {zh
              ? `${unplanned.length} 个工单未排`
              : `${unplanned.length} order${unplanned.length === 1 ? "" : "s"} not planned`}
          </span>
        ) : null}
      </summary>
      <ul>
        {goldenParts.slice(0, most).map(({ materialId, gatedHours, orders }) => (
          <li key={materialId}>
            <b>{materialId}</b>{" "}
            {zh ? `卡住 ${orders} 个工单` : `gates ${orders} ${orders === 1 ? "order" : "orders"}`}
            {Math.round(gatedHours) === 0
              ? null
              : zh
                ? `，早到可减少加权延误 ${Math.round(gatedHours)} 小时`
                : `; early, it would save ${Math.round(gatedHours)} h of weighted lateness`}
          </li>
        ))}
        {shortages.slice(0, most).map(({ materialId, quantity, needs }) => (
          <li key={`short ${materialId}`}>
            <b>{materialId}</b>{" "}
            {zh ? `缺 ${quantity}，没有在途可补：` : `lacks ${quantity} that no receipt brings: `}
            {[...new Set(needs.map(({ workOrderId }) => workOrderId))].slice(0, most).join(zh ? "、" : ", ")}
          </li>
        ))}
      </ul>
    </details>
  );
};
