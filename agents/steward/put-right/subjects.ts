import { beyondOf } from "../beyond.ts";
import type { Rule } from "./heard.ts";

/** What is to be handed over or read out: a report of what was, also where the meeting is to come. */
export const handsOver =
  /交接班|交班|早会|晨会|周报|日报|(?<![a-z])(?:hand-?overs?|morning meeting|the weekly|weekly report|the daily|daily report)(?![a-z])/i;
/** Tools that a report of a shift, day or week is no matter of. */
const noReport: ReadonlySet<string> = new Set([
  "cannot_do",
  "metric_value",
  "metric_trend",
  "output",
  "overview",
  "write_document",
  "help",
]);

const ofRepair =
  /待修|等.{0,3}修|返修|维修[台区站]|(?<![a-z])(?:repair bench|waiting (?:for|at) repair|to be repaired|awaiting repair)(?![a-z])/i;
const unitsOf = /几[块台个件]|多少[块台个件]|哪[些几块台]|最[老久早]|(?<![a-z])(?:units?|boards?|how many|oldest|which)(?![a-z])/i;

const ofInspection =
  /aoi|spi|axi|x-?ray|检[测验查]|缺陷|不良|位号|供料器|飞达|吸嘴|钢网|聚集|复判|误报|报警|漏件|偏移|连锡|少锡|立碑|锡|焊|贴[片错偏]|(?<![a-z])(?:defects?|clusters?|feeders?|nozzles?|calls?|inspect\w*|solder\w*|stencils?|missing|bridg\w*|tombston\w*|apertures?|paste|vision|camera)(?![a-z])/i;

const ofWhom =
  /顶班|替班|代班|顶替|替[他她一]|谁(?:能|可以|来)?(?:顶|替|接)|(?<![a-z])(?:cover|fill in|stand in|replace) (?:for )?(?:him|her|his|them|[a-z]+'s|the shift)|who (?:can|could) cover/i;

const postponed =
  /[推延拖改](?:迟|后|期)?[到至]|(?:晚|迟)[到至]|(?<![a-z])(?:moved|pushed|postponed|slips?|slipped|delayed|late|put off)(?![a-z])/i;
const bySupplier =
  /供应商|供方|采购|po(?![a-z])|到货|来料|收货|(?<![a-z])(?:suppliers?|vendors?|purchase order|receipts?|deliver\w*|shipment)(?![a-z])/i;

/** False calls, by what people say of a machine that calls too often. */
const cries =
  /误报|虚报|乱报|(?<![a-z])(?:false (?:calls?|alarms?)|crying wolf|cries wolf|over-?call\w*)(?![a-z])/i;
const isTester =
  /(?:板子|产品|单元|板).{0,6}(?:还是|问题)|测试(?:仪|机|台)?.{0,6}(?:不准|误判|有问题|乱报)|(?<![a-z])(?:f?ct|ft|tester)[- ]?\d*.{0,24}(?:lying|wrong|to blame|at fault|off)(?![a-z])/i;

/** Orders that do not go on, none in particular. */
const stuck =
  /(?:哪[些几]?[个张]?|有没有|多少[个张]?).{0,6}(?:单|工单|订单).{0,8}(?:卡|挂起|挂着|暂停|停着|不动|压着|堵)|(?:卡住|挂起|暂停|停着|压着)的(?:工?单|订单)|(?<![a-z])(?:which|what|any|list|show).{0,16}(?:orders?|jobs?).{0,16}(?:stuck|on hold|held|blocked|stalled)|(?:stuck|blocked|held|stalled) (?:orders|jobs)|orders? on hold(?![a-z])/i;

/**
 * What the words are about where the model took a neighbour of that: a report for one of its figures, units that wait for
 * repair for how long repairs take, people, what suppliers put off.
 */
export const subjectRules: readonly Rule[] = [
  (_, { text, namesOrder, line }) =>
    stuck.test(text) && !namesOrder && !line ? { tool: "stuck_orders" } : undefined,
  ({ tool }, { text }) =>
    handsOver.test(text) && noReport.has(tool) ? { tool: "shift_report", line: "all" } : undefined,
  ({ tool, unit }, { text }) =>
    !unit && ofRepair.test(text) && unitsOf.test(text) && ["metric_value", "output", "cannot_do"].includes(tool)
      ? { tool: "diagnose_unit", unit: null }
      : undefined,
  ({ tool }, { text }) =>
    ofWhom.test(text) && tool !== "release_order" ? { tool: "who_is_there" } : undefined,
  (_, { text, material, end }) =>
    material && end && postponed.test(text) && bySupplier.test(text)
      ? { tool: "what_if_late", material, days: null, by: end }
      : undefined,
  (call, { text, line, asked }) =>
    cries.test(text) && ["inspection_status", "line_gaps", "cannot_do", "line_status"].includes(call.tool)
      ? {
          tool: "metric_value",
          metric: "false_calls",
          line: line ?? "all",
          words: asked.period ? text : `${text}（本周）`,
        }
      : undefined,
  ({ tool }, { text }) =>
    isTester.test(text) && ["inspection_status", "cannot_do", "metric_value"].includes(tool)
      ? {
          tool: "metric_value",
          metric: "fpy",
          line: "all",
          words: /\p{Script=Han}/u.test(text) ? "今天各测试线的直通率" : "first pass yield today by test line",
        }
      : undefined,
  ({ tool }, { text }) =>
    tool === "inspection_status" && !ofInspection.test(text) ? { tool: "cannot_do" } : undefined,
  // What the house knows why it does not do is told rather than sought in the documents.
  ({ tool }, { text }) => (tool === "ask_knowledge" && beyondOf(text) ? { tool: "cannot_do" } : undefined),
];
