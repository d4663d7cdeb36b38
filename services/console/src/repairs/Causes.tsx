import { useState } from "react";
import { useLanguage } from "../lib/language.ts";
import { wholeNumber } from "../lib/numbers.ts";
import type { Cause } from "./types.ts";

/** Causes that are shown before "more": beyond, they say little. */
const shown = 5;

interface Props {
  readonly causes: readonly Cause[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly onOpen: (unit: string) => void;
  readonly learnt: number;
}

/** Causes by probability, each with its repair; one is chosen as what was found. */
export const Causes = ({ causes, chosen, onChoose, onOpen, learnt }: Props) => {
  const { t, count, pick } = useLanguage();
  const [all, setAll] = useState(false);
  const listed = all ? causes : causes.slice(0, shown);
  return (
    <section className="card probable" aria-label={t("probableCauses")}>
      <h3>
        {t("probableCauses")}{" "}
        <small>
          {t("learntFrom")} {wholeNumber(learnt)}
        </small>
      </h3>
      <ul className="causes">
        {listed.map(({ id, name, probability, action, casesOfProduct, casesOfFamily, alike }) => (
          <li key={id} className={chosen === id ? "chosen" : ""}>
            <label data-testid={`cause-${id}`}>
              <input type="radio" name="cause" checked={chosen === id} onChange={() => onChoose(id)} />
              <span className="cause-name">{pick(name)}</span>
              <b className="number">{(probability * 100).toFixed(probability < 0.1 ? 1 : 0)} %</b>
              <span className="bar">
                <i style={{ width: `${probability * 100}%` }} />
              </span>
            </label>
            {action ? (
              <p>
                {pick(action.name)} · {count("minutesTold", action.minutes)}
                {action.cost > 0 ? ` · ${t("materialCost")} ${action.cost}` : ""}
              </p>
            ) : null}
            <p className="proof">
              {casesOfProduct} {t("casesOfProduct")}, {casesOfFamily} {t("casesOfFamily")}
              {alike.length > 0 ? ` · ${t("alike")} ` : ""}
              {alike.slice(0, 3).map((unit) => (
                <button type="button" key={unit} className="quiet" onClick={() => onOpen(unit)}>
                  {unit}
                </button>
              ))}
            </p>
          </li>
        ))}
      </ul>
      {causes.length > shown ? (
        <button type="button" className="quiet" onClick={() => setAll(!all)}>
          {t(all ? "fewer" : "more")}
        </button>
      ) : null}
    </section>
  );
};
