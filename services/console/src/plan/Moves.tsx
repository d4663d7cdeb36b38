import { memo } from "react";
import { type Frame, rowHeight, topOf } from "./frame.ts";
import type { Move, Place } from "./proposals.ts";

interface MovesProps {
  readonly moves: readonly Move[];
  readonly frame: Frame;
}

/** What a proposed plan would move, over the plan in force: where it was, dashed, where it goes, and the way between. */
export const Moves = memo(({ moves, frame }: MovesProps) => {
  /** Undefined for what the chart does not show. */
  const boxOf = (place: Place | null) => {
    if (!place || !frame.lines.includes(place.equipmentId)) return undefined;
    const left = frame.x(place.start);
    const width = frame.x(place.end) - left;
    return width > 0
      ? { x: left, y: topOf(frame, place.equipmentId) + 3, width, height: rowHeight - 11, rx: 4 }
      : undefined;
  };
  return (
    <g className="moves">
      {moves.map(({ workOrderId, segment, kind, before, after }) => {
        const [old, young] = [boxOf(before), boxOf(after)];
        const middle = rowHeight / 2 - 5;
        return (
          <g key={`${workOrderId}/${segment}`} className={`move move-${kind}`}>
            {old ? <rect {...old} className="was" /> : null}
            {old && young ? <line x1={old.x} y1={old.y + middle} x2={young.x} y2={young.y + middle} /> : null}
            {young ? (
              <>
                <rect {...young} className="goes" />
                <text x={young.x + 6} y={young.y + middle + 4} className="op-label">
                  {frame.orderLabel(workOrderId, young.width - 10)}
                </text>
              </>
            ) : null}
          </g>
        );
      })}
    </g>
  );
});
