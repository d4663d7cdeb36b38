import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Config } from "../core/config.ts";
import { MillwrightError } from "../core/errors.ts";

/** What the model server's command line asks for. */
export interface ServerArguments {
  /** A GGUF file; absent: the models of the manifest. */
  readonly model?: string;
  readonly embeddingModel?: string;
  readonly manifest: string;
  readonly host: string;
  readonly port: number;
  readonly apiKey?: string;
  readonly threads: number;
  readonly contextLength?: number;
}

export const usage = `Usage: npm run llm -- [options]
  --model FILE            a GGUF file to serve instead of the shipped models
  --embedding-model FILE  a GGUF file of an encoder, for /v1/embeddings
  --manifest FILE         models to serve (models/manifest.json)
  --host HOST, --port N   where to listen (127.0.0.1, LLM_PORT)
  --api-key KEY           ask clients for this key (LLM_API_KEY)
  --threads N             cores to compute on (all)
  --context N             tokens of one conversation
`;

const count = (name: string, text: string | undefined, least: number): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new MillwrightError("INVALID_INPUT", {
      path: `--${name}`,
      problem: `${text} is no whole number from ${least}`,
    });
  return value;
};

/** @throws MillwrightError INVALID_INPUT that names the option */
export const readArguments = (args: readonly string[], config: Config): ServerArguments | "help" => {
  const read = () =>
    parseArgs({
      args: [...args],
      options: {
        model: { type: "string" },
        "embedding-model": { type: "string" },
        manifest: { type: "string" },
        host: { type: "string" },
        port: { type: "string" },
        "api-key": { type: "string" },
        threads: { type: "string" },
        context: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  let values: ReturnType<typeof read>;
  try {
    values = read();
  } catch (cause) {
    throw new MillwrightError(
      "INVALID_INPUT",
      { path: "command line", problem: (cause as Error).message },
      { cause },
    );
  }
  if (values.help) return "help";
  const apiKey = values["api-key"] ?? config.LLM_API_KEY;
  const contextLength = count("context", values.context, 16);
  return {
    ...(values.model === undefined ? {} : { model: values.model }),
    ...(values["embedding-model"] === undefined ? {} : { embeddingModel: values["embedding-model"] }),
    manifest: values.manifest ?? join(import.meta.dirname, "../../models/manifest.json"),
    host: values.host ?? "127.0.0.1",
    port: count("port", values.port, 0) ?? config.LLM_PORT,
    ...(apiKey === undefined ? {} : { apiKey }),
    threads: count("threads", values.threads, 1) ?? availableParallelism(),
    ...(contextLength === undefined ? {} : { contextLength }),
  };
};
