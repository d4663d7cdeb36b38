import type { Move, Place } from "./proposals.ts";

interface MovesProps {
  readonly moves: readonly Move[];
  readonly lines: readonly string[];
  readonly rowHeight: number;
  readonly headHeight: number;
  /** A moment's place across, inside the chart. */
  readonly x: (time: string) => number;
}

/** What a proposed plan would move, over the plan in force: where it was, dashed, where it goes, and the way between. */
export const Moves = ({ moves, lines, rowHeight, headHeight, x }: MovesProps) => {
  const boxOf = (place: Place | null) => {
    const row = place ? lines.indexOf(place.equipmentId) : -1;
    if (!place || row < 0) return undefined;
    const left = x(place.start);
    return { left, width: x(place.end) - left, top: headHeight + row * rowHeight + 3 };
  };
  return (
    <g className="moves">
      {moves.map(({ workOrderId, segment, kind, before, after }) => {
        const [old, young] = [boxOf(before), boxOf(after)];
        const middle = rowHeight / 2 - 5;
        return (
          <g key={`${workOrderId}/${segment}`} className={`move move-${kind}`}>
            {old && old.width > 0 ? (
              <rect
                x={old.left}
                y={old.top}
                width={old.width}
                height={rowHeight - 11}
                rx={4}
                className="was"
              />
            ) : null}
            {old && young && old.width > 0 && young.width > 0 ? (
              <line x1={old.left} y1={old.top + middle} x2={young.left} y2={young.top + middle} />
            ) : null}
            {young && young.width > 0 ? (
              <>
                <rect
                  x={young.left}
                  y={young.top}
                  width={young.width}
                  height={rowHeight - 11}
                  rx={4}
                  className="goes"
                />
                {young.width > 34 ? (
                  <text x={young.left + 6} y={young.top + middle + 4} className="op-label">
                    {workOrderId.replace("WO-", "")}
                  </text>
                ) : null}
              </>
            ) : null}
          </g>
        );
      })}
    </g>
  );
};
