import { folded } from "../search/terms.ts";

/** What kind of thing is asked for. */
export interface Asked {
  /** Units that an answer may bear; absent: any, or none. */
  readonly unit?: RegExp;
  /** Words that the head of the column that answers bears. */
  readonly head?: RegExp;
  /** Whether a figure is asked for. */
  readonly figure: boolean;
  readonly person?: boolean;
  readonly time?: boolean;
  readonly place?: boolean;
  /** How often something is done. */
  readonly often?: boolean;
  /** By which number somebody is called. */
  readonly phone?: boolean;
  /** How long something lasts, and not how often it is done. */
  readonly lasts?: boolean;
  /** People whom the question names: of them it asks for another one. */
  readonly besides?: readonly string[];
}

const kinds: readonly (readonly [RegExp, Asked])[] = [
  [
    // "What do we charge a supplier" asks for no supplier.
    /哪个厂家|哪家|什么牌子|品牌|\b(?:(?:which|what|whose) (?:manufacturer|maker|brand|supplier|vendor|company)|who (?:makes|supplies|delivers)|(?<!\ban? )(?:manufacturer|brand|supplier|vendor) (?:of|for))\b|^(?:manufacturer|brand|supplier|vendor)\b/i,
    { figure: false, person: true, head: /厂家|品牌|供应商|公司|manufacturer|maker|brand|supplier|company/i },
  ],
  [
    /电话|分机|\b(?:(?:phone|telephone|extension) number|(?:which|what) (?:phone |telephone )?(?:number|extension) do (?:i|we|you)|telephone|extension)\b|^(?:phone|ext)\b/i,
    { figure: true, phone: true, head: /电话|分机|phone|ext(?:ension)?\b|tel\b/i },
  ],
  [
    /谁|\bwho\b|responsible|负责/i,
    { figure: false, person: true, head: /负责|责任|批准|responsible|owner|by whom/i },
  ],
  [
    /(?:多(?:久|长时间)|几天|几个?月|几年).{0,6}[一1]次|多久(?=.{0,4}(?:复审|检查|校[准验]|保养|更换|清洗))|how often/i,
    { figure: false, often: true, head: /周期|频[次率]|次数|间隔|interval|frequency|cycles|every/i },
  ],
  [/几点|什么时候|何时|\bwhen\b/i, { figure: false, time: true }],
  [
    /多少次|几次|how many times|how many (?:prints|contacts|cycles)/i,
    {
      figure: true,
      unit: /^(?:次|times?|prints|contacts|cycles)/i,
      head: /周期|频次|次数|interval|frequency|cycles/i,
    },
  ],
  [
    /多久|多长时间|几个?(?:天|小时|钟头|分钟|年|月|星期|工作日)|多少个?(?:天|小时|分钟|秒|年|月|工作日)|时间.{0,4}多少|how (?:long|soon|quickly)|how many (?:days|hours|minutes|seconds|years|months)|\bin (?:seconds|minutes|hours|days|weeks|months|years)(?=[?.]?$)|duration|time limit/i,
    {
      figure: true,
      unit: /^(?:s|sec|min|h|d|hours?|minutes?|seconds?|(?:(?:working|calendar|business) )?days?|weeks?|months?|years?|天|小时|分钟|秒|年|个月|周|个?工作日|µm|mm|cm|m)$/i,
      head: /时间|时长|周期|寿命|期限|duration|time|life|period/i,
    },
  ],
  [
    /多少度|温度|how hot|how warm|temperature/i,
    { figure: true, unit: /^(?:°C|℃|K|度)$/, head: /温度|temperature/i },
  ],
  [
    /多快|速度|转速|多少转|how fast|speed|\brpm\b/i,
    { figure: true, unit: /\/(?:s|min|h)$|^k?rpm$|^转$/i, head: /速度|链速|转速|speed|velocity|rpm/i },
  ],
  [
    /多厚|多宽|多高|多远|几厘米|多少(?:厘米|毫米|米)|how (?:thick|wide|high|far)/i,
    {
      figure: true,
      unit: /^(?:µm|mm|cm|m|N\/cm)$/,
      head: /厚度|宽度|高度|距离|直径|thickness|width|height|distance|diameter/i,
    },
  ],
  [
    /率.{0,3}(?:多少|几|多高)|百分之几|比例|浓度|what (?:percentage|share|rate)|concentration|percent/i,
    { figure: true, unit: /^(?:%|ppm|‰)/, head: /率|比例|浓度|rate|share|concentration/i },
  ],
  [
    /几个?人|多少人|how many (?:people|persons|operators|workers)/i,
    {
      figure: true,
      unit: /^(?:人|名|people|persons)/i,
      head: /人数|定员|人员|people|persons|staff|headcount/i,
    },
  ],
  [/多少克|多少公斤|多重|how heavy/i, { figure: true, unit: /^(?:g|kg)$/, head: /用量|重量|weight|mass/i }],
  [
    /扭矩|力矩|(?<![a-z])torque/i,
    { figure: true, unit: /^(?:c?N[·.]?c?m|kgf[·.]cm)$/i, head: /扭矩|力矩|torque/i },
  ],
  [/多少钱|多少元|单价|\bcost\b|price/i, { figure: true, unit: /元|CNY|¥/, head: /单价|价格|price|cost/i }],
  [
    /哪里|哪儿|哪个(?:库|柜|区|房|仓)|\bwhere\b/i,
    {
      figure: false,
      place: true,
      head: /位|库|柜|地点|场所|区域|房间|location|bin|place|room|area|storage/i,
    },
  ],
  [/怎么|如何|怎样|\bhow (?:is|are|do|does|to)\b/i, { figure: false, head: /方式|方法|method/i }],
  [
    /多少|几|多大|how (?:much|many|dry|large|big)|what (?:share|volume|percentage)|limit|上限|下限|least|most|最/i,
    { figure: true },
  ],
];

