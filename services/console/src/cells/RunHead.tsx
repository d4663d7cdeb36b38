import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { clock } from "./lanes.ts";
import { counted, gapOf } from "./ProposedRun.tsx";
import type { CellRun, RunRow } from "./types.ts";
import { useRunNow } from "./useRunNow.ts";

interface RunHeadProps {
  readonly run: CellRun;
  readonly history: readonly RunRow[];
  readonly onChoose: (id: string) => void;
}

/** Which run is looked at and how it stands, in figures. */
export const RunHead = ({ run, history, onChoose }: RunHeadProps) => {
  const { t, language } = useLanguage();
  const now = useRunNow(run.startedAt, run.endedAt, false);
  const gap = gapOf(run);
  return (
    <section className="run-head" data-testid="cell-run" data-status={run.status} data-run={run.id}>
      <header>
        <label>
          <span className="visually-hidden">{t("runs")}</span>
          <select value={run.id} onChange={({ target }) => onChoose(target.value)}>
            {[...history, ...(history.some(({ id }) => id === run.id) ? [] : [run])].map((one) => (
              <option key={one.id} value={one.id}>
                {one.id} · {counted(one.units)} · {t(`run_${one.status}`)} ·{" "}
                {formatTime(one.askedAt, language, "date")}
              </option>
            ))}
          </select>
        </label>
        {run.jobOrder ? <span className="tag">{run.jobOrder}</span> : null}
        <span className={`tag run-${run.status}`}>{t(`run_${run.status}`)}</span>
        {run.reason ? <span className="reason">{run.reason}</span> : null}
      </header>
      <dl>
        <div>
          <dt>{t("unitsDone")}</dt>
          <dd>
            {run.good} / {run.units.length}
          </dd>
        </div>
        {now >= 0 ? (
          <div>
            <dt>{t("elapsed")}</dt>
            <dd>{clock(now)}</dd>
          </div>
        ) : null}
        {run.makespan !== null ? (
          <div>
            <dt>{t("makespan")}</dt>
            <dd>{clock(run.makespan)}</dd>
          </div>
        ) : null}
        {run.bound !== null ? (
          <div title={gap === undefined ? "" : `${(gap * 100).toFixed(1)} %`}>
            <dt>{t("bound")}</dt>
            <dd>
              {clock(run.bound)}
              {gap !== undefined && gap < 0.0005 ? <small> {t("bestPossible")}</small> : null}
            </dd>
          </div>
        ) : null}
        {run.failures.length > 0 ? (
          <div>
            <dt>{t("failedAttempts")}</dt>
            <dd>{run.failures.length}</dd>
          </div>
        ) : null}
        {run.replans > 0 ? (
          <div>
            <dt>{t("replans")}</dt>
            <dd>
              {run.replans}
              {run.robotsOut.length > 0 ? (
                <small>
                  {" "}
                  {t("robotsOut")} {run.robotsOut.join(", ")}
                </small>
              ) : null}
            </dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
};
