import { useEffect, useState } from "react";

/** A choice that this browser remembers; a browser that forbids storage just forgets it. */
export const usePreference = <T extends string>(name: string, initial: T): [T, (value: T) => void] => {
  const key = `millwright.${name}`;
  const [value, setValue] = useState<T>(() => {
    try {
      return (localStorage.getItem(key) as T | null) ?? initial;
    } catch {
      return initial;
    }
  });
  useEffect(() => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Storage is a convenience only.
    }
  }, [key, value]);
  return [value, setValue];
};
