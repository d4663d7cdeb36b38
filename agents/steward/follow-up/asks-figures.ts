import { isChinese } from "../../runtime/format.ts";
import { metricOf } from "../../runtime/metrics/catalogue.ts";
import { withThreshold } from "../../runtime/spoken/asked/condition.ts";
import { metricsNamed } from "../../runtime/spoken/asked/named-metrics.ts";
import { asksOnlyWhy } from "../../runtime/spoken/goes-on.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import { isToolName, takesMetric } from "../../runtime/tool.ts";
import { toAmount } from "./asks-orders.ts";
import { type Asks, again, namesNothing } from "./said.ts";

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

/** What would ease it: the one thing that can be tried on the bottleneck itself is more time. */
const easesIt =
  /^(?:那|这)?(?:怎么|咋|如何|有(?:什么|啥)办法)(?:缓解|解决|破|办|改善|弄|处理|疏通)?(?:一下|呢|啊)?$|^(?:so |and |ok )?(?:how (?:do|can|could|would) (?:we|i|you) (?:fix|ease|relieve|solve|unblock|help|deal with)(?: it| that| this)?|what can (?:we|i) do(?: about (?:it|that))?)$/i;

const bottleneck: Asks = ({ tool, evidence }, said) => {
  const tightest = evidence.find(({ kind }) => kind === "equipment")?.id;
  if (tool === "line_load" && tightest && easesIt.test(bare(said.text)) && namesNothing(said))
    return {
      tool: "what_if_shift",
      line: tightest,
      words: isChinese(said.text)
        ? `${tightest} 这周末加班，延期能少多少？`
        : `What would overtime on ${tightest} this weekend bring?`,
    };
  return tool === "line_load" && tightest && asksOnlyWhy(said.text)
    ? { tool: "line_load", line: tightest }
    : undefined;
};

/** Another limit of a watch: "make it 93". */
const otherLimit: Asks = ({ tool, args, text }, { text: said, candidates: { amounts } }) => {
  const [limit, ...others] = amounts;
  if (tool !== "set_alert" || limit === undefined || others.length > 0) return undefined;
  const corrects =
    /^(?:哦|噢|啊|呃|不|不对|不是|错了|说错了?|应该)*[，, ]*(?:应该)?(?:是|要|为)\s*\d|^(?:no|oops|sorry|wait|i mean|i meant|actually)[, ]+(?:it'?s |i meant? |make it )?\d/i;
  if (
    !corrects.test(bare(said)) &&
    !/改(?:[成为到]| ?\d)|换成|调[成到]|(?<![a-z])(?:make (?:it|that)|change (?:it|that)|rather|instead)(?![a-z])/i.test(
      said,
    )
  )
    return undefined;
  const words = withThreshold(args.words ?? text, limit);
  return words === undefined ? undefined : { ...args, tool, words };
};

/** Another window of a watch: 每班检查一次, "per shift". */
const otherWindow: Asks = ({ tool, args, text }, { text: said, candidates: { named } }) =>
  tool === "set_alert" &&
  said.length <= 30 &&
  named.size === 0 &&
  /(?:按|每)1?个?(?:小时|班|天|日)|(?<![a-z])(?:per|every|each|by) (?:hour|shift|day)|hourly|daily/i.test(
    said,
  )
    ? { ...args, tool, words: `${args.words ?? text} ${said}` }
    : undefined;

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

/** More of a figure, a watch of it, a shift or a plan. */
export const figuresAsks: readonly Asks[] = [
  ofShift,
  bottleneck,
  otherLimit,
  otherWindow,
  otherMinutes,
  source,
  allDay,
  otherFigure,
];
