import { basename } from "node:path";
import type { NativeDecoder } from "../../native/index.ts";
import { MillwrightError } from "../core/errors.ts";
import type {
  Decoder,
  Encoder,
  GeneratedToken,
  GenerateRequest,
  GenerateSummary,
  Generation,
} from "./engine.ts";

export interface LoadSettings {
  readonly threads: number;
  /** Absent: what the model was trained for, within the engine's own limit. */
  readonly contextLength?: number;
}

/** The addon is loaded with the first model, so that the server can answer before it is there. */
const addon = () => import("../../native/index.ts");

const loading = async <T>(path: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load();
  } catch (cause) {
    throw new MillwrightError(
      "MODEL_FILE_INVALID",
      { file: basename(path), problem: (cause as Error).message.replace(/\.$/, "") },
      { cause },
    );
  }
};

/** Callbacks of the addon as an iteration; leaving it early cancels the request. */
async function* iterate(native: NativeDecoder, { signal, ...options }: GenerateRequest): Generation {
  const tokens: GeneratedToken[] = [];
  let summary: GenerateSummary | undefined;
  let failure: Error | undefined;
  let wake: () => void = () => undefined;
  let request: number;
  try {
    request = native.generate(options, (token, finish) => {
      if (token) tokens.push(token);
      if (finish?.error) failure = new Error(finish.error);
      else if (finish) summary = { finish: finish.finish, cachedTokens: finish.cachedTokens };
      wake();
    });
  } catch (cause) {
    const problem = (cause as Error).message.replace(/\.$/, "");
    throw new MillwrightError(
      "INVALID_INPUT",
      { path: options.schema ? "response_format" : "messages", problem },
      { cause },
    );
  }
  const cancel = () => native.cancel(request);
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    for (;;) {
      const token = tokens.shift();
      if (token) {
        yield token;
      } else if (failure) {
        throw failure;
      } else if (summary) {
        return summary;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener("abort", cancel);
    if (!summary && !failure) cancel();
  }
}

/** @throws MillwrightError MODEL_FILE_INVALID with the engine's own sentence */
export const loadNativeDecoder = (path: string, settings: LoadSettings): Promise<Decoder> =>
  loading(path, async () => {
    const native = await (await addon()).loadDecoder(path, settings);
    const info = native.info();
    return {
      contextLength: info.contextLength,
      chatTemplate: info.chatTemplate,
      bos: info.bos,
      eos: info.eos,
      startToken: info.startToken,
      encode: (text, special) => native.encode(text, special),
      generate: (request) => iterate(native, request),
      figures: () => native.figures(),
      close: () => native.close(),
    };
  });

/** @throws MillwrightError MODEL_FILE_INVALID with the engine's own sentence */
export const loadNativeEncoder = (path: string, { threads }: LoadSettings): Promise<Encoder> =>
  loading(path, async () => {
    const native = await (await addon()).loadEncoder(path, { threads });
    return {
      contextLength: native.info().contextLength,
      embed: async (texts, signal) => {
        const out = [];
        for (const text of texts) {
          signal.throwIfAborted();
          out.push(await native.embed(text));
        }
        return out;
      },
    };
  });
