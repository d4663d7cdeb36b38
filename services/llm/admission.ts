import { MillwrightError } from "../core/errors.ts";

/** How many answers may be on their way at once; more are told to come back. */
export interface Admission {
  /**
   * Takes room for some answers; the caller gives it back.
   *
   * @throws MillwrightError RATE_LIMITED with the seconds after which room is likely
   */
  enter(answers: number): () => void;
  inFlight(): number;
}

const [soonest, latest] = [1, 60];

/**
 * @param running answers that are worked on at once
 * @param waiting answers that may wait beside these
 */
export const createAdmission = (
  running: number,
  waiting: number,
  now: () => number = () => performance.now() / 1000,
): Admission => {
  let inFlight = 0;
  /** Seconds that an answer takes, the last ones counting most. */
  let usual = soonest;
  return {
    inFlight: () => inFlight,
    enter: (answers) => {
      // A request with many answers may pass into an empty house, or it never could.
      if (inFlight > 0 && inFlight + answers > running + waiting) {
        const seconds = Math.ceil((usual * Math.max(1, inFlight - running)) / running);
        throw new MillwrightError("RATE_LIMITED", { seconds: Math.min(latest, Math.max(soonest, seconds)) });
      }
      inFlight += answers;
      const started = now();
      let left = false;
      return () => {
        if (left) return;
        left = true;
        inFlight -= answers;
        usual += 0.2 * (now() - started - usual);
      };
    },
  };
};
