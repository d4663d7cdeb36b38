import { basename, resolve } from "node:path";
import { MillwrightError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Logger } from "../core/log.ts";
import type { ServerArguments } from "./arguments.ts";
import { provideModelFile, readManifest } from "./manifest.ts";
import { loadNativeDecoder, loadNativeEncoder } from "./native-engine.ts";
import type { Model } from "./registry.ts";

/** A model to serve and where its file comes from. */
export interface Source {
  readonly model: Model;
  /** Path of the checked file; reports 0 to 1. */
  readonly file: (onProgress: (fraction: number) => void) => Promise<string>;
}

const single = (role: Model["role"], path: string): Source => ({
  model: {
    id: basename(path).replace(/\.gguf$/i, ""),
    role,
    promptStyle: "general",
    state: { phase: "loading", progress: 0 },
    engine: undefined,
  },
  file: async () => resolve(path),
});

/** The files named on the command line, or else the manifest's. */
export const listSources = async (
  args: ServerArguments,
  joinedFolder: string,
): Promise<readonly Source[]> => {
  const named = [
    ...(args.model ? [single("decoder", args.model)] : []),
    ...(args.embeddingModel ? [single("encoder", args.embeddingModel)] : []),
  ];
  if (args.model) return named;
  const entries = await readManifest(args.manifest);
  const shipped = entries.map(
    (entry): Source => ({
      model: {
        id: entry.id,
        role: entry.role,
        promptStyle: entry.promptStyle,
        state: { phase: "loading", progress: 0 },
        engine: undefined,
      },
      file: (onProgress) => provideModelFile(args.manifest, entry, joinedFolder, onProgress),
    }),
  );
  return [...shipped.filter(({ model }) => !args.embeddingModel || model.role !== "encoder"), ...named];
};

/** Share of the progress that checking the file makes up; the engine's own loading is the rest. */
const checkingShare = 0.5;

/** Loads the models one after the other. A failure is kept in the model's state; the others still load. */
export const loadAll = async (
  sources: readonly Source[],
  settings: Pick<ServerArguments, "threads" | "contextLength">,
  log: Logger,
): Promise<void> => {
  for (const { model, file } of sources) {
    const started = performance.now();
    try {
      const path = await file((fraction) => {
        model.state = { phase: "loading", progress: fraction * checkingShare };
      });
      model.state = { phase: "loading", progress: checkingShare };
      if (model.role === "decoder") model.engine = await loadNativeDecoder(path, settings);
      else model.engine = await loadNativeEncoder(path, settings);
      model.state = { phase: "ready" };
      log.info({ model: model.id, seconds: (performance.now() - started) / 1000 }, "model ready");
    } catch (cause) {
      const error =
        cause instanceof MillwrightError
          ? cause
          : new MillwrightError("INTERNAL", { reference: newId() }, { cause });
      model.state = { phase: "failed", error };
      log.error({ err: cause, model: model.id }, error.message);
    }
  }
};
