import { useCallback, useEffect, useRef, useState } from "react";
import type { Range } from "./stretch.ts";

/** Plant seconds a second; "whole" plays all of the stretch in a minute. */
export const speeds = [1, 60, 600, "whole"] as const;
export type Speed = (typeof speeds)[number];

const wholeSeconds = 60;
/** Pictures a second; more would only warm the machine. */
const pictureMs = 33;

export interface Player {
  readonly at: number;
  readonly playing: boolean;
  readonly speed: Speed;
  setSpeed(speed: Speed): void;
  /** Plays on, from the beginning once the end is reached, or pauses. */
  toggle(): void;
  /** Goes to a moment and stays there, unless it was playing. */
  seek(time: number): void;
}

/** A playhead over a range. */
export const usePlayer = ({ from, to }: Range, start: number): Player => {
  const [at, setAt] = useState(start);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>("whole");
  const head = useRef(start);
  const seek = useCallback(
    (time: number) => {
      head.current = Math.min(to, Math.max(from, time));
      setAt(head.current);
    },
    [from, to],
  );
  useEffect(() => {
    if (!playing) return;
    const rate = speed === "whole" ? (to - from) / wholeSeconds / 1_000 : speed;
    let last = performance.now();
    let frame = requestAnimationFrame(function draw(now) {
      frame = requestAnimationFrame(draw);
      if (now - last < pictureMs) return;
      seek(head.current + (now - last) * rate);
      last = now;
      if (head.current >= to) setPlaying(false);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing, speed, from, to, seek]);
  return {
    at,
    playing,
    speed,
    setSpeed,
    seek,
    toggle: () => {
      if (!playing && head.current >= to) seek(from);
      setPlaying(!playing);
    },
  };
};
