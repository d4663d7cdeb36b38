import { useEffect, useState } from "react";
import { lanesOf } from "../../../replay/lanes.ts";
import { marksOf } from "../../../replay/marks.ts";
import { createTimeline } from "../../../replay/timeline.ts";
import { stationAt } from "../floor/geometry.ts";
import { sentenceOf } from "../lib/graphql.ts";
import type { Bilingual } from "../lib/language.ts";
import { type LoadedStretch, loadStretch, TooLong } from "./load.ts";
import type { Range } from "./stretch.ts";
import { tracksOf } from "./track.ts";

const tooLong: Bilingual = {
  zh: "这段时间的事件太多，请选短一些。",
  en: "There are too many events in this stretch; choose a shorter one.",
};

const prepared = (loaded: LoadedStretch, range: Range) => {
  const timeline = createTimeline({ ...loaded, ...range });
  return {
    ...loaded,
    timeline,
    marks: marksOf(loaded),
    lanes: lanesOf(timeline),
    tracks: tracksOf([...loaded.before, ...loaded.events], (station) => stationAt(loaded.lines, station)),
    dueOf: new Map(loaded.orders.map(({ id, dueTime }) => [id, Date.parse(dueTime)])),
  };
};
/** A stretch, ready to be looked at from any of its moments. */
export type PreparedStretch = ReturnType<typeof prepared>;

export interface StretchLoad {
  readonly stretch: PreparedStretch | undefined;
  /** How much is loaded, from 0 to 1. */
  readonly share: number;
  readonly problem: Bilingual | undefined;
}

const nothing: StretchLoad = { stretch: undefined, share: 0, problem: undefined };

/** Loads a stretch whenever another one is asked for. */
export const useStretch = (range: Range | undefined): StretchLoad => {
  const [load, setLoad] = useState<StretchLoad>(nothing);
  const [from, to] = [range?.from, range?.to];
  useEffect(() => {
    setLoad(nothing);
    if (from === undefined || to === undefined) return;
    const aborted = new AbortController();
    loadStretch({ from, to }, aborted.signal, (share) => setLoad({ ...nothing, share })).then(
      (loaded) => setLoad({ stretch: prepared(loaded, { from, to }), share: 1, problem: undefined }),
      (error: unknown) => {
        if (aborted.signal.aborted) return;
        setLoad({ ...nothing, problem: error instanceof TooLong ? tooLong : sentenceOf(error) });
      },
    );
    return () => aborted.abort();
  }, [from, to]);
  return load;
};
