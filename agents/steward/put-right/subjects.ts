import { tellsSymptom } from "../../repair/symptom-words.ts";
import type { ToolCall } from "../../runtime/call-schema.ts";
import { isChinese } from "../../runtime/format.ts";
import { metricOf } from "../../runtime/metrics/catalogue.ts";
import { asksForPlanChanges } from "../../runtime/spoken/about/plans.ts";
import { asksForExpiry, asksHowLong } from "../../runtime/spoken/about/stock.ts";
import { isLineWord, lineWords, toolNamed } from "../../runtime/tool.ts";
import { beyondOf, neverDone } from "../beyond.ts";
import type { Rule } from "./heard.ts";

/** What is to be handed over or read out: a report of what was, also where the meeting is to come. */
export const handsOver =
  /交接班|交班|早会|晨会|(?:周|日)报(?![废警错修价表到])|(?<![a-z])(?:hand-?overs?|morning meeting|the weekly|weekly report|the daily|daily report)(?![a-z])/i;
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
const unitsOf =
  /几[块台个件]|多少[块台个件]|哪[些几块台]|最[老久早]|(?<![a-z])(?:units?|boards?|how many|oldest|which)(?![a-z])/i;

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

/** Whether what was to be made was made. */
const hitsTarget =
  /(?:达标|达成|完成)(?:了)?(?:计划|指标|目标|任务)?了?(?:没|吗|[?？])|(?<![a-z])(?:hit|make|made|meet|met|reach(?:ed)?) (?:the|our) (?:numbers?|targets?|plan|quota)(?![a-z])/i;
const twoShifts =
  /(?:白|夜|早|中|晚)班.{0,4}(?:跟|和|与|比|还是|对比).{0,4}(?:白|夜|早|中|晚)班|(?<![a-z])(?:day|night|evening|morning) (?:shift )?(?:or|vs\.?|versus|and|against|than) (?:the )?(?:day|night|evening|morning) shift(?![a-z])|which shift/i;
const slowerThanPlanned =
  /比.{0,8}(?:标准|工艺|定额|节拍).{0,6}(?:慢|长|久|多)|(?:超|慢于|高于)(?:过|了)?.{0,4}(?:标准工时|定额|节拍)|(?<![a-z])(?:longer|slower|more time).{0,24}than (?:the )?(?:routing|standard|plan\w*)/i;
const machinesOffline =
  /(?:设备|产线|机器|机台|哪[些条台]|有没有).{0,8}(?:掉线|离线|断线|不在线|没(?:有)?(?:上传|上报|传|来)?数据)|(?:opc ?ua|mqtt|sparkplug|cfx|plc|网关|采集).{0,8}(?:断|掉|连|在线|通|正常|没|好)|(?<![a-z])(?:opc[ -]?ua|mqtt|sparkplug|plc|gateway) .{0,16}(?:ok|up|down|alive|connected|lost|broken|working)(?![a-z])|(?<![a-z])(?:machines?|lines?|devices?|anything|which).{0,20}(?:offline|no data|not (?:sending|reporting)|disconnected|silent)(?![a-z])/i;
const failsTest =
  /(?:单元|板子?|这块|台).{0,10}(?:没过|不过|测不过|失败).{0,12}(?:先看|原因|毛病|怎么修|查)|(?<![a-z])(?:units?|boards?) (?:failed|fails|failing).{0,70}(?:culprit|usual|why|cause|look|fix|check)(?![a-z])/i;
const kitsNext =
  /(?<![a-z])(?:which|what) (?:reels?|kits?|parts?|materials?) .{0,16}(?:pull|pick|prep\w*|stage) .{0,8}first|(?:先|接下来|下一?步).{0,4}(?:备|配|拣|发)(?:哪|什么|啥)|备料(?:顺序|先后|清单)|(?<![a-z])(?:which|what) kits? .{0,16}(?:next|first|prepare)|kitting (?:order|list|next)(?![a-z])/i;
const whereWip =
  /在制.{0,10}(?:在哪|堆|压在)|(?:堆|压)(?:在|着)?哪|(?<![a-z])(?:wip|work in pro\w+).{0,40}where|where .{0,20}(?:wip|piled?|pil\w+ up)(?![a-z])/i;
/** When the kit is at the line, which the order tells that it is for. */
const toLine =
  /(?:到|送到?|上)(?:线边|产线|线上|机台|位)|(?<![a-z])(?:at|to|reach\w*) (?:the )?(?:line|machine)(?![a-z])/i;
const ofKit = /料|套件|(?<![a-z])(?:kits?|materials?|parts?|components?)(?![a-z])/i;
const lotSaid = /(?<![a-z\d])lot-?(\d{2,})(?![-\d])/i;

