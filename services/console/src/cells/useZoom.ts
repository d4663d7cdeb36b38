import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

const mostZoom = 16;
const stepOf = 1.5;
const wheelStep = 1.2;

/**
 * How far a chart that is wider than its frame is drawn out, and where it is scrolled to. What lies under the pointer, or in the
 * middle, stays there.
 *
 * @param labels Pixels at the left that do not scroll.
 */
export const useZoom = (frame: RefObject<HTMLElement | null>, labels: number) => {
  const [zoom, setZoom] = useState(1);
  const [scrolled, setScrolled] = useState(0);
  const anchor = useRef<{ readonly share: number; readonly x: number }>(undefined);
  const by = (factor: number, x = ((frame.current?.clientWidth ?? 0) + labels) / 2) => {
    const area = frame.current;
    if (!area) return;
    const drawn = Math.max(1, area.scrollWidth - labels);
    anchor.current = { share: (area.scrollLeft + x - labels) / drawn, x };
    setZoom((old) => Math.min(mostZoom, Math.max(1, factor === 0 ? 1 : old * factor)));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the new width is there when the new zoom is drawn.
  useLayoutEffect(() => {
    const [area, kept] = [frame.current, anchor.current];
    if (!area || !kept) return;
    area.scrollLeft = kept.share * (area.scrollWidth - labels) + labels - kept.x;
    anchor.current = undefined;
  }, [zoom]);
  const latest = useRef(by);
  latest.current = by;
  useEffect(() => {
    const area = frame.current;
    if (!area) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      // Else the whole page is zoomed.
      event.preventDefault();
      const x = event.clientX - area.getBoundingClientRect().left;
      latest.current(event.deltaY < 0 ? wheelStep : 1 / wheelStep, x);
    };
    const onScroll = () => setScrolled(area.scrollLeft);
    area.addEventListener("wheel", onWheel, { passive: false });
    area.addEventListener("scroll", onScroll);
    return () => {
      area.removeEventListener("wheel", onWheel);
      area.removeEventListener("scroll", onScroll);
    };
  }, [frame]);
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const area = frame.current;
    const page = (area?.clientWidth ?? 0) / 2;
    const acts: Readonly<Record<string, () => void>> = {
      "+": () => by(stepOf),
      "=": () => by(stepOf),
      "-": () => by(1 / stepOf),
      "0": () => by(0),
      PageUp: () => area?.scrollBy({ left: -page }),
      PageDown: () => area?.scrollBy({ left: page }),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return { zoom, scrolled, onKey, in: () => by(stepOf), out: () => by(1 / stepOf), fit: () => by(0) };
};
