import { useAct } from "../lib/act.ts";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { usePersonName } from "../lib/people.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { type CellView, enterMutation, leaveMutation, openSteps } from "./types.ts";

interface InsideProps {
  readonly cell: CellView;
  readonly onDone: () => void;
}

/** Who is in the cell, whether anything still moves there, and the way in and out: while anybody is in it, nothing begins. */
export const Inside = ({ cell, onDone }: InsideProps) => {
  const { t, language } = useLanguage();
  const named = usePersonName();
  const { busy, problem, act } = useAct(onDone);
  const looksAfter = useMay("resetCell").allowed;
  const moving = openSteps(cell.run).filter(({ robots }) => robots.length > 0);
  if (cell.inside.length === 0 && cell.run === null) return null;
  return (
    <section className="set-ups inside" aria-label={t("inside")} data-testid="cell-inside">
      <h3>{t("inside")}</h3>
      <ol>
        {cell.inside.map(({ person, since }) => (
          <li key={person}>
            <span className="check" aria-hidden="true">
              !
            </span>
            <span>
              <b>{named(person)}</b> · {formatTime(since, language, false, true)}
            </span>
            {looksAfter ? (
              <button
                type="button"
                data-testid={`out-${person}`}
                disabled={busy}
                onClick={() => void act(leaveMutation, { id: cell.id, person })}
              >
                {t("isOut")}
              </button>
            ) : null}
          </li>
        ))}
      </ol>
      {cell.inside.length > 0 ? (
        <p role="status" className={moving.length > 0 ? "warn" : ""} data-testid="cell-moving">
          {moving.length > 0
            ? `${t("stillMoves")}: ${moving.map(({ robots, at }) => `${robots.join("+")} → ${at}`).join(", ")}`
            : t("nothingMoves")}
        </p>
      ) : null}
      <button
        type="button"
        className="primary"
        data-testid="go-in"
        aria-pressed={cell.amInside}
        disabled={busy}
        onClick={() => void act(cell.amInside ? leaveMutation : enterMutation, { id: cell.id })}
      >
        {t(cell.amInside ? "amOut" : "goIn")}
      </button>{" "}
      <small>{t("goInHint")}</small>
      <ActProblem of={problem} />
    </section>
  );
};
