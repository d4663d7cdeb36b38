import { isDown } from "../../../services/mes/queries/equipment.ts";
import type { ToolCall } from "../../runtime/call-schema.ts";
import { isChinese } from "../../runtime/format.ts";
import { metricOf } from "../../runtime/metrics/catalogue.ts";
import { wantsCellStop } from "../../runtime/spoken/about-cell.ts";
import { everyVehicle } from "../../runtime/spoken/about-thing.ts";
import { metricsNamed } from "../../runtime/spoken/asked/named-metrics.ts";
import { asksMoreOf, asksOnlyWhy, corrects } from "../../runtime/spoken/goes-on.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import { isToolName, takesMetric, toolNamed } from "../../runtime/tool.ts";
import { beyondOf, neverDone } from "../beyond.ts";
import { type LastCall, namesNothing, type Said } from "./said.ts";

/** A sentence that asks more of what was told or proposed last; undefined where it is none. */
type Asks = (last: LastCall, said: Said) => ToolCall | undefined;

const again = ({ tool, args, text }: LastCall): ToolCall | undefined =>
  isToolName(tool) ? { ...args, tool, words: args.words ?? text } : undefined;
/** The words of both, for a tool that reads them. */
const together = ({ args, text }: LastCall, said: Said): string => `${args.words ?? text} ${said.text}`;