const lasts = /\bhow long\b/i;
/** "Who is Ann Lee?" asks of her, and for nobody else. */
const asksOfPerson = /^[Ww]ho (?:is|was) \p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+[?.]?$/u;

/** What kind of thing a question asks for, by its words. */
export const askedOf = (question: string): Asked => {
  const text = folded(question);
  for (const [pattern, asked] of kinds)
    if (pattern.test(text)) {
      const besides = asked.person && !asksOfPerson.test(question) ? question.match(personNames) : null;
      return {
        ...asked,
        ...(asked.unit && lasts.test(text) ? { lasts: true } : {}),
        ...(besides ? { besides } : {}),
      };
    }
  return { figure: false };
};

/** Whether no figure, person, place or time is asked for. */
export const isOpen = ({ figure, person, time, place, often }: Asked): boolean =>
  !figure && !person && !time && !place && !often;

const role =
  /员|长|经理|委员会|部|科|室|负责|厂家|公司|engineer|leader|manager|operator|supervisor|quality|production|team|department|technician|officer|owner/i;
/** A person's name: two capitalised words, or a Chinese surname with what follows it, between what parts words. */
const personName =
  /\b\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+\b|(?:^|[\s，,、：:（(由是为及和与找])[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马方俞任袁柳史唐薛雷贺汤罗郝安常于傅康伍余顾孟黄穆萧尹姚邵汪毛狄明戴宋庞熊纪舒项祝董梁杜阮蓝闵季贾江颜郭梅林钟徐邱骆高夏蔡田胡凌霍虞万柯管卢莫房丁邓石崔吉龚程裴陆翁段焦侯宁仇甘武刘景龙叶白温庄柴瞿阎连习欧沙]\p{Script=Han}{1,2}(?=$|[\s，,、。；;（()）]|负责|批准|审批|判定)/u;
const personNames = /\b\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+\b/gu;
/** A number that is called, of so many figures. */
const callNumber = /(?<![\d.,:-])\d{3,}(?![.,:]?\d)/;
/** How often something is done is no time that it takes. */
const repeats = /\b(?:every|each|per) \d+(?:\.\d+)? \p{L}+|每隔?\s*\d+\s*个?\p{L}{1,2}/giu;
const moment =
  /\d{1,2}:\d{2}|\d\s*(?:天|日|小时|h\b|分钟|min\b|年|个?月|hours?|days?|weeks?|months?|years?)|每|之?前|之?后|时|超过|达到|\b(?:when|before|after|every|at|below|once|daily|monthly|weekly|within|from|until|by|exceeds?)\b/i;
const frequency =
  /每|周期|一次|1 ?次|\b(?:every|daily|weekly|monthly|quarterly|yearly|annually|hourly|once|twice|per|each)\b/i;

/** Whether a text says when something is: a time, a limit or what comes before it. */
export const saysMoment = (text: string): boolean => moment.test(text);

/** How well a sentence is the kind of thing that is asked for, 0 to 1. */
export const fitsAsked = (asked: Asked, text: string): number => {
  if (asked.besides) {
    const rest = asked.besides.reduce((left, name) => left.replaceAll(name, " "), text);
    if (rest !== text) return personName.test(rest) ? 1 : 0.3;
  }
  if (asked.person) return role.test(text) || personName.test(text) ? 1 : 0.3;
  if (asked.phone) return callNumber.test(text) ? 1 : 0.15;
  if (asked.often) return frequency.test(text) ? 1 : 0.45;
  // On what condition something happens is told less often by "if" than what comes of it.
  if (asked.time) return saysMoment(text) ? 1 : /\bif\b/i.test(text) ? 0.6 : 0.15;
  if (!asked.figure) return 0.8;
  const words = inFigures(asked.lasts ? text.replace(repeats, " ") : text);
  const figures = [
    ...words.matchAll(
      /\d(?:[\d.,]*\d)?\s*(?:(?:working|calendar|business)\s+)?([^\s\d,，。;；、()（）]{1,12})?/g,
    ),
  ];
  if (figures.length === 0)
    return /\b(?:once|twice|(?:one|two|three|four|five|six|ten) \w+|half|not allowed)\b|[一二三四五六七八九十两]次|不允许|不限/i.test(
      text,
    )
      ? 0.75
      : 0.15;
  if (!asked.unit) return 1;
  return figures.some(
    ([, unit]) =>
      unit &&
      [unit, unit.slice(0, 1), unit.slice(0, 2), unit.slice(0, 3)].some((one) => asked.unit!.test(one)),
  )
    ? 1
    : 0.45;
};

const numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const spelt = new RegExp(`\\b(${numbers.join("|")})\\b`, "gi");
const inFigures = (text: string): string =>
  text
    .replace(/\bonce\b/gi, "1 times")
    .replace(/\btwice\b/gi, "2 times")
    .replace(spelt, (word) => String(numbers.indexOf(word.toLowerCase())));
