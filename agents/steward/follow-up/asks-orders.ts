import { asksForWhomOfIt } from "../../runtime/spoken/about/customer.ts";
import { corrects } from "../../runtime/spoken/goes-on.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import { isToolName, toolNamed } from "../../runtime/tool.ts";
import { saysOnlySubject } from "./only-subject.ts";
import { type Asks, again, namesNothing } from "./said.ts";

/** Who pays for what was proposed or imagined: 会挤掉谁, "what slips because of it". */
const whomItHits =
  /(?:影响|挤掉|挤占|挤了|耽误|牵连|拖累|推迟|顶掉|压)(?:到|了|的|的是)?.{0,3}(?:谁|哪|什么|啥|几)|(?:谁|哪[些几]?[个张]?(?:工?单|客户)?).{0,6}(?:受影响|被挤|被推|会晚|要晚|会延期|倒霉|遭殃|吃亏|受害)|(?<![a-z])(?:what|who|whose|which|how many)(?:'s| is| are| else)?.{0,24}(?:slips?|slipp\w*|affected|hit|hurts?|delayed|suffers?|pays|pushed|moved back|later|late because|be late|goes? late)(?![a-z])|谁.{0,3}(?:变?早了?|提前|受益|得益)|哪[些几]?[张个]?.{0,4}变早|(?<![a-z])(?:who|any(?:one|body)|which) .{0,16}(?:gains?|benefits?|sooner|earlier)(?![a-z])|(?<![a-z])do(?:es)? (?:that|it|this) do to (?:the )?(?:others?|rest|plan)(?![a-z])|(?<![a-z])what (?:would|will|does) (?:that|it|this) (?:break|delay|hit|hurt|push|upset)(?![a-z])/i;

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

/** Whether what was proposed hits the one order that is named: 会不会影响1254. */
const hitsThat =
  /影响|挤|耽误|拖|晚|延|推迟|碰到|(?<![a-z])(?:affect\w*|hit\w*|delay\w*|push\w*|late\w*|hurt\w*|touch\w*|move\w*)(?![a-z])/i;

const hitOne: Asks = ({ tool, args }, { text, candidates: { order, named } }) => {
  const [other, ...more] = order.filter((id) => id !== args.order);
  if (!proposesPlan.has(tool) || !other || more.length > 0 || named.has("line")) return undefined;
  return hitsThat.test(text) && text.length <= 40
    ? { tool: "proposal_impact", order: args.order, words: `${other} ${text}` }
    : undefined;
};

/** What a promise waits for, which its answer tells. */
const waitsFor =
  /卡在|缺料|缺不缺|料(?:够|齐)|(?:缺|差|等)(?:什么|啥|哪)|(?:什么|啥|哪[些个种]?)料|(?<![a-z])(?:what(?:'s| is) (?:missing|short|holding|it waiting)|which (?:material|part)s?|waiting (?:for|on))(?![a-z])/i;

/** By how much what was proposed would be sooner or later: 提前多少, "how much sooner". */
const byHowMuch =
  /^(?:那|它|能|会|可以)*(?:提前|早|快|晚|推迟)(?:得?了|出来)?(?:多少|多久|几)[^，,。]{0,4}$|^(?:and |by )?(?:how (?:much|long|many (?:hours|days)) (?:sooner|earlier|faster|later)|by how much)(?![a-z])/i;

const hit: Asks = (last, said) => {
  const one = hitOne(last, said);
  if (one) return one;
  if (!namesNothing(said)) return undefined;
  if (byHowMuch.test(bare(said.text)) && proposesPlan.has(last.tool))
    return { tool: "proposal_impact", order: last.args.order, words: `${last.args.order} ${said.text}` };
  // A stop that was looked for would be one at once, as long as was looked for.
  if (last.tool === "line_gaps" && last.args.line && whomItHits.test(said.text))
    return { tool: "what_if_down", line: last.args.line, hours: last.args.hours ?? null };
  if (atWhatCost.test(bare(said.text)) && proposesPlan.has(last.tool))
    return { tool: "proposal_impact", order: last.args.order };
  if (last.tool === "promise_date" && waitsFor.test(said.text)) return again(last);
  if (!whomItHits.test(said.text)) return undefined;
  if (last.tool === "expected_receipts") return { tool: "short_material" };
  if (proposesPlan.has(last.tool)) return { tool: "proposal_impact", order: last.args.order };
  return imagines.has(last.tool) ? again(last) : undefined;
};

/** "改成 60" says what an amount is to be, also where an order has that number. */
export const toAmount =
  /^(?:那)?(?:就)?(?:改[成为到]|换成|调[成到])|^(?:make it|change (?:it|that)(?: to)?)(?![a-z])/i;

/** Numbers of orders have as many figures at least, where nothing tells that they count. */
const leastOrder = 1000;

const howLong = /多久|多长|几分钟|(?<![a-z])how long(?![a-z])/i;

/** Another amount in place of the one that was said: 不对，是80. A number that is no order's is none of one. */
const otherAmount: Asks = ({ tool, args }, { text, candidates: { named, amounts } }) => {
  const [amount, ...others] = amounts;
  const isSmall = (amount ?? 0) < leastOrder;
  // 不对，是1058: as large a number as an order's is one, unless pieces are said.
  if (
    args.order &&
    !isSmall &&
    !named.has("quantity") &&
    isToolName(tool) &&
    toolNamed(tool).policy.kind === "confirm"
  )
    return undefined;
  // "wait 350" says nothing but the amount; how long a run of units takes, its plan tells.
  const means =
    corrects(text) ||
    (isSmall && (toAmount.test(bare(text)) || saysOnlySubject(text))) ||
    (tool === "test_units" && howLong.test(text));
  if (!args.quantity || amount === undefined || others.length > 0 || !means) return undefined;
  return isToolName(tool) && !named.has("order") && !named.has("hours")
    ? { ...args, tool, quantity: amount }
    : undefined;
};

/** What could be released is to be: "ok do it", 那就下吧. */
export const wantsIt =
  /^(?:(?:ok(?:ay)?|yes|yep|fine|alright|good|then|that's fine)[,. ]*)*(?:do it|go ahead|go|release it|run it)(?: then| anyway| now| please| pls)*$|^(?:那就?|好的?|行|可以)?[，, ]*(?:就)?(?:下|放|下达|放行|投)(?:了)?吧$/i;

const release: Asks = ({ tool, args: { order, line } }, { text, mentioned }) =>
  (tool === "can_release" || tool === "check_kit") && order && wantsIt.test(bare(text))
    ? { tool: "release_order", order, line: line ?? mentioned.line ?? "earliest" }
    : undefined;

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
  /^(?:那)?(?:料|物料|钢网|治具|夹具|工装)呢?(?:[，,、 ]*(?:料|物料|钢网|治具|夹具|工装)呢?)*$|^(?:用|发|是|要)?(?:的)?(?:哪些?|哪几)个?批(?:次|号)?的?(?:料)?$|^(?:and )?(?:which|what) lots?(?: are (?:they|those))?$|^(?:还|它|那)*(?:缺|差)(?:不缺|什么|啥|哪些|几[种个])?(?:料|物料|什么|啥)?$|^(?:料)?齐(?:套)?(?:了)?(?:吗|没|没有)?$|^(?:料|物料)呢?$|(?:缺|差)(?:什么|啥|哪些)料?$|^(?:so |and |but )?(?:what(?:'s| is) (?:missing|short)|is (?:it|the kit) (?:complete|there)|(?:the )?kit|materials?|missing what)$/i;

/** What would be without it: 停了会怎样, "what if we hold it". */
const ifItRests =
  /^(?:那|要是|如果)*(?:先)?(?:停|不做|暂停|挂起|取消|不下|不放)(?:了|掉|它)*(?:的话)?(?:会|有|能)?(?:怎么?样|咋样|怎样|什么影响|啥影响|影响(?:谁|大吗|什么|啥))$|^(?:and )?what if (?:we|i) (?:hold|stop|skip|drop|cancel|leave) (?:it|that|this)(?: out)?$/i;

const isItLate =
  /^(?:它|那样?|这样?)?(?:会不会|会|要)?(?:晚|迟|延期|延误)(?:不晚|了)?(?:吗|没|不|么)?$|^(?:它|那)?(?:要|会)?(?:晚|迟|拖|延)(?:得?了|到|个)?(?:多久|多少(?:天|小时)?|几(?:天|个?小时)|啥时候|什么时候|哪天)(?:了)?$|^(?:它|那)?(?:能)?(?:按时|准时|按期|来得及|赶得上)(?:完成|交)?(?:吗|不|么)?$|^(?:is it |will it be |and |so )?(?:late|on time|in time|how (?:late|many (?:hours|days) late)(?: (?:is|will) (?:it|that)(?: be)?)?)$/i;

/** What holds it up: 卡在哪, "where is it stuck". */
const whatHoldsIt =
  /^(?:它|那|是|都)*(?:卡|堵|耽误|耽搁|拖)(?:在|到)?(?:了)?(?:哪|什么|啥)(?:里|儿|一?步|条?(?:产?线)|个?道?工序|地方|料|东西)?(?:上|里|那)?了?$|^(?:是|在)?(?:哪|什么|啥)[^，,。]{0,4}(?:卡|堵|拖|耽误)(?:住|着|了)?(?:它|的)?$|^(?:and |so |but )?(?:what(?:'s| is) holding it(?: up| back)?|where is it (?:stuck|held up)|stuck where|what is it stuck on)$/i;

/** Parts that are asked one after the other: 晚几天啊 卡在哪. */
const askedParts = (text: string): readonly string[] =>
  text
    .split(/[，,、；;?？。 ]+(?![a-z])/i)
    .map((part) => part.replace(/[啊呀呢嘛吧哦噢的]+$/, "").trim())
    .filter(Boolean);

const itsState =
  /^(?:它|那)?(?:的)?(?:数量|多少[台件个套]|几[台件套]|客户|交期|交货期|进度|状态|产品|型号|哪条线|在哪条?线?|到哪一?步?了?|(?:啥|什么)时候(?:交|好|完|做完|开工|要)?|几号(?:交|要|完))(?:是?(?:多少|谁|哪天|什么|啥))?(?:呢)?$|^(?:and )?(?:due(?: date)?|when(?: is it due| due)?|qty|quantity|how many|how much|(?:who(?:'s| is) )?(?:the )?customer|for whom|who for|who for|status|progress|product|(?:on |at )?(?:which|what) line|where(?: is it)?)$/i;

/** Tools that told of several orders; the worst of them is the one that is talked about. */
const ofMany: ReadonlySet<string> = new Set(["late_orders", "stuck_orders", "ready_orders"]);

/** A requisition is to be made out, where that was asked for: 开一张. */
const makesOut =
  /^(?:那|(?:要是|如果)?没(?:有|开过?)?(?:的话)?[，, ]*)?(?:就|帮我|给我)?(?:开|建|做|出|补)一?[张个份](?:吧|呗)?$|^(?:then )?(?:make|create|open|raise) (?:one|it)(?: then)?$/i;
const saysRequisition = /领料|(?<![a-z])(?:requisition|pick ?list)/i;

const ofOrder: Asks = ({ tool, args, text: before }, said) => {
  const text = bare(said.text).replace(/[?？呢]+$/, "");
  const order = args.order ?? (ofMany.has(tool) ? said.mentioned.order : undefined);
  if (order && makesOut.test(text) && saysRequisition.test(before))
    return { tool: "create_requisition", order };
  if (order && ofMany.has(tool) && (itsState.test(text) || asksForWhomOfIt(said.text)))
    return { tool: "order_status", order };
  if (!order || !ofOneOrder.has(tool) || !namesNothing(said)) return undefined;
  if (itsKit.test(text)) return { tool: "check_kit", order };
  if (ifItRests.test(text)) return { tool: "what_if_order", order, line: null };
  const parts = askedParts(text);
  if (parts.length > 0 && parts.every((part) => isItLate.test(part) || whatHoldsIt.test(part)))
    return { tool: "explain_late", order };
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

/** More of an order, of what was proposed for it, and of what was imagined of it. */
export const ordersAsks: readonly Asks[] = [hit, ofImagined, ofOrder, otherAmount, release];
