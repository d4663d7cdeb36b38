import { pathOf, scaleOf } from "../figures/scale.ts";
import { formatTick, formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { useWidth } from "../lib/width.ts";
import type { SignalRule, View } from "./types.ts";

const height = 200;
const [left, right, top, bottom] = [44, 10, 10, 24];

/** Defects a board over time, with limits that follow how many boards there were. */
export const DefectChart = ({ chart: { mean, points } }: { chart: View["chart"] }) => {
  const { t, language } = useLanguage();
  const [element, width] = useWidth();
  const scale = scaleOf(
    [
      0,
      ...points.flatMap(({ value, upper }) =>
        value === null ? [] : [value, Math.min(upper, (mean ?? 1) * 6)],
      ),
    ],
    top,
    height - bottom,
  );
  const step = (width - left - right) / Math.max(1, points.length);
  const x = (index: number) => left + (index + 0.5) * step;
  const every = Math.max(1, Math.ceil(points.length / Math.max(2, Math.floor(width / 80))));
  const rules = new Map<SignalRule, number>();
  for (const { signals } of points) for (const rule of signals) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  const told = [...rules].map(([rule, count]) => `${t(`rule_${rule}`)} × ${count}`).join(" · ");
  return (
    <section className="card insp-chart" aria-label={t("defectTrend")}>
      <header>
        <h3>{t("defectTrend")}</h3>
      </header>
      <div ref={element}>
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={`${t("defectTrend")}: ${told || t("noSignals")}`}
        >
          {scale.ticks.map((tick) => (
            <g key={tick}>
              <line
                className="insp-grid"
                x1={left}
                x2={width - right}
                y1={scale.at(tick)}
                y2={scale.at(tick)}
              />
              <text x={left - 5} y={scale.at(tick) + 4} textAnchor="end">
                {tick}
              </text>
            </g>
          ))}
          {points.map(({ from, value, lower, upper }, index) =>
            value === null ? null : (
              <rect
                key={from}
                className="insp-limits"
                x={x(index) - step / 2}
                width={step}
                y={Math.max(top, scale.at(upper))}
                height={Math.max(0, scale.at(lower) - Math.max(top, scale.at(upper)))}
              />
            ),
          )}
          {mean === null ? null : (
            <line
              className="insp-mean"
              x1={left}
              x2={width - right}
              y1={scale.at(mean)}
              y2={scale.at(mean)}
            />
          )}
          <path
            className="insp-line"
            d={pathOf(
              points.map(({ value }, index) => [x(index), value === null ? undefined : scale.at(value)]),
            )}
          />
          {points.map(({ from, value, boards, defects, signals }, index) =>
            value === null ? null : (
              <circle
                key={from}
                className={signals.length > 0 ? "insp-signal" : "insp-point"}
                cx={x(index)}
                cy={scale.at(value)}
                r={signals.length > 0 ? 4.5 : 2.5}
              >
                <title>{`${formatTime(from, language)} · ${defects} / ${boards} · ${signals.map((rule) => t(`rule_${rule}`)).join(", ")}`}</title>
              </circle>
            ),
          )}
          {points.map(({ from }, index) =>
            index % every === 0 ? (
              <text key={from} x={x(index)} y={height - 7} textAnchor="middle">
                {formatTick(Date.parse(from), language, false)}
              </text>
            ) : null,
          )}
        </svg>
      </div>
      <p className="insp-rules">
        <b>{told || t("noSignals")}</b> <small>{t("chartRules")}</small>
      </p>
    </section>
  );
};
