import { useAct } from "../lib/act.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { type CellJob, type CellView, jobMutation } from "./types.ts";

interface JobsProps {
  readonly cell: CellView;
  readonly onDone: () => void;
}

const cameToNothing = ({ lastStatus }: CellJob) =>
  lastStatus !== null && ["Rejected", "Failed", "Aborted"].includes(lastStatus);

/** Job orders of the plan that are at the cell. Each is proposed by itself; after a run that came to nothing a person says when again. */
export const Jobs = ({ cell, onDone }: JobsProps) => {
  const { t, language } = useLanguage();
  const leave = useMay("proposeCellJob");
  const { busy, problem, act } = useAct(onDone);
  if (cell.jobs.length === 0) return null;
  const taken = cell.run !== null || ["Asked", "Proposed"].includes(cell.latest[0]?.status ?? "");
  return (
    <section className="set-ups cell-jobs" aria-label={t("jobsAtCell")} data-testid="cell-jobs">
      <h3>{t("jobsAtCell")}</h3>
      <ol>
        {cell.jobs.map((job) => (
          <li key={job.id} data-testid={`cell-job-${job.id}`}>
            <span>
              <b>{job.id}</b> {job.productId} · {job.good} / {job.quantity}
              <br />
              <small>
                {job.held
                  ? t("onHold")
                  : job.lastRun
                    ? `${job.lastRun} · ${t(`run_${job.lastStatus ?? "Asked"}`)}`
                    : t("jobWaits")}
              </small>
            </span>
            {cameToNothing(job) && !job.held && !taken ? (
              leave.allowed ? (
                <button
                  type="button"
                  disabled={busy}
                  onClick={() => void act(jobMutation, { job: job.id, language })}
                >
                  {t("proposeAgain")}
                </button>
              ) : (
                <WhoMay leave={leave} waits />
              )
            ) : null}
          </li>
        ))}
      </ol>
      <ActProblem of={problem} />
    </section>
  );
};
