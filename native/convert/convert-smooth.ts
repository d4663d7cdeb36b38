import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { compareStates, type Distance, observeText, text } from "../index.ts";
import { convertedMetadata, openModel, refuseSame, targetsOf } from "./convert.ts";
import { type TargetTensor, type WriteOptions, writeGguf } from "./gguf-file.ts";
import { integerAt, textAt } from "./gguf-format.ts";
import type { ModelSource } from "./model-source.ts";
import { createSmoother, refuseUnsmooth, type SmoothedModel, type Strengths } from "./smooth.ts";
import { type TypePlan, typeOf } from "./type-plan.ts";

/**
 * SmoothQuant+ (Pan et al. 2023, arXiv 2312.03788): the strength of smoothing is searched for the whole model at once, by what
 * its quantised self says about the calibration text. A layer is so judged with the errors of those before it, which a search
 * layer by layer does not see. The loss is the divergence of the next word's probabilities from the unquantised model's.
 */

export interface SmoothOptions extends WriteOptions {
  /** What the model reads to be measured; the first `calibrationTokens` of it. */
  readonly calibration: string;
  readonly calibrationTokens?: number;
  /** Called with every strength that was tried; undefined stands for no smoothing, which is plain rounding. */
  readonly onTrial?: (trial: Trial, number: number, of: number) => void;
}

export interface Trial extends Distance {
  readonly alpha: number | undefined;
}

export interface SmoothReport {
  readonly bytes: number;
  readonly tokens: number;
  readonly trials: readonly Trial[];
  /** The least divergence of all. */
  readonly chosen: Trial;
}

const coarse = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
/** Then half a step to each side of the best. */
const finer = 0.05;

const sameEverywhere = (alpha: number): Strengths => ({
  attention: alpha,
  output: alpha,
  feedForward: alpha,
  down: alpha,
});

/** Scales are searched for the least error where the channels' activations make it count. */
const smoothedTargets = (model: SmoothedModel, plan: TypePlan): TargetTensor[] =>
  model.tensors.map((source) => {
    const importance = model.importance(source.name);
    return {
      source,
      type: typeOf(plan, source),
      ...(importance ? { rounding: { search: true, importance } } : {}),
    };
  });

const contextOf = ({ metadata }: ModelSource): number =>
  integerAt(metadata, `${textAt(metadata, "general.architecture")}.context_length`) ?? 2048;

/** The type that loses nothing of the layers: that of the file where it is one of floats. */
const finestType = (source: ModelSource): "F32" | "F16" | "BF16" => {
  const type = source.tensors.find(({ name }) => name === "blk.0.attn_q.weight")?.type;
  return type === "F32" || type === "BF16" ? type : "F16";
};

/** Tries strengths in the folder `work` and writes the best to `to`. */
const search = async (
  source: ModelSource,
  to: string,
  work: string,
  plan: TypePlan,
  options: SmoothOptions,
): Promise<SmoothReport> => {
  const { threads, signal } = options;
  const write = (path: string, tensors: readonly TargetTensor[], onProgress?: WriteOptions["onProgress"]) =>
    writeGguf(path, convertedMetadata(source.metadata, plan.layers), tensors, {
      threads,
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    });
  // The embedding and the head are the same in all: what differs is the layers' doing.
  const reference = join(work, "reference.gguf");
  await write(reference, targetsOf(source, { ...plan, layers: finestType(source) }));
  const most = Math.min(options.calibrationTokens ?? 1024, contextOf(source));
  const tokens = new text.Tokenizer(reference).encode(options.calibration, true, false).slice(0, most);
  if (tokens.length < 64)
    throw new Error(`the calibration text has ${tokens.length} tokens; it takes 64 or more`);
  const run = { threads, chunk: 256 };
  const observed = await observeText(reference, tokens, run);
  await rm(reference);
  const smoother = createSmoother(source, observed.layers);
  const targets = (alpha: number | undefined) =>
    alpha === undefined
      ? targetsOf(source, plan)
      : smoothedTargets(smoother.smooth(sameEverywhere(alpha)), plan);

  const trials: Trial[] = [];
  const measure = async (alpha: number | undefined): Promise<void> => {
    const candidate = join(work, "candidate.gguf");
    await write(candidate, targets(alpha));
    const trial = { alpha, ...(await compareStates(candidate, tokens, { ...run, states: observed.states })) };
    trials.push(trial);
    options.onTrial?.(trial, trials.length, coarse.length + 3);
  };
  const best = () => trials.reduce((least, trial) => (trial.divergence < least.divergence ? trial : least));
  for (const alpha of [undefined, ...coarse]) await measure(alpha);
  const middle = best().alpha;
  if (middle !== undefined)
    for (const alpha of [middle - finer, middle + finer]) if (alpha >= 0 && alpha <= 1) await measure(alpha);
  const chosen = best();
  const bytes = await write(to, targets(chosen.alpha), options.onProgress);
  return { bytes, tokens: tokens.length, trials, chosen };
};

/** Converts a model with the layers' weights in four bits, smoothed as fits it best. */
export const convertSmooth = async (
  from: string,
  to: string,
  plan: TypePlan,
  options: SmoothOptions,
): Promise<SmoothReport> => {
  refuseSame(from, to);
  const source = openModel(from);
  try {
    refuseUnsmooth(source);
    // Beside the target, for its disk is the one that has room.
    const work = await mkdtemp(join(dirname(resolve(to)), ".convert-"));
    try {
      return await search(source, to, work, plan, options);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  } finally {
    source.close();
  }
};
