import { useLanguage } from "../lib/language.ts";
import { useWidth } from "../lib/width.ts";
import type { Charted } from "./capability-types.ts";
import { shortValue } from "./format.ts";
import { ticksOf } from "./scale.ts";

const height = 130;
const [left, right, bottom] = [52, 12, 22];

/** How the values of a test step lie between its limits. */
export const Histogram = ({ charted: { bins, characteristic } }: { readonly charted: Charted }) => {
  const { t, pick } = useLanguage();
  const [element, width] = useWidth();
  const limits = [characteristic.lowerLimit, characteristic.upperLimit].flatMap((one) => one ?? []);
  const edges = [...bins.flatMap(({ from, to }) => [from, to]), ...limits];
  const [low, high] = [Math.min(...edges), Math.max(...edges)];
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const room = (high - low || 1) * 0.04;
  const x = (value: number) =>
    left + ((value - low + room) / (high - low + 2 * room)) * (width - left - right);
  const y = (count: number) => height - bottom - (count / most) * (height - bottom - 14);
  return (
    <div ref={element} className="figure-chart spc-chart">
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`${t("histogram")}: ${pick(characteristic.name)}, ${bins.map(({ from, count }) => `${shortValue(from)} ${count}`).join(", ")}`}
      >
        {bins.map(({ from, to, count }) => (
          <rect
            key={from}
            className="bin"
            x={x(from)}
            width={Math.max(1, x(to) - x(from) - 1)}
            y={y(count)}
            height={height - bottom - y(count)}
          />
        ))}
        {limits.map((limit) => (
          <line key={limit} className="limit" x1={x(limit)} x2={x(limit)} y1={4} y2={height - bottom} />
        ))}
        {ticksOf(low, high, Math.max(2, Math.floor(width / 110))).map((tick) => (
          <text key={tick} x={x(tick)} y={height - 6} textAnchor="middle">
            {shortValue(tick)}
          </text>
        ))}
      </svg>
    </div>
  );
};
