import { useCallback, useState } from "react";

/** What is not saved yet, by what it is of; of one person. */
const kept = new Map<string, unknown>();
let owner: string | undefined;

// Who closes the page with something unsaved is asked whether to.
globalThis.addEventListener?.("beforeunload", (event) => {
  if (kept.size > 0) event.preventDefault();
});

/** Whose page it is now: what another person has not saved is not theirs. */
export const keepFor = (personId: string): void => {
  if (personId !== owner) kept.clear();
  owner = personId;
};

/**
 * What somebody has begun and not saved, undefined for nothing: it is there again when they come back from another page, or sign in
 * again.
 *
 * @param of What it is of, such as "cell/TC-1".
 */
export const useKept = <T>(of: string): [T | undefined, (next: T | undefined) => void] => {
  const [, showAgain] = useState(0);
  const keep = useCallback(
    (next: T | undefined) => {
      if (next === undefined) kept.delete(of);
      else kept.set(of, next);
      showAgain((times) => times + 1);
    },
    [of],
  );
  return [kept.get(of) as T | undefined, keep];
};
