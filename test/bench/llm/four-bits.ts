import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { convert } from "../../../native/convert/convert.ts";
import { convertSmooth } from "../../../native/convert/convert-smooth.ts";
import type { TypePlan } from "../../../native/convert/type-plan.ts";
import { loadDecoder } from "../../../native/index.ts";
import { perplexityOf } from "../../../native/model/perplexity.ts";
import { measureIn } from "./speeds.ts";

/** What four bits save and cost, on files that the project's own converter writes. */

const texts = resolve(import.meta.dirname, "../../../models/texts");
/** Layers in four bits, the embedding, which is the head as well, in five: npm run convert -- --type q4_0 --embedding q5_k. */
const fourBits: TypePlan = { layers: "Q4_0", embedding: "Q5_K" };

const weightBytes = async (path: string, threads: number): Promise<number> => {
  const model = await loadDecoder(path, { threads, contextLength: 128, sequences: 1 });
  const bytes = model.figures()["weight_bytes"]!;
  await model.close();
  return bytes;
};

/** Against this engine's own half precision, one request after the other: bytes in memory, speed of eight, times. */
export const measureFourBits = async (half: string, folder: string, threads: number, rounds: number) => {
  const four = join(folder, "0.5B-INT4.gguf");
  if (!existsSync(four)) await convert(half, four, fourBits, { threads });
  const speeds = async (model: string, measures: readonly string[]) =>
    measureIn("ours", { model, threads, measures, rounds });
  const [fourBytes, halfBytes] = [await weightBytes(four, threads), await weightBytes(half, threads)];
  const plain = await speeds(half, ["prefill", "decode"]);
  const small = await speeds(four, ["prefill", "decode", "batch8"]);
  return {
    bytes: fourBytes / halfBytes,
    note: `${(fourBytes / 1e6).toFixed(0)} of ${(halfBytes / 1e6).toFixed(0)} MB in memory, five-bit head included`,
    throughput: small["batch8"]! / plain["decode"]!,
    tokenTime: plain["decode"]! / small["decode"]!,
    promptTime: plain["prefill"]! / small["prefill"]!,
  };
};

/** Perplexities of the held-out text: the layers rounded to four bits as they are, smoothed first, and before both. */
export const measureTrained = async (model: string, folder: string, threads: number) => {
  const plan: TypePlan = { layers: "Q4_0", embedding: "Q8_0" };
  const [rounded, smoothed] = [join(folder, "trained-rounded.gguf"), join(folder, "trained-smooth.gguf")];
  const calibration = readFileSync(join(texts, "calibration.txt"), "utf8");
  const content = readFileSync(join(texts, "held-out.txt"), "utf8");
  try {
    await convert(model, rounded, plan, { threads });
    await convertSmooth(model, smoothed, plan, { threads, calibration });
    const perplexity = async (path: string) =>
      (await perplexityOf(path, content, { threads, context: 512 })).perplexity;
    return {
      smooth: await perplexity(smoothed),
      plain: await perplexity(rounded),
      whole: await perplexity(model),
    };
  } finally {
    for (const path of [rounded, smoothed]) rmSync(path, { force: true });
  }
};
