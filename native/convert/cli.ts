import { existsSync, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { convert } from "./convert.ts";
import { convertSmooth, type SmoothReport, type Trial } from "./convert-smooth.ts";
import { type Pooling, poolings } from "./hf-encoder.ts";
import type { TensorType } from "./tensor.ts";

/** `npm run convert`: Hugging Face folders and GGUF files to GGUF files of another type. */

/** Chinese and English prose, dialogue, code and data; written for this project. */
const defaultCalibration = join(import.meta.dirname, "../../models/texts/calibration.txt");

const types = {
  f32: "F32",
  f16: "F16",
  bf16: "BF16",
  q8_0: "Q8_0",
  q6_k: "Q6_K",
  q5_k: "Q5_K",
  q5_0: "Q5_0",
  q4_k: "Q4_K",
  q4_1: "Q4_1",
  q4_0: "Q4_0",
} as const satisfies Record<string, TensorType>;
/** Q4_0 after smoothing. */
const smooth = "int4-smooth";

const usage = `Usage: npm run convert -- --from FOLDER|FILE --to FILE [options]
  --from PATH       a Hugging Face folder (config.json, *.safetensors, tokenizer.json) or a GGUF file
  --to FILE         the GGUF file to write
  --type TYPE       of the layers: ${Object.keys(types).join(", ")},
                    or ${smooth}: four bits by SmoothQuant+ (q8_0)
  --embedding TYPE  of the embedding and the head (the layers', but at least q6_k)
  --pooling KIND    of an encoder: ${Object.keys(poolings).join(", ")} (what the folder says)
  --calibration FILE  what a model reads to be smoothed: text of the kind that it will meet (Chinese and English)
  --threads N       cores to compute on (all)
  --force           replace a file that is there`;

/** What the person can mend; everything else is a fault of ours and is shown whole. */
class UsageError extends Error {}

const named = <T>(table: Readonly<Record<string, T>>, option: string, name: string): T => {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined)
    throw new UsageError(`--${option} ${name}: it must be one of ${Object.keys(table).join(", ")}`);
  return found;
};

/** A four-bit embedding costs more accuracy than it saves: its words are looked up one by one, and it is often the head too. */
const defaultEmbedding = (layers: TensorType): TensorType =>
  ["F32", "F16", "BF16", "Q8_0"].includes(layers) ? layers : "Q6_K";

const readOptions = () => {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      from: text,
      to: text,
      type: { ...text, default: "q8_0" },
      embedding: text,
      calibration: text,
      pooling: text,
      threads: text,
      force: { type: "boolean", default: false },
    },
  });
  if (!values.from || !values.to) throw new UsageError(usage);
  const layers = named<TensorType>({ ...types, [smooth]: "Q4_0" }, "type", values.type);
  const threads = Number(values.threads ?? availableParallelism());
  if (!Number.isInteger(threads) || threads < 1 || threads > 256)
    throw new UsageError(`--threads ${values.threads}: it must be a whole number from 1 to 256`);
  if (existsSync(values.to) && !values.force)
    throw new UsageError(`${values.to} is there already; --force replaces it`);
  return {
    from: values.from,
    to: values.to,
    threads,
    smoothed: values.type === smooth,
    calibration: values.calibration ?? defaultCalibration,
    plan: {
      layers,
      embedding: values.embedding
        ? named<TensorType>(types, "embedding", values.embedding)
        : defaultEmbedding(layers),
    },
    ...(values.pooling === undefined
      ? {}
      : {
          pooling: named(
            { mean: "mean", cls: "cls" } satisfies Record<Pooling, Pooling>,
            "pooling",
            values.pooling,
          ),
        }),
  };
};

/** A line that is written over while it grows; whole lines where there is no terminal. */
const createMeter = () => {
  let shown = -1;
  return (done: number, total: number): void => {
    const percent = Math.floor((done / total) * 100);
    if (percent === shown || (!process.stderr.isTTY && percent % 10 !== 0)) return;
    shown = percent;
    process.stderr.write(process.stderr.isTTY ? `\r${percent} %` : `${percent} %\n`);
    if (percent === 100 && process.stderr.isTTY) process.stderr.write("\n");
  };
};

const alphaText = ({ alpha }: Trial): string =>
  alpha === undefined ? "no smoothing (round to nearest)" : `smoothing strength ${alpha.toFixed(2)}`;
const showTrial = (trial: Trial, number: number, of: number): void =>
  console.error(
    `${String(number).padStart(2)}/${of}  ${alphaText(trial).padEnd(32)} divergence ${trial.divergence.toFixed(4)}, same word ${(trial.agreement * 100).toFixed(1)} %`,
  );
const showReport = ({ chosen, trials, tokens }: SmoothReport): void => {
  const plain = trials.find(({ alpha }) => alpha === undefined)!;
  console.log(
    `${alphaText(chosen)}: divergence on ${tokens} tokens ${chosen.divergence.toFixed(4)} nats, ${plain.divergence.toFixed(4)} without`,
  );
};

const main = async (): Promise<void> => {
  const { from, to, plan, smoothed, calibration, ...options } = readOptions();
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new Error("stopped; nothing was left behind")));
  const common = { ...options, onProgress: createMeter(), signal: stop.signal };
  const run = async (): Promise<number> => {
    if (!smoothed) return convert(from, to, plan, common);
    const report = await convertSmooth(from, to, plan, {
      ...common,
      calibration: readFileSync(calibration, "utf8"),
      onTrial: showTrial,
    });
    showReport(report);
    return report.bytes;
  };
  const bytes = await run();
  const before = statSync(from).isFile() ? ` (${(statSync(from).size / 1e6).toFixed(1)} MB before)` : "";
  console.log(`${to}: ${(bytes / 1e6).toFixed(1)} MB${before}`);
};

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
