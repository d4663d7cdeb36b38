/** That an order is to go before others; how the plan in force is. */
export type Wish = "earlier" | "plan";

/**
 * Words that ask for an order to go before others. Only what can mean nothing else: "优先放出去" and "1045 first" may as well
 * ask for a release, and are left to the model.
 */
const chinese = [
  "(?:提前|往前|前移|提早|早点儿?|早些)(?:一下|一点|一些|[^，,。；;？?]{0,6}?)(?:做|干|生产|加工|排|安排|交|交付|完工|完成|出货|发货|赶|提|挪|移|调)",
  "(?:做|干|生产|加工|排|安排|交|交付|交期|完工|完成|出货|发货|计划|移|挪|调)[^，,。；;？?]{0,4}?(?:提前|往前|前移|提早)",
  "(?:把|将|让|给|帮)[^，,。；;？?]*?(?:提前|加急|提速|插队|插到(?:最)?前面?)",
  "^(?:请|麻烦)?(?:提前|加急|插队|加快)",
  "(?:提前|提早)(?:一下|一点儿?|点儿?|一些|些)?(?:吗|吧|么|呗)?$",
  "(?:^|[，,]|把|请)先(?:做|干|生产|加工) ?(?:掉|完)? ?(?:wo|工单|\\d|这一?单|那一?单|它)",
  "(?:\\d|单|它) ?先(?:做|干|生产|加工)",
  "(?:加急|特急|插队|插到最前|赶工|加快)[^，,。；;？?]{0,4}$",
  "(?:加急|赶工|加快)(?:处理|生产|做|干|一下|排|安排|进度)",
  "优先(?:做|干|生产|加工|排产|安排|处理|完成|保证|保障|级?[^，,。；;？?]{0,3}?(?:提高|提升|调高|升|最高|提到|拉高|拉满))",
  "(?:提高|提升|调高|升高?|拉高)[^，,。；;？?]{0,12}?优先级?",
  "(?:升|改|提|调|设)(?:为|成|到)?[^，,。；;？?]{0,2}(?:特急|加急|急单|最高优先|最优先)",
];
const english = [
  "expedit(?:e|ed|ing)",
  "prioriti[sz](?:e|ed|ing)",
  "(?:bring|move|pull|push|shift|put|bump)(?: [^,.;?!]{1,30}?)? (?:forward|ahead|up|in|earlier|first|to the (?:front|top))",
  "(?:build|make|produce|finish|complete|deliver|ship|do|run|process|schedule|get)(?: [^,.;?!]{1,30}?)? (?:earlier|sooner|faster|ahead of (?:the )?(?:others?|rest|schedule|time|everything)|before (?:the )?(?:others?|rest|everything else))",
  "(?:do|build|make|produce|process|schedule) [^,.;?!]{1,20}? first",
  "be (?:built|made|produced|finished|completed|delivered|shipped|done) (?:any )?(?:earlier|sooner|faster|first)",
  "(?:speed|hurry)(?: [^,.;?!]{1,30}?)? up",
  "hurry(?: [^,.;?!]{1,20}?)?$",
  "^(?:please |pls )?(?:rush(?! orders?(?! ?[a-z]*-?\\d))|fast-?track|accelerate)",
  "(?:jump|skip) the queue",
  "(?:raise|increase|higher|highest|top|urgent|max(?:imum)?)(?: [^,.;?!]{1,20}?)? priority",
  "priority(?: [^,.;?!]{1,20}?)? (?:up|to (?:1|one|urgent|the top|max(?:imum)?|highest))",
];
/** A question about what was, a refusal, a release, another's business: the words then mean something else. */
const otherwise =
  /为什么|为啥|提前(?:通知|告诉|告知|说|预警|提醒)|急单来|怎么会|原因|降低|调低|不(?:用|要|必|需要?|该|急)?再?(?:提前|加急|插队|优先|着急|赶)|别(?:再)?(?:提前|加急|插)|取消(?:提前|加急)|[提加][前急](?:完工|完成|做完|生产)?了(?:吗|没|么|多少|几)|下达|下发|放(?:出去|行|到)|派|上线|投产|开工|哪条线|有空|领料|供应商|采购|速度|来料|到料|到货|(?<![a-z])(?:why|not|don['’]?t|do not|no need|lower|was|were|been|released?|dispatch|launch|lines?|suppliers?|purchasing|vendors?|materials?|parts?|receipts?|everything with)(?![a-z])/i;

const patterns = [
  new RegExp(chinese.join("|"), "i"),
  new RegExp(`(?<![a-z])(?:${english.join("|")})(?![a-z])`, "i"),
];

/** Whether a sentence asks beyond doubt for an order to be made sooner than it is planned. */
export const wantsEarlier = (sentence: string): boolean => {
  const text = sentence
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/[。.！!]+$/, "");
  return !otherwise.test(text) && patterns.some((pattern) => pattern.test(text));
};

/** Questions about the plan as such, and words that it is to stay: what a model hears as "plan" and takes for a command. */
const planNamed =
  /重排|重新排|计划|排产|排程|排期|(?<![a-z])(?:re-?)?(?:plan(?:ned|ning)?|schedul(?:e|ed|ing))(?![a-z])/i;
const aboutPlan = [
  /(?:不要|不用|不必|不需要|无需|先不|先别|暂不|别|不许|不准)(?:再|急着)?(?:重新?|又)?(?:做|出|算|排|改|动)/,
  /(?:计划|排产|排程|排期)[^，,。；;]{0,8}?(?:什么时候|何时|几点|多久|怎么样|如何|好不好|好吗|行不行|哪一?版|第几版|版本|改了什么|变了什么|有什么变化|有哪些变化)|(?:为什么|为啥|怎么)又?(?:重新?)?(?:排|计划)/,
  /^(?:请|麻烦)?(?:看|看看|看下|看一下|查看|查一下|显示|打开|给我看)[^，,。；;]{0,6}?(?:现在|当前|现行|最新|目前)?的?(?:生产)?(?:计划|排产|排程)[^，,。；;]{0,3}$/,
  /^(?:现在|当前|现行|最新|目前)的?(?:生产)?(?:计划|排产|排程)[^，,。；;]{0,6}$/,
  /(?<![a-z])(?:do not|don['’]?t|no need to|never|not to|stop) (?:make |do |run )?(?:a |another |any )?(?:new |more )?(?:re-?)?(?:plan|schedul)/i,
  /^(?:please |can you |could you )?(?:show|display|open|see|view|tell)(?: me)?(?: about)? (?:the |our )?(?:current |latest |actual |production )?(?:plan|schedule)$/i,
  /^(?:what|when|why|which|who|how|is|was|has|did)(?:['’]?s)?(?![a-z])(?! if)(?! (?:about|would))(?: [^,.;?]*?)? (?:re-?)?(?:plan(?:ned)?|schedule)(?![a-z])/i,
];

/** Late orders, what something would do to the plan, or a command after all. */
const notAboutPlan =
  /延期|延误|拖|晚|如果|假如|更新一下|(?<![a-z])(?:late|behind|ahead|delay(?:ed)?|slip|overdue|if)(?![a-z])/i;

/** Whether a sentence asks how the plan in force is, or says that it is to stay. */
export const asksAboutPlan = (sentence: string): boolean => {
  const text = sentence
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/[。.！!？?]+$/, "");
  return planNamed.test(text) && !notAboutPlan.test(text) && aboutPlan.some((pattern) => pattern.test(text));
};
