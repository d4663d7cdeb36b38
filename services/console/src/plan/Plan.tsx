import { useCallback, useMemo, useState } from "react";
import { formatTime, usePlantNow } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { type SentenceKey, useLanguage } from "../lib/language.ts";
import { useEventNudge } from "../lib/socket.ts";
import { statusName } from "../lib/status.ts";
import { Gantt } from "./Gantt.tsx";
import { type PlanOperation, type PlanView, planQuery } from "./types.ts";
import "./plan.css";

const hourMs = 3_600_000;
const spans: readonly { key: SentenceKey; hours: number }[] = [
  { key: "today", hours: 24 },
  { key: "days3", hours: 72 },
  { key: "week", hours: 168 },
];

const hours0 = (value: number) => `${Math.round(value)} h`;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** The plan against what really happens, one row a line. */
export const Plan = ({ onAsk }: { onAsk: (text: string) => void }) => {
  const { t, language } = useLanguage();
  const now = usePlantNow(5_000);
  const [hours, setHours] = useState(24);
  const [shift, setShift] = useState(0);
  const [chosen, setChosen] = useState<PlanOperation>();
  // The window moves in whole hours, so that the query does not change with every tick.
  const from = Math.floor(now / hourMs) * hourMs - (hours / 12) * hourMs + shift * hours * hourMs * 0.5;
  const to = from + hours * hourMs;
  const { data, failed, reload } = useQuery<{ plan: PlanView | null }>(planQuery, {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  });
  useEventNudge(
    ["plan", "job"],
    1_500,
    useCallback(() => reload(), [reload]),
  );
  const plan = data?.plan;
  const figures = useMemo(
    () =>
      plan
        ? ([
            ["planVersion", String(plan.version)],
            ["onTime", percent(plan.onTimeRate)],
            ["lateOrders", String(plan.lateOrders)],
            ["utilisation", percent(plan.utilisation)],
            ["lateness", `${hours0(plan.objective)} (≥ ${hours0(plan.bound)})`],
          ] as const)
        : [],
    [plan],
  );

  return (
    <section className="view" aria-label={t("plan")}>
      <header className="pane-head">
        <h2>{t("plan")}</h2>
        <div className="segmented" role="group">
          {spans.map((span) => (
            <button
              type="button"
              key={span.key}
              aria-pressed={hours === span.hours}
              onClick={() => setHours(span.hours)}
            >
              {t(span.key)}
            </button>
          ))}
        </div>
        <div className="segmented" role="group">
          <button type="button" aria-label="←" onClick={() => setShift(shift - 1)}>
            ←
          </button>
          <button type="button" onClick={() => setShift(0)}>
            {t("now")}
          </button>
          <button type="button" aria-label="→" onClick={() => setShift(shift + 1)}>
            →
          </button>
        </div>
      </header>
      {failed ? <p className="error">{t("loadFailed")}</p> : null}
      {plan === null ? <p className="empty">{t("noPlan")}</p> : null}
      <div className="figures">
        {figures.map(([key, value]) => (
          <div key={key}>
            <b>{value}</b>
            <span>{t(key)}</span>
          </div>
        ))}
      </div>
      {plan ? (
        <Gantt
          operations={plan.operations}
          from={from}
          to={to}
          now={now}
          chosen={chosen?.id}
          onChoose={setChosen}
        />
      ) : null}
      {chosen ? (
        <aside className="detail" aria-label={chosen.workOrderId}>
          <header>
            <b>
              {chosen.workOrderId} · {chosen.segment}
            </b>
            <span className="tag">{statusName(chosen.status, language)}</span>
            <button
              type="button"
              className="quiet"
              onClick={() => setChosen(undefined)}
              aria-label={t("close")}
            >
              ✕
            </button>
          </header>
          <dl className="card">
            <div>
              <dt>{t("product")}</dt>
              <dd>{chosen.productId}</dd>
            </div>
            <div>
              <dt>{t("line")}</dt>
              <dd>{chosen.equipmentId}</dd>
            </div>
            <div>
              <dt>{t("planned")}</dt>
              <dd>
                {formatTime(chosen.start, language)} – {formatTime(chosen.end, language, false)}
              </dd>
            </div>
            {chosen.actualStart ? (
              <div>
                <dt>{t("actual")}</dt>
                <dd>
                  {formatTime(chosen.actualStart, language)}
                  {chosen.actualEnd ? ` – ${formatTime(chosen.actualEnd, language, false)}` : " –"}
                </dd>
              </div>
            ) : null}
          </dl>
          <footer>
            <button
              type="button"
              onClick={() =>
                onAsk(
                  language === "zh"
                    ? `${chosen.workOrderId} 为什么延期？`
                    : `Why is ${chosen.workOrderId} late?`,
                )
              }
            >
              {t("askWhy")}
            </button>
            <button
              type="button"
              onClick={() =>
                onAsk(
                  language === "zh"
                    ? `${chosen.workOrderId} 齐套了吗？`
                    : `Is the kit for ${chosen.workOrderId} complete?`,
                )
              }
            >
              {t("askKit")}
            </button>
            <button
              type="button"
              onClick={() =>
                onAsk(
                  language === "zh"
                    ? `把 ${chosen.workOrderId} 下达到 ${chosen.equipmentId}`
                    : `Release ${chosen.workOrderId} to ${chosen.equipmentId}`,
                )
              }
            >
              {t("askRelease")}
            </button>
          </footer>
        </aside>
      ) : null}
    </section>
  );
};
