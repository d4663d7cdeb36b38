import {
  type GenerateOptions,
  loadDecoder,
  measureMachine,
  type NativeDecoder,
} from "../../../native/index.ts";
import { median } from "../statistics.ts";
import { benchPrompt, benchSchema, type SpeedRequest, type Speeds } from "./speeds.ts";

/** Measures this engine in a process of its own: node ours.ts '<SpeedRequest as JSON>'; prints Speeds as JSON. */

interface Run {
  readonly firstMs: number;
  /** Tokens a second after the first. */
  readonly rate: number;
  readonly tokens: number;
  readonly text: string;
}

const generate = (model: NativeDecoder, options: GenerateOptions): Promise<Run> =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    let first = 0;
    let tokens = 0;
    let text = "";
    model.generate(options, (token, finish) => {
      if (token) {
        if (tokens === 0) first = performance.now();
        tokens += 1;
        text += token.text;
      }
      if (finish?.error) reject(new Error(finish.error));
      else if (finish)
        resolve({
          firstMs: first - start,
          rate: ((tokens - 1) / (performance.now() - first)) * 1000,
          tokens,
          text,
        });
    });
  });

const promptOf = (model: NativeDecoder, length: number, salt: string) =>
  model.encode(salt + benchPrompt(length), false).slice(0, length);

/** Every request gets a beginning of its own, so that nothing is found in the cache. */
let salt = 0;
const nextSalt = () => {
  salt += 1;
  return salt;
};
const fresh = (model: NativeDecoder, length: number) => promptOf(model, length, `${nextSalt()} `);
const plain = { temperature: 0, speculate: false } as const;

export const measureOurs = async (request: SpeedRequest): Promise<Speeds> => {
  const { threads } = request;
  const model = await loadDecoder(request.model, { threads, contextLength: 2048, sequences: 8 });
  const one = (length: number, options: Omit<GenerateOptions, "tokens">) =>
    generate(model, { tokens: fresh(model, length), ...plain, ...options });
  const schema = (jump: boolean) => async () =>
    (await one(16, { maxTokens: 400, grammar: { kind: "schema", source: benchSchema }, jump })).rate;
  const measures: Readonly<Record<string, () => Promise<number>>> = {
    prefill: async () => (512 / (await one(512, { maxTokens: 1 })).firstMs) * 1000,
    decode: async () => (await one(16, { maxTokens: 97 })).rate,
    decodeLong: async () => (await one(1536, { maxTokens: 65 })).rate,
    batch8: async () => {
      const runs = await Promise.all(Array.from({ length: 8 }, () => one(16, { maxTokens: 65 })));
      return runs.reduce((sum, { rate }) => sum + rate, 0);
    },
    schema: schema(false),
    schemaJump: schema(true),
    // Beside what it is compared with, since shared machines change their pace within minutes.
    readBytes: async () => (await measureMachine(threads)).readBytesPerSecond,
  };
  await one(64, { maxTokens: 8 });
  const values = new Map(
    Object.keys(measures)
      .filter((name) => request.measures.includes(name))
      .map((name) => [name, [] as number[]]),
  );
  // Round by round, so that a slow minute meets all measures alike.
  for (let round = 0; round < request.rounds; round += 1)
    for (const [name, list] of values) list.push(await measures[name]!());
  await model.close();
  return Object.fromEntries(values.entries().map(([name, list]) => [name, median(list)]));
};

if (import.meta.main)
  console.log(JSON.stringify(await measureOurs(JSON.parse(process.argv[2]!) as SpeedRequest)));
