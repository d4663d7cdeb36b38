import { useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { failingOf, firstFailed } from "./failing.ts";
import { Gauge, limitsOf } from "./Gauge.tsx";
import type { WaitingUnit } from "./types.ts";

interface Props {
  readonly units: readonly WaitingUnit[];
  /** The one that is looked at: the others stand in a row beside it. */
  readonly chosen: string | undefined;
  readonly onOpen: (unit: string) => void;
}

/** What a unit failed, as a picture, and how many more steps did. */
const Failed = ({ of }: { of: WaitingUnit }) => {
  const { t, pick } = useLanguage();
  const first = firstFailed(of);
  if (!first) return null;
  const others = of.failedMeasurements.length - 1;
  return (
    <span className="failed">
      <span>
        {pick(first.name)}
        {others > 0 ? <small> {t("andMoreSteps").replace("{n}", String(others))}</small> : null}
      </span>
      <Gauge of={first} />
      <span>
        <b>{first.value}</b> {first.unit} <small>{limitsOf(first)}</small>
      </span>
    </span>
  );
};

/** The units that wait: as long as none is looked at with what each failed, to be picked by it; else in a row. */
export const Waiting = ({ units, chosen, onOpen }: Props) => {
  const { t, pick, language } = useLanguage();
  const [picked, setPicked] = useState<string>();
  const isList = chosen === undefined;
  const failing = isList ? failingOf(units) : [];
  // What was picked may have been mended meanwhile.
  const step = failing.some((each) => each.step === picked) ? picked : undefined;
  const shown = step === undefined ? units : units.filter((unit) => firstFailed(unit)?.step === step);
  return (
    <>
      {failing.length > 0 ? (
        <div className="failing" role="group" aria-label={t("failingSteps")}>
          {failing.map((each) => (
            <button
              key={each.step}
              type="button"
              data-testid={`failing-${each.step}`}
              aria-pressed={step === each.step}
              onClick={() => setPicked(step === each.step ? undefined : each.step)}
            >
              {pick(each.name)} <b>{each.units}</b>
            </button>
          ))}
        </div>
      ) : null}
      <ul className={`waiting ${isList ? "list" : ""}`} aria-label={t("unitsWait")}>
        {shown.map((unit) => (
          <li key={unit.id}>
            <button
              type="button"
              data-testid={`waiting-${unit.id}`}
              className={unit.status === "Failed" ? "" : "retest"}
              aria-current={chosen === unit.id ? "true" : undefined}
              onClick={() => onOpen(unit.id)}
            >
              <b>{unit.id}</b>
              <span>{unit.productId}</span>
              <small>
                {unit.status === "Failed" ? formatTime(unit.changedAt, language, "date") : t("waitsForTest")}
                {unit.repairCount > 0
                  ? ` · ${t("attempt").replace("{n}", String(unit.repairCount + (unit.status === "Failed" ? 1 : 0)))}`
                  : ""}
              </small>
              {isList && unit.status === "Failed" ? <Failed of={unit} /> : null}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
};
