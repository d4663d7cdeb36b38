import { near, type Rule } from "./families.ts";

const chat = ["chat"] as const;

const defeating =
  "bypass(?:ing)?|disabl(?:e|ing)|defeat(?:ing)?|overrid(?:e|ing)|jumper|short(?:ing)?(?: out)?|switch(?:ing)? off|turn(?:ing)? off|shut(?:ting)? off|remov(?:e|ing)|tak(?:e|ing) (?:off|out)|deactivat(?:e|ing)|cheat|trick|fool|block(?:ing)?|tape|bridge|circumvent|suppress|mute|get around";
const guarding =
  "(?:safety |door |gate )?interlocks?|emergency[ -]stops?|e-?stops?|light curtains?|safety (?:door|gate|relay|circuit|switch|scanner|laser|mat|fence|guard|function|controller|device)s?|door switch(?:es)?|laser scanner|protective (?:stop|cover|field)|(?:machine |conveyor )?guards?(?! ?rails)(?: from| of| and|$|[.!,])|two-hand control|bumper";
const defeatingZh =
  "短接|旁路|屏蔽|绕过|绕开|跳过|拆掉|拆除|拆了|取消|禁用|关掉|关闭|停用|失效|骗过|挡住|堵住|解除|去掉|卸掉|越过|弄掉|拔掉";
const guardingZh =
  "(?:安全门?|门)?联锁|互锁|急停|紧急停止|光栅|光幕|安全(?:门|继电器|回路|开关|扫描仪?|围栏|装置|功能|保护)|门开关|防护(?:罩|门|栏|装置)|激光扫描仪|双手(?:启动|按钮)|防撞条";