/** Orders that do not go on, none in particular. */
const stuck =
  /(?:没动静|没动|不动|不走|停滞|没人管)(?:了)?的(?:工?单|订单|单子)|(?:工?单|订单|单子).{0,4}(?:没动静|没动|不动弹)|(?:哪[些几]?[个张]?|有没有|多少[个张]?).{0,6}(?:单|工单|订单).{0,8}(?:卡|挂起|挂着|暂停|停着|不动|压着|堵)|(?:卡住|挂起|暂停|停着|压着)的(?:工?单|订单)|(?<![a-z])(?:which|what|any|list|show).{0,16}(?:orders?|jobs?).{0,16}(?:stuck|on hold|held|blocked|stalled)|(?:stuck|blocked|held|stalled) (?:orders|jobs)|orders? on hold(?![a-z])/i;

/** Orders that wait for nothing but material: 料卡住的单子, "jobs blocked by parts". */
const forMaterial =
  /(?<!卡)料.{0,3}(?:卡|压|堵|拖)|(?:等|缺|欠|没).{0,2}(?:料|件|货)|(?<![a-z])(?:materials?|parts|components?|shortages?)(?![a-z])/i;

/** Why orders are late, all of them and none in particular. */
const whyEachLate =
  /(?:这些|那些|各|每[个张一]|所有|全部|都|分别|逐[个张一]).{0,10}(?:为什么|为啥|原因|卡在|怎么回事)|(?:为什么|为啥|原因).{0,12}(?:这些|那些|各|每[个张一]|所有|全部|都|分别)|(?<![a-z])why .{0,16}(?:these|those|they|all|each|every|so many|orders).{0,16}(?:late|delayed|behind)|(?:cause|reason)s? .{0,12}(?:each|every|all|those|these|the late)/i;

