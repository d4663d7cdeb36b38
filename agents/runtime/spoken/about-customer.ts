/** For whom an order is: 谁的单子, "who is it for". */
const customer =
  /谁的(?:单子?|订单|工单|货|东西)|(?:是|给)谁(?:家的|做的|要的|订的|的[?？]?$|[?？]?$)|(?:哪[个家]|什么|是谁.{0,2})客户|客户(?:是谁|是哪|是什么|叫什么|名)|哪家(?:的|要|订)|为谁(?:做|生产)|(?<![a-z])(?:who(?:'s| is) (?:(?:the )?(?:order|job) )?(?:[a-z]*-?\d+|it|(?:that|this|the)(?: one| order)?)(?: made| built)? for|whose (?:order|job|is)|(?:which|what|whose|who is the|who's the|name of the) customer|customer (?:of|for|behind)|for (?:whom|which customer))(?![a-z])/i;
/** How much of it is still to be made: 还剩多少台, "how many are left". */
const left =
  /(?:还剩|还差|还有|剩下?)(?:多少|几)(?:[台件个块片套]|没做|要做|[?？。，,]|$)|(?<![a-z])(?:how many (?:(?:units|pieces|pcs|more) )?(?:are |is )?(?:left|remain\w*|to go|still to)|what(?:'s| is) left (?:of|to (?:do|make)))(?![a-z])/i;
const otherwise =
  /料|库|领|缺|不良|报废|批准|批的|下达的|电话|联系|地址|邮箱|(?<![a-z])(?:material|stock|kit|parts|scrap\w*|approv\w*|phone|contact|address|e-?mail)(?![a-z])/i;

/** Whether a sentence asks for whom an order is. */
export const asksForWhom = (sentence: string): boolean =>
  customer.test(sentence) && !otherwise.test(sentence);

/** Whether a sentence asks how much of an order is left to make. */
export const asksWhatIsLeft = (sentence: string): boolean => left.test(sentence) && !otherwise.test(sentence);
