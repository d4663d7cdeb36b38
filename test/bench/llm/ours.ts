import {
  type GenerateOptions,
  type LoadOptions,
  loadDecoder,
  type NativeDecoder,
} from "../../../native/index.ts";
import { benchPrompt, benchSchema, median, type SpeedRequest, type Speeds } from "./speeds.ts";

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
  const load = (options: Partial<LoadOptions> = {}) =>
    loadDecoder(request.model, { threads: request.threads, contextLength: 2048, sequences: 8, ...options });
  const model = await load();
  const speeds: Record<string, number> = {};
  const wants = (name: string) => request.measures.includes(name);
  const repeat = async (one: () => Promise<number>) => {
    const values: number[] = [];
    for (let round = 0; round < request.rounds; round += 1) values.push(await one());
    return median(values);
  };
  await generate(model, { tokens: fresh(model, 64), maxTokens: 8, ...plain });
  if (wants("prefill"))
    speeds["prefill"] = await repeat(
      async () =>
        (512 / (await generate(model, { tokens: fresh(model, 512), maxTokens: 1, ...plain })).firstMs) * 1000,
    );
  if (wants("decode"))
    speeds["decode"] = await repeat(
      async () => (await generate(model, { tokens: fresh(model, 16), maxTokens: 97, ...plain })).rate,
    );
  if (wants("decodeLong"))
    speeds["decodeLong"] = await repeat(
      async () => (await generate(model, { tokens: fresh(model, 1536), maxTokens: 65, ...plain })).rate,
    );
  if (wants("batch8"))
    speeds["batch8"] = await repeat(async () => {
      const runs = Array.from({ length: 8 }, () =>
        generate(model, { tokens: fresh(model, 16), maxTokens: 65, ...plain }),
      );
      const rates = (await Promise.all(runs)).map(({ rate }) => rate);
      return rates.reduce((sum, rate) => sum + rate, 0);
    });
  for (const [name, jump] of [
    ["schema", false],
    ["schemaJump", true],
  ] as const)
    if (wants(name))
      speeds[name] = await repeat(
        async () =>
          (
            await generate(model, {
              tokens: fresh(model, 16),
              maxTokens: 400,
              ...plain,
              grammar: { kind: "schema", source: benchSchema },
              jump,
            })
          ).rate,
      );
  await model.close();
  return speeds;
};

if (import.meta.main)
  console.log(JSON.stringify(await measureOurs(JSON.parse(process.argv[2]!) as SpeedRequest)));
