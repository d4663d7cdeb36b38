import type {
  Decoder,
  Encoder,
  FinishReason,
  GeneratedToken,
  GenerateRequest,
  TextPart,
} from "../../services/llm/engine.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

export interface FakeDecoderOptions {
  /** The answer to a prompt, cut into tokens. */
  readonly answer: (prompt: string, request: GenerateRequest) => readonly string[];
  readonly contextLength?: number;
  readonly chatTemplate?: string;
  /** Control tokens that it knows. */
  readonly controls?: readonly string[];
}

/** A decoder with one token for each character; it records what it was asked. */
export const createFakeDecoder = ({
  answer,
  contextLength = 1000,
  chatTemplate = "",
  controls = [],
}: FakeDecoderOptions) => {
  const requests: GenerateRequest[] = [];
  const prompts: string[] = [];
  let running = 0;
  const base = 0x110000;
  const textOf = (tokens: Int32Array) =>
    [...tokens]
      .map((token) => (token >= base ? `«${controls[token - base]}»` : String.fromCodePoint(token)))
      .join("");
  const encode = ({ text, special }: TextPart): number[] => {
    const out: number[] = [];
    for (let rest = text; rest; ) {
      const control = special ? controls.findIndex((name) => rest.startsWith(name)) : -1;
      out.push(control >= 0 ? base + control : rest.codePointAt(0)!);
      rest = rest.slice(
        control >= 0 ? controls[control]!.length : String.fromCodePoint(rest.codePointAt(0)!).length,
      );
    }
    return out;
  };
  const summary = (finish: FinishReason, cachedTokens = 0) => ({
    finish,
    text: "",
    cachedTokens,
    queuedSeconds: 0.001,
  });
  const decoder: Decoder = {
    contextLength,
    memoryBytes: 0,
    chatTemplate,
    bos: controls[0] ?? "",
    eos: controls[1] ?? "",
    startToken: controls.length > 0 ? base : undefined,
    controlsIn: (text) => controls.filter((name) => text.includes(name)),
    encode: async (parts) => Int32Array.from(parts.flatMap(encode)),
    figures: () => ({ running_requests: running }),
    close: async () => undefined,
    generate: async function* (request) {
      requests.push(request);
      const prompt = textOf(request.tokens);
      prompts.push(prompt);
      running += 1;
      try {
        const pieces = answer(prompt, request);
        for (const [index, text] of pieces.entries()) {
          // As an engine would: the event loop runs between tokens.
          await new Promise((resolve) => setImmediate(resolve));
          request.signal.throwIfAborted();
          if (index >= request.maxTokens) return summary("length", 3);
          const token: GeneratedToken = {
            text,
            bytes: bytesOf(text),
            logprob: -0.5,
            alternatives: [
              { bytes: bytesOf(text), logprob: -0.5 },
              { bytes: bytesOf("x"), logprob: -1 },
            ].slice(0, request.alternatives ?? 0),
          };
          yield token;
        }
        return summary("stop", 3);
      } finally {
        running -= 1;
      }
    },
  };
  return { decoder, requests, prompts, running: () => running };
};

/** An encoder whose vectors tell the text's length and first character. */
export const createFakeEncoder = (): Encoder => ({
  contextLength: 512,
  memoryBytes: 0,
  width: 3,
  embed: async (texts) =>
    texts.map((text) => ({
      vector: Float32Array.of(text.length, text.codePointAt(0) ?? 0, 0.5),
      tokens: text.length,
    })),
});
