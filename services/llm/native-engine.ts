import { basename } from "node:path";
import { Template } from "@huggingface/jinja";
import type { FinishEvent, LoadOptions, NativeDecoder } from "../../native/index.ts";
import { embedText } from "../../native/model/embed-text.ts";
import { MillwrightError } from "../core/errors.ts";
import type { Decoder, Encoder, GeneratedToken, GenerateRequest, Generation } from "./engine.ts";

/** The addon as the engine that the server knows. It is loaded with the first model, so that the server can answer before. */
const addon = () => import("../../native/index.ts");

export type DecoderSettings = Omit<LoadOptions, "isa">;

interface LoadFailure extends Error {
  /** Set when the model needs more memory than there is. */
  readonly code?: "MODEL_TOO_LARGE";
  readonly needed?: string;
  readonly available?: string;
}

const bare = (sentence: string) => sentence.replace(/\.$/, "");

const loading = async <T>(path: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load();
  } catch (cause) {
    const { code, needed, available, message } = cause as LoadFailure;
    if (code === "MODEL_TOO_LARGE")
      throw new MillwrightError("MODEL_TOO_LARGE", { needed: needed!, available: available! }, { cause });
    throw new MillwrightError(
      "MODEL_FILE_INVALID",
      { file: basename(path), problem: bare(message) },
      { cause },
    );
  }
};

/** What became of a request that the engine could not answer. */
const failure = ({ fault, error = "" }: FinishEvent, { grammar }: Pick<GenerateRequest, "grammar">) => {
  const problem = bare(error);
  if (fault === "closed") return new MillwrightError("SERVER_STOPPING");
  if (fault === "grammar" && grammar) return new MillwrightError("INVALID_INPUT", grammar.fault(problem));
  if (fault === "prompt") return new MillwrightError("INVALID_INPUT", { path: "prompt", problem });
  if (fault === "bias") return new MillwrightError("INVALID_INPUT", { path: "logit_bias", problem });
  return new Error(`the engine failed: ${problem}`);
};

/** Callbacks of the addon as an iteration; leaving it early cancels the request. */
async function* iterate(native: NativeDecoder, { signal, ...options }: GenerateRequest): Generation {
  const tokens: GeneratedToken[] = [];
  let end: FinishEvent | undefined;
  let wake: () => void = () => undefined;
  const request = native.generate(options, (token, finish) => {
    if (token) tokens.push(token);
    if (finish) end = finish;
    wake();
  });
  const cancel = () => native.cancel(request);
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    for (let next = 0; ; ) {
      const token = tokens[next];
      if (token) {
        next += 1;
        yield token;
      } else if (end?.finish === "failed") {
        throw failure(end, options);
      } else if (end) {
        const { text, cachedTokens, queuedSeconds } = end;
        if (end.finish === "cancelled") throw signal.reason;
        return { finish: end.finish, text, cachedTokens, queuedSeconds };
      } else {
        tokens.length = next = 0;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener("abort", cancel);
    if (!end) cancel();
  }
}

/** A template that cannot be read would fail every conversation. */
const checkTemplate = async (native: NativeDecoder, chatTemplate: string): Promise<void> => {
  try {
    new Template(chatTemplate);
  } catch (cause) {
    await native.close();
    throw new Error(`its chat template cannot be read: ${(cause as Error).message}`, { cause });
  }
};

/** @throws MillwrightError MODEL_FILE_INVALID with the engine's own sentence, MODEL_TOO_LARGE with the figures */
export const loadNativeDecoder = (path: string, settings: DecoderSettings): Promise<Decoder> =>
  loading(path, async () => {
    const native = await (await addon()).loadDecoder(path, settings);
    const info = native.info();
    await checkTemplate(native, info.chatTemplate);
    return {
      contextLength: info.contextLength,
      chatTemplate: info.chatTemplate,
      bos: info.bos,
      eos: info.eos,
      memoryBytes: info.memoryBytes,
      startToken: info.startToken,
      controlsIn: (text) => native.controlsIn(text),
      encode: (parts) => native.encodeParts(parts),
      generate: (request) => iterate(native, request),
      figures: () => native.figures(),
      close: () => native.close(),
    };
  });

/** @throws MillwrightError MODEL_FILE_INVALID with the engine's own sentence, MODEL_TOO_LARGE with the figures */
export const loadNativeEncoder = (
  path: string,
  settings: Pick<DecoderSettings, "threads" | "memoryLimitBytes">,
): Promise<Encoder> =>
  loading(path, async () => {
    const native = await (await addon()).loadEncoder(path, settings);
    // One window at a time: more would only hold threads that others wait for.
    let turn: Promise<unknown> = Promise.resolve();
    const embedOne = (window: Int32Array, signal: AbortSignal) => {
      const result = turn.then(() => {
        signal.throwIfAborted();
        return native.embed(window);
      });
      turn = result.catch(() => undefined);
      return result;
    };
    return {
      ...native.info(),
      embed: async (texts, signal) => {
        const reader = {
          windows: (text: string) => native.windows(text),
          embed: (window: Int32Array) => embedOne(window, signal),
        };
        const out = [];
        for (const text of texts) out.push(await embedText(reader, text));
        return out;
      },
    };
  });
