import { bare } from "./wish.ts";

/** A sentence that goes on from the one before is a short one. */
const mostSigns = 60;

/** What begins or ends a sentence that puts something else into the one before: 那1113呢, "and 80?", "no, SMT-5". */
const link = [
  /^(?:那|再(?!加|来)|还有|换成|换|改成|改为|改到|改(?=\d|[一二两三四五六七八九十半])|如果是|要是|假如是|不对|不是|(?:算|打|写|看|记|说|弄|搞|讲)?错了|说错|应该是|我是说|我说的是|不，|只|就|哦|噢|和|跟|与|比|同样|一样)|[呢咧][？?]?$|不变[。]?$|^[\d,]+(?: [a-z]+)? then$/i,
  /^(?:(?:ok(?:ay)?|so|well|hm+|sorry|oops|no|nope|wait)[, ]+)*(?:and(?! (?:also|then)(?![a-z]))|what (?:about|if it(?:'s| is| were))|how about|i meant?|i mean|make (?:it|that)|make|actually|rather|only|just|same|instead|vs\.?|versus|or|but|then|not|no|sorry)(?![a-z])/i,
];
/** It asks or wants something of its own. */
const anew =
  /为什么|为啥|怎么(?!样)|原因|加.{0,2}班|通宵|哪|谁|啥|什么|多久|下达|下到|下吧|放到|取消|暂停|恢复|提前|插|齐套|缺|库存|领料|重排|排产|写|瓶颈|报警|提醒|预警|状态|替代|修|查|看看|加急|优先|批|后面|发生|能不能|(?<![a-z])(?:why|when|where|who|which|how (?:many|much|long|do|far)|release|cancel|hold|resume|kit|stock|missing|requisition|re-?plan|write|bottleneck|alert|status|substitut\w*|alternativ\w*|can i|is it|are there|rush|expedit\w*|prioriti\w*|bring|bump|squeeze|approv\w*|happen\w*|overtime|extra shift|behind|next|queue|does|do we|tell|show|check|put on)(?![a-z])/i;

/** Of what it asks, where that is no figure. */
const other =
  /计划|排产|排程|指导书|文件|审批|批准|提案|板子|单元|维修|班次|交接|(?<![a-z])(?:plan(?:s|ned|ning)?|schedul\w+|instructions?|approv\w+|proposals?|units?|boards?|shift report|hand-?over)(?![a-z])/i;
export const saysOtherSubject = (sentence: string): boolean => other.test(sentence);

/** Whether a sentence only puts another order, product, amount, line or time into the one before. */
export const goesOn = (sentence: string): boolean => {
  // "等等 我说的是1287" begins with a second thought.
  return readings(sentence).some(
    (text) => text.length <= mostSigns && link.some((pattern) => pattern.test(text)) && !anew.test(text),
  );
};

/** Some of those that were told: 其中哪些…, "which of them…". */
export const pointsAtThose = (sentence: string): boolean =>
  sentence.length <= mostSigns &&
  /^(?:那)?(?:其中|这里面|那里面|里面|[这那]些(?:里面?|当中|中)?|它们(?:中|里))|(?<![a-z])(?:(?:which|any|how many|what) (?:ones? )?(?:of|among) (?:them|those|these)|which ones|of (?:those|these|them))(?![a-z])/i.test(
    sentence,
  );

const why =
  /为什么|为啥|差在哪|哪儿?出的?问题|怎么(?:会|又|突然|就|最近)?(?:掉|降|跌|低|变|升|高|涨|差)|怎么回事|(?<=那[1一]?天)(?:怎么了|发生了?什么)|原因|(?<![a-z])(?:why|what caused|how come|reason)(?![a-z])/i;
const course =
  /走势|趋势|变化曲线|曲线|(?:从)?(?:什么时候|啥时候|何时|哪一?[天周日]|几号)(?:开始|起)(?:变[差好高低]|掉|降|跌|涨|升|上升|下降)?的?|(?<![a-z])(?:trends?|since when|over time|develop\w*|when did (?:it|that|this) (?:start|begin)(?: to)?(?: (?:go|going|get|getting|fall|falling|ris(?:e|ing)|drop|dropping|climb|climbing))?(?: (?:up|down|better|worse))?)(?![a-z])/i;
const watch =
  /提醒|报警|预警|告警|(?:通知|告诉|喊|叫|知会)我|跟我说|(?<![a-z])(?:alert|alarm|warn|ping|notify|tell me when|tell me if|let me know|shout)(?![a-z])/i;

/** Whether a sentence asks for a cause, whatever else it asks. */
export const asksWhy = (sentence: string): boolean => why.test(sentence);

/** Each word for the cause, the course or a watch of a figure. */
export const wantedWords = new RegExp(
  `(?:是)?(?:${why.source}|${course.source}|${watch.source})(?:的|呢|啊)?`,
  "gi",
);

/** What is wanted of a figure that was told, beside its value. */
export const wantedOfFigure = (
  sentence: string,
): "metric_cause" | "metric_trend" | "set_alert" | undefined => {
  const text = bare(sentence);
  if (text.length > mostSigns) return undefined;
  if (watch.test(text)) return "set_alert";
  if (course.test(text)) return "metric_trend";
  return why.test(text) ? "metric_cause" : undefined;
};

/** Nothing but the question why. */
export const asksOnlyWhy = (sentence: string): boolean =>
  /^(?:那)?(?:这是|它)?(?:(?:为什么|为啥)(?:会?是它|偏偏是它)|为什么|为啥|怎么回事|什么原因|原因(?:呢|是什么)?)(?:呢|啊|会这样)?$|^(?:but |and )?(?:why|how come|what(?:'s| is) the reason|why is (?:that|it)|why so)$/i.test(
    bare(sentence).replace(/[?？]+$/, ""),
  );

/** Of several that were told: the first, which is the worst of late orders and the oldest of those that wait. */
export const pointsAtFirst = (sentence: string): boolean =>
  sentence.length <= mostSigns &&
  /第一[个台张单]|最(?:急|严重|晚|早|久|老|糟|差|厉害|前面)的?|头一[个台]|(?<![a-z])(?:the )?(?:first|worst|oldest|longest|latest|top)(?: one| order| unit)?(?![a-z])(?! (?:plan|pass|time))/i.test(
    sentence,
  );

/** More of the thing, unit or document that was told of: its battery, how it is mended, where that is written. */
export const asksMoreOf = {
  thing:
    /电量|电池|[拉载运送](?:着|到|去|往)?(?:什么|啥|哪)|手[上里]|测到|那批|第几[台个]|在哪|去哪|到哪|忙|空着?|任务|活儿?|干[嘛吗]|做什么|干什么|不动|卡住|故障|多久|(?<![a-z])(?:on a job|job|task|doing|moving|stuck|fault|error|since when|how long|battery|charge|carry(?:ing)?|load(?:ed)?|where|going|busy|free|empty|idle)(?![a-z])/i,
  unit: /修过|第?几次|怎么[修办弄验]|咋[修办弄验]|验证|复测|(?:修|弄)(?:好|完|它)?.{0,3}(?:要|得)?多(?:久|长)|如何修|换(?:什么|啥|哪)|(?:什么|啥)(?:毛病|问题|原因)|为什么|为啥|这台|那台|它|(?<![a-z])(?:how|what|why|fix|repair|replace|wrong)(?![a-z])/i,
  line: /(?:几点|(?:啥|什么)时候|多久)(?:才)?(?:能|会|可以)?(?:好|恢复|修好|起来|开)|(?<![a-z])when .{0,12}(?:back|up|fixed|running)(?![a-z])|^(?:停|开|坏)?(?:了)?(?:多久|多长时间|从什么时候|什么时候开始)|(?<![a-z])(?:since when|how long|for how long)(?![a-z])/i,
  amount:
    /最多(?:能|可以)?(?:先)?(?:给|交|做|出)|能(?:先)?(?:给|交|做|出)(?:多少|几)|(?<![a-z])(?:how many|how much) (?:can|could|would)|at (?:most|least)|the most we/i,
  source:
    /哪[个份]?(?:文件|文档|里|本)|出处|来源|依据|(?<![a-z])(?:where (?:does|is) (?:it|that|this)(?: say)?|which document|what document|source|who says|says who)(?![a-z])/i,
} as const;

/** What people begin with who think again: 哎等下，放错了, "no wait". */
const thinksAgain =
  /^(?:(?:哎呀?|诶|欸|哦|噢|呃|那|等等|等一?下|等会|慢着|不对|不是|[放搞弄点说][错反]了)[，,。 ]*)+(?=\S)|^(?:(?:ok(?:ay)?|oh|oops|no|wait|hold on|sorry|hm+)[,. ]+)+(?=\S)/i;
const nothingElse =
  /^(?:等等|等一?下|慢着|且慢)[，, ]*(?:先)?(?:别|不要)|^(?:wait|hold on)[, ]+(?:don'?t|not yet)|^(?:(?:把)?(?:刚才|刚刚|上一个|前面|那个)(?:那个|的|那条|提的)?(?:提案|建议|请求|单)?(?:撤回|撤销|撤了|撤掉|不要了|作废)|(?:算了|不用了|那)?[，, ]*(?:还是)?先不(?:下达?|放行?|派|提|排|改|换|停|取消|调|动|挪|领|开)(?:了|它|这张)?|算了|不用了|撤回|撤销|当我没说|不(?:插|提前|取消|下|下达|排|改|换|停|调|动|挪|移|搬|扣|加急|暂停)了|(?:我)?(?:是)?(?:开玩笑|逗你|说着玩)的?|(?:算了|不用了|那)?[，, ]*(?:[这那]?[两几三][个张]|哪[个张])?都?先?不[动弄管办做]了?|(?:算了|不用了)?[，, ]*(?:还是)?(?:就)?(?:按|照|维持|保持)(?:着)?(?:原来|原样|原计划|老样子|旧|之前)的?(?:来|做|办|样子|计划|不动|不变)*)(?:吧|了|啊|哈)?$|^(?:oh |ok |no,? |actually,? |if not,? |then |just )*(?:leave it(?: then| be)?|never ?mind|forget (?:it|that|about it)|scratch that|don'?t bother|undo (?:that|it|this)|(?:take (?:it|that) back)|withdraw(?: (?:it|that))?|(?:just |only )?(?:kidding|joking)|(?:leave|keep) (?:it|that|everything) (?:as it is|as is|as it was|alone))$/i;
const begins =
  /^(?:算了|不用了|不要了|不弄了|别弄了|不必了|先不|先别|撤回|撤销|当我没说|不(?:插|提前|取消|下|下达|排|改|换|挪|移|搬|扣|加急|暂停)了)|^(?:oh |ok |no,? |actually,? |if not,? |then |just )*(?:never ?mind|forget (?:it|that|about it)|scratch that|don'?t bother|cancel (?:that|it)$|leave it|drop it|take (?:it|that) back|withdraw)/i;

/** A sentence with and without what a second thought begins with. */
const readings = (sentence: string): readonly string[] => {
  const text = bare(sentence);
  const rest = text.replace(thinksAgain, "");
  return rest === text ? [text] : [text, rest];
};

/** Nothing else than that what was asked for last is wanted no more. */
export const onlyTakesBack = (sentence: string): boolean => {
  const [text = "", rest] = readings(sentence);
  return nothingElse.test(text) || (rest !== undefined && (nothingElse.test(rest) || /^cancel$/i.test(rest)));
};

/** Nothing else than that somebody is not ready to go on: what was proposed stays as it is. */
export const onlyWaits = (sentence: string): boolean =>
  /^(?:先别|先不|别|不要|不用)(?:真|急着?|着急)?(?:急|动|下|放|做|弄|跑|测|开|开始|改|换|挪|提|停|取消|下达|放行)?(?:它|单)?(?:吧|了|啊)?$|^(?:先|再|那)?(?:等等|等一等|等一?下|等会儿?|稍等|慢着|且慢|缓缓|缓一缓|放一放|别急|别动|放着)(?:吧|啊|哈|再说)?$|^(?:(?:no|ok|oh|wait)[, ]+)*(?:please )?(?:don'?t|do not) (?:really |actually )?(?:start|begin|release|hold|move|cancel|change|do|run|go|expedite)(?: (?:it|that|this|anything|them))?(?: (?:yet|now|just yet|for now))*$|^(?:please )?(?:wait|hold on|hang on|not yet|one moment|just a (?:sec(?:ond)?|moment|minute)|let me think)(?: (?:a )?(?:sec(?:ond)?|moment|minute|bit))?$/i.test(
    bare(sentence),
  );

/** What was wanted is wanted no more. */
export const takesBack = (sentence: string): boolean =>
  onlyTakesBack(sentence) || readings(sentence).some((text) => begins.test(text));

/** What is said behind the word that takes a wish back: 换1102 of 算了，换1102. */
export const wantedInstead = (sentence: string): string | undefined => {
  const taken = readings(sentence).find((text) => begins.test(text));
  return taken?.replace(begins, "").replace(/^[了吧啊哈\s，,。；;.!！-]+/, "") || undefined;
};

/** What was said before is put right: "no, SMT-5", 不对，是1163. */
export const corrects = (sentence: string): boolean =>
  goesOn(sentence) &&
  /^(?:不对|不是|(?:算|打|写|看|记|说|弄|搞|讲)?错了|说错|我是说|应该是)|^(?:no|nope|sorry|oops|wait|i meant?|i mean)(?![a-z])/i.test(
    bare(sentence),
  );
