/** Finds stop texts in a stream: what might still become one is held back until it is certain. */
export interface StopFilter {
  /** @returns text that may be passed on, and whether a stop text was met. */
  push(text: string): { readonly text: string; readonly stopped: boolean };
  /** What was held back when the stream ends by itself. */
  flush(): string;
}

export const createStopFilter = (stops: readonly string[]): StopFilter => {
  const longest = Math.max(0, ...stops.map((stop) => stop.length));
  let held = "";
  return {
    push: (text) => {
      if (longest === 0) return { text, stopped: false };
      held += text;
      const first = Math.min(...stops.map((stop) => held.indexOf(stop)).filter((index) => index >= 0));
      if (Number.isFinite(first)) {
        const before = held.slice(0, first);
        held = "";
        return { text: before, stopped: true };
      }
      let keep = Math.min(longest - 1, held.length);
      while (keep > 0 && !stops.some((stop) => stop.startsWith(held.slice(held.length - keep)))) keep -= 1;
      const ready = held.slice(0, held.length - keep);
      held = held.slice(held.length - keep);
      return { text: ready, stopped: false };
    },
    flush: () => {
      const rest = held;
      held = "";
      return rest;
    },
  };
};
