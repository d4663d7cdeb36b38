import { bare } from "../wish.ts";

/** What is done about a symptom, or what usually causes it: the documents and the repairs tell, no figure does. */
const general = [
  /(?:一般|通常|常见|多半|往往|大多)[^，,。；;?？]{0,8}?(?:原因|因为|怎么|查|检查|处理|毛病|问题|啥|什么)|常见原因/,
  /(?:先|应该|首先|要)(?:查|检查|看|排查|测)(?:什么|啥|哪)|怎么(?:排查|排除|处理|解决)|如何(?:排查|排除|处理|解决)/,
  /(?<![a-z])(?:(?:common|usual|typical|likely|possible) (?:causes?|reasons?|faults?)|usually caused|what (?:do|should|can|to) (?:i |we |you )?(?:check|look at|try|test) first|what (?:do|should) (?:i|we) (?:check|look at|do)|how (?:do|can|should|to) (?:i |we )?(?:fix|troubleshoot|debug|repair)|troubleshoot\w*)(?![a-z])/i,
];

/** Whether a sentence asks in general what causes a symptom or how it is looked into. */
export const asksInGeneral = (sentence: string): boolean => {
  const text = bare(sentence);
  return general.some((pattern) => pattern.test(text));
};

/** Boards that wait there are units, and no stock. */
const ofRepair = /维修|返修|待修|(?<![a-z])(?:repairs?|rework)(?![a-z])/i;

/** How much of a material there is, or when more comes. */
export const asksAboutStock = (sentence: string): boolean =>
  !ofRepair.test(sentence) &&
  /库存|还[有剩]|有多少|剩多少|有没有|够不?够|够吗|到货|在途|(?<![a-z])(?:stock|how (?:much|many)|left|enough|arriv\w*|do we have|inventory|receipts?)(?![a-z])/i.test(
    bare(sentence),
  );
