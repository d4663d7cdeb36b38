import { useAct } from "../lib/act.ts";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { usePersonName } from "../lib/people.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { type CellRun, confirmMutation } from "./types.ts";

interface SetUpsProps {
  readonly run: CellRun;
  readonly onDone: () => void;
}

/** What a person mounts where, in the order that the plan needs it; each is confirmed as it is done. */
export const SetUps = ({ run, onDone }: SetUpsProps) => {
  const { t, language } = useLanguage();
  const named = usePersonName();
  const { busy, problem, act } = useAct(onDone);
  const leave = useMay("confirmCellSetUp");
  if (run.setUps.length === 0) return null;
  const open = run.status === "Running";
  /** Of one place, the fixture that is needed first goes first. */
  const isNext = (index: number) =>
    run.setUps.findIndex(({ at, doneAt }) => at === run.setUps[index]!.at && doneAt === null) === index;
  return (
    <section className="set-ups" aria-label={t("changeList")} data-testid="cell-set-ups">
      <h3>{t("changeList")}</h3>
      <ol>
        {run.setUps.map(({ step, at, what, instead, doneAt, doneBy }, index) => (
          <li key={`${step} ${at}`} className={doneAt ? "done" : ""}>
            <span className="check" aria-hidden="true">
              {doneAt ? "✓" : index + 1}
            </span>
            <span>
              <b>{what}</b> → <b>{at}</b>
              {instead ? (
                <small>
                  {" "}
                  {t("insteadOf")} {instead}
                </small>
              ) : null}
              <br />
              <small>
                {doneAt
                  ? `${named(doneBy)} · ${formatTime(doneAt, language, false, true)}`
                  : `${t("beforeStep")} ${step}`}
              </small>
            </span>
            {open && !doneAt && leave.allowed ? (
              <button
                type="button"
                className={isNext(index) ? "primary" : ""}
                data-testid={`mounted-${at}`}
                disabled={busy || !isNext(index)}
                onClick={() => void act(confirmMutation, { run: run.id, at, what })}
              >
                {t("mounted")}
              </button>
            ) : null}
          </li>
        ))}
      </ol>
      <small>
        {open && leave.allowed ? t("changeListHint") : null} {t("bareTrays")}. {t("toolsThemselves")}.{" "}
        {open ? <WhoMay leave={leave} waits /> : null}
      </small>
      <ActProblem of={problem} />
    </section>
  );
};