/** Who pays for what was proposed or imagined: 会挤掉谁, "what slips because of it". */
const whomItHits =
  /(?:影响|挤掉|挤占|挤了|耽误|牵连|拖累|推迟|顶掉|压)(?:到|了|的|的是)?.{0,3}(?:谁|哪|什么|啥|几)|(?:谁|哪[些几]?[个张]?(?:工?单|客户)?).{0,6}(?:受影响|被挤|被推|会晚|要晚|会延期|倒霉)|(?<![a-z])(?:what|who|whose|which|how many)(?:'s| is| are| else)?.{0,24}(?:slips?|slipp\w*|affected|hit|hurts?|delayed|suffers?|pays|pushed|moved back|later|late because|be late|goes? late)(?![a-z])|谁.{0,3}(?:变早|提前|受益|得益)|哪[些几]?[张个]?.{0,4}变早|(?<![a-z])(?:who|any(?:one|body)|which) .{0,16}(?:gains?|benefits?|sooner|earlier)(?![a-z])|(?<![a-z])do(?:es)? (?:that|it|this) do to (?:the )?(?:others?|rest|plan)(?![a-z])/i;
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
  "what_if_order",
  "promise_date",
]);
/** The price of what was proposed, in time. */
const atWhatCost =
  /^(?:那)?(?:有(?:什么|啥))?(?:代价|后果|坏处|副作用|影响)(?:呢|是?(?:什么|啥|多少|多大))?$|^(?:那)?(?:值不值|值得吗|划算吗)$|(?<![a-z])(?:at what (?:cost|price)|what(?:'s| is| does) (?:it|that|the) (?:cost|price|downside|trade-?off|catch)|worth it|trade-?off|downside)(?![a-z])/i;
const hit: Asks = (last, said) => {
  if (!namesNothing(said)) return undefined;
  if (atWhatCost.test(bare(said.text)) && proposesPlan.has(last.tool))
    return { tool: "proposal_impact", order: last.args.order };
  if (!whomItHits.test(said.text)) return undefined;
  if (last.tool === "expected_receipts") return { tool: "short_material" };
  if (proposesPlan.has(last.tool)) return { tool: "proposal_impact", order: last.args.order };
  return imagines.has(last.tool) ? again(last) : undefined;
};

/** "改成 60" says what an amount is to be, also where an order has that number. */
const toAmount =
  /^(?:那)?(?:就)?(?:改[成为到]|换成|调[成到])|^(?:make it|change (?:it|that)(?: to)?)(?![a-z])/i;
/** Numbers of orders have as many figures at least, where nothing tells that they count. */
const leastOrder = 1000;
/** Another amount in place of the one that was said: 不对，是80. A number that is no order's is none of one. */
const otherAmount: Asks = ({ tool, args }, { text, candidates: { named, amounts } }) => {
  const [amount, ...others] = amounts;
  const means = corrects(text) || (toAmount.test(bare(text)) && (amount ?? 0) < leastOrder);
  if (!args.quantity || amount === undefined || others.length > 0 || !means) return undefined;
  return isToolName(tool) && !named.has("order") && !named.has("hours")
    ? { ...args, tool, quantity: amount }
    : undefined;
};

const whyItStands =
  /卡料|缺料还是|(?:什么|啥)(?:原因|毛病|问题|情况)|为什么|为啥|咋了|怎么了|(?<![a-z])(?:why|what(?:'s| is| was)? (?:wrong|the (?:reason|problem|matter))|jammed)(?![a-z])/i;
const ordersOnIt =
  /影响(?:到|了)?(?:谁|哪|什么|啥|几|多少)|(?:单子?|工单|任务|活)(?:儿)?.{0,6}(?:怎么办|咋办|咋弄|影响|会晚|受)|(?<![a-z])(?:orders?|jobs?|work)(?![a-z]).{0,24}(?:affected|what about|happen\w*|hit|late)|(?:what about|what happens to|affect\w*|hurt\w*) .{0,16}(?:orders?|jobs?)(?![a-z])/i;
/** The line that was told of; of all of them the one that is down. */
const lineOf = ({ tool, args: { line, metric }, evidence }: LastCall): string | undefined => {
  if (tool === "metric_value" && metric === "downtime") return line && line !== "all" ? line : undefined;
  if (tool !== "line_status" || !line) return undefined;
  if (line !== "all") return line;
  const down = evidence.filter(
    ({ kind, id, facts }) => kind === "equipment" && id !== "ALL" && isDown(Number(facts?.["state"])),
  );
  return down.length === 1 ? down[0]!.id : undefined;
};
/** How often a line stood. */
const howOften =
  /^(?:这(?:是|都)?)?(?:今天|本周|这周)?第?几次了?$|(?:停|坏|报)(?:了|过)?(?:多少|几)次|多少次了|(?<![a-z])(?:how often|how many times)(?![a-z])/i;
const ofLine: Asks = (last, said) => {
  const line = lineOf(last);
  if (!line || !namesNothing(said)) return undefined;
  if (howOften.test(bare(said.text)))
    return {
      tool: "metric_value",
      metric: "failures",
      line,
      words: isChinese(said.text)
        ? `最近 7 天 ${line} 的故障次数按原因`
        : `failures of ${line} by reason in the last 7 days`,
    };
  if (last.tool !== "line_status") return undefined;
  if (ordersOnIt.test(said.text)) return { tool: "what_if_down", line, hours: null };
  return whyItStands.test(said.text) ? { tool: "line_status", line } : undefined;
};

const ofStockWords =
  /预留|给谁|谁[的用要]|在哪|位置|哪个库位|够(?:用|不够|到)|用到|还能用|救|哪[几些]?[张个]?(?:工?单)|几张单|(?<![a-z])(?:reserved|whose|who|where|last|lasts|enough|which orders|how many orders)(?![a-z])/i;
/** Who supplies the material that was told of, and when it comes. */
const whoSupplies =
  /供应商|供方|谁(?:家)?(?:供|送)|谁家的|哪家(?:供|的)|(?<![a-z])(?:suppliers?|vendors?|who (?:supplies|delivers|makes it))(?![a-z])/i;
const ofMaterial: Asks = ({ tool, args, evidence }, said) => {
  if (!namesNothing(said) || !whoSupplies.test(said.text)) return undefined;
  if (!["stock_status", "short_material", "check_kit", "what_if_late", "explain_late"].includes(tool))
    return undefined;
  const material = args.material ?? evidence.find(({ kind, id }) => kind === "material" && id !== "ALL")?.id;
  return material ? { tool: "expected_receipts", material } : undefined;
};

/** More of what is to come: what is overdue, another day. */
const moreReceipts =
  /没到|未到|还没|逾期|迟|[今明后昨]天|[本这下上]周|供应商|(?<![a-z])(?:overdue|arrived?|missing|today|tomorrow|yesterday|week|suppliers?)(?![a-z])/i;
const ofReceipts: Asks = ({ tool, args }, said) =>
  tool === "expected_receipts" && namesNothing(said) && said.text.length <= 40 && moreReceipts.test(said.text)
    ? { tool: "expected_receipts", material: args.material ?? null, words: said.text }
    : undefined;

const arrives =
  /(?:啥|什么)时候(?:能|会)?(?:到|来|齐)|几时到|何时到|eta|(?<![a-z])when .{0,20}(?:arriv\w*|come|get here|complete)(?![a-z])/i;
/** When what lacks comes, which its answer tells. */
const whenItComes: Asks = (last, said) =>
  ["check_kit", "short_material", "stock_status", "expected_receipts"].includes(last.tool) &&
  namesNothing(said) &&
  arrives.test(said.text)
    ? again(last)
    : undefined;

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

/** How those were mended that failed, where they came from, which they were. */
const moreFailures =
  /怎么[修办弄]|咋[修弄]|修好|换(?:什么|啥)|哪条?线|哪台|哪[些几][个台块]|几[次台块]|多少|最近|测试[台机仪]|(?<![a-z])(?:fix\w*|repair\w*|mend\w*|helped|which|where|last|latest|how (?:many|often)|lines?|testers?)(?![a-z])/i;
const ofFailures: Asks = (last, said) =>
  last.tool === "test_failures" &&
  said.text.length <= 40 &&
  namesNothing(said) &&
  !said.candidates.named.has("metric") &&
  moreFailures.test(said.text)
    ? { tool: "test_failures", ...last.args, words: together(last, said) }
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

/** 谁签字, 超时怎么办: more of the passage that was told, by what both say. */
const ofPassageInShort =
  /^(?:那)?(?:要|得|需要)?(?:谁(?:签|批|负责|来|做|检|审)|多少|多久|几|温度|时间|次数|怎么办|超|上次|为什么|在哪).{0,10}$|^.{1,8}(?:怎么办|咋办|多少|多久|几[次个块台天]|是啥时候|是什么时候|谁(?:批|签|负责)字?)$/;
/** What the plant itself is asked, and no document. */
const ofPlant = /工?单|[产哪条]线|料|库存|当班|在岗|车|产量|交期|计划|今天|现在|停|修|台数/;
const ofDocument: Asks = (last, said) =>
  last.tool === "ask_knowledge" &&
  said.text.length <= 14 &&
  namesNothing(said) &&
  !said.candidates.named.has("metric") &&
  ofPassageInShort.test(bare(said.text)) &&
  !ofPlant.test(said.text)
    ? { tool: "ask_knowledge", words: `${bare(last.args.words ?? last.text)}，${said.text}` }
    : undefined;

/** The reason again, of what is not done. */
const whyNotWords =
  /^(?:那)?(?:为什么|为啥|凭什么)(?:不(?:行|能|可以|让)?|就)?(?:呢|啊)?$|^(?:but )?why (?:not|can'?t (?:i|you|we)|won'?t you)$/i;
const whyNot: Asks = ({ tool, text }, said) =>
  tool === "cannot_do" && (asksOnlyWhy(said.text) || whyNotWords.test(bare(said.text).replace(/[?？]+$/, "")))
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

/** Nothing but the name of another figure: "mttr", after the MTBF of a line. */
const onlyNames = (text: string, names: readonly { readonly words: string }[]): boolean =>
  names.length > 0 &&
  /^[\s?？。.!！呢]*$/.test(names.reduce((rest, { words }) => rest.replace(words, " "), text.toLowerCase()));

/** Another figure in place of the one that was told: 不看人，就看良率. */
const otherFigure: Asks = ({ tool, args, text: earlier }, { text, candidates: { named, metric } }) => {
  const [other, ...more] = named.has("metric") ? metric : [];
  if (!isToolName(tool) || !takesMetric(tool) || tool === "set_alert" || !other || more.length > 0)
    return undefined;
  if (
    (!onlyNames(text, metricsNamed(text)) &&
      !/^(?:.{0,6}[，, ])?(?:就|只|只要|光)看|(?<![a-z])(?:just|only) (?:the )?/i.test(text)) ||
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

/** Another length of a stop that is to be told of: 改成30. */
const otherMinutes: Asks = ({ tool, args }, { text, candidates: { named, amounts } }) => {
  const [minutes, ...others] = amounts;
  return tool === "watch_line" &&
    minutes &&
    others.length === 0 &&
    !named.has("hours") &&
    toAmount.test(bare(text))
    ? { ...args, tool, minutes }
    : undefined;
};

/** Which of the vehicles has the most or least in its battery. */
const ofBatteries =
  /(?:谁|哪).{0,6}电|电(?:量)?.{0,4}最(?:少|低|多|高)|(?<![a-z])(?:lowest|highest|most|least|fullest|emptiest)(?: \w+)* (?:battery|charged?)(?![a-z])/i;
const whichVehicle: Asks = ({ tool, args: { thing } }, said) =>
  tool === "look_up" && /^AGV/i.test(thing ?? "") && ofBatteries.test(said.text) && namesNothing(said)
    ? { tool: "look_up", thing: everyVehicle }
    : undefined;

/** Where a number comes from: the formula of a figure, the plan of what is planned. */
const whereFrom =
  /(?:从|打)?哪(?:里|儿)?(?:得|算)?来的|(?:怎么|咋|如何)(?:得|算|计算)(?:出?来)?的?|公式|口径|数据来源|(?<![a-z])(?:how (?:is|was|do you) (?:it|that|this)? ?(?:calculated?|computed?|worked out|get (?:it|that))|formula)(?![a-z])|(?<![a-z])(?:where (?:does|do|did|is|are) .{0,24}(?:come|came|taken|got) from|what(?:'s| is) (?:it|this|that) based on)(?![a-z])/i;
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

/** Tools of one order, of which a word asks more: 数量, "late?", 缺啥料. */
const ofOneOrder: ReadonlySet<string> = new Set([
  "order_status",
  "explain_late",
  "can_release",
  "check_kit",
  "who_decided",
  "planned_next",
  "what_if_order",
  "release_order",
  "hold_order",
  "expedite_order",
  "move_order",
  "change_order",
]);
const itsKit =
  /^(?:还|它|那)*(?:缺|差)(?:不缺|什么|啥|哪些|几[种个])?(?:料|物料|什么|啥)?$|^(?:料)?齐(?:套)?(?:了)?(?:吗|没|没有)?$|^(?:料|物料)呢?$|(?:缺|差)(?:什么|啥|哪些)料?$|^(?:what(?:'s| is) (?:missing|short)|is (?:it|the kit) (?:complete|there)|(?:the )?kit|materials?|missing what)$/i;
const isItLate =
  /^(?:它|那)?(?:会不会|会|要)?(?:晚|迟|延期|延误)(?:不晚|了)?(?:吗|没|不|么)?$|^(?:它|那)?(?:能)?(?:按时|准时|按期|来得及|赶得上)(?:完成|交)?(?:吗|不|么)?$|^(?:is it |will it be |and )?(?:late|on time|in time)$/i;
const itsState =
  /^(?:它|那)?(?:的)?(?:数量|多少[台件个套]|几[台件套]|客户|交期|交货期|进度|状态|产品|型号|哪条线|在哪条?线?|到哪一?步?了?|(?:啥|什么)时候(?:交|好|完|做完|开工|要)?|几号(?:交|要|完))(?:是?(?:多少|谁|哪天|什么|啥))?(?:呢)?$|^(?:and )?(?:due(?: date)?|when(?: is it due| due)?|qty|quantity|how many|how much|customer|for whom|who for|status|progress|product|(?:on |at )?(?:which|what) line|where(?: is it)?)$/i;
const ofOrder: Asks = ({ tool, args: { order } }, said) => {
  const text = bare(said.text).replace(/[?？呢]+$/, "");
  if (!order || !ofOneOrder.has(tool) || !namesNothing(said)) return undefined;
  if (itsKit.test(text)) return { tool: "check_kit", order };
  if (isItLate.test(text)) return { tool: "explain_late", order };
  return itsState.test(text) ? { tool: "order_status", order } : undefined;
};

/** How much room an order that is left out gives. */
const howMuchRoom =
  /(?:腾|省|空|释放)(?:得)?出?来?.{0,6}(?:多少|多久|几|啥|什么)|(?<![a-z])(?:how (?:much|many).{0,16}(?:free|save|gain)\w*|frees? up|what (?:do|would) we gain)(?![a-z])/i;
/** What was imagined of an order is to be: "do that", 就这么换. */
const doThat =
  /^(?:那)?就?(?:这么|这样|照这样|按这个)(?:办|做|换|定|来|干)(?:吧|了)?$|^那就?(?:换|停|不做|挪)(?:吧|了)?$|^(?:ok(?:ay)?|yes|fine|good)?[, ]*(?:let'?s )?do (?:that|it|so)(?: then| please)?$/i;
const ofImagined: Asks = (last, said) => {
  const { tool, args } = last;
  if (tool !== "what_if_order" || !args.order || !namesNothing(said)) return undefined;
  if (howMuchRoom.test(said.text)) return again(last);
  if (!doThat.test(bare(said.text))) return undefined;
  return args.line
    ? { tool: "move_order", order: args.order, line: args.line }
    : { tool: "hold_order", order: args.order };
};

/** Another vehicle by its number alone: 那1号呢. */
const otherVehicle: Asks = ({ tool, args: { thing } }, { text }) => {
  const width = /^AGV-?0*(\d+)$/i.exec(thing ?? "") ? (thing ?? "").replace(/^\D+/, "").length : 0;
  const number =
    /^(?:那|还有|and |what about |how about )?(?:number |no\.? ?|#)?(\d{1,3}) ?(?:号|呢|\?|$)/i.exec(
      text,
    )?.[1];
  return tool === "look_up" && width > 0 && number && text.length <= 24
    ? { tool: "look_up", thing: (thing ?? "").replace(/\d+$/, number.padStart(width, "0")) }
    : undefined;
};

/** That one of those that wait is approved, or what was proposed is done, by a sentence: 批第一个, "just the first". */
const picks =
  /^(?:那)?(?:就|只|先)?(?:批|要)?(?:第[一二三四五\d][个条张份]|全部|都)(?:吧)?$|^(?:just|only|ok)?[, ]*(?:the )?(?:first|second|third|last|all(?: of them)?)(?: one)?$/i;
const decides: Asks = ({ tool }, said) => {
  const text = bare(said.text);
  const isProposal = isToolName(tool) && toolNamed(tool).policy.kind === "confirm";
  const decided = (isProposal && wantsIt.test(text)) || (tool === "open_decisions" && picks.test(text));
  return decided && namesNothing(said)
    ? { tool: "cannot_do", words: isChinese(said.text) ? "都批准" : "approve all" }
    : undefined;
};

/** How a cell that was to stop goes on: that is done at the cell. */
const goesOnAgain = /恢复|复位|解除|继续|重启|(?<![a-z])(?:reset|resume|restart|release|clear)(?![a-z])/i;
const ofStoppedCell: Asks = ({ tool, text }, said) =>
  tool === "look_up" && wantsCellStop(text, true) && goesOnAgain.test(said.text) && namesNothing(said)
    ? { tool: "cannot_do", words: isChinese(said.text) ? "急停怎么恢复" : "reset the emergency stop" }
    : undefined;

/** What is not done, with another amount, or only for a while: that is not done either. */
const onlyThat =
  /^(?:就|只|那就|哪怕|那|先)|(?<![a-z])(?:just|only|even|for (?:a|one|five|ten|\d+) ?(?:min\w*|moment|sec\w*|hours?))(?![a-z])/i;
const stillNot: Asks = ({ tool, args, text }, said) => {
  const before = args.words ?? text;
  const { named, wish } = said.candidates;
  const isOfOwn = named.size > 0 && !(named.size === 1 && (named.has("hours") || named.has("quantity")));
  return tool === "cannot_do" &&
    neverDone(before) &&
    wish === undefined &&
    !isOfOwn &&
    said.text.length <= 16 &&
    onlyThat.test(bare(said.text)) &&
    /\d|[一二两三四五六七八九十几半]|(?<![a-z])(?:one|two|three|five|ten|minutes?|moment)(?![a-z])/i.test(
      said.text,
    )
    ? { tool: "cannot_do", words: before }
    : undefined;
};

/** What to do next about a unit that was told of, or of which it was told where its repair is recorded. */
const whatNext =
  /^(?:那)?(?:接下来|下一步|然后|再下来|接着)(?:呢|怎么[办弄修]|做什么|干[嘛吗啥]|查什么|看什么)?$|^(?:and |so |ok )?(?:then|what (?:next|now|then)|next(?: step)?)$/i;
const nextStep: Asks = (last, said) => {
  const { tool, args, text } = last;
  if (!whatNext.test(bare(said.text)) || !namesNothing(said)) return undefined;
  if (tool === "diagnose_unit") return again(last);
  const before = args.words ?? text;
  return (tool === "cannot_do" || tool === "diagnose_unit") &&
    beyondOf(before)?.instead.includes("diagnose_unit")
    ? { tool: "cannot_do", words: before }
    : undefined;
};

const all: readonly Asks[] = [
  hit,
  stillNot,
  nextStep,
  decides,
  ofImagined,
  ofReceipts,
  ofMaterial,
  whenItComes,
  ofFailures,
  ofOrder,
  otherVehicle,
  ofStoppedCell,
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
  otherMinutes,
  whichVehicle,
  source,
  ofPassage,
  ofDocument,
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
