import { useEffect, useRef } from "react";
import { linkOf, type Place } from "./stretch.ts";

const linkEveryMs = 1_000;

/** Keeps the link of the page at the place that is seen, without a step in the browser's history for each. */
export const useLink = (place: Place) => {
  const latest = useRef(place);
  latest.current = place;
  useEffect(() => {
    const write = () => {
      const link = linkOf(latest.current);
      if (location.hash !== link) history.replaceState(null, "", link);
    };
    write();
    const timer = setInterval(write, linkEveryMs);
    return () => {
      clearInterval(timer);
      history.replaceState(null, "", location.pathname);
    };
  }, []);
};
