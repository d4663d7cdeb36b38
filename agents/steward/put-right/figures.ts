import type { ToolCall } from "../../runtime/call-schema.ts";
import { wantsOrderChanged } from "../../runtime/spoken/about/change.ts";
import { countsFailedUnits } from "../../runtime/spoken/about/faults.ts";
import { asksOfMaterial } from "../../runtime/spoken/about/stock.ts";
import { metricsNamed } from "../../runtime/spoken/asked/named-metrics.ts";
import { ranksParts } from "../../runtime/spoken/asked/question.ts";
import { targetIn } from "../../runtime/spoken/asked/target.ts";
import { takesMetric, toolNamed } from "../../runtime/tool.ts";
import { asksForUnkept } from "../beyond/figures.ts";
import { asksOfMaintenanceDue } from "../beyond/maintenance.ts";
import { beyondOf } from "../beyond.ts";
import type { Heard, Rule } from "./heard.ts";
import { handsOver } from "./subjects.ts";

/** How a figure goes on, not what it is. */
const course =
  /走势|趋势|曲线|变化|历史|怎么(?:样|走|变)|如何|逐[小日天周月]|每[小天日周月]|越来越|稳定|波动|异常|控制图|一直|(?<![a-z])(?:trend\w*|over time|develop\w*|history|how (?:has|have|did|is|are|was|were)|daily|weekly|hourly|by (?:day|hour|week|month)|each|every|per|charts?|curves?|stable|control|better|worse|chang\w*|evolv\w*|gone?|going|look\w*|improv\w*)(?![a-z])/i;
const saysOrders = /工单|订单|单子|(?<![a-z])orders?(?![a-z])/i;
const saysKit = /齐套|缺料|缺什么|到料|(?<![a-z])(?:kits?|kitted|kitting|short|missing|shortages?)(?![a-z])/i;

/** How many orders are to be finished, of none in particular. */
const countsOrders =
  /(?:能|会|要|可以|计划|预计|还)(?:完成|做完|交付|交出|干完|完工|做)(?:多少|几)[个张]?(?:工单|订单|单)|(?<![a-z])how many orders (?:will|can|are|do|should)(?! (?:be )?late)(?![a-z])(?!.* late)/i;
/** Which version of a work instruction holds, and whose it is. */
const asksOfVersion =
  /第?几版|哪[个一]?版|版本|谁[批审写编]|什么时候生效|(?<![a-z])(?:which version|what version|version of|who (?:approved|wrote|released))(?![a-z])/i;
const saysInstruction = /指导书|工艺文件|作业文件|(?<![a-z])(?:work instructions?|sops?)(?![a-z])/i;

const saysDraft = /草稿|指导书|工艺文件|(?<![a-z])(?:drafts?|work instructions?)(?![a-z])/i;

