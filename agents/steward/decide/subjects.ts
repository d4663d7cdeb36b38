import { cellProducts } from "../../../services/mes/queries/cells.ts";
import { choiceOf } from "../../runtime/choice.ts";
import { metricOf } from "../../runtime/metrics/catalogue.ts";
import { takesMetric } from "../../runtime/tool.ts";
import { settleOrderChange } from "../order-change.ts";
import { askWhichOrder } from "../which-order.ts";
import type { Step } from "./step.ts";

/** What a cell can test, where a product is to go through one that it has no recipe of. */
export const askForRecipe: Step = async ({ tool, product, quantity }, { db, language }) => {
  if (tool !== "test_units" || !product) return undefined;
  const able = await cellProducts(db);
  if (able.length === 0 || able.includes(product)) return undefined;
  return {
    doubt: {
      zh: `测试单元没有 ${product} 的配方，跑不了；它能测 ${able.join("、")}。${product} 在自己的产线上测试，按工单下达。`,
      en: `The test cell has no recipe of ${product} and cannot run it; it tests ${able.join(", ")}. ${product} is tested on its lines, by releasing its order.`,
    },
    choices: able.map((one) => choiceOf(tool, { product: one, quantity }, language)),
    asked: { tool, product: null, quantity },
  };
};

export const findOrder: Step = async (call, { db, understood, language }) => {
  const found = await askWhichOrder(db, call, understood, language);
  return found && "call" in found ? found.call : found;
};

/** Figures that are compared most. */
const comparedMost = ["output", "oee", "fpy", "on_time"] as const;

/** Which figure is meant where a sentence only says what it is to be compared with. */
export const askWhichFigure: Step = ({ tool }, { understood, text, language }) => {
  const { figure, candidates, certain } = understood;
  const names = figure.metrics.length > 0 || candidates.named.size > 0;
  if (certain || names || !figure.compare || text.length > 30 || !(takesMetric(tool) || tool === "cannot_do"))
    return undefined;
  return {
    doubt: { zh: "您要比哪个指标？", en: "Which figure shall be compared?" },
    choices: comparedMost.map((id) => {
      const { name } = metricOf(id);
      return { label: name, text: `${name[language]} ${text}` };
    }),
  };
};

export const settleChange: Step = async (call, { db, understood, tool, text, language }) => {
  if (tool !== "change_order") return undefined;
  const settled = await settleOrderChange(db, call, understood, text, language);
  return "call" in settled ? settled.call : settled;
};
