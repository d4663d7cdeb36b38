import { existingIds } from "../../../services/mes/queries/names.ts";
import { toolNamed } from "../../runtime/tool.ts";
import { beyondOf } from "../beyond.ts";
import { likelyChoices } from "../choices.ts";
import { examplesOf } from "../examples.ts";
import { ordersSaid } from "../orders-said.ts";
import type { Step } from "./step.ts";

/** What is told to be said next, where nobody can do what was asked for, is of what was named. */
export const nameForNext: Step = async (
  call,
  { db, understood: { candidates, certain }, mentioned, tool, text },
) => {
  if (tool !== "cannot_do" || certain || !beyondOf(text)) return undefined;
  const { named } = candidates;
  const [first = ""] = candidates.order;
  // A number alone is an order's where there is one of it.
  const isOrder =
    named.has("order") ||
    first === mentioned.order ||
    (await existingIds(db, "work_order", [first])).has(first);
  const [order, line, material, product] = [
    isOrder ? candidates.order[0] : undefined,
    named.has("line") ? candidates.line[0] : undefined,
    named.has("material") ? candidates.material[0] : undefined,
    named.has("product") ? candidates.product[0] : undefined,
  ];
  return {
    ...call,
    ...(order ? { order } : {}),
    ...(line ? { line } : {}),
    ...(material ? { material } : {}),
    ...(product ? { product } : {}),
  };
};

/** What can be done about the one order that was named, where what was asked for cannot. */
export const offerAboutOrder: Step = async (
  _call,
  { db, understood: { candidates }, mentioned, tool, text, language },
) => {
  if (tool !== "cannot_do" || beyondOf(text)) return undefined;
  const said = ordersSaid(candidates, mentioned);
  // A number alone is an order's where there is one of it.
  const [order, ...more] = candidates.named.has("order") ? said : await existingIds(db, "work_order", said);
  if (!order || more.length > 0) return undefined;
  return {
    doubt: {
      zh: `这件事我办不了。关于 ${order}，您是想：`,
      en: `I can't do that. About ${order}, do you mean:`,
    },
    choices: likelyChoices(undefined, { order }, language, {}),
  };
};

/** What the model is not sure enough of is offered. */
export const offerUnsure: Step = async (call, deciding) => {
  const { db, understood, mentioned, text, taken, tool, confidence, least, language } = deciding;
  // What the words themselves came to is no guess of the model's.
  const isSaid = call.tool !== taken && toolNamed(call.tool).policy.kind === "automatic";
  const isSure = confidence === null || confidence >= least;
  if (isSure || isSaid || (tool === "cannot_do" && beyondOf(text))) return undefined;
  const { tool: _, ...args } = call;
  const product = args.product ?? understood.unclear.product?.[0];
  return {
    doubt: { zh: "我不太确定您的意思，请选择：", en: "I am not sure what you mean. Please choose:" },
    choices: likelyChoices(tool, { ...mentioned, ...args, product }, language, await examplesOf(db)),
  };
};
