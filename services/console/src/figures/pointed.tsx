import { type PointerEvent, useState } from "react";

interface Places {
  /** How many points the chart has. */
  readonly count: number;
  /** Where the first lies, and how far the next is from it, in pixels. */
  readonly left: number;
  readonly step: number;
}

/** The point of a chart that somebody points at, undefined for none, and what the chart's picture listens to for it. */
export const usePointed = () => {
  const [shown, show] = useState<number>();
  const listen = ({ count, left, step }: Places) => ({
    onPointerMove: ({ clientX, currentTarget }: PointerEvent) => {
      const index = Math.round((clientX - currentTarget.getBoundingClientRect().left - left) / step);
      show(Math.max(0, Math.min(count - 1, index)));
    },
    onPointerLeave: () => show(undefined),
  });
  return { shown, show, listen };
};

interface CursorProps {
  readonly count: number;
  readonly shown: number | undefined;
  readonly show: (index: number) => void;
  readonly label: string;
  /** What is at the point that is shown. */
  readonly told: string | undefined;
}

/** The same by keyboard: a point further with each press of an arrow. */
export const ChartCursor = ({ count, shown, show, label, told }: CursorProps) => (
  <input
    type="range"
    className="chart-cursor"
    min={0}
    max={Math.max(0, count - 1)}
    value={shown ?? count - 1}
    aria-label={label}
    aria-valuetext={told}
    onChange={(event) => show(Number(event.target.value))}
  />
);
