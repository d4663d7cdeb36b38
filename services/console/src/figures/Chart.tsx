import { useLanguage } from "../lib/language.ts";
import { useWidth } from "../lib/width.ts";
import { toldValue, unitOf } from "./format.ts";
import { ChartCursor, usePointed } from "./pointed.tsx";
import { pathOf, scaleOf } from "./scale.ts";
import type { Metric, Point, Trend } from "./types.ts";

const height = 240;
const [left, right, top, bottom] = [52, 12, 26, 26];

interface Props {
  readonly metric: Metric;
  readonly trend: Trend;
  /** The stretch before, laid over. */
  readonly before: readonly Point[];
}

/** A figure over time with its control limits; what lies beyond them stands out, and so does a new level. */
export const Chart = ({ metric, trend, before }: Props) => {
  const { t, language, pick } = useLanguage();
  const [element, width] = useWidth();
  const { shown, show, listen } = usePointed();
  const { points, lower, upper, mean, changes } = trend;
  const values = [...points, ...before].flatMap(({ value }) => (value === null ? [] : [value]));
  const scale = scaleOf(
    [...values, ...[lower, upper].flatMap((one) => (one === null ? [] : [one]))],
    top,
    height - bottom,
  );
  const step = (width - left - right) / Math.max(1, points.length - 1);
  const x = (index: number) => left + index * step;
  const line = (series: readonly Point[]) =>
    pathOf(
      series
        .slice(0, points.length)
        .map(({ value }, index) => [x(index), value === null ? undefined : scale.at(value)]),
    );
  const labelled = Math.max(1, Math.ceil(points.length / Math.max(2, Math.floor(width / 90))));
  const at = shown === undefined ? undefined : points[shown];
  const summary = points
    .flatMap(({ name, value }) =>
      value === null ? [] : [`${pick(name)} ${toldValue(metric, value, language)}`],
    )
    .slice(-7)
    .join(", ");
  return (
    <div ref={element} className="figure-chart">
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`${pick(metric.name)}: ${summary}`}
        {...listen({ count: points.length, left, step })}
      >
        {lower !== null && upper !== null ? (
          <rect
            className="limits"
            x={left}
            width={Math.max(0, width - left - right)}
            y={scale.at(upper)}
            height={Math.max(0, scale.at(lower) - scale.at(upper))}
          />
        ) : null}
        <text x={left - 6} y={11} textAnchor="end">
          {unitOf(metric, language)}
        </text>
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line className="grid" x1={left} x2={width - right} y1={scale.at(tick)} y2={scale.at(tick)} />
            <text x={left - 6} y={scale.at(tick) + 4} textAnchor="end">
              {tick.toLocaleString(language === "zh" ? "zh-CN" : "en-GB")}
            </text>
          </g>
        ))}
        {mean === null ? null : (
          <line className="mean" x1={left} x2={width - right} y1={scale.at(mean)} y2={scale.at(mean)} />
        )}
        {points.map(({ key, name }, index) =>
          index % labelled === 0 ? (
            <text
              key={key}
              x={x(index)}
              y={height - 8}
              // One at the right edge would be cut.
              textAnchor={index > 0 && index === points.length - 1 ? "end" : "middle"}
            >
              {pick(name)}
            </text>
          ) : null,
        )}
        {changes.map(({ key }) => {
          const index = points.findIndex((point) => point.key === key);
          return index < 0 ? null : (
            <line
              key={key}
              className="level"
              x1={x(index) - step / 2}
              x2={x(index) - step / 2}
              y1={top}
              y2={height - bottom}
            />
          );
        })}
        <path className="before" d={line(before)} />
        <path className="now" d={line(points)} />
        {points.map(({ key, value, isBeyond, isPartial }, index) =>
          value === null ? null : (
            <circle
              key={key}
              className={isBeyond ? "beyond" : isPartial ? "partial" : "point"}
              cx={x(index)}
              cy={scale.at(value)}
              r={isBeyond || index === shown ? 5 : 3}
            />
          ),
        )}
      </svg>
      <ChartCursor
        count={points.length}
        shown={shown}
        show={show}
        label={t("when")}
        told={at && `${pick(at.name)} ${toldValue(metric, at.value, language)}`}
      />
      <p className="chart-legend" aria-live="polite">
        {at ? (
          <b>
            {pick(at.name)} {toldValue(metric, at.value, language)}
            {at.isPartial ? ` (${t("inPart")})` : ""}
          </b>
        ) : (
          <>
            <i className="legend-key now" /> {t("thisStretch")} <i className="legend-key before" />{" "}
            {t("stretchBefore")}{" "}
            {lower === null ? null : (
              <>
                <i className="legend-key limits" /> {t("controlLimits")}
              </>
            )}
          </>
        )}
      </p>
    </div>
  );
};
