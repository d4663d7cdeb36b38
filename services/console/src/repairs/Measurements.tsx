import { useLanguage } from "../lib/language.ts";
import { placeOf } from "./scale.ts";
import type { Measurement } from "./types.ts";

const percent = (share: number) => `${share * 100}%`;

const Row = ({ measurement }: { measurement: Measurement }) => {
  const { pick } = useLanguage();
  const { name, value, unit, lowerLimit, upperLimit, failed } = measurement;
  const { value: at, from, to } = placeOf(measurement);
  const limits =
    lowerLimit === null
      ? `≤ ${upperLimit}`
      : upperLimit === null
        ? `≥ ${lowerLimit}`
        : lowerLimit === upperLimit
          ? `= ${lowerLimit}`
          : `${lowerLimit} … ${upperLimit}`;
  return (
    <li className={failed ? "failed" : ""}>
      <span className="step">{pick(name)}</span>
      <span className="gauge" role="img" aria-label={`${value} ${unit}, ${limits}`}>
        <i className="accepted" style={{ left: percent(from), width: percent(to - from) }} />
        <i className="value" style={{ left: percent(at) }} />
      </span>
      <span className="number">
        <b>{value}</b> {unit} <small>{limits}</small>
      </span>
    </li>
  );
};

/** The test against its limits: what failed first, the rest on demand. */
export const Measurements = ({ all }: { all: readonly Measurement[] }) => {
  const { t } = useLanguage();
  const failed = all.filter((each) => each.failed);
  const passed = all.filter((each) => !each.failed);
  return (
    <section className="card test" aria-label={t("measurements")}>
      <h3>
        {t("measurements")}{" "}
        <small>
          {failed.length} {t("ofThemFailed")} / {all.length}
        </small>
      </h3>
      <ul className="gauges">
        {failed.map((each) => (
          <Row key={each.step} measurement={each} />
        ))}
      </ul>
      {passed.length > 0 ? (
        <details>
          <summary>
            {t("passedSteps")} ({passed.length})
          </summary>
          <ul className="gauges">
            {passed.map((each) => (
              <Row key={each.step} measurement={each} />
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
};
