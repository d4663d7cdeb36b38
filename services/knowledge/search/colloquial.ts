/** What people on the floor say for what documents write; a question is asked of the documents in their own words. */
const sayings: readonly (readonly [RegExp, string])[] = [
  // Not opened yet is what a shelf life is of, and nothing that holds for what is open.
  [
    /(?:还)?(?:没有?|未)(?:开封|拆封|打开|开罐|开瓶)(?:过)?的?(?=.*(?:多久|多长|几个?[月天年]|期))/g,
    "保质期 ",
  ],
  [/(?:还)?(?:没有?|未)(?:开封|拆封|打开|开罐|开瓶)(?:过)?的?/g, "保质期"],
  [
    /\b(?:unopened|not (?:yet )?open(?:ed)?|(?:still )?sealed)\b(?=.*\b(?:how long|last|keep|kept|good|use[ds]?)\b|.*$)/gi,
    "shelf life ",
  ],
  [
    /(?:防)?静电(?:防护|保护|敏感)?区域?|静电(?:车间|工作区)|\besd (?:protected )?(?:area|zone)s?\b/gi,
    "EPA ",
  ],
  [/要?停线|停止生产|停工/g, "停止作业"],
  [/炉子(?!是)/g, "炉内"],
  [/最快(?:能|可以)?(?:到|是)?/g, "多快 "],
  [/(?:什么|啥)(?:情况|条件)下?/g, "什么时候"],
  [/(升温|降温)(?!速率|斜率|区)/g, "$1速率"],
  [/没电|快没电|电快没了|电量(?:太|过)?低/g, "电量低于"],
  [/自己(?:会)?去充|自动去充(?!电)/g, "自动去充电"],
  [/(?<!库存)低于(?:了)?安全库存|(?<!低于)安全库存(?:以下|不足)|不够安全库存/g, "的库存低于安全库存"],
  [/咋(?=办|弄|做|处理|搞)/g, "怎么"],
  [/啥/g, "什么"],
  [/烘(?!烤|箱|干|房|料)/g, "烘烤"],
  [/扭力|力矩/g, "扭矩"],
  [/打(?:多大|多少)(?=扭矩|力)/g, ""],
  [/几度/g, "多少度"],
  [/(?<=\d)\s*度(?!电|数)/g, " °C"],
  [/(?<=\d)\s*(?:deg(?:rees?)?(?: c(?:elsius)?)?)\b/gi, " °C"],
  [/(?<=\d)\s*per ?cent\b/gi, " %"],
  [/几(?:个)?(?:小时|钟头)/g, "多少小时"],
  [/几颗|多少颗/g, "数量多少"],
  [/(?:能|可以|最多|最大)?(?:能)?[拉载装驮运]多重|(?:能|可以)[拉载装驮运]多少(?:公斤|斤|kg)?/g, "载荷多少"],
  [/谁(?:来)?批(?!准|审)/g, "谁批准"],
  [/(?:要)?多久(?:能|才)?(?:到货|到|交货)|(?:要)?几天(?:能|才)?(?:到货|交货)/g, "交货周期多少天"],
  [/超了(?=怎么|多少|谁|要|$)/g, "超过"],
  [
    /\bwhen (?:must|should|does|do|has|is|will) (.+?) (?:have to |need to )?(?:be )?(?:finished|done|complete[d]?|ready|due)\b/gi,
    "time limit of $1",
  ],
  [/\bheatsinks?\b/gi, "heat sink"],
  [/\bsolder(?:ing)? iron (?:tip )?/gi, "soldering iron "],
  [/\bfridge\b/gi, "refrigerator"],
  [/\b(?:get|gets|be|is) hot\b/gi, "temperature"],
  [/(?<=\d)\s*分半(?!之)/g, ".5分钟"],
  [/(?<=\d)\s*(?:个)?(?:小时|钟头)半/g, ".5小时"],
  [/(?<=\d)\s*分(?![钟之数])/g, "分钟"],
  [/\b(?:MSL|湿敏等级?|潮敏等级?)\s*(?=\d)/gi, "MSL "],
];

const ones = "零一二三四五六七八九";
const small = [
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];
const englishUnit =
  "(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|degrees?|per ?cent|metres?|meters?)";
const spelt = new RegExp(`\\b(${small.join("|")})(?=[ -](?:working )?${englishUnit}\\b)`, "gi");
/** Half an hour, an hour and a half, a quarter of an hour, "two days": amounts of English in digits. */
const inEnglishDigits = (text: string): string =>
  text
    .replace(/\bhalf an? (?=hour|year|day|minute)/gi, "0.5 ")
    .replace(/\b(?:an?|one) (hour|year|day|minute) and a half\b/gi, "1.5 $1s")
    .replace(/\b(?:a )?quarter of an hour\b/gi, "15 minutes")
    .replace(/\b(?:(?:a )?couple of) (?=hours|days|minutes|weeks)/gi, "2 ")
    .replace(spelt, (word) => String(small.indexOf(word.toLowerCase()) + 1));

/** 五分半, 两米, "half an hour": small numbers before a unit in digits. */
export const inDigits = (text: string): string =>
  inEnglishDigits(text)
    .replace(/半(?=个?(?:小时|钟头|年|天|个?月))/g, "0.5")
    .replace(
      /(?<![第一二三四五六七八九十百])[一二两三四五六七八九十](?=\s*个?(?:分|小时|秒|天|日|周|月|年|工作日|厘米|毫米|米|升|公斤|克|度|级|台|次))/g,
      (sign) => (sign === "两" ? "2" : sign === "十" ? "10" : String(ones.indexOf(sign))),
    );

/** A question with what people say put as the documents write it. */
export const inWritingOf = (question: string): string =>
  sayings.reduce((text, [said, written]) => text.replace(said, written), inDigits(question)).trim();
