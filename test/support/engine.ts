import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FinishEvent, GenerateOptions, NativeDecoder, TokenEvent } from "../../native/index.ts";

/** What tests ask of the native engine. */

export interface Answer {
  readonly text: string;
  readonly finish: FinishEvent["finish"];
  readonly cached: number;
  readonly events: readonly TokenEvent[];
  readonly tokens: readonly number[];
  readonly logprobs: readonly number[];
}

export type Ask = Omit<GenerateOptions, "tokens" | "maxTokens"> & {
  readonly prompt: string;
  readonly maxTokens?: number;
};

/** Rejects with the engine's sentence when the request fails. */
export const ask = (model: NativeDecoder, { prompt, maxTokens = 24, ...options }: Ask): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const events: TokenEvent[] = [];
    model.generate({ ...options, maxTokens, tokens: model.encode(prompt, false) }, (token, finish) => {
      if (token) events.push(token);
      if (finish?.error) reject(new Error(finish.error));
      else if (finish)
        resolve({
          text: events.map(({ text }) => text).join("") + finish.text,
          finish: finish.finish,
          cached: finish.cachedTokens,
          events,
          tokens: events.map(({ token: id }) => id),
          logprobs: events.map(({ logprob }) => logprob),
        });
    });
  });

/** A folder for model files that goes with the tests. */
export const modelFolder = () => {
  let made: Promise<string> | undefined;
  const folder = () => {
    made ??= mkdtemp(join(tmpdir(), "millwright-model-"));
    return made;
  };
  return {
    folder,
    write: async (name: string, bytes: Uint8Array): Promise<string> => {
      const path = join(await folder(), name);
      await writeFile(path, bytes);
      return path;
    },
    remove: async () => {
      if (made) await rm(await made, { recursive: true, force: true });
    },
  };
};
