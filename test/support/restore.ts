import { afterAll, vi } from "vitest";

/** Test files of one worker share their modules: what one has put in the place of something is taken back at its end. */
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
