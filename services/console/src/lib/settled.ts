import { useEffect, useState } from "react";

/** A word is looked for when its writer pauses. */
const pauseMs = 250;

/** A value as it was when it had not changed for a while. */
export const useSettled = <T>(value: T, ms = pauseMs): T => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
};