const mayBeSymptom: ReadonlySet<string> = new Set(["ask_knowledge", "cannot_do", "inspection_status"]);
const asksWhatToMend =
  /先(?:查|换|看|修)(?:什么|啥|哪)|[咋怎么如何]+[修弄办]|(?:什么|啥)(?:原因|毛病|坏)|(?<![a-z])(?:where .{0,12}look|what .{0,20}(?:check|swap|replace|fix)|likely cause|what(?:'s| is) wrong)(?![a-z])/i;

/** How many orders are still to be made. */
const countsOpenOrders =
  /(?:还|压|剩|有|积).{0,4}(?:几|多少)[张单个]?(?:工单|订单|单子?|张)?(?:没做|没完|要做|未完)?[?？]?$|(?:几|多少)[张单个]?(?:工单|订单|单).{0,4}(?:没|未|要做)|(?<![a-z])(?:how many (?:open |more )?orders|orders (?:left|open|to go))(?![a-z])/i;
const mayCountOrders: ReadonlySet<string> = new Set([
  "routing",
  "promise_date",
  "output",
  "metric_value",
  "cannot_do",
  "diagnose_unit",
  "late_orders",
  "stock_status",
]);

/** When a line is back or since when it stands, which is no question about its free time. */
const isBack =
  /(?:能|会|可以|几点|时候|啥时)好(?:起来)?|修好|恢复|(?:掉|停|坏|挂)的|(?<![a-z])(?:back|fixed|repaired|running again|went down|did .{0,12}(?:stop|go down))(?![a-z])/i;

/** How long it has been standing. */
const standsSince =
  /(?:停|坏|趴|挂|卡)(?:机)?(?:了|着)?[吗么?？，, ]*(?:有)?(?:多久|多长时间)(?:了|[，,?？。]|$)|(?<![a-z])how long (?:has|have|is|was) .{0,30}(?:been )?(?:down|stopped|standing|broken|stuck)|(?:down|stopped) for how long(?![a-z])/i;
/** How long a set-up that goes on will take. */
const endsSetUp =
  /(?:换[型线产]|转[线产]|调机).{0,6}(?:还[要得有]?|几点|什么时候|啥时候|完了?没|好了?没|做?完了?吗|结束|到哪)|(?<![a-z])(?:change-?over|set-?up).{0,24}(?:left|done|finish\w*|over|to go|end|take longer)(?![a-z])|(?:done|finished) (?:changing over|setting up)/i;
const maySetUp: ReadonlySet<string> = new Set([
  "metric_value",
  "metric_trend",
  "routing",
  "promise_date",
  "line_gaps",
  "planned_work",
  "planned_next",
  "cannot_do",
]);
const heldByMaterial =
  /(?:因为?|由于).{0,4}(?:缺|没)?(?:料|物料|零件|器件).{0,12}(?:不了|没法|开不|做不|卡|停)|(?:缺料|没料|等料).{0,10}(?:开不了|做不了|开工|上不了|停着|干等)|(?<![a-z])(?:can'?t|cannot|unable to|not able to|won'?t) (?:start|begin|run|be (?:started|released|built)).{0,30}(?:parts?|materials?|components?|kits?|shortages?)(?![a-z])/i;

const ofStock =
  /(?:还有|还剩|剩|现有|库存).{0,2}(?:多少|几[个卷盘箱罐包])|库存(?:情况|还够|够不够)|(?<![a-z])(?:how (?:much|many) .{1,24} (?:left|in stock|do we have|on hand))(?![a-z])/i;

const goodsCome =
  /(?:要|会|能)?(?:来|到|进)(?:哪|什么|啥|几)(?:[几些]?[批种样])?的?(?:物?料|货)|(?:哪|什么|啥|几)(?:[几些]?[批种样])?(?:物?料|货)(?:要|会|能)?(?:来|到|进)/;
const failsIn = /(?:哪|什么|啥)(?:[几些]?[项步]|几?个(?:测试)?项目?|些参数).{0,6}(?:挂|不过|失败|fail)/i;
const mayBeFailing: ReadonlySet<string> = new Set([
  "planned_work",
  "metric_value",
  "cannot_do",
  "diagnose_unit",
  "routing",
]);

const isReading = ({ tool }: ToolCall): boolean => toolNamed(tool).policy.kind === "automatic";

/**
 * What the words are about where the model took a neighbour of that: a report for one of its figures, units that wait for
 * repair for how long repairs take, people, what suppliers put off.
 */
export const subjectRules: readonly Rule[] = [
  // Since when a line stands, and when its set-up is over, is told by how it is.
  ({ tool, metric }, { text, asked, line }) =>
    tool === "metric_value" && metric === "downtime" && standsSince.test(text) && !asked.period
      ? { tool: "line_status", line: line ?? "all" }
      : undefined,
  ({ tool }, { text, line }) =>
    line && endsSetUp.test(text) && maySetUp.has(tool) ? { tool: "line_status", line } : undefined,
  // Orders that cannot begin for want of material are told by what is short.
  ({ tool }, { text, namesOrder }) =>
    tool === "late_orders" && !namesOrder && heldByMaterial.test(text)
      ? { tool: "short_material" }
      : undefined,
  ({ tool }, { text, line }) =>
    tool === "line_gaps" && line && isBack.test(text) ? { tool: "line_status", line } : undefined,
  // What a unit fails by is asked of what repairs have taught, whatever the documents say of its limits.
  ({ tool, unit }, { text, namesOrder }) =>
    !unit && !namesOrder && mayBeSymptom.has(tool) && tellsSymptom(text) && asksWhatToMend.test(text)
      ? { tool: "diagnose_unit", unit: null }
      : undefined,
  // How many orders of a product there are is told by which they are.
  ({ tool }, { text, asked, namesOrder }) =>
    asked.product && !namesOrder && countsOpenOrders.test(text) && mayCountOrders.has(tool)
      ? { tool: "order_status", order: null }
      : undefined,
  // Lines of a kind that is named are meant, and not the one that was talked about last.
  (call, { kind, line }) =>
    kind && !line && call.line && lineWords[call.tool] && !isLineWord(call.line) && isReading(call)
      ? { ...call, line: lineWords[call.tool] }
      : undefined,
  (_, { text, namesOrder, line }) =>
    asksForPlanChanges(text) && !namesOrder && !line ? { tool: "plan_changes" } : undefined,
  (_, { text, namesOrder, line }) =>
    stuck.test(text) && !namesOrder && !line
      ? { tool: forMaterial.test(text) ? "short_material" : "stuck_orders" }
      : undefined,
  ({ tool }, { text, namesOrder }) =>
    tool === "explain_late" && !namesOrder && whyEachLate.test(text) ? { tool: "late_orders" } : undefined,
  ({ tool }, { text }) =>
    handsOver.test(text) && noReport.has(tool) ? { tool: "shift_report", line: "all" } : undefined,
  ({ tool, unit }, { text }) =>
    !unit &&
    ofRepair.test(text) &&
    unitsOf.test(text) &&
    ["metric_value", "output", "cannot_do"].includes(tool)
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
          words: isChinese(text)
            ? "最近 7 天各测试线的直通率"
            : "first pass yield by test line in the last 7 days",
        }
      : undefined,
  ({ tool }, { text }) =>
    tool === "inspection_status" && !ofInspection.test(text) ? { tool: "cannot_do" } : undefined,
  ({ tool }, { text, asked, line }) =>
    hitsTarget.test(text) &&
    asked.period &&
    ["metric_value", "output", "cannot_do", "plan_status"].includes(tool)
      ? { tool: "shift_report", line: line ?? "all" }
      : undefined,
  ({ tool, metric }, { text, asked, line }) => {
    const figure = tool === "metric_value" && asked.metrics.length > 0 && metric ? metric : "quality";
    return twoShifts.test(text) &&
      ["cannot_do", "metric_value", "who_is_there", "shift_report", "output"].includes(tool)
      ? {
          tool: "metric_value",
          metric: figure,
          line: line ?? "all",
          // The shifts that are named would narrow it to one of them.
          words: isChinese(text)
            ? `${asked.period?.words ?? "最近 7 天"}各班次的${metricOf(figure).name.zh}`
            : `${metricOf(figure).name.en} by shift ${asked.period?.words ?? "in the last 7 days"}`,
        }
      : undefined;
  },
  ({ tool }, { text, line }) =>
    slowerThanPlanned.test(text) && line && !["what_if_down", "move_order"].includes(tool)
      ? {
          tool: "metric_trend",
          metric: "effectiveness",
          line,
          words: isChinese(text)
            ? `${line} 最近四周的性能效率走势`
            : `effectiveness of ${line} over the last four weeks`,
        }
      : undefined,
  ({ tool }, { text }) =>
    machinesOffline.test(text) &&
    ["metric_value", "line_status", "cannot_do", "overview", "open_alerts", "diagnose_unit"].includes(tool)
      ? { tool: "line_status", line: "all" }
      : undefined,
  ({ tool, unit }, { text }) =>
    !unit &&
    failsTest.test(text) &&
    ["metric_value", "cannot_do", "inspection_status", "ask_knowledge"].includes(tool)
      ? { tool: "diagnose_unit", unit: null }
      : undefined,
  (_, { text, namesOrder }) => (kitsNext.test(text) && !namesOrder ? { tool: "ready_orders" } : undefined),
  ({ tool }, { text }) =>
    whereWip.test(text) && ["metric_value", "line_load", "cannot_do"].includes(tool)
      ? { tool: "line_status", line: "all" }
      : undefined,
  ({ tool }, { text, material }) =>
    asksForExpiry(text) &&
    !material &&
    ["inspection_status", "stock_status", "cannot_do", "short_material"].includes(tool)
      ? { tool: "stock_status", material: null }
      : undefined,
  ({ tool }, { text }) => {
    const lot = lotSaid.exec(text)?.[1];
    return lot &&
      !neverDone(text) &&
      ["ask_knowledge", "cannot_do", "stock_status", "inspection_status"].includes(tool)
      ? { tool: "look_up", thing: `LOT-${lot}` }
      : undefined;
  },
  ({ tool, material }, { text, mentionedOrder }) =>
    tool === "stock_status" && !material && mentionedOrder && toLine.test(text)
      ? { tool: "check_kit", order: mentionedOrder }
      : undefined,
  ({ tool }, { text, order }) =>
    tool === "order_status" && order && ofKit.test(text) && toLine.test(text)
      ? { tool: "check_kit", order }
      : undefined,
  ({ tool, material, days }, { text }) =>
    tool === "what_if_late" && material && !days && asksHowLong(text) && !postponed.test(text)
      ? { tool: "stock_status", material }
      : undefined,
  // What goods come is no matter of the plan.
  ({ tool }, { text, material, line, namesOrder }) =>
    tool === "planned_work" && goodsCome.test(text) && !line && !namesOrder
      ? { tool: "expected_receipts", material: material ?? null }
      : undefined,
  // In which steps units of a product fail is no matter of the plan either.
  ({ tool }, { text, product, line }) =>
    product && failsIn.test(text) && mayBeFailing.has(tool)
      ? { tool: "test_failures", unit: null, product, line: line ?? null }
      : undefined,
  // How much there is of a material is told by the store, and where it has none of that name that is told.
  ({ tool }, { text, material }) =>
    tool === "ask_knowledge" &&
    !material &&
    text.length <= 24 &&
    ofStock.test(text) &&
    !/备件|安全库存/.test(text)
      ? { tool: "stock_status", material: null }
      : undefined,
  // What the house knows why it does not do is told rather than sought in the documents.
  ({ tool }, { text }) => (tool === "ask_knowledge" && beyondOf(text) ? { tool: "cannot_do" } : undefined),
];
