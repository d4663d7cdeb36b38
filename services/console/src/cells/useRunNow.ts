import { useContext, useEffect, useState } from "react";
import { ClockContext } from "../lib/clock.ts";

/** Pictures a second; more would only warm the machine. */
const pictureMs = 40;
/** For people who want no motion. */
const stillMs = 1_000;

const wish = matchMedia("(prefers-reduced-motion: reduce)");

/** Whether the person has asked for no motion. */
export const useStill = (): boolean => {
  const [still, setStill] = useState(wish.matches);
  useEffect(() => {
    const onChange = () => setStill(wish.matches);
    wish.addEventListener("change", onChange);
    return () => wish.removeEventListener("change", onChange);
  }, []);
  return still;
};

/**
 * Seconds since a run began by the plant's clock, ticking while it goes on and the page is looked at.
 *
 * @param startedAt Plant time; null before it begins, which gives -1.
 * @param endedAt Plant time; null while it goes on.
 */
export const useRunNow = (startedAt: string | null, endedAt: string | null, smooth: boolean): number => {
  const { plantAnchor, wallAnchor, speed } = useContext(ClockContext);
  const [wall, setWall] = useState(Date.now);
  const running = startedAt !== null && endedAt === null;
  useEffect(() => {
    if (!running) return;
    let frame = 0;
    let last = 0;
    const pause = smooth ? pictureMs : stillMs;
    const draw = (time: number) => {
      frame = requestAnimationFrame(draw);
      if (time - last < pause) return;
      last = time;
      setWall(Date.now());
    };
    // A page that nobody sees gets no frames; when it is looked at again it is up to date with its first one.
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [running, smooth]);
  if (startedAt === null) return -1;
  const until = endedAt === null ? plantAnchor + (wall - wallAnchor) * speed : Date.parse(endedAt);
  return Math.max(0, (until - Date.parse(startedAt)) / 1_000);
};
