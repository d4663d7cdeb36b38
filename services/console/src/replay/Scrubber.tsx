import { useMemo } from "react";
import { hourMs } from "../../../core/zone.ts";
import type { ReplayEvent } from "../../../replay/event.ts";
import type { Mark, MarkKind } from "../../../replay/marks.ts";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { useWidth } from "../lib/width.ts";
import { stepOf } from "../plan/axis.ts";
import type { Range } from "./stretch.ts";

interface ScrubberProps extends Range {
  readonly at: number;
  readonly events: readonly ReplayEvent[];
  readonly marks: readonly Mark[];
  readonly onSeek: (time: number) => void;
}

const height = 64;
const track = { top: 18, height: 26 };
/** Kinds of marks stand at heights of their own, so that none hides another. */
const rows: readonly MarkKind[] = ["plan", "approval", "completed", "disruption", "breakdown"];
const bars = 120;

/** How much happened, as heights from 0 to 1 of equal parts of the stretch; by roots, so that quiet parts are seen too. */
const densities = (events: readonly ReplayEvent[], { from, to }: Range): number[] => {
  const counts = new Array<number>(bars).fill(0);
  for (const { time } of events) {
    const bar = Math.min(bars - 1, Math.floor(((time - from) / (to - from)) * bars));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts);
  return counts.map((count) => Math.sqrt(count / most));
};

/** The whole stretch in a strip: how much happened when, what stands out, and the playhead to be dragged. */
export const Scrubber = ({ from, to, at, events, marks, onSeek }: ScrubberProps) => {
  const { t, language } = useLanguage();
  const [element, width] = useWidth();
  const x = (time: number) => ((time - from) / (to - from)) * width;
  const step = stepOf(to - from, width) * hourMs;
  const ticks = Array.from(
    { length: Math.ceil((to - from) / step) + 1 },
    (_, index) => Math.ceil(from / step) * step + index * step,
  ).filter((time) => time < to);
  const heights = useMemo(() => densities(events, { from, to }), [events, from, to]);
  const seekTo = (event: React.PointerEvent) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    onSeek(from + ((event.clientX - left) / width) * (to - from));
  };
  const down = (event: React.PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    seekTo(event);
  };
  const move = (event: React.PointerEvent) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
  };
  const bar = width / bars;
  return (
    <div
      className="scrubber"
      ref={element}
      role="slider"
      tabIndex={0}
      data-testid="scrubber"
      aria-label={t("playhead")}
      aria-valuemin={from}
      aria-valuemax={to}
      aria-valuenow={Math.round(at)}
      aria-valuetext={formatTime(at, language, true, true)}
      onPointerDown={down}
      onPointerMove={move}
    >
      <svg width={width} height={height} aria-hidden="true">
        <rect y={track.top} width={width} height={track.height} className="ground" rx={4} />
        {heights.map((share, index) =>
          share > 0 ? (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a part of the stretch is named by its place.
              key={index}
              x={index * bar}
              y={track.top + track.height * (1 - share)}
              width={Math.max(1, bar - 1)}
              height={track.height * share}
              className="density"
            />
          ) : null,
        )}
        <rect y={track.top} width={Math.max(0, x(at))} height={track.height} className="played" rx={4} />
        {ticks
          .filter((time) => width - x(time) > 36)
          .map((time) => (
            <text key={time} x={x(time) + 2} y={height - 6} className="tick-label">
              {formatTime(time, language, step >= 12 * hourMs)}
            </text>
          ))}
        {ticks.map((time) => (
          <line key={time} x1={x(time)} x2={x(time)} y1={track.top} y2={height - 4} className="tick" />
        ))}
        {marks.map(({ kind, time, event }) => (
          <rect
            key={event.seq}
            x={x(time) - 1.25}
            y={track.top - 4 - (rows.indexOf(kind) % 2) * 6}
            width={2.5}
            height={track.height + 4 + (rows.indexOf(kind) % 2) * 6}
            className={`mark mark-${kind}`}
          />
        ))}
        <g className="playhead" transform={`translate(${x(at)} 0)`}>
          <line y1={4} y2={track.top + track.height + 2} />
          <circle cy={6} r={5} />
        </g>
      </svg>
    </div>
  );
};

/** What the marks mean, and how often each stands in the stretch. */
export const MarkLegend = ({ marks }: { marks: readonly Mark[] }) => {
  const { t } = useLanguage();
  return (
    <div className="legend marks">
      {rows.map((kind) => (
        <span key={kind} className={`mark-${kind}`}>
          <i /> {t(`mark_${kind}`)} {marks.filter((mark) => mark.kind === kind).length}
        </span>
      ))}
    </div>
  );
};
