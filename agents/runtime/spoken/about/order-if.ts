/** Something is imagined, and not wanted yet. */
const imagines =
  /如果|要是|假如|假设|倘若|万一|若是|的话|会怎[么样]|会如何|有(?:什么|啥)影响|影响(?:大吗|谁|哪)|(?<![a-z])(?:what if|what happens|what would happen|what would|suppose|supposing|say we|imagine|if (?:we|i|you|it|they))(?![a-z])/i;
const leaves =
  /(?:先|暂时|暂|今天|干脆)?(?:都)?不(?:做|生产|下(?!单)|排|投|跑|干|开|上线)|(?:取消|砍掉|去掉|拿掉|撤掉|拿下来|抽掉|抽出来|剔掉|停掉|暂停|搁置|放一放|缓一缓|往后放|晾着)|没有这一?[单张]|(?<![a-z])(?:leave|left|skip\w*|drop(?:ped)?|cancel\w*|omit\w*|without|take .{0,12}out|pull .{0,12}out|hold|pause|put .{0,12}(?:aside|on hold)|(?:don'?t|do not|didn'?t|not) (?:make|do|build|run|start|release|plan)|wasn't there|weren't there|was not there)(?![a-z])/i;
const moves =
  /(?:换|挪|移|转|放|改|调)(?:到|去|在|成|上)|(?:在|用|走|上).{0,10}(?:做|跑|生产)|(?<![a-z])(?:on|to|onto) (?:the )?[a-z]{2,5}[- ]?\d/i;
/** A line that stands still is another question. */
const stops =
  /停|坏|故障|宕|趴|检修|保养|(?<![a-z])(?:down|stops?|stopped|fails?|breaks?|broken|maintenance)(?![a-z])/i;

/** Whether a sentence asks what would be if an order were left out for now. */
export const imaginesWithout = (sentence: string): boolean =>
  imagines.test(sentence) && leaves.test(sentence);

/** Whether a sentence asks what would be if an order were made on the line that it names. */
export const imaginesMoved = (sentence: string): boolean =>
  imagines.test(sentence) && moves.test(sentence) && !stops.test(sentence);
