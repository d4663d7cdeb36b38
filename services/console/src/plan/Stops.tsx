import { memo } from "react";
import { useLanguage } from "../lib/language.ts";
import { type Frame, rowHeight, topOf } from "./frame.ts";
import type { LineStop } from "./types.ts";

interface StopsProps {
  readonly stops: readonly LineStop[];
  readonly frame: Frame;
}

/** When lines do not work, behind what is planned: the night, maintenance hatched, a breakdown hatched in red. */
export const Stops = memo(({ stops, frame }: StopsProps) => {
  const { t } = useLanguage();
  return (
    <g className="stops">
      <defs>
        {(["PLANNED_STOP", "BREAKDOWN"] as const).map((kind) => (
          <pattern
            key={kind}
            id={`stop-${kind}`}
            className={`stop-${kind}`}
            width="7"
            height="7"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" y1="0" x2="0" y2="7" />
          </pattern>
        ))}
      </defs>
      {stops.map(({ equipmentId, kind, start, end, reason }) => {
        const left = frame.x(start);
        const width = frame.x(end) - left;
        if (width <= 0 || !frame.lines.includes(equipmentId)) return null;
        return (
          <rect
            key={`${equipmentId}/${kind}/${start}`}
            className={`stop stop-${kind}`}
            x={left}
            y={topOf(frame, equipmentId)}
            width={width}
            height={rowHeight}
            fill={kind === "OFF_SHIFT" ? undefined : `url(#stop-${kind})`}
          >
            <title>{`${equipmentId} ${t(`stop_${kind}`)}${reason ? `: ${reason}` : ""}`}</title>
          </rect>
        );
      })}
    </g>
  );
});
