import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compareStates, observeText, text } from "../index.ts";
import { perplexityOf } from "./perplexity.ts";

/** `npm run check:model`: how well a model foretells a text, and how far it is from another one. */

const defaultText = join(import.meta.dirname, "../../models/texts/held-out.txt");
const usage = `Usage: npm run check:model -- --model FILE [options]
  --model FILE    a GGUF file of a decoder
  --text FILE     what it reads (prose and code in Chinese and English)
  --against FILE  the model that it was converted from: how far are they apart?
  --context N     tokens of a window (512)
  --kv-bytes      keys and values in eight bits
  --threads N     cores to compute on (all)`;

const main = async (): Promise<number> => {
  const string = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      model: string,
      text: string,
      against: string,
      context: string,
      threads: string,
      "kv-bytes": { type: "boolean", default: false },
    },
  });
  const count = (name: string, given: string | undefined, fallback: number) => {
    const value = Number(given ?? fallback);
    if (!Number.isInteger(value) || value < 1 || value > 1 << 20)
      throw new Error(`--${name} ${given}: it must be a whole number above 0`);
    return value;
  };
  if (!values.model) {
    console.error(usage);
    return 2;
  }
  const context = count("context", values.context, 512);
  const threads = count("threads", values.threads, availableParallelism());
  const content = readFileSync(values.text ?? defaultText, "utf8");
  const found = await perplexityOf(values.model, content, { threads, context, kvBytes: values["kv-bytes"] });
  console.log(
    `perplexity ${found.perplexity.toFixed(3)}, ${found.bitsPerByte.toFixed(3)} bits a byte; ${found.tokens} tokens at ${found.tokensPerSecond.toFixed(0)}/s`,
  );
  if (values.against) {
    const tokens = new text.Tokenizer(values.against).encode(content, true, false).slice(0, context);
    const run = { threads, chunk: 256 };
    const { states } = await observeText(values.against, tokens, run);
    const { divergence, agreement } = await compareStates(values.model, tokens, { ...run, states });
    console.log(
      `divergence ${divergence.toFixed(5)} nats from ${values.against}, same word ${(agreement * 100).toFixed(1)} % of ${tokens.length} tokens`,
    );
  }
  return 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
