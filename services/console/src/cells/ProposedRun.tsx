import { useLanguage } from "../lib/language.ts";
import { Left } from "../plan/Proposals.tsx";
import { clock } from "./lanes.ts";
import { type CellRun, decideMutation } from "./types.ts";
import { useAct } from "./useCell.ts";

/** Units by product: "2 × RRU-5258". */
export const counted = (units: CellRun["units"]): string =>
  [...new Set(units.map(({ product }) => product))]
    .map((product) => `${units.filter((unit) => unit.product === product).length} × ${product}`)
    .join(", ");

/** How far a plan may be from the best one. */
export const gapOf = ({ makespan, bound }: Pick<CellRun, "makespan" | "bound">): number | undefined =>
  makespan === null || bound === null ? undefined : Math.max(0, makespan - bound) / Math.max(1, makespan);

interface ProposedRunProps {
  readonly run: CellRun;
  readonly roles: readonly string[];
  readonly onDone: () => void;
}

/** A run that waits for a decision: what it takes, what has to be mounted for it, and by whom it may be approved. */
export const ProposedRun = ({ run, roles, onDone }: ProposedRunProps) => {
  const { t, pick } = useLanguage();
  const { busy, problem, act } = useAct(onDone);
  const { approval } = run;
  if (run.status === "Asked")
    return (
      <article className="proposed-run" data-status="Asked">
        <b>{counted(run.units)}</b> <span className="thinking">{t("run_Asked")}</span>
      </article>
    );
  if (!approval) return null;
  const allowed = roles.includes(approval.role);
  const gap = gapOf(run);
  const decide = (approve: boolean) =>
    act(decideMutation, {
      id: approval.id,
      argsHash: approval.argsHash,
      planVersion: approval.planVersion,
      approve,
    });
  return (
    <article
      className="proposed-run"
      aria-label={t("approvalNeeded")}
      data-testid="cell-proposal"
      data-status={run.status}
    >
      <header>
        <span className="tag">{t("approvalNeeded")}</span> <b>{counted(run.units)}</b>{" "}
        <small>
          {run.id} · {run.requestedBy}
        </small>
        <Left until={approval.expiresAt} />
      </header>
      <p>
        {t("makespan")} <b>{clock(run.makespan ?? 0)}</b> · {t("bound")} {clock(run.bound ?? 0)}
        {gap === undefined
          ? ""
          : gap < 0.0005
            ? ` · ${t("bestPossible")}`
            : ` · ${t("gap")} ${(gap * 100).toFixed(1)} %`}
      </p>
      <p>
        {run.setUps.length === 0
          ? t("noChange")
          : `${t("changeList")}: ${run.setUps.map(({ what, at, instead }) => `${at} ${instead ?? ""} → ${what}`).join("; ")}`}
      </p>
      <footer>
        <button
          type="button"
          className="primary"
          data-testid="cell-approve"
          disabled={!allowed || busy}
          onClick={() => void decide(true)}
        >
          {t("approve")}
        </button>
        <button
          type="button"
          data-testid="cell-reject"
          disabled={!allowed || busy}
          onClick={() => void decide(false)}
        >
          {t("reject")}
        </button>
        {allowed ? null : (
          <small>
            {t("needsRole")} {approval.role}
          </small>
        )}
      </footer>
      {problem ? (
        <p className="error" role="alert">
          {pick(problem)}
        </p>
      ) : null}
    </article>
  );
};
