import { useId, useMemo } from "react";
import { hourMs } from "../../../core/zone.ts";
import { formatTime } from "../lib/clock.ts";
import { endOf, endsOf, labelSpace, sharedStart } from "../lib/labels.ts";
import { stateKey, useLanguage } from "../lib/language.ts";
import { useWidth } from "../lib/width.ts";
import { hueOf, stepOf } from "../plan/axis.ts";
import type { PlannedOperation } from "./usePlans.ts";
import type { PreparedStretch } from "./useStretch.ts";

const rowHeight = 32;
const headHeight = 20;
const leastLabel = 54;
const labelSize = 12;
const orderSize = 11;
const planned = { top: 3, height: 13 };
const actual = { top: 18, height: 10 };

interface StripProps {
  readonly stretch: PreparedStretch;
  /** Operations of the plan in force at the playhead; undefined while they are loaded or where there was no plan. */
  readonly operations: readonly PlannedOperation[] | undefined;
  readonly at: number;
  readonly onSeek: (time: number) => void;
}

/** What each line was to do, by the plan in force at the playhead, and below it what it did up to the playhead. */
export const Strip = ({ stretch, operations, at, onSeek }: StripProps) => {
  const { t, language } = useLanguage();
  const [element, width] = useWidth();
  const clip = useId();
  const { timeline, lanes, lines } = stretch;
  const { from, to } = timeline;
  const ids = useMemo(() => lines.map(({ id }) => id), [lines]);
  const labelWidth = labelSpace(ids, labelSize, leastLabel, width);
  const shared = useMemo(
    () => sharedStart((operations ?? []).map(({ workOrderId }) => workOrderId)),
    [operations],
  );
  const orderLabel = (id: string, room: number) =>
    endOf(id.startsWith(shared) ? id.slice(shared.length) : id, room, orderSize);
  const x = (time: number) =>
    labelWidth + ((Math.min(to, Math.max(from, time)) - from) / (to - from)) * (width - labelWidth);
  const step = stepOf(to - from, width - labelWidth) * hourMs;
  const ticks = Array.from(
    { length: Math.ceil((to - from) / step) },
    (_, index) => Math.ceil(from / step) * step + index * step,
  ).filter((time) => time < to);
  const height = headHeight + ids.length * rowHeight;
  const top = (line: string) => headHeight + ids.indexOf(line) * rowHeight;
  const seek = (event: React.MouseEvent) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - left - labelWidth) / (width - labelWidth);
    if (share >= 0) onSeek(from + share * (to - from));
  };
  // Drawn once for all moments; the playhead only uncovers it.
  const spans = useMemo(
    () =>
      [...lanes].flatMap(([line, lane]) =>
        lane
          .filter(({ code }) => code !== null)
          .map((span) => ({ ...span, line, key: `${line}/${span.from}` })),
      ),
    [lanes],
  );
  return (
    <div className="gantt strip" ref={element}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the scrubber does the same by keys. */}
      <svg width={width} height={height} role="img" aria-label={t("planAndActual")} onClick={seek}>
        <clipPath id={clip}>
          <rect x={0} width={x(at)} height={height} />
        </clipPath>
        {ticks.map((time) => (
          <g key={time}>
            <line x1={x(time)} x2={x(time)} y1={headHeight - 4} y2={height} className="tick" />
            {width - x(time) > 36 ? (
              <text x={x(time) + 3} y={headHeight - 7} className="tick-label">
                {formatTime(time, language, step >= 12 * hourMs)}
              </text>
            ) : null}
          </g>
        ))}
        {ids.map((line, row) => (
          <g key={line} transform={`translate(0 ${headHeight + row * rowHeight})`}>
            <rect width={width} height={rowHeight} className={row % 2 ? "row odd" : "row"} />
            <text x={6} y={rowHeight / 2 + 4} className="row-label">
              <title>{line}</title>
              {endsOf(line, labelWidth - 10, labelSize)}
            </text>
          </g>
        ))}
        {(operations ?? [])
          .filter(({ equipmentId, start, end }) => ids.includes(equipmentId) && end > from && start < to)
          .map((operation) => {
            const [left, right] = [x(operation.start), x(operation.end)];
            return (
              <g key={`${operation.workOrderId}/${operation.segment}`} className="op">
                <title>{`${operation.workOrderId} · ${t("planned")} ${formatTime(operation.start, language)} – ${formatTime(operation.end, language)}`}</title>
                <rect
                  x={left}
                  y={top(operation.equipmentId) + planned.top}
                  width={Math.max(2, right - left - 1)}
                  height={planned.height}
                  rx={3}
                  className="planned"
                  style={
                    { "--hue": hueOf(operation.setupFamily ?? operation.productId) } as React.CSSProperties
                  }
                />
                <text x={left + 4} y={top(operation.equipmentId) + 13} className="op-label">
                  {orderLabel(operation.workOrderId, right - left - 6)}
                </text>
              </g>
            );
          })}
        <g clipPath={`url(#${clip})`}>
          {spans.map((span) => (
            <g key={span.key} className={`span state-${span.code}`}>
              <title>{`${span.line} · ${t(stateKey(span.code))} ${span.workOrderId ?? ""}\n${formatTime(span.from, language)} – ${formatTime(span.to, language)}`}</title>
              <rect
                x={x(span.from)}
                y={top(span.line) + actual.top}
                width={Math.max(1, x(span.to) - x(span.from))}
                height={actual.height}
              />
              {span.workOrderId ? (
                <text x={x(span.from) + 3} y={top(span.line) + actual.top + 8.5} className="span-label">
                  {orderLabel(span.workOrderId, x(span.to) - x(span.from) - 5)}
                </text>
              ) : null}
            </g>
          ))}
        </g>
        <g className="now">
          <line x1={x(at)} x2={x(at)} y1={headHeight - 6} y2={height} />
          <circle cx={x(at)} cy={headHeight - 6} r={3} />
        </g>
      </svg>
    </div>
  );
};
