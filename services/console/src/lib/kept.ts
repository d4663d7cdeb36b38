import { useCallback, useState, useSyncExternalStore } from "react";

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

/** Whether something is begun and not saved of a thing, or of a part of it: of "cell/TC-1" by that or by "cell". */
export const isKept = (of: string): boolean =>
  [...kept.keys()].some((one) => one === of || one.startsWith(`${of}/`));

const watchers = new Set<() => void>();
const tellWatchers = (): void => {
  for (const watcher of watchers) watcher();
};
const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

/** Whether something is not saved of any of these; it follows what is begun and saved elsewhere on the page. */
export const useAnyKept = (all: readonly string[]): boolean =>
  useSyncExternalStore(watch, () => all.some(isKept));

/** Of what is no more. */
export const drop = (of: string): void => {
  kept.delete(of);
  tellWatchers();
};

/** The next of what is kept, or what makes it of the one before. */
type Next<T> = T | undefined | ((before: T | undefined) => T | undefined);

/**
 * What somebody has begun and not saved, undefined for nothing: it is there again when they come back from another page, or sign in
 * again.
 *
 * @param of What it is of, such as "cell/TC-1".
 */
export const useKept = <T extends object>(of: string): [T | undefined, (next: Next<T>) => void] => {
  const [, showAgain] = useState(0);
  const keep = useCallback(
    (given: Next<T>) => {
      const next = typeof given === "function" ? given(kept.get(of) as T | undefined) : given;
      if (next === undefined) kept.delete(of);
      else kept.set(of, next);
      tellWatchers();
      showAgain((times) => times + 1);
    },
    [of],
  );
  return [kept.get(of) as T | undefined, keep];
};
