/** For whom an order is: 谁的单子, "who is it for". */
const customer =
  /谁的(?:单子?|订单|工单|货|东西)|是谁(?:家的|要的|订的|的[?？]?$)|给谁(?:家的|做的?|的|[?？]?$)|(?:哪[个家]|什么|是谁.{0,2})客户|(?:的|\d) ?客户[?？]?$|客户(?:是谁|是哪|是什么|叫什么|名)|哪家(?:的|要|订)|为谁(?:做|生产)|(?<![a-z])(?:who(?:'s| is) (?:(?:the )?(?:order|job) )?(?:[a-z]*-?\d+|it|(?:that|this|the)(?: one| order)?)(?: made| built)? for|whose (?:order|job|is)|(?:which|what|whose|who is the|who's the|name of the) customer|customer (?:of|for|behind)|\d ?customer\??$|who ordered (?:[a-z]*-?\d+|it|that|this)|for (?:whom|which customer))(?![a-z])/i;
/** How much of it is still to be made: 还剩多少台, "how many are left". */
const left =
  /(?:还剩|还差|还有|剩下?|差)(?:多少|几)(?:[台件个块片套只]|没做|要做|[?？。，,]|$)|(?<![a-z])(?:how many (?:(?:units|pieces|pcs|more) )?(?:are |is )?(?:left|remain\w*|to go|still to)|how many more to|how much (?:of [a-z\d-]+ )?(?:is )?left|what(?:'s| is) left (?:of|to (?:do|make)))(?![a-z])/i;
const otherwise =
  /料|库|领|缺|不良|报废|批准|批的|下达的|供应商|发给|邮件|电话|联系|地址|邮箱|(?<![a-z])(?:material|stock|kit|parts|scrap\w*|approv\w*|phone|contact|address|e-?mail)(?![a-z])/i;

/** Whether a sentence asks for whom an order is. */
export const asksForWhom = (sentence: string): boolean =>
  customer.test(sentence) && !otherwise.test(sentence);

/** Whether a sentence asks how much of an order is left to make. */
export const asksWhatIsLeft = (sentence: string): boolean => left.test(sentence) && !otherwise.test(sentence);

const short = 16;
const ofMany = /最|多少|哪些|几个|所有|延期|(?<![a-z])(?:most|many|all|late|biggest)(?![a-z])/i;
/** The same of the order that was talked about. */
export const asksForWhomOfIt = (sentence: string): boolean =>
  asksForWhom(sentence) &&
  !ofMany.test(sentence) &&
  (sentence.length <= short || /它|这|那|(?<![a-z])(?:it|this|that)(?![a-z])/i.test(sentence));

/** The same of how much is left. */
export const asksWhatIsLeftOfIt = (sentence: string): boolean =>
  asksWhatIsLeft(sentence) && sentence.length <= short && !ofMany.test(sentence.replace(/多少/, ""));
