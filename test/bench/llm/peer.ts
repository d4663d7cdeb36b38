import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median } from "../statistics.ts";
import { benchPrompt, benchSchema, type SpeedRequest, type Speeds } from "./speeds.ts";

/** Measures node-llama-cpp (llama.cpp) in a process of its own, the same way as ours.ts. */

/** The few of its faces that are used here. */
interface Sequence {
  evaluate(tokens: readonly number[], options: object): AsyncIterable<number>;
  clearHistory(): Promise<void>;
}
interface Peer {
  getLlama(options: object): Promise<{
    loadModel(options: object): Promise<{
      tokenize(text: string): number[];
      createContext(options: object): Promise<{ getSequence(): Sequence }>;
    }>;
    createGrammarForJsonSchema(schema: object): Promise<unknown>;
  }>;
  LlamaGrammarEvaluationState: new (options: object) => unknown;
}

export const measurePeer = async (request: SpeedRequest): Promise<Speeds> => {
  const entry = join(request.peer!, "node_modules/node-llama-cpp/dist/index.js");
  const peer = (await import(pathToFileURL(entry).href)) as Peer;
  const llama = await peer.getLlama({
    gpu: false,
    build: "never",
    skipDownload: true,
    maxThreads: request.threads,
    logLevel: "error",
  });
  const model = await llama.loadModel({ modelPath: request.model });
  const wants = (name: string) => request.measures.includes(name);
  const sequences = wants("batch8") ? 8 : 1;
  const context = await model.createContext({
    contextSize: 2048,
    threads: request.threads,
    sequences,
    batchSize: 512,
  });
  const all = Array.from({ length: sequences }, () => context.getSequence());
  let salt = 0;
  const nextSalt = () => {
    salt += 1;
    return salt;
  };
  const fresh = (length: number) => model.tokenize(`${nextSalt()} ${benchPrompt(length)}`).slice(0, length);
  const run = async (sequence: Sequence, tokens: readonly number[], most: number, options: object = {}) => {
    await sequence.clearHistory();
    const start = performance.now();
    let first = 0;
    let count = 0;
    for await (const _ of sequence.evaluate(tokens, { temperature: 0, ...options })) {
      if (count === 0) first = performance.now();
      count += 1;
      if (count >= most) break;
    }
    return { firstMs: first - start, rate: ((count - 1) / (performance.now() - first)) * 1000 };
  };
  const repeat = async (one: () => Promise<number>) => {
    const values: number[] = [];
    for (let round = 0; round < request.rounds; round += 1) values.push(await one());
    return median(values);
  };
  const speeds: Record<string, number> = {};
  const [sequence] = all as [Sequence];
  await run(sequence, fresh(64), 8);
  if (wants("prefill"))
    speeds["prefill"] = await repeat(async () => (512 / (await run(sequence, fresh(512), 1)).firstMs) * 1000);
  if (wants("decode")) speeds["decode"] = await repeat(async () => (await run(sequence, fresh(16), 97)).rate);
  if (wants("decodeLong"))
    speeds["decodeLong"] = await repeat(async () => (await run(sequence, fresh(1536), 65)).rate);
  if (wants("batch8"))
    speeds["batch8"] = await repeat(async () => {
      const rates = await Promise.all(all.map((each) => run(each, fresh(16), 65)));
      return rates.reduce((sum, { rate }) => sum + rate, 0);
    });
  if (wants("schema")) {
    const grammar = await llama.createGrammarForJsonSchema(JSON.parse(benchSchema) as object);
    speeds["schema"] = await repeat(async () => {
      const grammarEvaluationState = new peer.LlamaGrammarEvaluationState({ model, grammar });
      return (await run(sequence, fresh(16), 64, { grammarEvaluationState })).rate;
    });
  }
  return speeds;
};

if (import.meta.main) {
  console.log(JSON.stringify(await measurePeer(JSON.parse(process.argv[2]!) as SpeedRequest)));
  // Its worker threads would keep the process.
  process.exit(0);
}