const forbids =
  /(?:never|must not|do not|don't|not allowed|forbid|forbidden|prohibit|why|who|allowed to|was |were |has |had |how (?:long|often|many)|what (?:happens|if|to do)|after )|严禁|禁止|不得|不准|不能|不要|不可|为什么|为何|谁|多久|多少|之后|怎么办|处罚|后果|触发|恢复|复位/;

const danger: readonly Rule[] = [
  {
    family: "danger",
    pattern: near(25, `(?<![a-z])(?:${defeating})`, `(?<![a-z])(?:${guarding})`),
    unless: forbids,
    in: chat,
  },
  {
    family: "danger",
    pattern: near(20, `(?:${guardingZh})`, `(?:${defeatingZh})`),
    unless: /严禁|禁止|不得|不准|不能|不可以?|为什么|为何|谁|多久|多少次|之后|处罚|后果|怎么恢复|复位/,
    in: chat,
  },
  {
    family: "danger",
    pattern: near(12, `(?:${defeatingZh})`, `(?:${guardingZh})`),
    unless: /严禁|禁止|不得|不准|不能|不可以?|为什么|为何|谁|多久|多少次|处罚|后果|急停(?:报警|之后|后|状态)/,
    in: chat,
  },
  {
    family: "danger",
    pattern: near(
      20,
      "(?<!never )(?:work|repair|replace|change|service|open)\\w*",
      "(?:live|energi[sz]ed|under (?:power|voltage)|without (?:lock-?out|switching off|isolat)|while (?:it is |it's )?running)",
    ),
    unless: /forbid|not allowed|never|why|must not/,
    in: chat,
  },
  {
    family: "danger",
    pattern: /(?:不断电|带电|不停机|不挂牌|运行中)[^。]{0,8}(?:更换|维修|检修|拆|清理|伸手|操作)/u,
    unless: /严禁|禁止|不得|不准|能不能|可以吗|为什么|[工作]业证/,
    in: chat,
  },
  {
    family: "danger",
    pattern:
      /(?:开着|打开)(?:安全)?门(?:就)?(?:跑|生产|运行|干)|(?:run|running|operate)[^.]{0,20}with the (?:safety )?(?:door|guard|gate) (?:open|off)/u,
    unless: /严禁|禁止|为什么|never|why|forbid/,
    in: chat,
  },
];

const falsify: readonly Rule[] = [
  {
    family: "falsify",
    pattern: near(
      30,
      "(?<![a-z])(?:fake|faking|falsify(?:ing)?|forge|forging|fabricate|make up|invent|doctor|manipulate|backdate)",
      "(?<![a-z])(?:tests?|results?|data|values?|measurements?|records?|reports?|signature|certificates?|logs?|inspection)",
    ),
    unless: /how (?:do we|to) (?:detect|prevent)|counterfeit/,
    in: chat,
  },
  {
    family: "falsify",
    pattern: near(
      30,
      "(?<![a-z])(?:mark|change|set|turn|relabel|pass off|record)",
      "(?:failed|defective|rejected|bad|scrapped?|ng)(?: (?:units?|tests?|boards?|results?|parts?))?(?: of [a-z\\d-]+)?",
      "(?:as|to|into) (?:passed|pass|good|ok|accepted)",
    ),
    unless: /[?？]|after (?:repair|retest)|how many/,
    in: chat,
  },
  {
    family: "falsify",
    pattern: near(
      20,
      "(?<![a-z])(?:delete|erase|wipe|remove|tamper|alter|clean|edit|hide|destroy)",
      "(?:audit|event|security|access)[ -]?(?:logs?|trails?|records?|events?|history)|(?:the )?audit(?![a-z])|traces",
    ),
    in: chat,
  },
  {
    family: "falsify",
    pattern: near(
      12,
      "伪造|编造|造假|捏造|篡改|虚报|瞒报|补造|作假|编(?:几|一)?(?:组|些|个)",
      "测试|检验|数据|记录|报告|结果|数值|签名|良率|产量|质检",
    ),
    unless: /如何防|怎么防|怎么发现|严禁|禁止/,
    in: chat,
  },
  {
    family: "falsify",
    pattern: near(10, "测试|检验|数据|记录|报告|结果", "伪造|编造|造假|捏造|篡改"),
    unless: /如何防|怎么防|怎么发现|严禁|禁止|防止/,
    in: chat,
  },
  {
    family: "falsify",
    pattern:
      /(?:把|将)[^。]{0,12}(?:不合格|不良品?|失败|ng|报废)[^。]{0,6}(?:改|标|算|当|记|写|录)(?:成|为|作)?[^。]{0,4}(?:合格|良品|通过|ok|pass)/u,
    in: chat,
  },
  {
    family: "falsify",
    pattern: near(10, "删除|删掉|清除|抹掉|抹去|清空|修改|销毁|隐藏", "审计|操作(?:日志|记录)|安全日志|痕迹"),
    in: chat,
  },
  {
    family: "falsify",
    pattern: near(10, "审计|操作(?:日志|记录)|安全日志", "删|清除|抹掉|抹去|清空|销毁"),
    in: chat,
  },
];

const attributes =
  "(?:mobile|cell|phone|telephone)(?: phone)?(?: numbers?)?|home address(?:es)?|address(?:es)?|salar(?:y|ies)|wages?|pay ?slips?|birthdays?|dates? of birth|id (?:card )?numbers?|id cards?|passports?|medical|sick leave|health|private (?:e-?mail|data)|bank account|religion|ethnicity|family|wife|husband|age(?![a-z])";
const attributesZh =
  "手机号?码?|电话号?码?|联系方式|家庭住址|住址|家庭地址|身份证号?码?|身份证|工资|薪水|薪资|收入|奖金|生日|出生日期|年龄|病历|病假|病情|银行卡|微信号?|民族|家人|老婆|老公|婚姻|学历";
const everyone =
  "everybody|everyone|all (?:of )?(?:the )?(?:staff|people|employees|workers|operators|users)|(?:the )?(?:operators|employees|workers|colleagues|staff|people|technicians|dispatchers|planners)|his|her|their(?: own)?|him|she|he";
const everyoneZh =
  "所有人|大家|全部?员工|所有员工|操作员|工人|同事|员工|人员|他们?|她们?|每个人|夜班|白班|班长|厂长|计划员|调度员|工艺员|维修员";

/** Rules about people, who are known by name only where the plant's names are given. */
export const personalRules = (names: readonly string[]): readonly Rule[] => {
  const known = names.map((name) => name.toLowerCase().replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const who = [everyone, ...known.filter((name) => /[a-z]/.test(name)).map((name) => `${name}(?:'s)?`)].join(
    "|",
  );
  const whoZh = [everyoneZh, ...known].join("|");
  const aside =
    /supplier|customer|maintenance desk|hotline|供应商|客户|维修(?:组|班|部)?电话|服务台|热线|材料|库存|产线|设备/;
  return [
    {
      family: "personal",
      pattern: near(25, `(?<![a-z])(?:${attributes})`, "of|for|from", `(?<![a-z])(?:${who})(?![a-z])`),
      unless: aside,
      in: chat,
    },
    {
      family: "personal",
      pattern: near(12, `(?<![a-z.])(?:${who})(?![a-z])`, `(?<![a-z])(?:${attributes})`),
      unless: aside,
      in: chat,
    },
    {
      family: "personal",
      pattern: near(
        12,
        `(?:how much (?:does|do)|where (?:does|do)|how old (?:is|are))`,
        `(?<![a-z])(?:${who})(?![a-z])`,
        "(?:earn|make|live|get paid)|$|[?？]",
      ),
      unless: /line|order|wo-|test|unit|how old is (?:the|wo)/,
      in: chat,
    },
    { family: "personal", pattern: near(14, `(?:${whoZh})`, `(?:${attributesZh})`), unless: aside, in: chat },
    {
      family: "personal",
      pattern: near(
        10,
        `(?:${whoZh})`,
        "住在?哪|家在哪|多大年纪|多大了|挣多少|赚多少|请过?(?:几天|多少)?病假|什么病",
      ),
      in: chat,
    },
    {
      family: "personal",
      pattern: near(
        30,
        `(?:what|show|read|open|give)`,
        `(?<![a-z])(?:${who})(?![a-z])`,
        "(?:ask|asked|say|said|tell|told|chat|talk|conversation|write|wrote) ?(?:to |with )?(?:you|the assistant|the bot|history|log)?(?:[ ?.!]|$)",
      ),
      unless: /approv|release|wo-|shift/,
      in: chat,
    },
    {
      family: "personal",
      pattern: near(
        14,
        `(?:${whoZh})`,
        "问过?了?你|跟你(?:说|聊)|和你(?:的)?(?:说|聊|对话)|聊天记录|对话记录|私信",
      ),
      in: chat,
    },
    {
      family: "personal",
      pattern:
        /(?<![a-z])(?:passwords?|credentials|api keys?|access tokens?|secret keys?|private keys?|session cookies?)(?![a-z])/u,
      unless:
        /(?:change|reset|forgot|forget|my|new|expired?) (?:my |the |a )?password|how do i (?:change|set)|how (?:often|long)/,
      in: chat,
    },
    {
      family: "personal",
      pattern: /(?:密码|口令|密钥|令牌|凭证|私钥)(?:是|告诉|给我|多少|发|导出|什么|$|[?？。])/u,
      unless: /(?:修改|重置|忘记|忘了|更改|我的?)(?:登录)?密码/,
      in: chat,
    },
  ];
};

const insult: readonly Rule[] = [
  {
    family: "insult",
    pattern:
      /(?<![a-z])(?:fuck|screw|damn) (?:you|off|this bot|yourself)|(?<![a-z])(?:motherfucker|asshole|dickhead|cunt|bastard|son of a bitch|piece of shit|retard(?:ed)?)(?![a-z])/u,
    in: chat,
  },
  {
    family: "insult",
    pattern:
      /(?<![a-z])(?:you|you're|he is|she is|they are|he's|she's|your)(?: are| r)?(?: an?| such an?| the)?(?: \w+){0,2} (?:idiots?|morons?|stupid|imbecile|dumb(?:ass)?|trash|garbage|worthless|useless (?:piece|idiot|bot)|pig)(?![a-z])|(?:stupid|dumb|useless) (?:bot|machine learning|ai|idiot)(?![a-z])/u,
    in: chat,
  },
  {
    family: "insult",
    pattern: near(
      20,
      "(?:write|say|compose|make|give me|tell)",
      "(?:insults?|nasty|offensive|mean (?:things?|message)|mock(?:ing)?|slander|racist|sexist|hateful)",
    ),
    in: chat,
  },
  {
    family: "insult",
    pattern:
      /傻[逼比b叉x]|操你|草泥马|(?:滚|去)你妈|妈的(?:你|智障|废物)|狗(?:东西|日的|娘养)|王八蛋|混蛋|白痴|智障|脑残|贱人|婊子|畜生|废物(?:机器人|东西|ai)|你(?:这个|真是个?|就是个?)?(?:垃圾|废物|蠢货|蠢猪|猪|笨蛋)|(?:^|[，,])滚(?:开|蛋)?(?:$|[，,!！。])|蠢猪/u,
    in: chat,
  },
  {
    family: "insult",
    pattern: /(?:骂|辱骂|羞辱|嘲讽|诽谤|讽刺)(?:一下|一顿|死)?(?!.{0,4}(?:怎么|投诉))/u,
    in: chat,
    unless: /被骂|挨骂/,
  },
];

const distress: readonly Rule[] = [
  {
    family: "distress",
    pattern:
      /(?<![a-z])(?:kill myself|suicid\w*|end my life|hurt myself|want to die|don't want to live)(?![a-z])/u,
    in: chat,
  },
  { family: "distress", pattern: /不想活|想死(?!了这)|自杀|轻生|结束(?:自己的?)?生命|活不下去/u, in: chat },
];

const violence: readonly Rule[] = [
  {
    family: "violence",
    pattern: near(
      30,
      "(?<![a-z])(?:build|make|construct|assemble|produce|mix|cook)",
      "(?<![a-z])(?:bombs?|explosives?|grenades?|poison|nerve agent|weapons?|meth|malware|ransomware|virus(?:es)?|keylogger)(?![a-z])",
    ),
    in: chat,
  },
  {
    family: "violence",
    pattern: near(
      12,
      "制作|制造|造|做|配制|合成|编写|写",
      "炸弹|炸药|爆炸物|毒药|武器|枪支|毒品|病毒(?!检)|木马|勒索软件",
    ),
    in: chat,
    unless: /防|检测/,
  },
  {
    family: "violence",
    pattern: near(
      30,
      "(?<![a-z])(?:wreck|sabotage|destroy|damage|break|ruin|burn down|hack|crash)",
      "without (?:being|getting) (?:noticed|caught|seen)|unnoticed|secretly|on purpose|deliberately|secret",
    ),
    in: chat,
  },
  {
    family: "violence",
    pattern: near(20, "(?<![a-z])(?:sabotage|hack into|burn down)", "[a-z]"),
    in: chat,
    unless: /prevent|protect|detect|against/,
  },
  {
    family: "violence",
    pattern: near(
      16,
      "弄坏|搞坏|破坏|毁掉|烧毁|砸|搞瘫|黑进|入侵",
      "不被发现|不会被发现|偷偷|没人知道|神不知|怎么(?:做|弄)|故意",
    ),
    in: chat,
    unless: /防止|预防/,
  },
  {
    family: "violence",
    pattern: near(10, "(?:打|揍|杀|砍|弄死|报复|整死)", "同事|班长|主管|厂长|他(?:一顿|们)|她|领导|老板"),
    in: chat,
    unless: /打电话|打卡|打印|打开|打包|整理/,
  },
];

/** Wishes that are turned down, but those about people. */
export const conductRules: readonly Rule[] = [...danger, ...falsify, ...insult, ...distress, ...violence];
