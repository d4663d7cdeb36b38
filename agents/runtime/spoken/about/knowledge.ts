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

/** What only papers tell: limits, settings and properties of materials and tools; and the list of spare parts. */
const papers =
  /扭矩|扭力|力矩|补贴|波峰焊|老化.{0,10}(?:几度|多少度|几个?(?:小时|钟头)|多少小时)|(?:拉|载|驮)多重|[a-z]{2,4}-?\d{1,2}(?!\d)(?:系列|族)?(?:换|切|转)(?:线|产|型)?(?:到|成)|(?<![a-z])sp-?\d{3,}|(?<![a-z])d[1-8](?![a-z\d])|批头|链速|峰值温度|液相线|升温速率|降温速率|恒温(?:区|时间)|炉温曲线|测温板|回温|保质期|开封|烘烤|车间寿命|湿敏|潮敏|钢网张力|刮刀|脱模|开孔|腕带|静电(?:防护|区|鞋|服)|防静电|绝缘物|离子风机|接地电阻|插入?损耗|清洁笔|异丙醇|导热硅脂|烙铁|空洞率|润湿角|备件|氧含量|激活能|活化能|加速因子|电源循环|老化(?:多久|时间|温度|时长)|额定载荷|载重|安全库存|津贴|急停(?:后|了?怎么)|制动距离|8D|mrb|不合格品|(?<![a-z])(?:torque|oxygen|activation energy|acceleration factor|power cycles|longest burn-?in|burn[- ]?in .{0,20}(?:temp\w*|duration|how long|hours|cycles)|burn-?in (?:time|duration|temperature|hours)|payload|rated load|driver bits?|conveyor speed|peak temp\w*|liquidus|soak|ramp|reflow profile|shelf life|floor life|msl|bake|baking|warm up|stencil tension|squeegee|wrist straps?|esd|epa|ioni[sz]ers?|insertion loss|cleaning pen|isopropyl|thermal (?:grease|paste)|soldering iron|void(?:s|ing)?|wetting angle|spare parts?|spares|braking distance|8d|mrb)(?![a-z])/i;
/** How much of it there is, is an act, or was written by somebody is asked elsewhere. */
const notPapers =
  /指导书|工艺文件|写|生成|起草|下达|领料|换线|为什么.{0,8}(?:低|高|降|升)|(?<![a-z])(?:work instructions?|write|draft|generate|release)(?![a-z])/i;

/** Whether a sentence asks for something that only the plant's documents tell. */
export const asksOfPapers = (sentence: string): boolean => {
  const text = bare(sentence);
  return papers.test(text) && !notPapers.test(text);
};
