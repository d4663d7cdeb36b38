import { stat } from "node:fs/promises";
import { join } from "node:path";
import { MillwrightError } from "../core/errors.ts";
import { makeFolders } from "../core/folders.ts";
import { newId } from "../core/ids.ts";
import type { Logger } from "../core/log.ts";
import type { NamedFile, ServerArguments } from "./arguments.ts";
import { plantKeys, readManifest, shippedKeys } from "./manifest.ts";
import { provideModelFile } from "./model-files.ts";
import { provideNamedFile } from "./named-file.ts";
import { type DecoderSettings, loadNativeDecoder, loadNativeEncoder } from "./native-engine.ts";
import type { Model } from "./registry.ts";
import { readTrustedKeys } from "./signature.ts";

/** A model to serve and where its file comes from. */
export interface Source {
  readonly model: Model;
  /** Path of the checked file; reports 0 to 1. */
  readonly file: (onProgress: (fraction: number) => void) => Promise<string>;
}

const loading = { phase: "loading", progress: 0 } as const;

/** Files of the command line; converted ones are kept in the folder. */
const sourceOf =
  (folder: string, threads: number) =>
  (role: Model["role"], { id, path }: NamedFile): Source => ({
    model: { id, role, promptStyle: "general", state: loading, engine: undefined },
    file: (onProgress) => provideNamedFile(path, folder, threads, onProgress),
  });

/** Whoever mistypes a name learns it at once, not from a server without models. */
const mustExist = async (option: string, path: string): Promise<void> => {
  try {
    await stat(path);
  } catch (cause) {
    throw new MillwrightError("INVALID_INPUT", { path: option, problem: `there is no ${path}` }, { cause });
  }
};

const makeFolder = async (option: string, path: string): Promise<void> => {
  try {
    await makeFolders(path);
  } catch (cause) {
    const problem = `the folder ${path} cannot be made: ${(cause as Error).message}`;
    throw new MillwrightError("INVALID_INPUT", { path: option, problem }, { cause });
  }
};

/**
 * The files named on the command line, which are whoever's who names them; or else those of the manifest, which a trusted
 * key must have signed.
 */
export const listSources = async (args: ServerArguments, dataDir: string): Promise<readonly Source[]> => {
  for (const { path } of args.models) await mustExist("--model", path);
  if (args.draft !== undefined) await mustExist("--draft", args.draft);
  if (args.embeddingModel) await mustExist("--embedding-model", args.embeddingModel.path);
  for (const path of args.trust) await mustExist("--trust", path);
  if (args.diskCacheFolder !== undefined) await makeFolder("--disk-cache", args.diskCacheFolder);
  const folder = join(dataDir, "models");
  const single = sourceOf(folder, args.threads);
  const encoders = args.embeddingModel ? [single("encoder", args.embeddingModel)] : [];
  if (args.models.length > 0) return [...args.models.map((model) => single("decoder", model)), ...encoders];
  await mustExist("--manifest", args.manifest);
  const trusted = await readTrustedKeys([shippedKeys, plantKeys(dataDir), ...args.trust]);
  const entries = await readManifest(args.manifest, trusted);
  const shipped = entries.map(
    (entry): Source => ({
      model: {
        id: entry.id,
        role: entry.role,
        promptStyle: entry.promptStyle,
        state: loading,
        engine: undefined,
      },
      file: (onProgress) => provideModelFile(args.manifest, entry, folder, onProgress),
    }),
  );
  return [...shipped.filter(({ model }) => encoders.length === 0 || model.role !== "encoder"), ...encoders];
};

/** What is left for a model of what all may take; others may not have touched all that they were granted. */
const memoryLeft = (
  { memoryLimitBytes: limit }: ServerArguments,
  sources: readonly Source[],
): Pick<DecoderSettings, "memoryLimitBytes"> => {
  if (limit === undefined) return {};
  const granted = sources.reduce((sum, { model }) => sum + (model.engine?.memoryBytes ?? 0), 0);
  return { memoryLimitBytes: Math.max(1, limit - granted) };
};

const settingsOf = (args: ServerArguments, first: boolean): DecoderSettings => ({
  threads: args.threads,
  sequences: args.sequences,
  ...(args.kvBytes === undefined ? {} : { kvBytes: args.kvBytes }),
  ...(args.contextLength === undefined ? {} : { contextLength: args.contextLength }),
  ...(args.cacheTokens === undefined ? {} : { cacheTokens: args.cacheTokens }),
  ...(args.draft === undefined || !first ? {} : { draft: args.draft }),
  ...(args.diskCacheFolder === undefined ? {} : { diskCacheFolder: args.diskCacheFolder }),
  ...(args.diskCacheBytes === undefined ? {} : { diskCacheBytes: args.diskCacheBytes }),
});

/** Share of the progress that checking the file makes up; the engine's own loading is the rest. */
const checkingShare = 0.5;

/** Loads the models one after the other. A failure is kept in the model's state; the others still load. */
export const loadAll = async (
  sources: readonly Source[],
  args: ServerArguments,
  log: Logger,
): Promise<void> => {
  let decoders = 0;
  for (const { model, file } of sources) {
    const started = performance.now();
    const progress = (fraction: number) => {
      if (model.state.phase === "loading") model.state = { phase: "loading", progress: fraction };
    };
    try {
      const path = await file((fraction) => progress(fraction * checkingShare));
      progress(checkingShare);
      const memory = memoryLeft(args, sources);
      if (model.role === "decoder") {
        const settings = settingsOf(args, decoders === 0);
        decoders += 1;
        model.engine = await loadNativeDecoder(path, {
          ...settings,
          ...memory,
          onProgress: (fraction) => progress(checkingShare + fraction * (1 - checkingShare)),
        });
      } else {
        model.engine = await loadNativeEncoder(path, { threads: args.threads, ...memory });
      }
      model.state = { phase: "ready" };
      log.info({ model: model.id, seconds: (performance.now() - started) / 1000 }, "model ready");
    } catch (cause) {
      const refused = cause instanceof MillwrightError;
      const error = refused ? cause : new MillwrightError("INTERNAL", { reference: newId() }, { cause });
      model.state = { phase: "failed", error };
      // A refusal says all; of what nobody expected the stack tells more.
      log.error({ model: model.id, ...(refused ? { code: error.code } : { err: cause }) }, error.message);
    }
  }
};
