import type { Knowledge } from "../../services/knowledge/knowledge.ts";
import { type DecisionRow, pendingOfConversation } from "../../services/mes/queries/decisions.ts";
import { answerOf } from "../process/ask-knowledge.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler, ToolResult } from "../runtime/context.ts";
import { languageIn } from "../runtime/format.ts";
import { asksForReplay, thanks } from "../runtime/spoken/about/help.ts";
import { onlyWaits, takesBack } from "../runtime/spoken/goes-on.ts";
import { beyondOf } from "./beyond.ts";
import { actOf, decisionEvidence } from "./decisions.ts";
import { examplesOf } from "./examples.ts";

/** So well the documents have to answer what was not asked of them. */
const surely = 0.72;

const abilities = {
  zh: "下达、暂停、恢复、提前、换线、取消工单，改工单的数量和交期，创建领料单；排产，解释延期，比较几张工单，查工单、产线、齐套、缺料、库存、物料够用多久、替代料，说出某单能不能下、后面排的什么、昨晚发生了什么、谁批的、在等谁批，算新订单的交期，推演停机、来料晚到、加班或先不做某单；说出要到哪些货；说出产量、合格率、OEE 等指标的数值、走势和原因，设预警；算测试项目的 Cpk，看控制图；产线停机或恢复时通知人；按序列号或症状诊断测试不过的单元，查同样的故障；让测试单元测几台产品；查车辆、钢网、批次、领料单、人员，看谁当班；说出产品的工序和节拍、产线什么时候有空档、有哪些预警；看 AOI 缺陷聚集在哪、为什么，巡检发现了什么；查文件回答问题，编写作业指导书",
  en: "release, hold, resume, bring forward, move and cancel orders, change their quantity and due date, and create requisitions; make a plan, explain lateness, hold orders against each other, tell how orders, lines, kits, shortages and stock stand, how long a material lasts and what may stand in for it, whether an order could be released, what is planned behind it, what happened last night, who approved something and what waits for whom, promise a date for a new order, tell what a stopped line, a late material, overtime or an order left out would do, and what goods are to come; tell figures such as output, quality or OEE with their trend and cause, and watch them; tell how capable a test step is (Cpk) with its control chart; tell somebody when a line is down or back; tell what is wrong with a failed unit, by its serial number or its symptom, and which failed as it did; test units in a robot cell; look up a vehicle, stencil, lot, requisition or person, and who is on shift; tell in which steps a product is made, when a line could stand still and which alerts are open; tell where defects cluster and why, and what patrols found; answer from the plant's documents and write work instructions",
};

/** Before a sentence is turned down, the documents are asked; of what is often asked for it is told what does it. */
export const createCannotDo =
  (knowledge: Knowledge): ToolHandler =>
  async (context) => {
    const known = beyondOf(context.text);
    if (known)
      return {
        text: known.text,
        evidence: [],
        choices: known.instead.map((tool) => choiceOf(tool, context.args, languageIn(context.text))),
      };
    return (
      (await answerOf(knowledge, context, surely)) ?? {
        text: {
          zh: "这句话我没听懂，或者这件事我办不了，什么都没有做。换个说法试试，带上工单、产线或产品的编号；“帮助”列出我能做的事。",
          en: 'I did not understand that, or cannot do it; nothing was done. Try other words, with the id of an order, line or product; "help" lists what I can do.',
        },
        evidence: [],
        choices: (["help", "late_orders", "ready_orders", "line_status"] as const).map((tool) =>
          choiceOf(tool, {}, languageIn(context.text)),
        ),
      }
    );
  };

/** That nothing was done, and where what still waits for approval is turned down. */
const tellTakenBack = ([last]: readonly DecisionRow[], now: Date): ToolResult => ({
  text: last
    ? {
        zh: `“${actOf(last, "zh")}”还在等批准，什么都没有改。不要了就在它的卡片上点“拒绝”；没人批，它会自己过期。`,
        en: `"${actOf(last, "en")}" still waits for approval; nothing was changed. Press Reject on its card, or let it lapse.`,
      }
    : { zh: "好的，什么都没有改。", en: "All right, nothing was changed." },
  evidence: last ? [decisionEvidence(last, now)] : [],
});

/** What can be asked, with sentences to begin with. */
export const help: ToolHandler = async ({ db, clock, toolCallId, text }) => {
  if (asksForReplay(text))
    return {
      text: {
        zh: "过去的事在“回放”页看：选一段时间，逐步重放车间、产线、工单和数字；链接可以把同一时刻给同事看。",
        en: "What was is on the Replay page: choose a stretch of time and play floor, lines, orders and figures again; a link shows a colleague the same moment.",
      },
      evidence: [],
    };
  if (takesBack(text) || onlyWaits(text))
    return tellTakenBack(await pendingOfConversation(db, toolCallId), clock.now());
  if (thanks(text)) return { text: { zh: "不客气。", en: "You are welcome." }, evidence: [] };
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
