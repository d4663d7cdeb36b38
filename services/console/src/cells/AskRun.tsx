import { useState } from "react";
import type { Recipe } from "../../../protocols/cell/description.ts";
import { useAct } from "../lib/act.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { ChangeCost } from "./ChangeCost.tsx";
import { type CellView, proposeMutation } from "./types.ts";

const mostUnits = 60;

interface AskRunProps {
  readonly cell: CellView;
  readonly onDone: () => void;
}

/** Products and counts, what the change to them costs, and the request for a plan. */
export const AskRun = ({ cell, onDone }: AskRunProps) => {
  const { t, pick, language } = useLanguage();
  const [counts, setCounts] = useState<Readonly<Record<string, number>>>({});
  const { busy, problem, act } = useAct(onDone);
  const countOf = ({ product }: Recipe) => counts[product] ?? 0;
  const wanted = cell.recipes.filter((recipe) => countOf(recipe) > 0);
  const total = wanted.reduce((sum, recipe) => sum + countOf(recipe), 0);
  const leave = useMay("proposeCellRun");
  const set = (product: string, count: number) =>
    setCounts({ ...counts, [product]: Math.min(mostUnits, Math.max(0, Math.floor(count) || 0)) });
  const propose = async () => {
    const units = wanted.map((recipe) => ({ product: recipe.product, count: countOf(recipe) }));
    if (await act(proposeMutation, { cell: cell.id, units, language })) setCounts({});
  };
  const ready = leave.allowed && !busy && total > 0 && total <= mostUnits;
  return (
    <form
      className="ask-run"
      aria-label={t("askRun")}
      data-testid="ask-run"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void propose();
      }}
    >
      <h3>{t("askRun")}</h3>
      <div className="products">
        {cell.recipes.map((recipe) => (
          <fieldset key={recipe.product} className={countOf(recipe) > 0 ? "wanted" : ""}>
            <legend>
              <b>{recipe.product}</b> {pick(recipe.name)}
            </legend>
            <button
              type="button"
              aria-label={`${recipe.product} −1`}
              onClick={() => set(recipe.product, countOf(recipe) - 1)}
            >
              −
            </button>
            <input
              type="number"
              min={0}
              max={mostUnits}
              value={countOf(recipe)}
              aria-label={`${t("howMany")} ${recipe.product}`}
              data-testid={`count-${recipe.product}`}
              onChange={({ target }) => set(recipe.product, target.valueAsNumber)}
            />
            <button
              type="button"
              aria-label={`${recipe.product} +1`}
              onClick={() => set(recipe.product, countOf(recipe) + 1)}
            >
              +
            </button>
          </fieldset>
        ))}
      </div>
      <ChangeCost cell={cell} wanted={wanted} />
      <footer>
        {leave.allowed ? (
          <>
            <button type="submit" className="primary" data-testid="propose-run" disabled={!ready}>
              {t("proposeRun")}
            </button>
            <small>{t(total > mostUnits ? "atMostUnits" : "proposeRunHint")}</small>
          </>
        ) : (
          <span>
            {t("proposeRun")}: <WhoMay leave={leave} />
          </span>
        )}
      </footer>
      <ActProblem of={problem} />
    </form>
  );
};
