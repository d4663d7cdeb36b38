import { useRef, useState } from "react";
import { formatTime, usePlantNow } from "../lib/clock.ts";
import { type SentenceKey, useLanguage } from "../lib/language.ts";
import { useMayDecideOwn } from "../lib/leave.ts";
import { wholeNumber } from "../lib/numbers.ts";
import { statusName } from "../lib/status.ts";
import { Loading } from "../shell/Loading.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { isDone, isOverdue, type OrderState, useOrders } from "./useOrders.ts";
import "./orders.css";

const states: readonly { readonly state: OrderState | undefined; readonly key: SentenceKey }[] = [
  { state: "OPEN", key: "openOrders" },
  { state: "LATE", key: "late" },
  { state: "UNDER_WAY", key: "underWay" },
  { state: "HELD", key: "onHold" },
  { state: "UNPLANNED", key: "unplannedOrders" },
  { state: undefined, key: "all" },
];

export const Orders = ({ onAsk }: { onAsk: (text: string) => void }) => {
  const { t, count, pick, language } = useLanguage();
  const { reject: releasing } = useMayDecideOwn("release_order");
  const [search, setSearch] = useState("");
  const [state, setState] = useState<OrderState | undefined>("OPEN");
  const [sort, setSort] = useState<"DUE" | "LATENESS">("DUE");
  const { rows, total, range, failure, isCurrent, earlier, later } = useOrders({ search, state, sort });
  const table = useRef<HTMLDivElement>(null);
  const now = usePlantNow(60_000);
  const turn = (go: () => void) => () => {
    go();
    table.current?.scrollIntoView({ block: "start" });
  };

  return (
    <section className="view orders-page" aria-label={t("orders")}>
      <header className="pane-head">
        <h2>{t("orders")}</h2>
        <input
          type="search"
          value={search}
          placeholder={t("search")}
          aria-label={t("search")}
          onChange={(event) => {
            setSearch(event.target.value);
            // Who looks for an order by name may mean one that has ended.
            if (state === "OPEN") setState(undefined);
          }}
        />
        <div className="segmented" role="group">
          {states.map(({ state: one, key }) => (
            <button
              type="button"
              key={key}
              data-testid={`orders-${key}`}
              aria-pressed={state === one}
              onClick={() => {
                setState(one);
                setSort(one === "LATE" ? "LATENESS" : "DUE");
              }}
            >
              {t(key)}
            </button>
          ))}
        </div>
        <span className="count">{total === undefined ? "" : count("ordersCounted", total)}</span>
        {releasing.allowed ? null : (
          <span>
            {t("askRelease")}: <WhoMay leave={releasing} />
          </span>
        )}
      </header>
      <Loading loaded={rows !== undefined} failure={failure} />
      <div className="table-wrap" ref={table}>
        <table className="orders" aria-busy={!isCurrent}>
          <thead>
            <tr>
              <th>{t("order")}</th>
              <th>{t("product")}</th>
              <th className="number">{t("quantity")}</th>
              <th>{t("status")}</th>
              <th aria-sort={sort === "DUE" ? "ascending" : "none"}>
                <button type="button" className="sort" onClick={() => setSort("DUE")}>
                  {t("due")}
                </button>
              </th>
              <th aria-sort={sort === "LATENESS" ? "descending" : "none"}>
                <button
                  type="button"
                  className="sort"
                  title={t("latestFirst")}
                  onClick={() => setSort("LATENESS")}
                >
                  {t("plannedEnd")}
                </button>
              </th>
              <th className="number">{t("priority")}</th>
              <th aria-label={t("chat")} />
            </tr>
          </thead>
          <tbody>
            {rows?.map((node) => (
              <tr key={node.id} className={(node.lateSeconds ?? 0) > 0 ? "late" : ""}>
                <td>
                  <b>{node.id}</b>
                </td>
                <td>{node.productId}</td>
                <td className="number" data-label={t("quantity")}>
                  {wholeNumber(node.quantity)}
                </td>
                <td>
                  <span className={`tag status-${node.status.toLowerCase()}`}>
                    {statusName(node.status, language)}
                  </span>
                  {node.currentSegment === null || isDone(node) ? null : (
                    <small>
                      {" "}
                      {t("segment")} {node.currentSegment}
                    </small>
                  )}
                </td>
                <td data-label={t("due")}>
                  <time dateTime={node.dueTime}>{formatTime(node.dueTime, language)}</time>
                </td>
                <td data-label={t("plannedEnd")}>
                  {node.plannedEnd ? (
                    <time dateTime={node.plannedEnd}>{formatTime(node.plannedEnd, language)}</time>
                  ) : null}
                  {node.unplannedReason ? (
                    <small className="reason">{pick(node.unplannedReason)}</small>
                  ) : null}
                  {isOverdue(node, now) ? <small className="overdue"> {t("planPassed")}</small> : null}
                  {(node.lateSeconds ?? 0) > 0 ? (
                    <small className="lateness">
                      {" "}
                      +{count("hoursTold", Math.round((node.lateSeconds ?? 0) / 360) / 10)}
                    </small>
                  ) : null}
                </td>
                <td className="number" data-label={t("priority")}>
                  {node.priority}
                </td>
                <td className="row-actions">
                  <button
                    type="button"
                    className="quiet"
                    aria-label={`${node.id}: ${t("askStatus")}`}
                    onClick={() =>
                      onAsk(
                        language === "zh" ? `${node.id} 进度怎么样？` : `What is the status of ${node.id}?`,
                      )
                    }
                  >
                    {t("askStatus")}
                  </button>
                  {releasing.allowed && !isDone(node) ? (
                    <button
                      type="button"
                      className="quiet"
                      aria-label={`${node.id}: ${t("askRelease")}`}
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
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows?.length === 0 ? <p className="empty">{t(search ? "nothingMatches" : "nothingYet")}</p> : null}
        {earlier || later ? (
          <nav className="pages" aria-label={t("pages")}>
            <button type="button" disabled={!earlier} onClick={earlier && turn(earlier)}>
              ← {t("pageBefore")}
            </button>
            <span>
              {wholeNumber(range.from)} – {wholeNumber(range.to)} / {wholeNumber(total ?? 0)}
            </span>
            <button type="button" disabled={!later} onClick={later && turn(later)}>
              {t("pageBehind")} →
            </button>
          </nav>
        ) : null}
      </div>
    </section>
  );
};
