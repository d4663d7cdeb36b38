import { bare } from "./wish.ts";

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
  // A question mark stays: what asks whether an order was brought forward does not end as what wants it does.
  const text = bare(sentence, /[。.！!]+$/);
  return !otherwise.test(text) && patterns.some((pattern) => pattern.test(text));
};
