import { useCallback, useEffect, useMemo, useState } from "react";
import { hourMs } from "../../../core/zone.ts";
import { formatTick } from "../lib/clock.ts";
import { endOf, endsOf, labelSpace, sharedStart } from "../lib/labels.ts";
import { useLanguage } from "../lib/language.ts";
import { useWidth } from "../lib/width.ts";
import { fitsBehind, stepOf, tickGap } from "./axis.ts";
import {
  type Frame,
  fewLines,
  headHeight,
  inFloorOrder,
  labelSize,
  leastLabel,
  orderSize,
  rowHeight,
} from "./frame.ts";
import { Moves } from "./Moves.tsx";
import { Actuals, Operations } from "./Operations.tsx";
import type { Move } from "./proposals.ts";
import { Stops } from "./Stops.tsx";
import { stepFrom } from "./steps.ts";
import type { LineStop, PlanOperation } from "./types.ts";

interface GanttProps {
  readonly operations: readonly PlanOperation[];
  /** Lines that may be shown, in their order on the floor. */
  readonly floor: readonly string[];
  /** Window in plant time, ms. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly chosen: string | undefined;
  /** An order that is looked for. */
  readonly found: string | undefined;
  /** When lines do not work. */
  readonly stops?: readonly LineStop[] | undefined;
  /** What a proposed plan would move, drawn over this one. */
  readonly moves?: readonly Move[] | undefined;
  readonly onChoose: (operation: PlanOperation) => void;
}

const none: readonly Move[] = [];
const always: readonly LineStop[] = [];

export const Gantt = ({
  operations,
  floor,
  from,
  to,
  now,
  chosen,
  found,
  moves = none,
  stops = always,
  onChoose,
}: GanttProps) => {
  const { language, t } = useLanguage();
  const [element, width] = useWidth();
  const lines = useMemo(() => {
    const places = moves.flatMap(({ before, after }) => [before, after].filter((place) => place !== null));
    const shown = new Set(floor);
    if (floor.length <= fewLines) return floor;
    return inFloorOrder(
      [...operations, ...places].map(({ equipmentId }) => equipmentId).filter((line) => shown.has(line)),
      floor,
    );
  }, [operations, moves, floor]);
  const labelWidth = labelSpace(lines, labelSize, leastLabel, width);
  const x = useCallback(
    (time: number) => labelWidth + ((time - from) / (to - from)) * (width - labelWidth),
    [from, to, width, labelWidth],
  );
  const shared = useMemo(() => sharedStart(operations.map(({ workOrderId }) => workOrderId)), [operations]);
  const frame = useMemo(
    (): Frame => ({
      lines,
      orderLabel: (id, room) => endOf(id.startsWith(shared) ? id.slice(shared.length) : id, room, orderSize),
      x: (time) => Math.min(width, Math.max(labelWidth, x(Date.parse(time)))),
    }),
    [lines, width, x, labelWidth, shared],
  );
  const drawn = useMemo(() => {
    const shown = new Set(lines);
    return operations.filter(
      ({ start, end, actualStart, equipmentId }) =>
        shown.has(equipmentId) && (frame.x(end) > frame.x(start) || actualStart),
    );
  }, [operations, lines, frame]);
  const step = stepOf(to - from, width - labelWidth) * hourMs;
  const ticks = Array.from(
    { length: Math.ceil((to - from) / step) },
    (_, index) => Math.ceil(from / step) * step + index * step,
  ).filter((time) => time < to);
  const height = lines.length * rowHeight;
  /** One stop for the Tab key; arrows go on from there. */
  const [visited, setVisited] = useState<string>();
  const stop = [visited, chosen].find((id) => drawn.some((operation) => operation.id === id)) ?? drawn[0]?.id;
  const onKey = useCallback(
    (event: React.KeyboardEvent, operation: PlanOperation) => {
      const next = stepFrom(drawn, lines, operation, event.key);
      if (event.key === "Enter" || event.key === " ") onChoose(operation);
      else if (next)
        element.current?.querySelector<SVGElement>(`[data-id="${CSS.escape(next.id)}"]`)?.focus();
      else return;
      event.preventDefault();
    },
    [drawn, lines, onChoose, element],
  );
  /** Whoever looks for an order is led to it, however many lines there are. */
  const first = found ? drawn.find(({ workOrderId }) => workOrderId === found)?.id : undefined;
  useEffect(() => {
    if (first)
      element.current
        ?.querySelector(`[data-id="${CSS.escape(first)}"]`)
        ?.scrollIntoView({ block: "center", behavior: "smooth" });
  }, [first, element]);
  const inWindow = now > from && now < to;

  return (
    <div className="chart">
      {/* Stays in sight while the lines are scrolled. */}
      <svg className="gantt-axis" width={width} height={headHeight} aria-hidden="true">
        {ticks
          .map((time) => ({ time, label: formatTick(time, language, step >= 12 * hourMs) }))
          .map(({ time, label }) => (
            <g key={time}>
              <line x1={x(time)} x2={x(time)} y1={headHeight - 6} y2={headHeight} className="tick" />
              {fitsBehind(label, x(time), width) ? (
                <text x={x(time) + tickGap} y={headHeight - 10} className="tick-label">
                  {label}
                </text>
              ) : null}
            </g>
          ))}
        {inWindow ? (
          <g className="now">
            <circle cx={x(now)} cy={headHeight - 8} r={3} />
          </g>
        ) : null}
      </svg>
      <div className={`gantt ${moves.length > 0 ? "compared" : ""}`} ref={element}>
        <svg width={width} height={height} role="group" aria-label={t("plan")}>
          {lines.map((line, row) => (
            <rect
              key={line}
              y={row * rowHeight}
              width={width}
              height={rowHeight}
              className={row % 2 ? "row odd" : "row"}
            />
          ))}
          <Stops stops={stops} frame={frame} />
          {ticks.map((time) => (
            <line key={time} x1={x(time)} x2={x(time)} y1={0} y2={height} className="tick" />
          ))}
          {lines.map((line, row) => (
            <text key={line} x={8} y={row * rowHeight + rowHeight / 2 + 4} className="row-label">
              <title>{line}</title>
              {endsOf(line, labelWidth - 12, labelSize)}
            </text>
          ))}
          <Operations
            operations={drawn}
            frame={frame}
            chosen={chosen}
            found={found}
            stop={stop}
            onChoose={onChoose}
            onVisit={setVisited}
            onKey={onKey}
          />
          <Actuals operations={drawn} frame={frame} now={now} />
          {moves.length > 0 ? <Moves moves={moves} frame={frame} /> : null}
          {inWindow ? (
            <g className="now">
              <line x1={x(now)} x2={x(now)} y1={0} y2={height} />
            </g>
          ) : null}
        </svg>
      </div>
    </div>
  );
};
