import { availableParallelism } from "node:os";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Config } from "../core/config.ts";
import { MillwrightError } from "../core/errors.ts";
import { shippedManifest } from "./manifest.ts";

/** A GGUF file to serve, and the name that it is asked for by. */
export interface NamedFile {
  readonly id: string;
  readonly path: string;
}

/** What the model server's command line asks for. */
export interface ServerArguments {
  /** GGUF files or Hugging Face folders of decoders; empty: the models of the manifest. */
  readonly models: readonly NamedFile[];
  readonly embeddingModel?: NamedFile;
  /** The small model that guesses ahead for the first decoder. */
  readonly draft?: string;
  readonly manifest: string;
  /** Folders of trusted keys beside the usual ones. */
  readonly trust: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly apiKey?: string;
  readonly threads: number;
  readonly sequences: number;
  readonly queue: number;
  readonly graceMs: number;
  readonly deadlineMs?: number;
  readonly contextLength?: number;
  /** Absent: where the model's heads allow it. */
  readonly kvBytes?: boolean;
  readonly cacheTokens?: number;
  readonly memoryLimitBytes?: number;
  readonly diskCacheFolder?: string;
  readonly diskCacheBytes?: number;
}

export const usage = `Usage: npm run llm -- [options]
Models
  --model [NAME=]FILE      a GGUF file or Hugging Face folder to serve instead of the shipped models; several times
  --draft FILE             a small GGUF model with the same vocabulary that guesses ahead of the first model
  --embedding-model [NAME=]FILE
                           a GGUF file of an encoder, for /v1/embeddings
  --manifest FILE          models to serve, signed by a trusted key (models/manifest.json)
  --trust FOLDER           more public keys (*.pem) that a manifest may be signed with; several times
Listening
  --host HOST, --port N    where to listen (127.0.0.1, LLM_PORT)
  --api-key KEY            ask clients for this key (LLM_API_KEY)
  --queue N                requests that may wait; more are told to come back (64)
  --deadline SECONDS       answers that take longer end with what they have (never)
  --grace SECONDS          time for running answers when the server is stopped (5)
Engine
  --threads N              cores to compute on (all)
  --sequences N            requests that are answered side by side (8)
  --context N              tokens of one conversation (the model's own, at most 8192)
  --kv int8|f16            form of the key-value cache (int8, where heads are a multiple of 32 wide); f16 takes
                           twice the memory and keeps keys and values to half precision
  --cache-tokens N         tokens that the cache holds (four conversations)
  --memory SIZE            most that all models may take, such as 2G (what is free)
  --disk-cache FOLDER      keeps beginnings of prompts there that the memory has no room for
  --disk-cache-size SIZE   (4G)
`;

const refuse = (name: string, problem: string) =>
  new MillwrightError("INVALID_INPUT", { path: `--${name}`, problem });

const number = (
  name: string,
  text: string | undefined,
  least: number,
  most = 1_000_000_000,
): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most)
    throw refuse(name, `${text} is no whole number from ${least} to ${most}`);
  return value;
};

const seconds = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw refuse(name, `${text} is no number of seconds`);
  return Math.round(value * 1000);
};

const units: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

const bytes = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i.exec(text);
  if (!match) throw refuse(name, `${text} is no size such as 512M or 2G`);
  return Math.floor(Number(match[1]) * units[match[2]!.toUpperCase()]!);
};

const named = (text: string): NamedFile => {
  const match = /^([\w.-]{1,100})=(.+)$/.exec(text);
  const path = resolve(match?.[2] ?? text);
  return { id: match?.[1] ?? basename(path).replace(/\.gguf$/i, ""), path };
};

const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        model: texts,
        draft: text,
        "embedding-model": text,
        manifest: text,
        trust: texts,
        host: text,
        port: text,
        "api-key": text,
        queue: text,
        deadline: text,
        grace: text,
        threads: text,
        sequences: text,
        context: text,
        kv: text,
        "cache-tokens": text,
        memory: text,
        "disk-cache": text,
        "disk-cache-size": text,
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (cause) {
    const problem = (cause as Error).message.replace(/\.$/, "");
    throw new MillwrightError("INVALID_INPUT", { path: "command line", problem }, { cause });
  }
};

/** Leaves out what is undefined. */
const given = <T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

const defaultDiskBytes = 4 * 2 ** 30;

/** @throws MillwrightError INVALID_INPUT that names the option */
export const readArguments = (args: readonly string[], config: Config): ServerArguments | "help" => {
  const values = parse(args);
  if (values.help) return "help";
  const models = (values.model ?? []).map(named);
  const encoder = values["embedding-model"] === undefined ? undefined : named(values["embedding-model"]);
  const all = encoder ? [...models, encoder] : models;
  const twice = all.find(({ id }, index) => all.findIndex((other) => other.id === id) < index);
  if (twice) {
    const option = twice === encoder ? "embedding-model" : "model";
    throw refuse(option, `two are called ${twice.id}; name them: --${option} other=${twice.path}`);
  }
  if (values.kv !== undefined && values.kv !== "f16" && values.kv !== "int8")
    throw refuse("kv", `${values.kv} is neither f16 nor int8`);
  if (values.draft !== undefined && models.length === 0)
    throw refuse("draft", "name the model that it guesses for with --model");
  const disk = values["disk-cache"];
  const diskSize = bytes("disk-cache-size", values["disk-cache-size"]);
  if (diskSize !== undefined && disk === undefined)
    throw refuse("disk-cache-size", "name the folder with --disk-cache");
  return {
    models,
    manifest: values.manifest ?? shippedManifest,
    trust: values.trust ?? [],
    host: values.host ?? "127.0.0.1",
    port: number("port", values.port, 0, 65_535) ?? config.LLM_PORT,
    threads: number("threads", values.threads, 1, 1024) ?? availableParallelism(),
    sequences: number("sequences", values.sequences, 1, 1024) ?? 8,
    queue: number("queue", values.queue, 0) ?? 64,
    graceMs: seconds("grace", values.grace) ?? 5000,
    ...given({
      draft: values.draft === undefined ? undefined : resolve(values.draft),
      embeddingModel: encoder,
      apiKey: values["api-key"] ?? config.LLM_API_KEY,
      kvBytes: values.kv === undefined ? undefined : values.kv === "int8",
      deadlineMs: seconds("deadline", values.deadline),
      contextLength: number("context", values.context, 16),
      cacheTokens: number("cache-tokens", values["cache-tokens"], 16),
      memoryLimitBytes: bytes("memory", values.memory),
      diskCacheFolder: disk === undefined ? undefined : resolve(disk),
      diskCacheBytes: disk === undefined ? undefined : (diskSize ?? defaultDiskBytes),
    }),
  };
};
