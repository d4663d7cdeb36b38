import { query } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { usePersonName } from "../lib/people.ts";
import { Decision, TimeLeft } from "../shell/Decision.tsx";
import { clock } from "./lanes.ts";
import { type CellRun, decideMutation } from "./types.ts";

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
  readonly onDone: () => void;
}

/** A run that waits for a decision: what it takes, what has to be mounted for it, and whom it waits for. */
export const ProposedRun = ({ run, onDone }: ProposedRunProps) => {
  const { t } = useLanguage();
  const named = usePersonName();
  const { approval } = run;
  if (run.status === "Asked")
    return (
      <article className="proposed-run" data-status="Asked">
        <b>{counted(run.units)}</b> <span className="thinking">{t("run_Asked")}</span>
      </article>
    );
  if (!approval) return null;
  const gap = gapOf(run);
  const decide = (approve: boolean) =>
    query(decideMutation, {
      id: approval.id,
      argsHash: approval.argsHash,
      planVersion: approval.planVersion,
      approve,
    }).finally(onDone);
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
          {run.id} · {named(run.requestedBy)}
        </small>
        <TimeLeft until={approval.expiresAt} />
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
      <Decision leave={approval.may} until={approval.expiresAt} name="cell-" onDecide={decide} />
    </article>
  );
};
