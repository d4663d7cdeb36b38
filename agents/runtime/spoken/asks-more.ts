/** How something develops, why it is so, that somebody is to be told. */
const moreOfIt =
  /趋势|走势|曲线|历史|变化|越来越|往[上下]走|[上下]来了|[上下]去了|[升降涨跌](?:了|到|得|成)|拖|为什么|为啥|怎么(?:会|又|这么)|咋|原因|提醒|报警|告警|预警|通知|盯|低于|高于|超过|(?<![a-z])(?:trend(?:s|ing)?|develop(?:s|ed|ing|ment)?|over (?:time|the (?:last|past))|getting (?:better|worse)|why|what caused|reasons?|behind|drags?|dropp?(?:ed|ing)?|fell|alert|alarm|warn|notify|let me know|below|above)(?![a-z])/i;
/** What something means or is to be, which documents say. */
const asksMeaning =
  /怎么算|如何计算|定义|什么意思|含义|区别|算不算|规定|文件里|标准是|(?<![a-z])(?:mean(?:s|ing)?|definition|defined|formula|calculated|counts? as|difference between|laid down|according to)(?![a-z])/i;
/** Something to be written or sent. */
const textWanted =
  /作业指导书|指导书|工艺文件|邮件|发给|(?<![a-z])(?:sop|work instructions?|procedure|e?-?mail|send)(?![a-z])/i;

/** Whether a sentence asks for more than how things stand: the words that tell the subject then do not tell the wish. */
export const asksMore = (sentence: string): boolean =>
  moreOfIt.test(sentence) || asksMeaning.test(sentence) || textWanted.test(sentence);
