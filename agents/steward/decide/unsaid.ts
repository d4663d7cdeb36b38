import { choiceOf } from "../../runtime/choice.ts";
import { unsupportedArguments } from "../../runtime/support.ts";
import { takesMetric, toolNamed } from "../../runtime/tool.ts";
import { likelyChoices } from "../choices.ts";
import { examplesOf } from "../examples.ts";
import { saysFigure, saysSubject } from "../put-right/says-so.ts";
import type { Step } from "./step.ts";

const namesSubject = ["order", "line", "material", "product", "unit"] as const;

/** Words of a question in a sentence long enough to be asked of the documents. */
const isQuestion = (text: string): boolean =>
  text.length > 8 &&
  /[?？吗]|呢(?=[。！!]?$)|什么|啥|怎么|哪|多少|(?<![a-z])(?:what|which|how|why|where|when)(?![a-z])/i.test(
    text,
  );

/** An id or a number that the model put in and nobody said. */
export const askForUnsupported: Step = async (call, { db, understood, mentioned, text, tool, language }) => {
  const { candidates, certain } = understood;
  if (certain) return undefined;
  // A thing that the words name is said, whether the plant has it or not.
  const isNamed = call.thing && text.toLowerCase().includes(call.thing.toLowerCase());
  const unsupported: readonly string[] = unsupportedArguments(
    isNamed ? { ...call, thing: null } : call,
    candidates,
  );
  if (unsupported.length === 0) return undefined;
  const safe = Object.fromEntries(
    Object.entries(call).filter(([name]) => name !== "tool" && !unsupported.includes(name)),
  );
  return {
    doubt: {
      zh: "我没有在您的话里找到对应的编号或数字，请确认：",
      en: "I did not find that id or number in what you said. Please choose:",
    },
    choices: likelyChoices(tool, { ...mentioned, ...safe }, language, await examplesOf(db)),
  };
};

/** Nothing is done to an order that nobody named: what asks something may be in the documents. */
export const askDocuments: Step = (call, { understood: { everyOrder }, tool, text }) => {
  const { policy, arguments: shape } = toolNamed(tool);
  return policy.kind === "confirm" && "order" in shape.shape && !call.order && !everyOrder && isQuestion(text)
    ? { call: { tool: "ask_knowledge" } }
    : undefined;
};

/** The nearest question is no answer to one that says nothing of it: it is offered, and not given. */
export const offerNearest: Step = async (call, deciding) => {
  const { db, understood, mentioned, text, taken, tool, language } = deciding;
  const { candidates, certain, figure } = understood;
  // Who decided is asked of an order alone.
  const subjects = tool === "who_decided" ? (["order"] as const) : namesSubject;
  const named = subjects.some((name) => candidates.named.has(name));
  const says = takesMetric(tool) && figure.metrics.length === 0 ? saysFigure(text) : saysSubject(call, text);
  if (certain || call.tool !== taken || named || says) return undefined;
  const { tool: _, ...args } = call;
  return {
    doubt: {
      zh: "我不太确定您的意思，请选择，或换个说法：",
      en: "I am not sure what you mean. Choose, or say it in other words:",
    },
    choices: likelyChoices(tool, { ...mentioned, ...args }, language, await examplesOf(db)),
  };
};

/** A serial number of another form than the plant's. */
const unknownSerial = (text: string): string | undefined =>
  /(?<![a-z])s\/?n[ :：#]+([a-z]*\d*(?:-[a-z\d]+)+)/i.exec(text)?.[1]?.toUpperCase();

/** A unit of which nothing is on record. */
export const tellUnknownUnit: Step = (
  _call,
  { understood: { candidates, certain }, text, tool, language },
) => {
  const isAsked = candidates.unit.length === 0 && (!certain || tool === "ask_knowledge");
  const serial = isAsked ? unknownSerial(text) : undefined;
  if (!serial || toolNamed(tool).policy.kind !== "automatic") return undefined;
  return {
    doubt: {
      zh: `没有序列号 ${serial} 的记录：这里的序列号形如 SN-26003001，测试或维修过才有记录。说出测不过的项目，或从等维修的里选：`,
      en: `Nothing is on record for the serial number ${serial}: those of this plant look like SN-26003001 and are known once a unit was tested or repaired. Say which test it fails, or choose from those that wait:`,
    },
    choices: [choiceOf("diagnose_unit", {}, language), choiceOf("ask_knowledge", {}, language)],
  };
};
