import type { ToolCall } from "../../runtime/call-schema.ts";
import { asksWhenFree } from "../../runtime/spoken/about/free-time.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import { toolNamed } from "../../runtime/tool.ts";
import { callsMaintenance } from "../beyond/maintenance.ts";
import { beyondOf, neverDone } from "../beyond.ts";
import { saysOnlySubject } from "../follow-up/only-subject.ts";
import type { Rule } from "./heard.ts";
import {
  askedOf,
  asksWhetherDone,
  deniesAct,
  describesOrder,
  ofOthers,
  onlyAsks,
  saysAct,
  twoBranches,
} from "./says-so.ts";

/** Time that is worked: what any question about overtime, a shift more or a day off says. */
const worked =
  /加班|班|周[末六日一二三四五天]|星期|礼拜|假|节|夜|晚|国庆|中秋|清明|端午|元旦|五一|春节|通宵|连轴|延长|加长|时[间长]|小时|钟头|[点号]|天|多[开上干做]|停产|开工|休息|(?<![a-z])(?:over-?time|ot|shifts?|weekends?|(?:satur|sun|mon|tues|wednes|thurs|fri)\w*|extra|hours?|hrs?|nights?|holidays?|longer|late|round the clock|crew|evenings?|stay\w*|work\w*|days?|time|breaks?|lunch)(?![a-z])|24/i;
const anyLine =
  /(?:哪|任[何意一]一?|随便哪|所有|每|各)(?:一?条)?(?:产?线|机台|设备)|(?<![a-z])(?:any|every|each|all|whichever|a)(?: of the)? (?:lines?|machines?)(?![a-z])/i;
/** How things are, and no figure that is watched. */
const wantsBriefing =
  /简报|汇报|要点|重点|(?<![a-z])(?:need to know|brief(?:ing|ly)?|in short|short version|summar\w+|board (?:call|meeting))(?![a-z])/i;
/** A lamp, an alarm, a machine that stands: what is asked of a line as it is. */
const ofMachine =
  /红灯|亮灯|报警灯|停[着了机]|趴窝|卡[板住]|(?<![a-z])(?:red (?:lamp|light)|lamp|light is|is (?:down|red|stopped)|stopped|has been down|been down)(?![a-z])/i;
const ofSetUp = /换[线型]|转[线产]|(?<![a-z])(?:change-?over|set-?up)(?![a-z])/i;
const pointsAtOrder = /它|[这那该]一?[单张个]|(?<![a-z])(?:it|this|that|half of it)(?![a-z])/i;
/** Of some that were told, the one that presses most. */
const mostUrgent =
  /最[急紧要](?:的|急|要)?|先(?:干|做|弄|处理)(?:哪|什么|谁)|(?<![a-z])(?:most urgent|most pressing|what first|which (?:one )?first|top priority)(?![a-z])/i;

/** Time beside that which is worked. */
const addsTime =
  /加班|加.{0,2}班|多[开上干做]|延长|加长|通宵|连轴|开工|不休|周[末六日]|(?<![a-z])(?:over-?time|ot|extra|weekend|saturday|sunday|longer|more (?:hours|shifts|time))(?![a-z])/i;
const swaps =
  /对调|互换|交换|换(?:一?下|一?个)?(?:先后|顺序|位置)|(?:先后|顺序)换|(?<![a-z])(?:swap|switch round|trade places)(?![a-z])/i;
