import { questionsApart } from "./questions-apart.ts";
import { type Wishes, wishesByOrder } from "./wishes-by-order.ts";

/** Where a second wish begins: 再看看…, 顺便…, "and tell me…", "and who…". */
const second = [
  /[，,。；;、]? ?(?:然后|接着|再|顺便|另外|同时|并且|还有|也)(?:再)?(?:帮我|给我|把|请)?(?=(?:看看?|查查?|查一下|告诉|说说|看一下|问问|算算?|排|下达|算一下)[^，,。；;]{2,}|给 ?[a-z]|把)/i,
  /[,;.]? (?:and|then)(?: also| then)? (?=(?:tell|show|check|give|who|which|where (?:is|are)|release|make|hold|cancel)(?![a-z])[^,;]{6,})/i,
  /[,;.] (?:also|plus|by the way),? (?=[a-z])/i,
  /[，,。；;?？] ?(?:另外|还有|顺便|顺带|对了)[，, ]*(?=[^，,。；;]{4,})/,
  /[,;.?]? and (?=what(?:'?s| is| are) (?:the |our )?[a-z]|how(?:'?s| is| are) |how (?:many|much) [a-z ]{3,}? (?:are|is|do|does|did|have|has|were|was)(?![a-z]))/i,
];
/** Words that point at what the first part is about: they make one wish of both. */
const sameThing =
  /^(?:who|which|what) (?:are|is|were) (?:the|their) customers?(?![a-z])|^whose(?![a-z])|^(?:which|what) (?:day|week|month|shift|hour|one|line|product) (?:was|is|had|has|did)(?![a-z])(?!.*\d)|^(?:都|分别|各)?是?(?:谁家|哪[些几]?[个家]?客户)的?|^what(?:'?s| is| are) (?:the )?(?:reasons?|causes?|impact|effect|trend|left|next|missing|short|wrong|driving|behind|worst|best|difference)(?![a-z])|^(?:它|这个|那个|把?(?:交期|交货期|数量))|(?<![a-z])(?:it|them|that|why)(?![a-z])/i;

/** The wishes of a sentence that wants several things; undefined where it wants one. */
export const severalWishes = (sentence: string): Wishes | undefined => {
  const apart = wishesByOrder(sentence) ?? questionsApart(sentence);
  if (apart) return apart;
  for (const pattern of second) {
    const found = pattern.exec(sentence);
    if (!found || found.index < 4) continue;
    const first = sentence.slice(0, found.index).trim();
    const then = sentence.slice(found.index + found[0].length).trim();
    if (then.length >= 4 && !sameThing.test(then)) return { first, others: [then] };
  }
  return undefined;
};
