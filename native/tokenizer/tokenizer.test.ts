import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fixtureTokenizer,
  publishedCases,
  publishedMetadata,
  sentencePieceCases,
  tokenizerFrom,
} from "./fixture-tokenizers.ts";

const cases = { ...sentencePieceCases, ...publishedCases };
const load = fixtureTokenizer;

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(" ", "\n", "a", "'", "s", "1", "工", "<tag>", "<|im_end|>"),
    maxLength: 60,
  }),
);

describe.each(Object.keys(cases))("%s", (name) => {
  const tokenizer = load(name);
  // The others normalise, or have no token for what they do not know.
  const lossless = /^(bytes-(?!qwen2)|sentencepiece-bpe|pieces)/.test(name);

  // SentencePiece cannot tell its own mark from a space, and may put one after a special token.
  const exact = (input: string) => lossless && !/▁|<tag>/.test(input);

  test("encodes exactly as the reference does", () => {
    for (const [input, tokens] of cases[name]!)
      expect([...tokenizer.encode(input, name in publishedCases, true)], JSON.stringify(input)).toEqual(
        tokens,
      );
  });

  test("decoding gives the text back", () => {
    fc.assert(
      fc.property(anyText, (input) => {
        const decoded = tokenizer
          .decode(tokenizer.encode(input.toWellFormed(), false, true), true)
          .toString();
        if (exact(input)) expect(decoded).toBe(input.toWellFormed());
      }),
    );
  });

  test("a continuation spells exactly its bytes, ▁ too", () => {
    const spelled = (input: string) =>
      Buffer.concat([...tokenizer.continuation(input)].map((token) => tokenizer.piece(token))).toString();
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("▁", " ", "a", "工", "1"), maxLength: 20 }), (input) => {
        if (lossless || name === "bytes-qwen2") expect(spelled(input)).toBe(input);
      }),
    );
  });

  test("a stream emits whole characters that add up to the whole", () => {
    fc.assert(
      fc.property(anyText, (input) => {
        const tokens = tokenizer.encode(input.toWellFormed(), false, false);
        const parts = tokenizer.stream(tokens);
        for (const part of parts) expect(part.isWellFormed()).toBe(true);
        if (!exact(input)) return;
        expect(parts.some((part) => part.includes("�"))).toBe(input.toWellFormed().includes("�"));
        expect(parts.join("").trimStart()).toBe(input.toWellFormed().trimStart());
      }),
    );
  });

  test("bytes of any kind neither crash nor get lost in number", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, special) => {
        const tokens = tokenizer.encode(bytes, special, special);
        for (const token of tokens) expect(token).toBeLessThan(tokenizer.size);
        tokenizer.stream(tokens);
        if (lossless && !special)
          expect(tokenizer.continuation(bytes).length).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

test("control tokens are read only when asked for", () => {
  const tokenizer = load("bytes-qwen2");
  const input = "a<|im_end|>";
  expect(tokenizer.isEnd(tokenizer.encode(input, false, true).at(-1)!)).toBe(true);
  expect(tokenizer.encode(input, false, false).some((token) => tokenizer.isControl(token))).toBe(false);
  expect(tokenizer.decode(tokenizer.encode(input, false, true)).toString()).toBe("a");
  expect(tokenizer.decode(tokenizer.encode(input, false, true), true).toString()).toBe(input);
});

describe.each(Object.keys(publishedCases).filter((name) => name.startsWith("bytes-")))(
  "%s from a file that does not say how text is cut",
  (name) => {
    // Of vocabularies this small nothing tells that a model was trained on composed characters.
    const tells = (input: string) => input.normalize("NFC") === input;

    test.each([undefined, "default"])("(%s) is cut by what its vocabulary shows", (pre) => {
      const { "tokenizer.ggml.pre": _, ...rest } = publishedMetadata(name);
      const named = pre ? { "tokenizer.ggml.pre": { type: "string", value: pre } as const } : {};
      const tokenizer = tokenizerFrom({ ...rest, ...named });
      for (const [input, tokens] of publishedCases[name]!.filter(([text]) => tells(text)))
        expect([...tokenizer.encode(input, true, true)], JSON.stringify(input)).toEqual(tokens);
    });
  },
);

test("a control token is read by its name, also where ▁ is part of it", () => {
  const metadata = publishedMetadata("pieces-llama");
  const names = metadata["tokenizer.ggml.tokens"]!.value as string[];
  const named = names.map((text) => (text === "</s>" ? "<end▁of▁turn>" : text));
  const tokenizer = tokenizerFrom({
    ...metadata,
    "tokenizer.ggml.tokens": { type: "strings", value: named },
  });
  const end = named.indexOf("<end▁of▁turn>");
  const plain = load("pieces-llama");
  const behind = (text: string) => [...plain.encode(text, false, false)];
  expect([...tokenizer.encode("a b<end▁of▁turn>a▁b", false, true)]).toEqual([
    ...behind("a b"),
    end,
    ...behind("a b"),
  ]);
  expect(tokenizer.encode("<end of turn>", false, true)).not.toContain(end);
  expect(tokenizer.encode("<end▁of▁turn>", false, false)).not.toContain(end);
});

test("start and end tokens are put where the model wants them", () => {
  expect(load("sentencepiece-bpe").encode("a", true, false)[0]).toBe(1);
  expect(load("sentencepiece-unigram").encode("a", true, false).at(-1)).toBe(2);
});

test("a text that goes on gets no space of its own", () => {
  const tokenizer = load("sentencepiece-bpe");
  expect(
    tokenizer
      .decode(Int32Array.from([...tokenizer.encode("a", false, false), ...tokenizer.continuation("b")]))
      .toString(),
  ).toBe("ab");
});

test("long runs of one character take no more than linear work", () => {
  for (const name of Object.keys(cases)) {
    const tokens = load(name).encode("a".repeat(50_000), false, false);
    expect(tokens.length).toBeGreaterThan(0);
  }
});
