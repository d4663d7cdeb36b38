import { useState } from "react";
import { useAct } from "../lib/act.ts";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { usePersonName } from "../lib/people.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { type CellRun, type CellView, type Stranded, seeToMutation } from "./types.ts";

interface StrandedProps {
  readonly cell: CellView;
  readonly run: CellRun;
  readonly onDone: () => void;
}

/** Testers that a unit can be brought to: in working order, and without a unit in them. */
const freeTesters = ({ description }: CellView, { robotsOut, steps }: CellRun): string[] =>
  description.places
    .filter(({ id, kind }) => kind === "tester" && !robotsOut.includes(id))
    .map(({ id }) => id)
    .filter((id) => {
      const inIt = steps.filter(({ at, state }) => at === id && state !== "waiting" && state !== "failed");
      return inIt.every(({ unit }) =>
        steps.some((step) => step.unit === unit && step.from === id && step.state === "done"),
      );
    });

/** Units whose tester failed with them in it: a person moves each or sets it aside, and says so here; the run goes on with the others. */
export const StrandedUnits = ({ cell, run, onDone }: StrandedProps) => {
  const { t, language } = useLanguage();
  const named = usePersonName();
  const leave = useMay("seeToCellUnit");
  const { busy, problem, act } = useAct(onDone);
  const [to, setTo] = useState("");
  if (run.stranded.length === 0) return null;
  const free = freeTesters(cell, run);
  const target = free.includes(to) ? to : free[0];
  const told = ({ to: where, doneAt, doneBy }: Stranded) =>
    `${where ?? t("setAsideDone")} · ${named(doneBy)} · ${formatTime(doneAt!, language, false, true)}`;
  return (
    <section className="set-ups stranded" aria-label={t("strandedUnits")} data-testid="cell-stranded">
      <h3>{t("strandedUnits")}</h3>
      <ol>
        {run.stranded.map((one) => (
          <li key={`${one.unit} ${one.from}`} className={one.doneAt ? "done" : ""}>
            <span className="check" aria-hidden="true">
              {one.doneAt ? "✓" : "!"}
            </span>
            <span>
              <b>{one.unit}</b> {t("standsIn")} <b>{one.from}</b>
              <br />
              <small>{one.doneAt ? `→ ${told(one)}` : t("strandedHint")}</small>
            </span>
            {one.doneAt || run.status !== "Running" || !leave.allowed ? null : (
              <span className="acts">
                {target === undefined ? null : (
                  <>
                    <select
                      value={target}
                      aria-label={t("movedTo")}
                      onChange={(event) => setTo(event.target.value)}
                    >
                      {free.map((id) => (
                        <option key={id}>{id}</option>
                      ))}
                    </select>
                    <button
                      type="button"
                      className="primary"
                      data-testid={`moved-${one.unit}`}
                      disabled={busy}
                      onClick={() => void act(seeToMutation, { run: run.id, unit: one.unit, to: target })}
                    >
                      {t("movedTo")}
                    </button>
                  </>
                )}
                <button
                  type="button"
                  data-testid={`set-aside-${one.unit}`}
                  disabled={busy}
                  onClick={() => void act(seeToMutation, { run: run.id, unit: one.unit, to: null })}
                >
                  {t("setAside")}
                </button>
              </span>
            )}
          </li>
        ))}
      </ol>
      {run.stranded.some(({ doneAt }) => doneAt === null) ? <WhoMay leave={leave} waits /> : null}
      <ActProblem of={problem} />
    </section>
  );
};
