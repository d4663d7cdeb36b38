import { useCallback, useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { useEventNudge } from "../lib/socket.ts";
import { statusName } from "../lib/status.ts";
import "./orders.css";

interface OrderRow {
  readonly id: string;
  readonly productId: string;
  readonly quantity: number;
  readonly priority: number;
  readonly status: string;
  readonly dueTime: string;
  readonly plannedEnd: string | null;
  readonly lateSeconds: number | null;
  readonly currentSegment: number | null;
  /** Why it is not in the plan. */
  readonly unplannedReason: Bilingual | null;
}

interface OrdersPage {
  readonly workOrders: {
    readonly totalCount: number;
    readonly edges: readonly { readonly cursor: string; readonly node: OrderRow }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const ordersQuery = `query Orders($first: Int, $search: String, $late: Boolean) {
  workOrders(first: $first, search: $search, late: $late) {
    totalCount
    edges { cursor node { id productId quantity priority status dueTime plannedEnd lateSeconds currentSegment unplannedReason { zh en } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const pageSize = 50;

export const Orders = ({ onAsk }: { onAsk: (text: string) => void }) => {
  const { t, pick, language } = useLanguage();
  const [search, setSearch] = useState("");
  const [late, setLate] = useState(false);
  const [size, setSize] = useState(pageSize);
  const { data, failed, reload } = useQuery<OrdersPage>(ordersQuery, {
    first: size,
    search: search || null,
    late: late || null,
  });
  useEventNudge(
    ["order", "job", "plan"],
    2_000,
    useCallback(() => reload(), [reload]),
  );
  const page = data?.workOrders;

  return (
    <section className="view" aria-label={t("orders")}>
      <header className="pane-head">
        <h2>{t("orders")}</h2>
        <input
          type="search"
          value={search}
          placeholder={t("search")}
          aria-label={t("search")}
          onChange={(event) => setSearch(event.target.value)}
        />
        <div className="segmented" role="group">
          <button type="button" aria-pressed={!late} onClick={() => setLate(false)}>
            {t("all")}
          </button>
          <button type="button" aria-pressed={late} onClick={() => setLate(true)}>
            {t("late")}
          </button>
        </div>
        <span className="count">{page ? `${page.totalCount} ${t("ordersCounted")}` : ""}</span>
      </header>
      {failed ? <p className="error">{t("loadFailed")}</p> : null}
      <div className="table-wrap">
        <table className="orders">
          <thead>
            <tr>
              <th>{t("order")}</th>
              <th>{t("product")}</th>
              <th className="number">{t("quantity")}</th>
              <th>{t("status")}</th>
              <th>{t("due")}</th>
              <th>{t("plannedEnd")}</th>
              <th className="number">{t("priority")}</th>
              <th aria-label={t("chat")} />
            </tr>
          </thead>
          <tbody>
            {page?.edges.map(({ node }) => (
              <tr key={node.id} className={(node.lateSeconds ?? 0) > 0 ? "late" : ""}>
                <td>
                  <b>{node.id}</b>
                </td>
                <td>{node.productId}</td>
                <td className="number" data-label={t("quantity")}>
                  {node.quantity}
                </td>
                <td>
                  <span className={`tag status-${node.status.toLowerCase()}`}>
                    {statusName(node.status, language)}
                  </span>
                  {node.currentSegment === null ? null : (
                    <small>
                      {" "}
                      {t("segment")} {node.currentSegment}
                    </small>
                  )}
                </td>
                <td data-label={t("due")}>{formatTime(node.dueTime, language)}</td>
                <td data-label={t("plannedEnd")}>
                  {node.plannedEnd ? formatTime(node.plannedEnd, language) : ""}
                  {node.unplannedReason ? (
                    <small className="reason">{pick(node.unplannedReason)}</small>
                  ) : null}
                  {(node.lateSeconds ?? 0) > 0 ? (
                    <small className="lateness"> +{Math.ceil((node.lateSeconds ?? 0) / 3_600)} h</small>
                  ) : null}
                </td>
                <td className="number" data-label={t("priority")}>
                  {node.priority}
                </td>
                <td className="row-actions">
                  <button
                    type="button"
                    className="quiet"
                    onClick={() =>
                      onAsk(
                        language === "zh" ? `${node.id} 进度怎么样？` : `What is the status of ${node.id}?`,
                      )
                    }
                  >
                    {t("askStatus")}
                  </button>
                  <button
                    type="button"
                    className="quiet"
                    onClick={() =>
                      onAsk(
                        language === "zh"
                          ? `把 ${node.id} 下达到最早能做的产线`
                          : `Release ${node.id} to the earliest line`,
                      )
                    }
                  >
                    {t("askRelease")}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {page && page.edges.length === 0 ? <p className="empty">{t("nothingYet")}</p> : null}
        {page?.pageInfo.hasNextPage ? (
          <button type="button" className="quiet more" onClick={() => setSize(size + pageSize)}>
            {t("more")}
          </button>
        ) : null}
      </div>
    </section>
  );
};
