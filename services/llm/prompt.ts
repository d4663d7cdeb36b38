import { Template } from "@huggingface/jinja";
import { MillwrightError } from "../core/errors.ts";
import {
  flattenTools,
  foldSystem,
  gatherSystem,
  joinTurns,
  type TemplateMessage,
  toolInstruction,
  toTemplateMessage,
} from "./conversation.ts";
import type { Decoder } from "./engine.ts";
import type { PromptStyle } from "./registry.ts";
import type { ChatMessage, Tool } from "./requests.ts";

const gemma = `{{ bos_token }}{% for m in messages %}<start_of_turn>{{ 'model' if m.role == 'assistant' else 'user' }}
{{ m.content | trim }}<end_of_turn>
{% endfor %}{% if add_generation_prompt %}<start_of_turn>model
{% endif %}`;

const chatMl = `{% for m in messages %}<|im_start|>{{ m.role }}
{{ m.content }}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}`;

const llama3 = `{{ bos_token }}{% for m in messages %}<|start_header_id|>{{ m.role }}<|end_header_id|>

{{ m.content | trim }}<|eot_id|>{% endfor %}{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>

{% endif %}`;

const plain = `{{ bos_token }}{% for m in messages %}{{ m.role }}: {{ m.content }}
{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}`;

/** Files without a template get the one that their control tokens stand for. */
const templateOf = (decoder: Decoder): string => {
  if (decoder.chatTemplate) return decoder.chatTemplate;
  const formats = { "<start_of_turn>": gemma, "<|im_start|>": chatMl, "<|start_header_id|>": llama3 };
  const known = Object.entries(formats).find(([name]) => decoder.controlsIn(name).includes(name));
  return known?.[1] ?? plain;
};

// A control token's name in somebody's words must stay words: it is taken out before the template is filled in and
// encoded on its own, as plain text.
const marked = /\uE000(\d+)\uE001/;

/** Any of the texts, the longest that there is. */
const anyOf = (texts: readonly string[]): RegExp => {
  const longestFirst = texts.toSorted((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "g");
};

/** A JSON value with every text in it changed, names too. */
const mapTexts = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [change(name), mapTexts(item, change)]),
  );
};

/** A prompt text as tokens, with the start token that the model wants. */
export const encodePrompt = async (
  decoder: Decoder,
  text: string,
  words: readonly string[] = [],
): Promise<Int32Array> => {
  const parts = text
    .split(marked)
    .map((part, index) =>
      index % 2 === 1 ? { text: words[Number(part)] ?? "", special: false } : { text: part, special: true },
    );
  const tokens = await decoder.encode(parts);
  const start = decoder.startToken;
  return start === undefined || tokens[0] === start ? tokens : Int32Array.of(start, ...tokens);
};

/** Renders conversations for one model. The template is compiled once. */
export const createPromptRenderer = (decoder: Decoder, style: PromptStyle) => {
  const source = style === "closed-set" ? gemma : templateOf(decoder);
  const template = new Template(source);
  const takesTools = /\btools\b/.test(source);
  const takesSystem = source !== gemma;

  /** Many templates want one system message in front, or none, and two sides in turn: these get what they want. */
  const fill = (messages: readonly TemplateMessage[], tools: readonly Tool[]): string => {
    const shapes = [
      () => messages,
      () => joinTurns(gatherSystem(messages)),
      () => joinTurns(foldSystem(messages)),
    ];
    const problems: Error[] = [];
    for (const shape of shapes) {
      try {
        return template.render({
          messages: shape(),
          tools: tools.length > 0 ? tools : null,
          add_generation_prompt: true,
          enable_thinking: false,
          bos_token: decoder.bos,
          eos_token: decoder.eos,
        });
      } catch (cause) {
        problems.push(cause as Error);
      }
    }
    const [cause] = problems;
    throw new MillwrightError("INVALID_INPUT", { path: "messages", problem: cause!.message }, { cause });
  };

  /**
   * @throws MillwrightError INVALID_INPUT when the template refuses the conversation.
   */
  const render = async (
    messages: readonly ChatMessage[],
    tools: readonly Tool[] = [],
  ): Promise<Int32Array> => {
    const words: string[] = [];
    const guard = (text: string) => {
      const clean = text.replace(/[\uE000\uE001]/g, "");
      const names = decoder.controlsIn(clean);
      if (names.length === 0) return clean;
      return clean.replace(anyOf(names), (word) => `\uE000${words.push(word) - 1}\uE001`);
    };
    const guarded = <T>(value: T): T => mapTexts(value, guard) as T;
    let list: readonly TemplateMessage[] = guarded(messages.map(toTemplateMessage));
    const shown = guarded(tools);
    if (style === "closed-set") {
      // Trained on single commands: only the last one counts.
      list = list.filter(({ role }) => role === "user").slice(-1);
      if (list.length === 0)
        throw new MillwrightError("INVALID_INPUT", { path: "messages", problem: "no message is the user's" });
    } else {
      if (!takesTools) {
        list = list.map(flattenTools);
        if (shown.length > 0) list = gatherSystem(list, toolInstruction(shown));
      }
      if (!takesSystem) list = foldSystem(list);
    }
    return encodePrompt(decoder, fill(list, takesTools ? shown : []), words);
  };
  return { render };
};

export type PromptRenderer = ReturnType<typeof createPromptRenderer>;
