/** What happens to orders that somebody else has to make room for: 会不会挤到别的单, "would that hurt anybody else's dates". */
const hits =
  /[挤占耽][到误了掉走]?|影响|拖[累后慢]|推[后迟]|往后|延期|变?晚|让[位路]|(?<![a-z])(?:hurts?|push\w*|delay\w*|bump\w*|affect\w*|hit|hits|impact\w*|displac\w*|slip\w*|squeez\w*|make room|move|moved|late|later)(?![a-z])/i;
const others =
  /别的|别人|其[他它余]|另外|谁|哪[张些个]|现有|原来|客户|已接|在手|(?<![a-z])(?:others?|anyone|anybody|any ?one|any other|who|whose|someone|somebody|else'?s?|elses|existing|the rest|which (?:orders?|ones?|customers?))(?![a-z])/i;

/** Whether a sentence asks whether others would be put off. */
export const asksOfOthers = (sentence: string): boolean =>
  sentence.length <= 60 && hits.test(sentence) && others.test(sentence);
