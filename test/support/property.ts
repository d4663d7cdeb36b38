import fc from "fast-check";

/** Property tests try the same cases in every run; `FC_SEED=… npm test` tries others, `FC_RUNS=…` tries more of them. */
const runs = Number(process.env["FC_RUNS"] ?? 0);
fc.configureGlobal({ seed: Number(process.env["FC_SEED"] ?? 1), ...(runs > 0 ? { numRuns: runs } : {}) });
