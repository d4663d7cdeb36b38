import fc from "fast-check";

/** Property tests try the same cases in every run; `FC_SEED=… npm test` tries others. */
fc.configureGlobal({ seed: Number(process.env["FC_SEED"] ?? 1) });
