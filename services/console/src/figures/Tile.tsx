import { useLanguage } from "../lib/language.ts";
import { changeOf, formulaBeside, numberOf, unitOf } from "./format.ts";
import { pathOf, scaleOf } from "./scale.ts";
import type { Metric, Point } from "./types.ts";

const [width, height] = [120, 30];

/** A series as small as a word; values beyond its limits as dots. */
const Sparkline = ({ points }: { points: readonly Pick<Point, "key" | "value" | "isBeyond">[] }) => {
  const { at } = scaleOf(
    points.flatMap(({ value }) => (value === null ? [] : [value])),
    3,
    height - 3,
  );
  const x = (index: number) => (index / Math.max(1, points.length - 1)) * (width - 6) + 3;
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path
        d={pathOf(points.map(({ value }, index) => [x(index), value === null ? undefined : at(value)]))}
      />
      {points.map(({ key, value, isBeyond }, index) =>
        isBeyond && value !== null ? <circle key={key} cx={x(index)} cy={at(value)} r={2.5} /> : null,
      )}
    </svg>
  );
};

interface Props {
  readonly metric: Metric;
  /** Null where there is none; undefined while it is looked up. */
  readonly value: number | null | undefined;
  readonly before: number | null | undefined;
  readonly points: readonly Pick<Point, "key" | "value" | "isBeyond">[];
  /** It is not known by line: the whole plant's is shown. */
  readonly isPlant: boolean;
  readonly isChosen: boolean;
  readonly alerts: number;
  readonly onChoose: () => void;
}

/** One figure: its value, how it changed, and its course. */
export const Tile = ({ metric, value, before, points, isPlant, isChosen, alerts, onChoose }: Props) => {
  const { t, language, pick } = useLanguage();
  const change =
    value === null || value === undefined || before === null || before === undefined
      ? undefined
      : value - before;
  const good =
    change === undefined || change === 0 || !metric.better
      ? ""
      : change > 0 === (metric.better === "higher")
        ? "good"
        : "bad";
  const formula = formulaBeside(pick(metric.meaning), pick(metric.formulaText));
  return (
    <button
      type="button"
      className="figure-tile"
      data-testid={`tile-${metric.id}`}
      aria-pressed={isChosen}
      title={[pick(metric.meaning), formula].filter(Boolean).join(" · ")}
      onClick={onChoose}
    >
      <span className="tile-name">
        <span className="begins">{pick(metric.name)}</span>
        {alerts > 0 ? (
          <i className="alerted" title={t("openAlerts")}>
            {alerts}
          </i>
        ) : null}
      </span>
      {value === undefined ? (
        <b className="loading" aria-busy="true">
          <span />
        </b>
      ) : (
        <b>
          {numberOf(metric, value)} <small>{value === null ? "" : unitOf(metric, language)}</small>
        </b>
      )}
      <span className={`change ${good}`}>
        {change === undefined ? " " : changeOf(metric, change, language)}
        {isPlant ? <em>{t("wholePlant")}</em> : null}
      </span>
      <Sparkline points={points} />
    </button>
  );
};
