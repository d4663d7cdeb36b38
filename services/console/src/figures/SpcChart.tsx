import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { useWidth } from "../lib/width.ts";
import type { Charted, ControlPoint } from "./capability-types.ts";
import { shortValue } from "./format.ts";
import { ChartCursor, usePointed } from "./pointed.tsx";
import { pathOf, type Scale, scaleOf } from "./scale.ts";

const [height, rangeHeight] = [230, 100];
const [left, right, top, bottom] = [52, 12, 14, 10];

interface LinesProps {
  readonly scale: Scale;
  readonly width: number;
  readonly centre: number;
  readonly limits: readonly number[];
}

const Lines = ({ scale, width, centre, limits }: LinesProps) => (
  <>
    {scale.ticks.map((tick) => (
      <g key={tick}>
        <line className="grid" x1={left} x2={width - right} y1={scale.at(tick)} y2={scale.at(tick)} />
        <text x={left - 6} y={scale.at(tick) + 4} textAnchor="end">
          {shortValue(tick)}
        </text>
      </g>
    ))}
    <line className="mean" x1={left} x2={width - right} y1={scale.at(centre)} y2={scale.at(centre)} />
    {limits.map((limit) => (
      <line
        key={limit}
        className="limit"
        x1={left}
        x2={width - right}
        y1={scale.at(limit)}
        y2={scale.at(limit)}
      />
    ))}
  </>
);

/** A control chart with its ranges below; points that break a rule stand out, and the one that is pointed at is told. */
export const SpcChart = ({ charted }: { readonly charted: Charted }) => {
  const { t, language, pick } = useLanguage();
  const [element, width] = useWidth();
  const { shown, show, listen } = usePointed();
  const { points, centre, lower, upper, rangeCentre, rangeUpper, subgroup, isSettled } = charted;
  if (centre === null || lower === null || upper === null || rangeCentre === null || rangeUpper === null)
    return <p className="empty">{t("noChart")}</p>;
  const { name, unit } = charted.characteristic;
  const step = (width - left - right) / Math.max(1, points.length - 1);
  const x = (index: number) => left + index * step;
  const scale = scaleOf([...points.map(({ value }) => value), lower, upper], top, height - bottom);
  const ranges = scaleOf(
    [...points.flatMap(({ range }) => range ?? []), rangeUpper, 0],
    top,
    rangeHeight - bottom,
  );
  const pathWith = (of: (point: ControlPoint) => number | null, at: Scale["at"]) =>
    pathOf(
      points.map((point, index) => {
        const value = of(point);
        return [x(index), value === null ? undefined : at(value)];
      }),
    );
  const broken = points.filter(({ nelson }) => nelson.length > 0);
  const told = ({ time, unitIds, value, nelson }: ControlPoint) =>
    [
      formatTime(time, language, "date"),
      unitIds.join(", "),
      `${shortValue(value)} ${unit}`.trim(),
      nelson.length > 0 ? `${t("breaksRule")} ${nelson.join(", ")}` : "",
    ]
      .filter(Boolean)
      .join(" · ");
  const at = shown === undefined ? undefined : points[shown];
  const kind = subgroup === 1 ? t("individuals") : t("subgroupMeans");
  return (
    <div ref={element} className="figure-chart spc-chart">
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`${kind}: ${pick(name)}, ${broken.length} / ${points.length} ${t("breaksRule")}`}
        {...listen({ count: points.length, left, step })}
      >
        <Lines scale={scale} width={width} centre={centre} limits={[lower, upper]} />
        <path className="now" d={pathWith(({ value }) => value, scale.at)} />
        {points.map(({ time, unitIds, value, nelson }, index) => (
          <circle
            key={`${time}/${unitIds[0]}`}
            className={nelson.length > 0 ? "beyond" : "point"}
            cx={x(index)}
            cy={scale.at(value)}
            r={index === shown ? 5 : nelson.length > 0 ? 4 : 2}
          />
        ))}
      </svg>
      <svg width={width} height={rangeHeight} role="img" aria-label={t("ranges")}>
        <Lines scale={ranges} width={width} centre={rangeCentre} limits={[rangeUpper]} />
        <path className="now" d={pathWith(({ range }) => range, ranges.at)} />
        {points.map(({ time, unitIds, range, isRangeBeyond }, index) =>
          range !== null && isRangeBeyond ? (
            <circle
              key={`${time}/${unitIds[0]}`}
              className="beyond"
              cx={x(index)}
              cy={ranges.at(range)}
              r={4}
            />
          ) : null,
        )}
      </svg>
      <ChartCursor count={points.length} shown={shown} show={show} label={t("point")} told={at && told(at)} />
      <p className="chart-legend" aria-live="polite">
        {at ? <b>{told(at)}</b> : `${kind} · ${t("nelsonRules")}${isSettled ? "" : ` · ${t("notSettled")}`}`}
      </p>
    </div>
  );
};
