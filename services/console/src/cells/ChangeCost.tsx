import { useEffect, useState } from "react";
import type { Recipe } from "../../../protocols/cell/description.ts";
import { query } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { clock } from "./lanes.ts";
import { type CellView, changeoverQuery } from "./types.ts";

interface Changeover {
  readonly differences: readonly {
    readonly kind: string;
    readonly of: string;
    readonly before?: string | number;
    readonly after?: string | number;
  }[];
  readonly setUp: readonly {
    readonly kind: string;
    readonly at: string;
    readonly what: string;
    readonly instead?: string;
    readonly seconds: number;
  }[];
}

const mostOfAKind = 3;

const useChangeover = (cell: string, version: number, from: string, to: string) => {
  const [found, setFound] = useState<Changeover>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version may differ.
  useEffect(() => {
    let mine = true;
    setFound(undefined);
    if (from !== to)
      query<{ cellChangeover: Changeover }>(changeoverQuery, { id: cell, from, to }).then(
        ({ cellChangeover }) => mine && setFound(cellChangeover),
        () => {},
      );
    return () => {
      mine = false;
    };
  }, [cell, version, from, to]);
  return found;
};

const Cost = ({ cell, from, recipe }: { cell: CellView; from: string; recipe: Recipe }) => {
  const { t } = useLanguage();
  const found = useChangeover(cell.id, cell.version, from, recipe.product);
  const fixture = recipe.stays.find(({ kind }) => kind === "tester")?.fixture;
  const ready = cell.description.places.filter(
    ({ kind, mounted }) => kind === "tester" && mounted === fixture,
  );
  const kinds = [...new Set(found?.differences.map(({ kind }) => kind))];
  const seconds = found?.setUp.reduce((sum, one) => sum + one.seconds, 0) ?? 0;
  return (
    <li data-testid={`cost-${recipe.product}`}>
      <b>{recipe.product}</b>{" "}
      {fixture === undefined ? null : ready.length > 0 ? (
        <span className="ready">
          {fixture}: {t("fixturesReady")} {ready.map(({ id }) => id).join(", ")}
        </span>
      ) : (
        <span className="missing">
          {fixture}: {t("fixturesNone")} ({clock(cell.description.fixtureChangeS)})
        </span>
      )}
      {found && kinds.length > 0 ? (
        <dl>
          {kinds.map((kind) => {
            const of = found.differences.filter((difference) => difference.kind === kind);
            return (
              <div key={kind}>
                <dt>{t(`differs_${kind}` as "differs_arms")}</dt>
                <dd>
                  {of
                    .slice(0, mostOfAKind)
                    .map(({ of: what, before, after }) =>
                      kind === "mass" ? `${before} → ${after}` : `${what} ${before ?? "–"} → ${after ?? "–"}`,
                    )
                    .join("; ")}
                  {of.length > mostOfAKind ? ` +${of.length - mostOfAKind}` : ""}
                </dd>
              </div>
            );
          })}
        </dl>
      ) : null}
      {found && seconds > 0 ? (
        <small>
          {t("ifAllTesters")} {clock(seconds)} (
          {[
            ...new Set(
              found.setUp.map(({ kind, what }) => `${t(`setUp_${kind}` as "setUp_first-run")} ${what}`),
            ),
          ].join("; ")}
          )
        </small>
      ) : null}
    </li>
  );
};

interface ChangeCostProps {
  readonly cell: CellView;
  readonly wanted: readonly Recipe[];
}

/** What the products ask of the cell that the last one did not, before anything is asked for. */
export const ChangeCost = ({ cell, wanted }: ChangeCostProps) => {
  const { t } = useLanguage();
  const last = cell.history[0]?.units.at(-1)?.product;
  const known = cell.recipes.some(({ product }) => product === last) ? last : undefined;
  const [against, setAgainst] = useState<string>();
  const from = against ?? known ?? cell.recipes[0]?.product ?? "";
  if (wanted.length === 0) return null;
  return (
    <div className="change-cost">
      <label>
        {t("changeCost")}, {t("comparedWith")}{" "}
        <select value={from} onChange={({ target }) => setAgainst(target.value)}>
          {cell.recipes.map(({ product }) => (
            <option key={product}>{product}</option>
          ))}
        </select>
      </label>
      <ul>
        {wanted.map((recipe) => (
          <Cost key={recipe.product} cell={cell} from={from} recipe={recipe} />
        ))}
      </ul>
    </div>
  );
};