/** People, and what they are able to do. */
const asksWho =
  /谁(?:能|会|可以|有)|哪(?:些|几个)?人(?:能|会|有)|(?:当班|上班|在岗)的?(?:有谁|人|都有谁)|谁(?:当班|上班|在岗|值班|值夜)|(?<![a-z])who(?:'s| is| are| can| could| will| may| has| holds) (?:on|there|here|at work|working|qualified|run|operate|able|certified|the )/i;
const whoIsAble = /会.{0,12}的(?:人)?(?:有|是|几|多少|在|谁)|有没有(?:人)?会/;
/** A skill by its id: FT-RF, SMT-B. */
const skillId = /(?<![A-Z])[A-Z]{2,4}-[A-Z]{1,3}(?![A-Z\d])/;
const saysSkill =
  /(?<![a-z])[a-z]{2,4}-[a-z](?![a-z])|资质|技能|上岗证|(?<![a-z])(?:skill|qualif\w*|certif\w*)(?![a-z])/i;

/** Units that fail at a tester, not a tester that fails. */
const unitsFail = /失败|[没不]过|不通过|(?<![a-z])(?:fail(?:s|ed|ing|ures?)?|rejects?)(?![a-z])/i;
const machinesFail = /故障|停机|宕机|(?<![a-z])(?:breakdowns?|broke|down|stops?|stopped)(?![a-z])/i;

/** A neighbour of what a material's stock tells; what would be if it came late is asked of it in the same words. */
const mayBeStock = ({ tool }: ToolCall) =>
  tool !== "what_if_late" && toolNamed(tool).policy.kind === "automatic";

const countsDefects =
  /(?:多少|几)个?.{0,6}(?:缺陷|不良)|(?:缺陷|不良).{0,4}(?:多少|几)|(?<![a-z])how many defects/i;
const isOfPart = ({ kind, product, family, shift, lines, split }: Heard["asked"]): boolean =>
  (kind ?? product ?? family ?? shift) !== undefined ||
  (split !== undefined && split !== "line") ||
  lines.length > 1;
/** Tools of what is planned, which tell nothing of how it went. */
const ofReport: ReadonlySet<string> = new Set(["shift_report", "overview", "output"]);
const plansOrders: ReadonlySet<string> = new Set(["late_orders", "line_load", "line_status", "planned_work"]);
const ranksLines = ({ split, ranking }: Heard["asked"]): boolean =>
  split === "line" && (ranking?.from === "worst" || ranking?.from === "best");
const isOfPast = ({ tool }: ToolCall) =>
  (takesMetric(tool) && tool !== "set_alert") || tool === "output" || tool === "shift_report";

const isMetricRead = ({ tool, metric }: ToolCall): boolean =>
  takesMetric(tool) && tool !== "set_alert" && metric !== undefined && metric !== null;

/**
 * What the words mean where the model took a neighbour of it: the course of a figure for its value, the cause for the
 * ranking that the sentence begins with, what was for what is to come, a symptom for orders that wait for material.
 */
export const figureRules: readonly Rule[] = [
  // The one figure that a verb and how much say, where the model took another: how long it stood for how often it stopped.
  (call, { text, asked: { metrics } }) => {
    const [said, ...others] = metrics;
    const isByVerb = said && others.length === 0 && !metricsNamed(text).some(({ id }) => id === said.id);
    return isByVerb && isMetricRead(call) && call.metric !== said.id
      ? { ...call, metric: said.id }
      : undefined;
  },
  (call, { text, material }) =>
    material && mayBeStock(call) && asksOfMaterial(text) ? { tool: "stock_status", material } : undefined,
  (call, { text, ahead, now, namesOrder }) =>
    ahead &&
    !namesOrder &&
    !handsOver.test(text) &&
    (isOfPast(call) ? ahead.from >= now : call.tool === "planned_next")
      ? { tool: "planned_work", line: call.line ?? "all", words: call.words }
      : undefined,
  ({ tool, line, words }, { text, ahead, now, namesOrder }) =>
    ahead && ahead.to > now && !namesOrder && tool !== "what_if_shift" && countsOrders.test(text)
      ? { tool: "planned_work", line: line ?? "all", words }
      : undefined,
  ({ tool }, { text, namesOrder }) =>
    !namesOrder &&
    (asksWho.test(text) || (whoIsAble.test(text) && (skillId.test(text) || saysSkill.test(text)))) &&
    (skillId.test(text) || saysSkill.test(text) || tool === "line_status")
      ? { tool: "who_is_there" }
      : undefined,
  ({ tool }, { text, order, amount }) =>
    tool === "cannot_do" && order && wantsOrderChanged(text)
      ? { tool: "change_order", order, quantity: amount ?? null }
      : undefined,
  ({ tool }, { text }) =>
    tool === "open_decisions" && saysDraft.test(text) ? { tool: "instruction_status" } : undefined,
  (_, { text }) =>
    saysInstruction.test(text) && asksOfVersion.test(text) ? { tool: "instruction_status" } : undefined,
  ({ tool, metric, words }, { text, asked, product, line, isTested }) =>
    takesMetric(tool) &&
    tool !== "set_alert" &&
    metric === "failures" &&
    isTested &&
    unitsFail.test(text) &&
    !machinesFail.test(text)
      ? ranksParts(asked)
        ? { tool, metric: "fpy", line: line ?? "all", words }
        : { tool: "test_failures", unit: null, product: product ?? null, line: line ?? null, words }
      : undefined,
  // Breakdowns of lines are no count of units, whatever else is said of those: 多少块板挂了两次以上.
  ({ tool, metric }, { text, isTested = false }) =>
    takesMetric(tool) && metric === "failures" && countsFailedUnits(text, isTested)
      ? { tool: "cannot_do" }
      : undefined,
  // What the house knows why it does not tell is no neighbouring figure.
  ({ tool }, { text, asked }) =>
    takesMetric(tool) && ((asked.metrics.length === 0 && beyondOf(text)) || asksForUnkept(text))
      ? { tool: "cannot_do" }
      : undefined,
  // What of maintenance is due is no work of the plan.
  ({ tool }, { text, namesOrder }) =>
    ["planned_work", "line_status"].includes(tool) && !namesOrder && asksOfMaintenanceDue(text)
      ? { tool: "cannot_do" }
      : undefined,
  // Whether a target is reached that nobody has set is told by no report.
  ({ tool }, { text, asked }) =>
    asked.metrics.length === 0 &&
    ofReport.has(tool) &&
    targetIn(text)?.value === undefined &&
    targetIn(text) &&
    beyondOf(text)
      ? { tool: "cannot_do" }
      : undefined,
  (call, { asked }) =>
    call.tool === "metric_cause" && ranksParts(asked) ? { ...call, tool: "metric_value" } : undefined,
  // The line that was worst in a stretch of the past, of which nobody says in what: as a whole, its OEE.
  ({ tool }, { text, asked }) =>
    asked.period && asked.metrics.length === 0 && ranksLines(asked) && plansOrders.has(tool)
      ? { tool: "metric_value", metric: "oee", line: "all", words: text }
      : undefined,
  // How many of a kind of defect there were is counted;
  ({ tool, line }, { text, asked }) =>
    tool === "inspection_status" && asked.period && asked.metrics.some(({ id }) => id === "aoi_defects")
      ? { tool: "metric_value", metric: "aoi_defects", line: line ?? "all", words: text }
      : undefined,
  // How many defects there were is counted; what clusters is something else.
  ({ tool, line }, { text, asked }) =>
    tool === "inspection_status" && asked.period && countsDefects.test(text)
      ? { tool: "metric_value", metric: "aoi_defects", line: line ?? "all", words: text }
      : undefined,
  // What was made is told of a line or the whole plant; of anything else the metric tells it.
  (call, { text, asked }) =>
    call.tool === "output" && isOfPart(asked)
      ? {
          ...call,
          tool: "metric_value",
          metric: asked.metrics.some(({ id }) => id === "scrap") ? "scrap" : "output",
          words: call.words ?? text,
        }
      : undefined,
  (call, { asked }) =>
    call.tool === "output" && ranksParts(asked)
      ? { ...call, tool: "metric_value", metric: "output" }
      : undefined,
  (call, { text, asked }) =>
    call.tool === "metric_trend" && asked.period && !course.test(text)
      ? { ...call, tool: "metric_value" }
      : undefined,
  ({ tool, unit }, { text }) =>
    tool === "diagnose_unit" && !unit && saysOrders.test(text)
      ? saysKit.test(text)
        ? { tool: "short_material" }
        : { tool: "cannot_do" }
      : undefined,
];
