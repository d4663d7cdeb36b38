import { useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { useWidth } from "../lib/width.ts";
import { byArea, hueOf, stepOf } from "./axis.ts";
import { Moves } from "./Moves.tsx";
import type { Move } from "./proposals.ts";
import { stepFrom } from "./steps.ts";
import type { PlanOperation } from "./types.ts";

interface GanttProps {
  readonly operations: readonly PlanOperation[];
  /** Window in plant time, ms. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly chosen: string | undefined;
  /** What a proposed plan would move, drawn over this one. */
  readonly moves?: readonly Move[] | undefined;
  readonly onChoose: (operation: PlanOperation) => void;
}

const rowHeight = 34;
const headHeight = 26;
const labelWidth = 62;
const hourMs = 3_600_000;
export const Gantt = ({ operations, from, to, now, chosen, moves, onChoose }: GanttProps) => {
  const { language, t } = useLanguage();
  const [element, width] = useWidth();
  const places = (moves ?? []).flatMap(({ before, after }) =>
    [before, after].filter((place) => place !== null),
  );
  const lines = [...new Set([...operations, ...places].map(({ equipmentId }) => equipmentId))].sort(byArea);
  const x = (time: number) => labelWidth + ((time - from) / (to - from)) * (width - labelWidth);
  const clampedX = (time: string) => Math.min(width, Math.max(labelWidth, x(Date.parse(time))));
  const step = stepOf(to - from, width - labelWidth) * hourMs;
  const ticks = Array.from(
    { length: Math.ceil((to - from) / step) },
    (_, index) => Math.ceil(from / step) * step + index * step,
  ).filter((time) => time < to);
  const height = headHeight + lines.length * rowHeight;
  const drawn = operations.filter(
    ({ start, end, actualStart }) => clampedX(end) > clampedX(start) || actualStart,
  );
  /** One stop for the Tab key; arrows go on from there. */
  const [visited, setVisited] = useState<string>();
  const stop = [visited, chosen].find((id) => drawn.some((operation) => operation.id === id)) ?? drawn[0]?.id;
  const onKey = (event: React.KeyboardEvent, operation: PlanOperation) => {
    const next = stepFrom(drawn, lines, operation, event.key);
    if (event.key === "Enter" || event.key === " ") onChoose(operation);
    else if (next) element.current?.querySelector<SVGElement>(`[data-id="${CSS.escape(next.id)}"]`)?.focus();
    else return;
    event.preventDefault();
  };

  return (
    <div className={`gantt ${moves ? "compared" : ""}`} ref={element}>
      <svg width={width} height={height} role="group" aria-label={t("plan")}>
        {ticks.map((time) => (
          <g key={time}>
            <line x1={x(time)} x2={x(time)} y1={headHeight - 6} y2={height} className="tick" />
            <text x={x(time) + 3} y={headHeight - 10} className="tick-label">
              {formatTime(time, language, step >= 12 * hourMs)}
            </text>
          </g>
        ))}
        {lines.map((line, row) => (
          <g key={line} transform={`translate(0 ${headHeight + row * rowHeight})`}>
            <rect x={0} width={width} height={rowHeight} className={row % 2 ? "row odd" : "row"} />
            <text x={8} y={rowHeight / 2 + 4} className="row-label">
              {line}
            </text>
          </g>
        ))}
        {drawn.map((operation) => {
          const row = lines.indexOf(operation.equipmentId);
          const [left, right] = [clampedX(operation.start), clampedX(operation.end)];
          const y = headHeight + row * rowHeight;
          const actualRow = Math.max(0, lines.indexOf(operation.actualEquipmentId ?? operation.equipmentId));
          const wide = right - left;
          const label = operation.workOrderId.replace("WO-", "");
          return (
            <g
              key={operation.id}
              className={`op status-${operation.status.toLowerCase()} ${operation.lateSeconds > 0 ? "late" : ""} ${chosen === operation.id ? "chosen" : ""}`}
              role="button"
              tabIndex={operation.id === stop ? 0 : -1}
              data-id={operation.id}
              aria-label={`${operation.workOrderId} ${operation.equipmentId} ${formatTime(operation.start, language)}`}
              onClick={() => onChoose(operation)}
              onFocus={() => setVisited(operation.id)}
              onKeyDown={(event) => onKey(event, operation)}
            >
              <title>{`${operation.workOrderId} · ${operation.productId} · ${operation.segment}\n${formatTime(operation.start, language)} – ${formatTime(operation.end, language)}`}</title>
              <rect
                x={left}
                y={y + 5}
                width={Math.max(2, wide - 1)}
                height={rowHeight - 15}
                rx={4}
                className="planned"
                style={
                  { "--hue": hueOf(operation.setupFamily ?? operation.productId) } as React.CSSProperties
                }
              />
              {wide > 34 ? (
                <text x={left + 6} y={y + rowHeight / 2 + 1} className="op-label">
                  {label}
                </text>
              ) : null}
              {operation.actualStart ? (
                <rect
                  x={clampedX(operation.actualStart)}
                  y={headHeight + actualRow * rowHeight + rowHeight - 8}
                  width={Math.max(
                    2,
                    clampedX(operation.actualEnd ?? new Date(now).toISOString()) -
                      clampedX(operation.actualStart),
                  )}
                  height={4}
                  rx={2}
                  className="actual"
                />
              ) : null}
            </g>
          );
        })}
        {moves ? (
          <Moves moves={moves} lines={lines} rowHeight={rowHeight} headHeight={headHeight} x={clampedX} />
        ) : null}
        {now > from && now < to ? (
          <g className="now">
            <line x1={x(now)} x2={x(now)} y1={headHeight - 8} y2={height} />
            <circle cx={x(now)} cy={headHeight - 8} r={3} />
          </g>
        ) : null}
      </svg>
    </div>
  );
};
