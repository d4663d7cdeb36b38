import { loadDecoder, type NativeDecoder } from "../../../native/index.ts";
import { benchPrompt, median } from "./speeds.ts";

const decodeAt = (model: NativeDecoder, salt: number, length: number): Promise<number> =>
  new Promise((resolve, reject) => {
    let first = 0;
    let count = 0;
    const tokens = model.encode(`${salt} ${benchPrompt(length)}`, false).slice(0, length);
    model.generate({ tokens, maxTokens: 65, speculate: false }, (token, finish) => {
      if (token && count++ === 0) first = performance.now();
      if (finish?.error) reject(new Error(finish.error));
      else if (finish) resolve(((count - 1) / (performance.now() - first)) * 1000);
    });
  });

/**
 * Eight-bit keys and values beside half-precision ones, by turns: speed at context 1536, how much of the speed at an empty context
 * that is, and bytes.
 */
export const measureKv = async (path: string, threads: number, rounds: number) => {
  const options = { threads, contextLength: 2048, sequences: 1 };
  const halves = await loadDecoder(path, options);
  const bytes = await loadDecoder(path, { ...options, kvBytes: true });
  const ratios: number[] = [];
  const kept: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const half = await decodeAt(halves, round, 1536);
    const long = await decodeAt(bytes, round, 1536);
    ratios.push(long / half);
    kept.push(long / (await decodeAt(bytes, round, 16)));
  }
  const size = (model: NativeDecoder) => model.figures()["kv_cache_bytes"]!;
  const report = { speed: median(ratios), kept: median(kept), bytes: size(bytes) / size(halves) };
  await Promise.all([halves.close(), bytes.close()]);
  return report;
};