/** An order that is to be left as it is. */
const sparesIt = /别动|不要动|不许动|别碰|(?<![a-z])(?:don'?t|do not) touch|leave .{0,20}(?:alone|as it is)/i;
const isInTime =
  /准时|按时|按期|来得及|赶得上|误不误|晚不晚|交期.{0,6}(?:保|守|稳|没问题|有问题)|保(?:得住|不住|得了|证)?.{0,2}交期|(?<![a-z])(?:on time|in time|make (?:it|its date|the date)|be late)(?![a-z])/i;
const onlyCould = /能|可以|好了|为什么|为啥|怎么|(?<![a-z])(?:can|could|why|ready)(?![a-z])/i;
const saysRelease = /下|放|投|开工|(?<![a-z])(?:releas\w*|start\w*|launch\w*)(?![a-z])/i;
const stepsLeft =
  /(?:几|多少|哪[些几]?)(?:道|个)?(?:工序|步)|几道|(?<![a-z])(?:steps?|operations?|segments?) (?:left|to go|remain\w*)(?![a-z])/i;
/** The order that was talked of is to come before another one. */
const isAheadOf =
  /(?:它|这[张单个]|那[张单个])?.{0,6}(?:排|插|放|提|挪)(?:到|在)[^，,]{0,10}\d+[^，,]{0,4}前|(?<![a-z])(?:it|this|that)(?: one)? (?:ahead of|before|in front of)(?![a-z])/i;
const ofKit = /料|齐|套|(?<![a-z])(?:kits?|materials?|parts|stock)(?![a-z])/i;
const saysDay =
  /[今明后]天|[今明]晚|周[一二三四五六日天末]|星期|礼拜|\d[号日]|(?<![a-z])(?:today|tonight|tomorrow|tmrw|(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend|next week)(?![a-z])/i;
/** A line is to stand for some work on it. */
const plannedStop =
  /断电|停电|检修|保养|校准|点检|维护|停机|停产|停线|改造|(?<![a-z])(?:don'?t plan|no work on|calibrat\w*|maintenance|serviced?|servicing|shut ?down|power (?:cut|off|outage)|out of service|taken down)(?![a-z])/i;

/** A plant or line without power or that cannot run, and no matter of a figure, a wish to be told or a vehicle. */
const standsStill =
  /^(?!.*(?:多少|几次|通知|告诉|提醒|为什么|为啥|agv|小车|单元)).*(?:停电|断电|停产|停线|停机|挂了|趴窝|坏了|修不好)|^(?!.*(?:how (?:many|much|often)|why|tell|notify|alert|agv|cell)).*(?<![a-z])(?:power (?:cut|off|outage|failure)|no power|shut ?down|blackout|(?:is|goes|went|be) down)(?![a-z])/i;

/** An order is to be ready by a day: "can you get it out by the 10th". */
const isToBeReady =
  /(?:能|可以|来得及).{0,12}(?:赶|交|出|做完|做好|完工|发)|赶(?:出|在|到)|(?<![a-z])(?:get|have|finish|make|ship|deliver) (?:it|this|that|them)(?: (?:out|done|ready|finished|shipped|over))?(?: by| before)(?![a-z])/i;
const saysDue =
  /交期|期限|日期|改|推|延|(?<![a-z])(?:due|date|deadline|chang\w*|move|push|postpon\w*)(?![a-z])/i;
/** A limit of no figure: 降到60以下喊我. */
const limitAlone =
  /^(?:那|要是|如果|一旦|等)*(?:低于|高于|超过|跌破|突破|降到|降至|升到|涨到|掉到|跌到)?\s*\d+(?:\.\d+)?\s*(?:%|个点)?\s*(?:以[下上]|时)?(?:就|的话|时候|,|，)*(?:喊|叫|告诉|通知|提醒|知会|报)(?:一?下)?(?:我|大家|一声)?$|^(?:and |then )?(?:tell|alert|ping|notify|warn|let) (?:me|us)(?: know)? (?:if|when) (?:it )?(?:is |goes |drops |falls |rises )?(?:below|under|above|over) \d+(?:\.\d+)?%?$/i;
/** Some other order, none that was named. */
const another =
  /别的|其[他它]的?|另(?:外|一)|换一?[个张]单|(?<![a-z])(?:another (?:one|order|job)|others?|something else|a different)(?![a-z])/i;
/** An order is to count for more. */
const raises =
  /(?:优先级|优先|优先度|等级).{0,8}(?:提|升|调|改|设|置|最高|高)|(?:提|升|调)(?:高|到)?.{0,6}优先|(?<![a-z])(?:(?:raise|increase|up|highest|top|set) .{0,24}priority|priority .{0,16}(?:up|high\w*|top|one|1))(?![a-z])/i;
/** A line that does not run. */
const stops =
  /停|坏|故障|保养|检修|修|趴|宕|断|关|缺勤|没有|没了|少了|不开|开不|不能|罢工|出问题|挂|歇|(?<![a-z])(?:down|stop\w*|stands?|stood|fail\w*|break\w*|broke\w*|lose|losing|loss|lost|off|out|outage|idle|without|maintenance|pm|service|shut\w*|closed?|unavailable|dies?|dead|gone|take|taken|taking|asking for|clean\w*|calibrat\w*|halt\w*|offline|unable|miss\w*|pull\w*)(?![a-z])/i;
const ofSupply =
  /料|货|供应|采购|[晚迟]到|不到|器件|芯片|(?<![a-z])(?:materials?|suppliers?|vendors?|parts?|deliver\w*|receipts?|shipments?|arriv\w*|comes?|stock|reels?|components?|trucks?|lorr(?:y|ies)|vans?)(?![a-z])/i;
const wantsReport =
  /报告|总结|一页纸|早会|汇报|纪要|(?<![a-z])(?:reports?|summary|summaries|one-?pager|memo|e-?mail)(?![a-z])/i;
const ofRepair =
  /维修(?:台|区|站)|返修(?:台|区)|待修|等.{0,3}修|(?<![a-z])(?:repair bench|at repair|waiting (?:for|at) repair|to be repaired)(?![a-z])/i;

const setsPriority = /提|升|改|设|调|置|(?<![a-z])(?:set|rais\w*|increas\w*|give|make|put|bump|up)(?![a-z])/i;
const ofPriority = /优先级?(?:别)? ?\d|(?<![a-z])prio(?:rity)? ?\d/i;
/** From one family or product to another: RRU-52 → SRV, 从RRU切到SRV. */
const fromTo =
  /(?<![a-z])[a-z]{2,5}-?\d*(?: ?系列)? ?(?:→|->|=>|到|切?换?[到成]|转到?|至|to) ?[a-z]{2,5}-?\d*|从 ?[a-z]{2,5}.{0,8}(?:切|换|转)|(?<![a-z])from (?:an? |the )?[a-z]{2,5}-?\d*.{0,12} to (?:an? |the )?[a-z]{2,5}/i;
const mayBeFromTo: ReadonlySet<string> = new Set([
  "routing",
  "promise_date",
  "metric_value",
  "metric_trend",
  "what_if_order",
  "planned_work",
  "cannot_do",
]);
const numberOf = (id: string): number => Number(/\d+$/.exec(id)?.[0]);
const sameNumber = (one: string, other: string): boolean => numberOf(one) === numberOf(other);
/** SMT-3要停，先把1042挪走. */
const leaves =
  /(?:要|会|得|快)(?:停|坏|检修|保养).{0,12}(?:挪走|搬走|移走|挪开|移开|转走|撤下来)|(?<![a-z])(?:move|get|take) .{1,16} off (?:it|there|that line)(?![a-z])/i;
const puts = /放(?:到|在|去|上)?[^，,]{0,6}(?:线|(?:smt|asm|bi|ft)-?\d)/i;
const shifts =
  /换|挪|改|移|转|调|排|计划|原来|(?<![a-z])(?:mov\w*|switch\w*|shift\w*|from|instead)(?![a-z])/i;
/** People are short, or to be lent. */
const lacksHands =
  /(?:缺|少|差)(?:了)?(?:[一两二三几\d]?个?)(?:人(?!工)|贴片的|操作工|员工|工人|装配的|测试的)|人(?:手)?不够|借(?:调)?(?:[一两二三几\d]?个?)(?:人|员工|操作工)|借一个(?:行|过来|来|给|吗|[，,。]|$)|(?<![a-z])(?:short[- ]handed|short (?:of )?(?:a |one |two )?(?:people|person|hands?|operators?|man)|(?:a|one|two) (?:operator|person|hand)s? short|borrow (?:an? |one |two )?(?:operator|person|hand|someone))(?![a-z])/i;

const needsVerb: ReadonlySet<string> = new Set([
  "hold_order",
  "resume_order",
  "cancel_order",
  "expedite_order",
]);

const cannotDo: ToolCall = { tool: "cannot_do" };
const acts = ({ tool }: ToolCall): boolean => toolNamed(tool).policy.kind === "confirm";
const ofAnOrder = ({ tool }: ToolCall): boolean => "order" in toolNamed(tool).arguments.shape;
/** An act on an order that nobody has named. */
const ofNoOrder = (call: ToolCall): boolean => !call.order && acts(call) && ofAnOrder(call);

/**
 * What is meant where a small model takes the nearest tool for something that tool is not about: a lamp on a machine for a
 * question to the documents, a complaint for a wish to be told, a briefing for alerts.
 */
export const actRules: readonly Rule[] = [
  // What no tool does is no neighbour of it, whatever the model took it for.
  (_, { text }) => (neverDone(text) ? cannotDo : undefined),
  ({ tool }, { text }) =>
    swaps.test(text) && ["move_order", "expedite_order", "make_plan"].includes(tool) ? cannotDo : undefined,
  // One thing if it is so and another if not: what it hangs on is looked at, and nothing done.
  (call, { text }) =>
    acts(call) && call.order && twoBranches(text)
      ? ofKit.test(text)
        ? { tool: "check_kit", order: call.order }
        : { tool: "can_release", order: call.order, line: null }
      : undefined,
  (call, { text }) => (acts(call) && sparesIt.test(text) ? cannotDo : undefined),
  // What only asks wants nothing done: which line it would be put on, why it was not begun, whether it was. Nor does what says not to.
  (call, { text }) =>
    acts(call) && ((ofAnOrder(call) && onlyAsks(text)) || deniesAct(call.tool, text))
      ? askedOf(call, text)
      : undefined,
  // Who tells of a stop, or wants it mended sooner, has not asked to be told of the next ones.
  (call, { text }) =>
    call.tool === "watch_line" && call.line && !saysAct(call.tool, text)
      ? { tool: "line_status", line: call.line }
      : undefined,
  // Who wants somebody called now has not asked to be told of stops.
  ({ tool, unit }, { text, line }) =>
    (tool === "watch_line" || (tool === "diagnose_unit" && !unit)) && callsMaintenance(text)
      ? line
        ? { tool: "line_status", line }
        : cannotDo
      : undefined,
  // A priority that is named of some orders raises that of none.
  (call, { text, namesOrder }) =>
    call.tool === "expedite_order" && !namesOrder && ofPriority.test(text) && !setsPriority.test(text)
      ? cannotDo
      : undefined,
  // To put an order on a line is to release it; one that is planned elsewhere is moved by other words.
  (call, { text }) =>
    call.tool === "move_order" && call.order && puts.test(text) && !shifts.test(text)
      ? { ...call, tool: "release_order" }
      : undefined,
  // Which one that is the words do not tell, and the one that was talked of last may be another: it is asked.
  (call, { text, namesOrder, mentionedOrder }) =>
    acts(call) && call.order && !namesOrder && call.order === mentionedOrder && describesOrder(text)
      ? { ...call, order: null }
      : undefined,
  // Nothing but a number or a name wants nothing held, let go, called off or brought forward.
  (call, { text }) =>
    needsVerb.has(call.tool) && /\d/.test(text) && saysOnlySubject(text) ? cannotDo : undefined,
  // Nor do words that say nothing of the kind, whichever order they name.
  (call, { text }) => (needsVerb.has(call.tool) && !saysAct(call.tool, text) ? cannotDo : undefined),
  // Another order than the one that was talked of is not that one.
  (call, { text, namesOrder }) =>
    ["release_order", "expedite_order"].includes(call.tool) && call.order && !namesOrder && another.test(text)
      ? { tool: "ready_orders" }
      : undefined,
  // An act of which the words say nothing, with an order that they do not say either, is none that was wanted.
  (call, { text, namesOrder, mentionedOrder }) =>
    acts(call) && !namesOrder && (!call.order || call.order === mentionedOrder) && !saysAct(call.tool, text)
      ? cannotDo
      : undefined,
  ({ tool }, { text, namedOrder }) =>
    namedOrder && tool === "cannot_do" && raises.test(text)
      ? { tool: "expedite_order", order: namedOrder }
      : undefined,
  // Whether it was released tells how it stands, and not whether it could be now.
  ({ tool, order }, { text }) =>
    tool === "can_release" && order && asksWhetherDone(text) && !onlyCould.test(text)
      ? { tool: "order_status", order }
      : undefined,
  // Whether it will be in time is no question about its release; nor are the steps that it has left what comes behind it.
  ({ tool, order }, { text }) =>
    tool === "can_release" && order && isInTime.test(text) && !saysRelease.test(text)
      ? { tool: "explain_late", order }
      : undefined,
  ({ tool, order }, { text }) =>
    tool === "planned_next" && order && stepsLeft.test(text) ? { tool: "order_status", order } : undefined,
  // What it is to come before is no order to bring forward: "put it ahead of 1083".
  (call, { text, mentionedOrder }) =>
    call.tool === "expedite_order" &&
    mentionedOrder &&
    call.order &&
    call.order !== mentionedOrder &&
    isAheadOf.test(text)
      ? { ...call, order: mentionedOrder }
      : undefined,
  // A stop that is planned is asked about by what it would do.
  ({ tool }, { text, line, ahead, namesOrder }) =>
    ["cannot_do", "line_gaps", "ask_knowledge", "what_if_shift", "planned_work"].includes(tool) &&
    !addsTime.test(text) &&
    line &&
    (ahead || saysDay.test(text)) &&
    !namesOrder &&
    plannedStop.test(text) &&
    !asksWhenFree(text)
      ? { tool: "what_if_down", line, hours: null }
      : undefined,
  // So is one of which it is said how long it lasts, whatever else is left to be asked: 停电半天, FT-2挂了 两个钟头修不好.
  ({ tool }, { text, line, hours, end, namesOrder }) =>
    (tool === "cannot_do" || (tool === "what_if_shift" && !addsTime.test(text))) &&
    (hours || end) &&
    !namesOrder &&
    standsStill.test(text)
      ? { tool: "what_if_down", line: line ?? null, hours: hours ?? null }
      : undefined,
  // When it can be ready is no other due date: it is brought forward.
  ({ tool, order, quantity }, { text }) =>
    tool === "change_order" && order && !quantity && isToBeReady.test(text) && !saysDue.test(text)
      ? { tool: "expedite_order", order }
      : undefined,
  ({ tool, metric }, { text, asked }) =>
    tool === "set_alert" && metric && asked.metrics.length === 0 && limitAlone.test(bare(text))
      ? cannotDo
      : undefined,
  // A bare number that is an order's is no material that comes late: "if 1107 slips a day".
  (call, { text, order, material }) =>
    call.tool === "what_if_late" &&
    call.material &&
    !material &&
    order &&
    sameNumber(call.material, order) &&
    !ofSupply.test(text)
      ? { tool: "order_status", order }
      : undefined,
  // The line that is to stand is where an order is moved from, and not to.
  (call, { text }) =>
    call.tool === "move_order" && call.line && leaves.test(text) ? { ...call, line: null } : undefined,
  ({ tool, material }, { text }) =>
    tool === "what_if_late" && !material && !ofSupply.test(text) ? cannotDo : undefined,
  ({ tool }, { text }) =>
    tool === "what_if_down" && !stops.test(text) && !plannedStop.test(text) ? cannotDo : undefined,
  ({ tool, product }, { text }) =>
    tool === "write_document" && !product && wantsReport.test(text) ? cannotDo : undefined,
  ({ tool, material }, { text }) =>
    tool === "stock_status" && !material && ofRepair.test(text)
      ? { tool: "diagnose_unit", unit: null }
      : undefined,
  (call, { text }) => (ofNoOrder(call) && beyondOf(text) ? cannotDo : undefined),
  ({ tool }, { text, namedOrder }) =>
    tool === "what_if_shift" && namedOrder && !addsTime.test(text)
      ? { tool: "order_status", order: namedOrder }
      : undefined,
  ({ tool }, { text }) => (ofOthers.test(text) && tool !== "ask_knowledge" ? cannotDo : undefined),
  // A line that is named has its own alarms.
  ({ tool }, { line }) => (tool === "open_alerts" && line ? { tool: "line_status", line } : undefined),
  // Who lacks a hand asks who is there.
  ({ tool }, { text, line }) =>
    lacksHands.test(text) &&
    !addsTime.test(text) &&
    !line &&
    ["what_if_shift", "what_if_down", "line_load", "cannot_do", "short_material", "line_status"].includes(
      tool,
    )
      ? { tool: "who_is_there" }
      : undefined,
  ({ tool }, { text }) => (tool === "what_if_shift" && !worked.test(text) ? cannotDo : undefined),
  // Any line, where the one that was talked of is none of those that the words name.
  (call, { text, line }) =>
    call.tool === "watch_line" && call.line && !line && anyLine.test(text)
      ? { ...call, line: null }
      : undefined,
  ({ tool }, { text }) =>
    tool === "open_alerts" && wantsBriefing.test(text) ? { tool: "overview" } : undefined,
  ({ tool }, { text, line }) =>
    (tool === "ask_knowledge" || tool === "who_is_there") && line && ofMachine.test(text)
      ? { tool: "line_status", line }
      : undefined,
  // A symptom of a machine is in the documents; units are what testers fail.
  ({ tool, unit }, { line, isTested }) =>
    tool === "diagnose_unit" && !unit && line && !isTested ? { tool: "ask_knowledge" } : undefined,
  ({ tool, by }, { text }) =>
    tool === "line_load" && !by && mostUrgent.test(text) ? { tool: "late_orders" } : undefined,
  // How long a line takes from one family of products to another is written in the documents.
  ({ tool }, { text, namesOrder, line, asked }) =>
    ofSetUp.test(text) && fromTo.test(text) && !namesOrder && !line && !asked.period && mayBeFromTo.has(tool)
      ? { tool: "ask_knowledge" }
      : undefined,
  ({ tool, quantity, product }, { text }) =>
    tool === "promise_date" && !quantity && product && ofSetUp.test(text)
      ? { tool: "routing", product }
      : undefined,
  ({ tool, quantity, product }, { text, mentionedOrder }) =>
    tool === "promise_date" && !quantity && !product && mentionedOrder && pointsAtOrder.test(text)
      ? { tool: "order_status", order: mentionedOrder }
      : undefined,
];
