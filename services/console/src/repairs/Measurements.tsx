import { useLanguage } from "../lib/language.ts";
import { Gauge, limitsOf } from "./Gauge.tsx";
import type { Measurement } from "./types.ts";

const Row = ({ measurement }: { measurement: Measurement }) => {
  const { pick } = useLanguage();
  const { name, value, unit, failed } = measurement;
  return (
    <li className={failed ? "failed" : ""}>
      <span className="step">{pick(name)}</span>
      <Gauge of={measurement} />
      <span className="number">
        <b>{value}</b> {unit} <small>{limitsOf(measurement)}</small>
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
