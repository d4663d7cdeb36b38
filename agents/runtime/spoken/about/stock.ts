import { bare } from "../wish.ts";

/** Until when a material lasts: 还够用几天, "how long will it last". */
const howLong = [
  /(?:用|撑|顶|维持|支撑|坚持)(?:多久|多长时间|几天|多少天|几个?(?:班|小时|礼拜|星期|周)|到(?:什么时候|啥时候|何时|哪天|几号))|够(?:干|用|做|跑|吃|撑|顶|生产)?(?:几天|多久|多少天|几个班)/,
  /(?:什么时候|啥时候|何时|哪天|几号|几天后?|多久后?)(?:会|就|能|要)?(?:用完|用光|耗尽|断料|断货|缺料|没料|不够)|(?:库存|可用|覆盖)天数/,
  /(?<![a-z])(?:how (?:long|many (?:days|shifts|hours|weeks))(?![a-z]).{0,40}(?<![a-z])(?:lasts?|hold out|covers?|enough)|(?:days?|weeks?) of (?:cover(?:age)?|supply|stock|inventory)|(?:run|runs|running) (?:out|dry)|when .{0,40}(?:used up|run short|be gone)|until when .{0,40}lasts?)(?![a-z])/i,
];
/** How long it keeps, which its documents tell. */
const keeping =
  /开封|回温|解冻|搅拌|保质|有效期|寿命|存放|储存|(?<![a-z])(?:shelf|open(?:ed|ing)|thaw\w*|stor(?:ed?|age|ing)|expir\w*|lifetime)(?![a-z])/i;
const otherMaterial =
  /替代|代用|代替|顶替|替换料|(?:别的|其他|其它|另外的)(?:物料|材料|料号|料)|换(?:成|用)?(?:什么|啥|哪[个种]?|别的)料|有(?:没有|什么|哪些|啥)?替代|(?<![a-z])(?:alternates?|alternatives?|substitut(?:e|es|ion|ions)|replacement (?:material|part)s?|stand[- ]?ins?|(?:another|other|different) (?:material|part)s?)(?![a-z])/i;

/** Whether a sentence asks how long a material lasts. */
export const asksHowLong = (sentence: string): boolean => {
  const text = bare(sentence);
  return howLong.some((pattern) => pattern.test(text)) && !keeping.test(text);
};

/** Whether a sentence asks what may stand in for a material. */
export const asksForAlternates = (sentence: string): boolean => otherMaterial.test(bare(sentence));

/** Whether a sentence asks of a material what its stock tells beside the pieces there are. */
export const asksOfMaterial = (sentence: string): boolean =>
  asksHowLong(sentence) || asksForAlternates(sentence);

const expires =
  /(?:快|要|将|就要|已经?|都|有没有|哪[些个]?|几[个罐卷盘批]).{0,6}(?:过期|到期|临期|失效)|(?:过期|到期|临期)的?(?:有)?(?:哪|几|多少|物料|料|批|锡膏)|(?<![a-z])(?:(?:what|which|anything|any|lots?|materials?).{0,20}(?:expir\w*|go(?:es|ing)? (?:off|bad)(?![a-z]))|about to expire|expir\w+ (?:soon|this|next|lots?|materials?))(?![a-z])/i;

const unusable =
  /(?:哪|多少|几|有没有|有什么|所有|都有).{0,12}(?:冻结|隔离|封存|待检|不能用)|(?:冻结|隔离|封存|待检|不能用)(?:着|了)?的?(?:料|物料|批次?|库存)?.{0,4}(?:有|是)?(?:哪|多少|几)|(?<![a-z])(?:(?:which|what|how many|any|list|show)(?![a-z]).{0,24}(?:blocked|quarantined?|on hold in (?:the )?(?:store|warehouse)))(?![a-z])/i;
const inStore = /批|料|库|卷|盘|(?<![a-z])(?:lots?|batch(?:es)?|materials?|stock|reels?|parts?)(?![a-z])/i;

/** Whether a sentence asks which lots may not be used: blocked, or in quarantine. */
export const asksForUnusable = (sentence: string): boolean =>
  unusable.test(bare(sentence)) && inStore.test(sentence);

/** Whether a sentence asks which material of the store expires, and not how long one keeps once it is opened. */
export const asksForExpiry = (sentence: string): boolean =>
  expires.test(bare(sentence)) &&
  !/开封|回温|解冻|资质|证|指导书|文件|文档|sop|提案|审批|单|(?<![a-z])(?:opened|thaw\w*|qualif\w*|certif\w*|skills?|instructions?|documents?|proposals?|approvals?|orders?|sessions?)(?![a-z])/i.test(
    sentence,
  );
