import type { ToolCall } from "../../runtime/call-schema.ts";
import { isChinese } from "../../runtime/format.ts";
import { metricOf } from "../../runtime/metrics/catalogue.ts";
import { metricsNamed } from "../../runtime/spoken/asked/named-metrics.ts";
import { asksMoreOf, asksOnlyWhy, corrects } from "../../runtime/spoken/goes-on.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import { isToolName, takesMetric } from "../../runtime/tool.ts";
import { type LastCall, namesNothing, type Said } from "./said.ts";

/** A sentence that asks more of what was told or proposed last; undefined where it is none. */
type Asks = (last: LastCall, said: Said) => ToolCall | undefined;

const again = ({ tool, args, text }: LastCall): ToolCall | undefined =>
  isToolName(tool) ? { ...args, tool, words: args.words ?? text } : undefined;
/** The words of both, for a tool that reads them. */
const together = ({ args, text }: LastCall, said: Said): string => `${args.words ?? text} ${said.text}`;

/** Who pays for what was proposed or imagined: 会挤掉谁, "what slips because of it". */
const whomItHits =
  /(?:影响|挤掉|挤占|挤了|耽误|牵连|拖累|推迟|顶掉|压)(?:到|了|的|的是)?.{0,3}(?:谁|哪|什么|啥|几)|(?:谁|哪[些几]?[个张]?(?:工?单|客户)?).{0,6}(?:受影响|被挤|被推|会晚|要晚|会延期|倒霉)|(?<![a-z])(?:what|who|whose|which|how many)(?:'s| is| are| else)?.{0,24}(?:slips?|slipp\w*|affected|hit|hurts?|delayed|suffers?|pays|pushed|moved back|later|late because)(?![a-z])/i;
const proposesPlan: ReadonlySet<string> = new Set([
  "expedite_order",
  "move_order",
  "change_order",
  "cancel_order",
  "adopt_repair",
]);
const imagines: ReadonlySet<string> = new Set([
  "what_if_down",
  "what_if_late",
  "what_if_shift",
  "promise_date",
]);
const hit: Asks = (last, said) => {
  if (!whomItHits.test(said.text) || !namesNothing(said)) return undefined;
  if (proposesPlan.has(last.tool)) return { tool: "proposal_impact", order: last.args.order };
  return imagines.has(last.tool) ? again(last) : undefined;
};

/** Another amount in place of the one that was said: 不对，是80. A number that is no order's is none of one. */
const otherAmount: Asks = ({ tool, args }, { text, candidates: { named, amounts } }) => {
  const [amount, ...others] = amounts;
  if (!args.quantity || amount === undefined || others.length > 0 || !corrects(text)) return undefined;
  return isToolName(tool) && !named.has("order") && !named.has("hours")
    ? { ...args, tool, quantity: amount }
    : undefined;
};

const whyItStands =
  /卡料|缺料还是|(?:什么|啥)(?:原因|毛病|问题|情况)|为什么|为啥|咋了|怎么了|(?<![a-z])(?:why|what(?:'s| is| was)? (?:wrong|the (?:reason|problem|matter))|jammed)(?![a-z])/i;
const ordersOnIt =
  /(?:单子?|工单|任务|活)(?:儿)?.{0,6}(?:怎么办|咋办|咋弄|影响|会晚|受)|(?<![a-z])(?:orders?|jobs?|work)(?![a-z]).{0,24}(?:affected|what about|happen\w*|hit|late)|(?:what about|what happens to|affect\w*|hurt\w*) .{0,16}(?:orders?|jobs?)(?![a-z])/i;
const ofLine: Asks = ({ tool, args: { line } }, said) => {
  if (tool !== "line_status" || !line || line === "all" || !namesNothing(said)) return undefined;
  if (ordersOnIt.test(said.text)) return { tool: "what_if_down", line, hours: null };
  return whyItStands.test(said.text) ? { tool: "line_status", line } : undefined;
};

const ofStockWords =
  /预留|给谁|谁[的用要]|在哪|位置|哪个库位|够(?:用|不够|到)|用到|还能用|救|哪[几些]?[张个]?(?:工?单)|几张单|(?<![a-z])(?:reserved|whose|who|where|last|lasts|enough|which orders|how many orders)(?![a-z])/i;
const ofStock: Asks = ({ tool, args: { material } }, said) =>
  tool === "stock_status" && material && namesNothing(said) && ofStockWords.test(said.text)
    ? { tool: "stock_status", material }
    : undefined;

/** How a unit is mended that was told of by its symptom alone. */
const ofSymptom: Asks = (last, said) =>
  last.tool === "diagnose_unit" &&
  !last.args.unit &&
  !last.evidence.some(({ id }) => id.startsWith("SN-")) &&
  said.text.length <= 40 &&
  namesNothing(said) &&
  !said.candidates.named.has("metric") &&
  asksMoreOf.unit.test(said.text)
    ? { tool: "diagnose_unit", unit: null, words: last.args.words ?? last.text }
    : undefined;

const person = /[他她]|那个?人|(?<![a-z])(?:he|she|they|him|her|his)(?![a-z])/i;
const ofPerson: Asks = ({ tool, args: { thing } }, said) =>
  tool === "look_up" && thing?.startsWith("P-") && person.test(said.text) && namesNothing(said)
    ? { tool: "look_up", thing }
    : undefined;

/** Another detail of what the documents were asked: "and what driver bit", after "torque for the heatsink screws". */
const linked = /^(?:and|what about|also) (?=(?:what|which|how)(?![a-z]))/i;
const ofPassage: Asks = (last, said) => {
  if (last.tool !== "ask_knowledge" || said.text.length > 40 || !namesNothing(said)) return undefined;
  const subject = / (?:for|of|on) .+$/i.exec(bare(last.args.words ?? last.text))?.[0];
  return subject && linked.test(said.text) && !said.candidates.named.has("metric")
    ? { tool: "ask_knowledge", words: `${bare(said.text).replace(linked, "")}${subject}?` }
    : undefined;
};

/** The reason again, of what is not done. */
const whyNot: Asks = ({ tool, text }, said) =>
  tool === "cannot_do" && (asksOnlyWhy(said.text) || /^why not\??$/i.test(said.text))
    ? { tool: "cannot_do", words: text }
    : undefined;

/** The whole of a day in place of a part of it: "and all day?". */
const wholeDay = /[整全]天|一整天|(?<![a-z])(?:all|the whole|the entire) day(?![a-z])/i;
const dayPart =
  /(?:上午|下午|早上|晚上|夜里)|(?<![a-z])(?:in the )?(?:morning|afternoon|evening|night)(?![a-z])/gi;
const allDay: Asks = (last, said) => {
  const { tool, args } = last;
  if (tool !== "what_if_down" || !args.line || !namesNothing(said) || !wholeDay.test(said.text))
    return undefined;
  const before = args.words ?? last.text;
  const rest = before.replaceAll(dayPart, "").trim();
  if (rest === before.trim() || /\d ?(?:小时|h)/.test(before)) return undefined;
  return {
    tool,
    line: args.line,
    hours: null,
    words: isChinese(before) ? `${rest} 一整天` : `${rest.replace(/[?.]+$/, "")} all day`,
  };
};

/** Another figure in place of the one that was told: 不看人，就看良率. */
const otherFigure: Asks = ({ tool, args, text: earlier }, { text, candidates: { named, metric } }) => {
  const [other, ...more] = named.has("metric") ? metric : [];
  if (!isToolName(tool) || !takesMetric(tool) || tool === "set_alert" || !other || more.length > 0)
    return undefined;
  if (
    !/^(?:.{0,6}[，, ])?(?:就|只|只要|光)看|(?<![a-z])(?:just|only) (?:the )?/i.test(text) ||
    named.size > 1
  )
    return undefined;
  const before = args.words ?? earlier;
  const rest = metricsNamed(before).reduce((words, one) => words.replace(one.words, " "), before);
  const { name } = metricOf(other);
  return { ...args, tool, metric: other, words: `${rest} ${isChinese(text) ? name.zh : name.en}` };
};

const ofVersion =
  /谁[批审写编]|[哪上前][个一]?版|版本|改了|区别|什么时候生效|(?<![a-z])(?:who (?:approved|wrote|released)|version|changed|in force)(?![a-z])/i;
const ofInstruction: Asks = (last, said) =>
  last.tool === "instruction_status" && namesNothing(said) && ofVersion.test(said.text)
    ? { tool: "instruction_status", words: together(last, said) }
    : undefined;

/** How a shift was beside the one before, which its report tells. */
const thanBefore =
  /比(?:前|上|昨|头|之前)|(?:好|强)(?:了)?还是(?:差|坏|不如)|有(?:没有)?(?:进步|改善|好转)|(?<![a-z])(?:better or worse|than (?:the )?(?:\w+ )?(?:before|previous|last)|compared? (?:to|with) (?:the )?(?:\w+ )?(?:before|previous|last))(?![a-z])/i;
const ofShift: Asks = (last, said) =>
  last.tool === "shift_report" &&
  namesNothing(said) &&
  !said.candidates.named.has("metric") &&
  thanBefore.test(said.text)
    ? again(last)
    : undefined;

/** What could be released is to be: "ok do it", 那就下吧. */
const wantsIt =
  /^(?:(?:ok(?:ay)?|yes|yep|fine|alright|good|then|that's fine)[,. ]*)*(?:do it|go ahead|go|release it|run it)(?: then| anyway| now| please| pls)*$|^(?:那就?|好的?|行|可以)?[，, ]*(?:就)?(?:下|放|下达|放行|投)(?:了)?吧$/i;
const release: Asks = ({ tool, args: { order, line } }, { text, mentioned }) =>
  (tool === "can_release" || tool === "check_kit") && order && wantsIt.test(bare(text))
    ? { tool: "release_order", order, line: line ?? mentioned.line ?? "earliest" }
    : undefined;

const enoughPeople =
  /人手?(?:够|够不够|足)|够不够人|谁来(?:上|做|加)|(?<![a-z])(?:enough (?:people|hands|operators|staff)|who (?:can|could|would) (?:work|come))(?![a-z])/i;
const wasThere =
  /谁(?:在|当班|上班|值班)|(?<![a-z])who (?:was|were|else was) (?:on|there|working|at work)|who was it(?![a-z])/i;
const people: Asks = (last, said) => {
  if (!namesNothing(said)) return undefined;
  const of =
    last.tool === "what_if_shift" ? enoughPeople : last.tool === "shift_report" ? wasThere : undefined;
  return of?.test(said.text) ? { tool: "who_is_there", words: together(last, said) } : undefined;
};

const bottleneck: Asks = ({ tool, evidence }, said) => {
  const tightest = evidence.find(({ kind }) => kind === "equipment")?.id;
  return tool === "line_load" && tightest && asksOnlyWhy(said.text)
    ? { tool: "line_load", line: tightest }
    : undefined;
};

/** Another limit of a watch: "make it 93". */
const otherLimit: Asks = ({ tool, args, text }, { text: said, candidates: { amounts } }) => {
  const [limit, ...others] = amounts;
  const before = args.words ?? text;
  if (tool !== "set_alert" || limit === undefined || others.length > 0) return undefined;
  return /改[成为]|换成|调[成到]|(?<![a-z])(?:make it|change it|rather|instead)(?![a-z])/i.test(said) &&
    /\d/.test(before)
    ? { ...args, tool, words: before.replace(/\d+(?:\.\d+)?(?!.*\d)/, String(limit)) }
    : undefined;
};

/** Where a number comes from: the formula of a figure, the plan of what is planned. */
const whereFrom =
  /(?:从|打)?哪(?:里|儿)?(?:得|算)?来的|(?:怎么|咋)(?:得|算)出?来的|数据来源|(?<![a-z])(?:where (?:does|do|did|is|are) .{0,24}(?:come|came|taken|got) from|what(?:'s| is) (?:it|this|that) based on)(?![a-z])/i;
const ofPlanOnly: ReadonlySet<string> = new Set([
  "late_orders",
  "line_load",
  "line_gaps",
  "explain_late",
  "planned_next",
  "planned_work",
  "short_material",
]);
const source: Asks = (last, { text }) => {
  const { tool, args } = last;
  if (!isToolName(tool) || text.length > 60 || !whereFrom.test(text)) return undefined;
  const metric = takesMetric(tool) ? args.metric : tool === "output" ? "output" : undefined;
  if (metric) {
    const { name } = metricOf(metric);
    const asked = isChinese(text) ? `${name.zh}怎么算的？` : `How is ${name.en} calculated?`;
    return {
      tool: "metric_value",
      metric,
      line: args.line ?? "all",
      words: `${asked} ${args.words ?? last.text}`,
    };
  }
  return ofPlanOnly.has(tool) ? { tool: "plan_status" } : undefined;
};

const all: readonly Asks[] = [
  hit,
  otherAmount,
  ofLine,
  ofStock,
  ofSymptom,
  ofPerson,
  ofInstruction,
  release,
  people,
  ofShift,
  bottleneck,
  otherLimit,
  source,
  ofPassage,
  whyNot,
  allDay,
  otherFigure,
];

/** What a sentence asks of the call before it, beside another argument of it. */
export const asksOfLast: Asks = (last, said) => {
  for (const asks of all) {
    const call = asks(last, said);
    if (call) return call;
  }
  return undefined;
};
