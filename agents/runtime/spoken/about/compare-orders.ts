/** What is to be done to orders, and not only asked of them. */
const acts =
  /下达|放行|[停放下](?=急|早|晚|那|这|了|掉|第|先|后)|取消|暂停|挂起|恢复|加急|提前(?!.{0,6}[吗？?])|插队|换[到成]|挪|改[成到为]|拆|合并|领料|冻[结住]|锁[定住死]|对调|互换|推[到迟]|(?<![a-z])(?:release|hold|cancel|resume|expedite|move|swap|change|split|merge|put|push|bump|rush|pull|make|start|run|freeze|lock|pin)(?![a-z])/i;
export const wantsOrderAct = (sentence: string): boolean => acts.test(sentence);

/** Which of them is so, or how each of them is. */
const asksOfEach =
  /[?？吗呢]|哪|谁|还是|什么|啥|怎么样|咋样|情况|状态|进度|到哪|几时|几号|多少|齐|缺|晚|迟|急|比|区别|分别|(?<![a-z])(?:which|what|when|where|how|who|status|late\w*|due|compared?|comparison|vs|versus|than|both|either|first|difference)(?![a-z])/i;
/** Held against the one that was talked about. */
const asksAgainst =
  /\d.{0,8}还是.{0,8}\d|(?:跟|和|与|比)[^，,。]{0,14}(?:比|哪|谁|更|急|先|早|晚|差)|比[^，,。]{0,14}(?:急|早|晚|先|更|慢|快|要紧)|哪[张个一]?.{0,4}(?:更|急|先|早|晚|要紧|重要)|谁(?:更|先|急|早|晚)|(?<![a-z])(?:than|vs|versus|compared?|against|which (?:one |of (?:them|the two) )?(?:is|comes|goes|ships|will|has|should))(?![a-z])/i;

/** Whether a sentence that names several orders asks how they are, beside each other. */
export const asksOfSeveral = (sentence: string): boolean =>
  asksOfEach.test(sentence) && (!wantsOrderAct(sentence) || asksAgainst.test(sentence));
/** Whether one that names another order than was talked about holds them against each other. */
export const comparesWithIt = (sentence: string): boolean => asksAgainst.test(sentence);
