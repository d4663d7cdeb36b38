import { useEffect, useState } from "react";

const keyOf = (name: string) => `millwright.${name}`;

/** A choice as this browser remembers it; undefined where it was never made, or storage is forbidden. */
export const remembered = (name: string): string | undefined => {
  try {
    return localStorage.getItem(keyOf(name)) ?? undefined;
  } catch {
    return undefined;
  }
};

/** A choice that this browser remembers; a browser that forbids storage just forgets it. */
export const usePreference = <T extends string>(name: string, initial: T): [T, (value: T) => void] => {
  const key = keyOf(name);
  const [value, setValue] = useState<T>(() => (remembered(name) as T | undefined) ?? initial);
  useEffect(() => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Storage is a convenience only.
    }
  }, [key, value]);
  return [value, setValue];
};
