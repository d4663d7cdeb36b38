import { lazy, Suspense, useMemo, useState } from "react";
import type { Cell } from "../../../protocols/cell/description.ts";
import { useQuery } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { usePreference } from "../lib/preferences.ts";
import { Loading } from "../shell/Loading.tsx";
import { AskRun } from "./AskRun.tsx";
import { CellMap } from "./CellMap.tsx";
import { FirstCell } from "./FirstCell.tsx";
import { Inside } from "./Inside.tsx";
import { Jobs } from "./Jobs.tsx";
import { ProposedRun } from "./ProposedRun.tsx";
import { RunGantt } from "./RunGantt.tsx";
import { RunHead } from "./RunHead.tsx";
import { SetUps } from "./SetUps.tsx";
import { StopButton, StoppedPanel } from "./StopBar.tsx";
import { StrandedUnits } from "./Stranded.tsx";
import { type CellRun, type CellView, cellsQuery } from "./types.ts";
import { UnitStrips } from "./UnitStrips.tsx";
import { useCell, useDescribed } from "./useCell.ts";
// In this order: what is later may refine what is earlier.
import "./cells.css";
import "./map.css";
import "./run.css";
import "./ask.css";
import "./editor/editor.css";

/** A cell without its fixtures, which change from run to run. */
const shapeOf = ({ places, ...rest }: Cell): string =>
  JSON.stringify({ ...rest, places: places.map(({ mounted: _, ...place }) => place) });

/** The editor brings the rules of the check with it; who only watches does not wait for them. */
const Editor = lazy(() => import("./editor/Editor.tsx").then((module) => ({ default: module.Editor })));

/** The cell and what happens in it, as the run that is looked at knows the cell. */
const RunDrawn = ({ cell, run }: { cell: CellView; run: CellRun | undefined }) => {
  const { t } = useLanguage();
  const now = useMemo(
    () => ({ cell: cell.description, recipes: [...cell.recipes] }),
    [cell.description, cell.recipes],
  );
  const described = useDescribed(run, now);
  // Of all recipes, so that a product has its colour in every run.
  const products = cell.recipes.map(({ product }) => product);
  // What was set aside stands in no place of the cell any more.
  const gone = new Set(
    run?.stranded.flatMap(({ unit, to, doneAt }) => (doneAt && to === null ? [unit] : [])),
  );
  const shown = run && { ...run, steps: run.steps.filter(({ unit }) => !gone.has(unit)) };
  const isOther = shapeOf(described.cell) !== shapeOf(cell.description);
  return (
    <>
      {isOther ? (
        <p className="warn" role="status" data-testid="cell-then">
          {t("cellAsThen")}
        </p>
      ) : null}
      <CellMap cell={described.cell} recipes={now.recipes} run={shown} stopped={cell.stopped !== null} />
      {run && run.steps.length > 0 ? (
        <>
          <UnitStrips products={products} run={run} />
          <RunGantt cell={described.cell} products={products} run={run} />
        </>
      ) : null}
    </>
  );
};

interface CellPageProps {
  readonly id: string;
  readonly chooser: React.ReactNode;
}

const CellPage = ({ id, chooser }: CellPageProps) => {
  const { t, pick } = useLanguage();
  const [tab, setTab] = usePreference<"run" | "edit">("cells.tab", "run");
  const [chosenRun, setChosenRun] = useState<string>();
  const { cell, run, older, failure, reload } = useCell(id, chosenRun);
  const latest = cell?.latest[0];
  const waits = latest && (latest.status === "Asked" || latest.status === "Proposed") ? latest : undefined;
  const isIdle = cell?.run === null && waits === undefined;
  const ask = cell ? <AskRun cell={cell} onDone={reload} /> : null;
  return (
    <section className="view cells" aria-label={t("cellTitle")} data-testid="cells">
      <div className="cells-head">
        <header className="pane-head">
          <h2>
            {cell ? pick(cell.name) : t("cellTitle")} <small>{id}</small>
          </h2>
          {chooser}
          <div className="segmented" role="group" aria-label={t("cellTitle")}>
            {(["run", "edit"] as const).map((one) => (
              <button
                type="button"
                key={one}
                data-testid={`cells-${one}`}
                aria-pressed={tab === one}
                onClick={() => setTab(one)}
              >
                {t(one === "run" ? "cellRunTab" : "cellEditTab")}
              </button>
            ))}
          </div>
          {cell ? <StopButton cell={cell} onDone={reload} /> : null}
        </header>
        {cell && cell.stopped !== null ? <StoppedPanel cell={cell} onDone={reload} /> : null}
      </div>
      <Loading loaded={cell !== undefined} failure={failure} />
      {cell && !cell.online ? <p className="offline">{t("cellOffline")}</p> : null}
      {cell && tab === "run" ? (
        <>
          {isIdle ? ask : null}
          {waits ? <ProposedRun key={`waits/${waits.id}`} run={waits} onDone={reload} /> : null}
          <Loading loaded={older.loaded} failure={older.failure} />
          {older.failure ? (
            <button type="button" className="quiet" onClick={() => setChosenRun(undefined)}>
              {t("currentRun")}
            </button>
          ) : null}
          {run ? (
            <RunHead
              run={run}
              history={cell.history}
              onChoose={(chosen) => setChosenRun(chosen === (cell.run ?? latest)?.id ? undefined : chosen)}
            />
          ) : null}
          {/* What waits for a person comes before what there is to look at. */}
          <Inside cell={cell} onDone={reload} />
          {run ? <StrandedUnits cell={cell} run={run} onDone={reload} /> : null}
          {run ? <SetUps run={run} onDone={reload} /> : null}
          <Jobs cell={cell} onDone={reload} />
          <RunDrawn key={`drawn/${run?.id}`} cell={cell} run={run} />
          {isIdle ? null : ask}
        </>
      ) : null}
      {cell && tab === "edit" ? (
        <Suspense>
          <Editor key={cell.id} cell={cell} onSaved={reload} />
        </Suspense>
      ) : null}
    </section>
  );
};

/** Robot cells: what they do now, what they are to do next, and what they are made of. */
export const Cells = () => {
  const { t, pick } = useLanguage();
  const { data, failure, reload } = useQuery<{
    cells: readonly { id: string; name: Bilingual; stopped: string | null }[];
  }>(cellsQuery);
  const [chosen, setChosen] = usePreference<string>("cells.cell", "");
  const cells = data?.cells ?? [];
  const cell = cells.find(({ id }) => id === chosen) ?? cells[0];
  if (!cell)
    return (
      <section className="view cells" aria-label={t("cellTitle")}>
        <header className="pane-head">
          <h2>{t("cellTitle")}</h2>
        </header>
        <Loading loaded={data !== undefined} failure={failure} />
        {data ? <FirstCell onSaved={reload} /> : null}
      </section>
    );
  return (
    <CellPage
      key={cell.id}
      id={cell.id}
      chooser={
        cells.length > 1 ? (
          <select
            value={cell.id}
            aria-label={t("cellTitle")}
            onChange={({ target }) => setChosen(target.value)}
          >
            {cells.map(({ id, name }) => (
              <option key={id} value={id}>
                {id} {pick(name)}
              </option>
            ))}
          </select>
        ) : null
      }
    />
  );
};
