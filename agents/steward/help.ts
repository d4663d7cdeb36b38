import type { Knowledge } from "../../services/knowledge/knowledge.ts";
import { answerOf } from "../process/ask-knowledge.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { languageIn } from "../runtime/format.ts";
import { examplesOf } from "./examples.ts";

/** Words of thanks want no list. */
const thanks = /谢|辛苦|thank/i;

/** So well the documents have to answer what was not asked of them. */
const surely = 0.72;

const abilities = {
  zh: "说出哪些工单可以下达并下达、排产、解释延期、列出延期工单、查工单进度、产线状态、负荷和产量、齐套、缺料和库存、诊断测试不过的单元、创建领料单、暂停或恢复工单、把工单提前、算新订单的交期，推演停机或来料晚到的影响，回答现行文件里的问题",
  en: "tell which orders are ready and release them, make a plan, explain lateness, list late orders, tell the status of orders, the status, load and output of lines, check kits, shortages and stock, tell what is wrong with a failed unit and how to repair it, create requisitions, hold and resume orders, bring an order forward, promise a date for a new order, tell what a stopped line or a late material would do, and answer questions out of the documents in force",
  zh: "说出哪些工单可以下达并下达、排产、解释延期、列出延期工单、查工单进度、产线状态、负荷和产量、产量合格率 OEE 等指标的数值、走势、原因和预警、齐套、缺料和库存、诊断测试不过的单元、编写作业指导书、创建领料单、暂停或恢复工单、把工单提前、换线或取消、算新订单的交期，推演停机或来料晚到的影响",
  en: "tell which orders are ready and release them, make a plan, explain lateness, list late orders, tell the status of orders, the status, load and output of lines, tell figures such as OEE, quality or downtime with their trend and cause and watch them, check kits, shortages and stock, tell what is wrong with a failed unit and how to repair it, write work instructions, create requisitions, hold and resume orders, bring an order forward, move it to another line or cancel it, promise a date for a new order, and tell what a stopped line or a late material would do",
};

/** Before a sentence is turned down, the documents are asked. */
export const createCannotDo =
  (knowledge: Knowledge): ToolHandler =>
  async (context) =>
    (await answerOf(knowledge, context, surely)) ?? {
      text: {
        zh: `这件事我办不了。我能做的是：${abilities.zh}。`,
        en: `I can't do that. What I can do: ${abilities.en}.`,
      },
      evidence: [],
    };

/** What can be asked, with sentences to begin with. */
export const help: ToolHandler = async ({ db, text }) => {
  if (thanks.test(text)) return { text: { zh: "不客气。", en: "You are welcome." }, evidence: [] };
  const language = languageIn(text);
  const examples = await examplesOf(db);
  const { order } = examples;
  return {
    text: {
      zh: `一句话就行。我能：${abilities.zh}。会改变工厂的事，先给您看依据，批准后才做。`,
      en: `A sentence will do. I can ${abilities.en}. What changes the plant is shown with its reasons first and waits for approval.`,
    },
    evidence: [],
    choices: [
      choiceOf("late_orders", {}, language),
      choiceOf("line_load", {}, language),
      choiceOf("ready_orders", {}, language),
      choiceOf("output", {}, language),
      ...(order ? [choiceOf("check_kit", { order }, language)] : []),
      choiceOf("diagnose_unit", {}, language),
      choiceOf("ask_knowledge", {}, language),
      choiceOf("what_if_down", {}, language, examples),
    ],
  };
};
