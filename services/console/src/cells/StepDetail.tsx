import { useLanguage } from "../lib/language.ts";
import { clock, distinct, hasHappened } from "./lanes.ts";
import type { CellRun, RunStep, Wait } from "./types.ts";

interface StepDetailProps {
  readonly step: RunStep;
  readonly waits: readonly Wait[];
  readonly run: CellRun;
  readonly now: number;
}

/** A step of the chart: planned and actual, what became of its attempts, and what it waits for. */
export const StepDetail = ({ step, waits, run, now }: StepDetailProps) => {
  const { t } = useLanguage();
  const { start, duration, startedAt, endedAt } = step;
  const failures = run.failures.filter((failure) => failure.step === step.id);
  const gate = run.setUps.find((one) => one.step === step.id && one.doneAt === null);
  return (
    <div className="step-detail" aria-live="polite" data-testid="step-detail">
      <p>
        <b>{step.unit}</b> · {t(`kind_${step.kind}` as "kind_carry")} ({step.step}) ·{" "}
        {step.robots.join(" + ") || step.at}
        {step.from ? ` · ${step.from} → ${step.at}` : step.robots.length > 0 ? ` · ${step.at}` : ""} ·{" "}
        <span className={`tag is-${step.state}`}>{t(`step_${step.state}`)}</span>
        {step.attempt > 1 ? ` · ${t("attemptNo").replace("{n}", String(step.attempt))}` : ""}
      </p>
      <p>
        {t("legendPlan")} {clock(start)}–{clock(start + duration)}
        {startedAt === null
          ? ""
          : ` · ${t("legendActual")} ${clock(startedAt)}–${endedAt === null ? "" : clock(endedAt)}`}
        {step.firstStart !== null && Math.abs(step.firstStart - start) > 2
          ? ` · ${t("legendWas")} ${clock(step.firstStart)}`
          : ""}
      </p>
      {failures.map(({ attempt, at, reason }) => (
        <p key={attempt} className="failed">
          × {t("attemptNo").replace("{n}", String(attempt))} {clock(at)} {reason}
        </p>
      ))}
      {gate ? (
        <p className="gate">
          {t("gateWaits")}: {gate.what} → {gate.at}
        </p>
      ) : null}
      {waits.length > 0 ? (
        <ul>
          {distinct(waits).map((wait) => {
            const happened = hasHappened(wait, run.steps, now);
            return (
              <li key={`${wait.step} ${wait.edge}`} className={happened ? "happened" : ""}>
                {happened ? "✓" : "…"} {t("waitsFor")} {wait.step} {t(`edge_${wait.edge}`)}
                {wait.minS > 0 ? ` + ${clock(wait.minS)}` : ""}
              </li>
            );
          })}
        </ul>
      ) : (
        <p>{t("waitsForNothing")}</p>
      )}
    </div>
  );
};
