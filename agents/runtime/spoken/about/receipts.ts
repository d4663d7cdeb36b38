const receipts =
  /(?:什么|啥|哪些|几种|有没有)(?:物?料|货|材料|器件)(?:要|会|能|该|来|可以|得)?(?:到|来|进)(?!位|期)|(?:要|会|能)(?:来|到|进)(?:哪|什么|啥|几)(?:[几些]?[批种样])?的?(?:物?料|货)|收(?:了|到|过)?(?:哪些|什么|啥|几[批笔单]|多少)?货|收货|到货|来货|进货|送货|来料|到料|到(?:了)?(?:哪些|什么|啥|几批)(?:料|货)|(?:料|货)(?:今天|明天)?(?:都|全)?到(?:了没|了吗|齐)|(?<![a-z])(?:goods (?:in|received|receipts?)|receipts?|incoming (?:goods|materials?|parts|deliver\w+)|deliver(?:y|ies) (?:expected|due|from suppliers?|came|arrived|today|tomorrow|this week)|(?:any|what|which|how many|list|today's) (?:\w+ )?deliver(?:y|ies)|(?:what(?:'s|s)?|which|anything|any\w*) .{0,24}(?:delivered|received|arrived|arrives?|arriving|came in|coming in))(?![a-z])/i;
const asks =
  /哪[些几批]|什么|啥|几[批笔单]|多少|有没有|吗|没|清单|情况|列|看看|查|[?？]|(?<![a-z])(?:what|which|any\w*|list|show|how many|when|did|do we|are there)(?![a-z])/i;
/** Rules and figures of what comes in, orders that go out, and what would be. */
const otherwise =
  /率|怎么|如何|流程|检验|iqc|标准|如果|要是|假如|万一|[晚迟]到[^的]|客户|发货|交货|退货|(?<![a-z])(?:rates?|how (?:do|to|is|are)|inspect\w*|procedures?|what if|if|customers?|ship\w*|lines?|orders?|late|on time|returns?)(?![a-z])/i;

/** Whether a sentence asks what goods were received or are to be: 今天收货了哪些, "what arrives tomorrow". */
export const asksForReceipts = (sentence: string): boolean =>
  receipts.test(sentence) && asks.test(sentence) && !otherwise.test(sentence);

/** What is overdue, and what was received already. */
export const asksForOverdue = (sentence: string): boolean =>
  /没到|未到|还没|逾期|超期|迟|(?<![a-z])(?:overdue|not (?:here|arrived|in)|missing|still (?:open|to come)|outstanding|late)(?![a-z])/i.test(
    sentence,
  );
export const asksForReceived = (sentence: string): boolean =>
  /收(?:了|到|过)|收货了?(?:哪|什么|啥|几|多少)|到了(?:哪|什么|啥|几|多少)|(?:哪些|什么|啥).{0,6}到了|(?<![a-z])(?:received|arrived|delivered|came in|did .{0,20}(?:arrive|come))(?![a-z])/i.test(
    sentence,
  );

/** That something comes so much later than expected: 晚三天到, "what if it comes 3 days late". */
export const comesLate = (sentence: string): boolean =>
  /(?:[晚迟拖]|推[迟后]|延[迟期后]).{0,8}[天周]|[天周].{0,3}(?:才到|后到)|(?<![a-z])(?:days?|weeks?) (?:late|later)|late by(?![a-z])|(?<![a-z])slips? (?:by )?(?:an?|one|two|three|\d+) (?:days?|weeks?)(?![a-z])/i.test(
    sentence,
  );

/** Whether a sentence asks when more comes of what was talked of: 几号再到一批. */
export const asksWhenMoreComes = (sentence: string): boolean =>
  /(?:几号|哪天|什么时候|啥时候|何时|多久|几时).{0,4}(?:再|又|还)(?:会|能|要)?[来到进补]|下一?[批次].{0,8}(?:到|来|几号|哪天|什么时候|啥时候)|(?:再|还)(?:来|到|进)(?:一批|货|料)|(?<![a-z])(?:when .{0,16}(?:more|next (?:lot|batch|delivery|receipt))|next (?:lot|batch|delivery|receipt))(?![a-z])/i.test(
    sentence,
  );
