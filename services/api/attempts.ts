import { MillwrightError } from "../core/errors.ts";

export interface Attempts {
  /** @throws MillwrightError RATE_LIMITED while too many have failed. */
  require(key: string): void;
  failed(key: string): void;
  succeeded(key: string): void;
}

interface AttemptsOptions {
  /** Failures that are let pass. */
  readonly most?: number;
  /** How long a failure counts, from the first one on. */
  readonly spanMs?: number;
  /** Keys that are remembered; the oldest go first. */
  readonly mostKeys?: number;
  readonly now?: () => number;
}

/** Counts failures by key, so that a password cannot be found by trying. */
export const createAttempts = ({
  most = 10,
  spanMs = 60_000,
  mostKeys = 10_000,
  now = Date.now,
}: AttemptsOptions = {}): Attempts => {
  const failures = new Map<string, { count: number; readonly until: number }>();
  const counted = (key: string) => {
    const known = failures.get(key);
    if (known && known.until > now()) return known;
    failures.delete(key);
    return undefined;
  };
  return {
    require: (key) => {
      const known = counted(key);
      if (known && known.count >= most)
        throw new MillwrightError("RATE_LIMITED", { seconds: Math.ceil((known.until - now()) / 1_000) });
    },
    failed: (key) => {
      const known = counted(key) ?? { count: 0, until: now() + spanMs };
      known.count += 1;
      failures.set(key, known);
      const [oldest] = failures.keys();
      if (failures.size > mostKeys && oldest !== undefined) failures.delete(oldest);
    },
    succeeded: (key) => failures.delete(key),
  };
};
