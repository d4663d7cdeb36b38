import { memo } from "react";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { hueOf } from "./axis.ts";
import { type Frame, rowHeight, topOf } from "./frame.ts";
import type { PlanOperation } from "./types.ts";

interface Handlers {
  readonly onChoose: (operation: PlanOperation) => void;
  readonly onVisit: (id: string) => void;
  readonly onKey: (event: React.KeyboardEvent, operation: PlanOperation) => void;
}

interface OperationProps extends Handlers {
  readonly operation: PlanOperation;
  readonly frame: Frame;
  readonly chosen: boolean;
  readonly found: boolean;
  /** Whether the Tab key stops at it. */
  readonly stop: boolean;
}

const Operation = memo(
  ({ operation, frame, chosen, found, stop, onChoose, onVisit, onKey }: OperationProps) => {
    const { language } = useLanguage();
    const { id, workOrderId, productId, segment, equipmentId, status, start, end } = operation;
    const [left, right] = [frame.x(start), frame.x(end)];
    const y = topOf(frame, equipmentId);
    const wide = right - left;
    const label = frame.orderLabel(workOrderId, wide - 10);
    const marks = [
      `op status-${status.toLowerCase()}`,
      operation.lateSeconds > 0 ? "late" : "",
      chosen ? "chosen" : "",
      found ? "found" : "",
    ];
    return (
      <g
        className={marks.filter(Boolean).join(" ")}
        role="button"
        tabIndex={stop ? 0 : -1}
        data-id={id}
        aria-label={`${workOrderId} ${equipmentId} ${formatTime(start, language)}`}
        onClick={() => onChoose(operation)}
        onFocus={() => onVisit(id)}
        onKeyDown={(event) => onKey(event, operation)}
      >
        <title>{`${workOrderId} · ${productId} · ${segment}\n${formatTime(start, language)} – ${formatTime(end, language)}`}</title>
        <rect
          x={left}
          y={y + 5}
          width={Math.max(2, wide - 1)}
          height={rowHeight - 15}
          rx={4}
          className="planned"
          style={{ "--hue": hueOf(operation.setupFamily ?? productId) } as React.CSSProperties}
        />
        {label ? (
          <text x={left + 6} y={y + rowHeight / 2 + 1} className="op-label">
            {label}
          </text>
        ) : null}
      </g>
    );
  },
);

interface OperationsProps extends Handlers {
  readonly operations: readonly PlanOperation[];
  readonly frame: Frame;
  readonly chosen: string | undefined;
  /** The order that is looked for: the others step back. */
  readonly found: string | undefined;
  /** The one operation that the Tab key stops at. */
  readonly stop: string | undefined;
}

/** Thousands of operations: each is drawn anew only when it or the window changes, not with every tick of the clock. */
export const Operations = memo(({ operations, frame, chosen, found, stop, ...handlers }: OperationsProps) => (
  <g className={found ? "seeking" : undefined}>
    {operations.map((operation) => (
      <Operation
        key={operation.id}
        operation={operation}
        frame={frame}
        chosen={chosen === operation.id}
        found={found === operation.workOrderId}
        stop={stop === operation.id}
        {...handlers}
      />
    ))}
  </g>
));

/** What of the operations has begun, up to now where it has not ended. */
export const Actuals = ({
  operations,
  frame,
  now,
}: {
  readonly operations: readonly PlanOperation[];
  readonly frame: Frame;
  readonly now: number;
}) => (
  <g>
    {operations.map(({ id, equipmentId, actualEquipmentId, actualStart, actualEnd }) => {
      if (!actualStart) return null;
      const left = frame.x(actualStart);
      const right = frame.x(actualEnd ?? new Date(now).toISOString());
      return (
        <rect
          key={id}
          x={left}
          y={topOf(frame, actualEquipmentId ?? equipmentId) + rowHeight - 8}
          width={Math.max(2, right - left)}
          height={4}
          rx={2}
          className="actual"
        />
      );
    })}
  </g>
);
