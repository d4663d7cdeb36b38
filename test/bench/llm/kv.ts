import { loadDecoder, type NativeDecoder } from "../../../native/index.ts";
import { median } from "../statistics.ts";
import { benchPrompt } from "./speeds.ts";

const decodeAt = (model: NativeDecoder, salt: number): Promise<number> =>
  new Promise((resolve, reject) => {
    let first = 0;
    let count = 0;
    const tokens = model.encode(`${salt} ${benchPrompt(1536)}`, false).slice(0, 1536);
    model.generate({ tokens, maxTokens: 65, speculate: false }, (token, finish) => {
      if (token && count++ === 0) first = performance.now();
      if (finish?.error) reject(new Error(finish.error));
      else if (finish) resolve(((count - 1) / (performance.now() - first)) * 1000);
    });
  });

/** Eight-bit keys and values, which are the default, beside half-precision ones, by turns: speed at context 1536, and bytes. */
export const measureKv = async (path: string, threads: number, rounds: number) => {
  const options = { threads, contextLength: 2048, sequences: 1 };
  const halves = await loadDecoder(path, { ...options, kvBytes: false });
  const bytes = await loadDecoder(path, { ...options, kvBytes: true });
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const half = await decodeAt(halves, round);
    ratios.push((await decodeAt(bytes, round)) / half);
  }
  const size = (model: NativeDecoder) => model.figures()["kv_cache_bytes"]!;
  const report = { speed: median(ratios), bytes: size(bytes) / size(halves) };
  await Promise.all([halves.close(), bytes.close()]);
  return report;
};
