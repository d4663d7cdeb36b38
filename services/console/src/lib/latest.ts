import { useRef } from "react";

/** Of questions that are asked one after the other, which was the last: an answer to an earlier one is of no use any more. */
export interface Latest {
  /** Begins a question; what it gives tells whether none has begun since. */
  begin(): () => boolean;
  /** What is still asked is of no use any more. */
  giveUp(): void;
}

export const createLatest = (): Latest => {
  let last = 0;
  return {
    begin: () => {
      last += 1;
      const mine = last;
      return () => mine === last;
    },
    giveUp: () => {
      last += 1;
    },
  };
};

/** One for as long as the component is there. */
export const useLatest = (): Latest => {
  const latest = useRef<Latest>(undefined);
  latest.current ??= createLatest();
  return latest.current;
};
