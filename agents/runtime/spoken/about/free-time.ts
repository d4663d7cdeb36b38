/** When a line has nothing to do, so that it could stand still for a while. */
const when =
  /什么时候|啥时候|何时|哪[天个段](?:时间段?|时段|空档)?|几点|(?:空档|空窗|窗口|间隙)(?:在哪|有哪|时间)?|(?<![a-z])(?:when|what time|which (?:day|hours?|slot|window|gap)|(?:find|any|next|first)(?: [a-z\d-]+){0,4} (?:slot|window|gap|opening))(?![a-z])/i;
const free =
  /有空|空闲|空出|空着|空档|空窗|窗口|间隙|没活|没有活|不忙|闲|(?:能|可以|可|方便|适合|好)(?:不能)?(?:安排)?(?:停|保养|维护|维保|检修|点检)|停得[下了]来?|(?:安排|做)(?:一?[个次下])?.{0,8}?(?:保养|维护|维保|检修|点检)|(?<![a-z])(?:free|idle|slots?|window|gap|opening|not busy|(?:good|best) time|nothing (?:to do|planned)|(?:can|could|may|should|shall) (?:we |i )?(?:stop|service|maintain|shut|take|have|do|halt)|(?:be|is|get) (?:stopped|serviced|maintained|shut down|taken down)|(?:do|schedule|plan|fit|squeeze|for)(?: in)?(?: the| some| a)?(?: [a-z\d-]+){0,4}? (?:maintenance|servicing|service|pm))(?![a-z])/i;
/** What was, what is repaired, what a stop would do, what is kept elsewhere, or that it is for an order. */
const otherwise =
  /如果|假如|要是|会怎样|影响|受不受|上次|下次|多久没|停了|停的|坏|修好|恢复|开始停|昨|交|做完|完成|完工|下达|放到?|排到|取消|为什么|为啥|怎么|通知|提醒|告诉|瓶颈|(?<![a-z])(?:if|what happens|impact|affect\w*|last|next maintenance|did|was|were|repaired|fixed|back|finish\w*|done|deliver\w*|release|put|cancel|why|how|tell me|notify|alert|once|as soon as|bottleneck)(?![a-z])/i;
const until = /前|之前|以前|(?<![a-z])(?:before|by|until|till|within)(?![a-z])/i;

/** Whether a sentence that names a line asks when it could stand still. */
export const asksWhenFree = (sentence: string): boolean =>
  when.test(sentence) && free.test(sentence) && !otherwise.test(sentence);

/** Whether a day that it names is the one that is looked at, and not the last. */
export const asksOfDay = (sentence: string): boolean => !until.test(sentence);

/** Free time as a thing that a plan has. */
const gap =
  /空[档当窗]|窗口期|间隙|空闲(?:的)?(?:时段|时间|窗口)|(?<![a-z])(?:slots?|gaps?(?! between (?!\d))|(?:(?:free|idle|open|quiet|time) )+(?:time|windows?|capacity|periods?|hours)|windows?)(?![a-z])/i;
/** The lines as such. */
const lines =
  /哪[条些几个]|各|每条|所有|全部|任何|产线|线体|计划|排产|排程|(?<![a-z])(?:any|which|all|every|where|lines|schedule|plan)(?![a-z])/i;
/** Places of other things. */
const elsewhere = /料站|站位|槽|feeder|reel|fixture|customer|deliver|agv|cell|rack/i;

/** Whether a question about free time is of the lines as such. */
export const asksOfLines = (sentence: string): boolean => lines.test(sentence);

/** Whether a sentence that names no line asks which one has free time, and when. */
export const asksWhereFree = (sentence: string, saysKind: boolean): boolean =>
  gap.test(sentence) &&
  (saysKind || asksOfLines(sentence)) &&
  !otherwise.test(sentence) &&
  !elsewhere.test(sentence);
