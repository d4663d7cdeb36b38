import { near, type Sign } from "../sign.ts";

const attributes =
  "(?:mobile|cell|phone|telephone)(?: phone)?(?: numbers?)?|home address(?:es)?|address(?:es)?|salar(?:y|ies)|wages?|pay ?slips?|birthdays?|dates? of birth|id (?:card )?numbers?|id cards?|passports?|medical|sick leave|health|private (?:e-?mail|data)|bank account|religion|ethnicity|family|wife|husband|age(?![a-z])";
const attributesZh =
  "手机号?码?|电话号?码?|联系方式|家庭住址|住址|家庭地址|身份证号?码?|身份证|工资|薪水|薪资|收入|奖金|生日|出生日期|年龄|病历|病假|病情|银行卡|微信号?|民族|家人|老婆|老公|婚姻|学历";
const everyone =
  "everybody|everyone|all (?:of )?(?:the )?(?:staff|people|employees|workers|operators|users)|(?:the )?(?:operators|employees|workers|colleagues|staff|people|technicians|dispatchers|planners)|his|her|their(?: own)?|him|she|he";
const everyoneZh =
  "所有人|大家|全部?员工|所有员工|操作员|工人|同事|员工|人员|他们?|她们?|每个人|夜班|白班|班长|厂长|计划员|调度员|工艺员|维修员";

/** Asks for data about people, who are known by name only where the plant's names are given. */
export const personal = (names: readonly string[]): readonly Sign[] => {
  const known = names.map((name) => name.toLowerCase().replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const who = [everyone, ...known.filter((name) => /[a-z]/.test(name)).map((name) => `${name}(?:'s)?`)].join(
    "|",
  );
  const whoZh = [everyoneZh, ...known].join("|");
  const aside =
    /supplier|customer|maintenance desk|hotline|供应商|客户|维修(?:组|班|部)?电话|服务台|热线|材料|库存|产线|设备/;
  return [
    {
      pattern: near(25, `(?<![a-z])(?:${attributes})`, "of|for|from", `(?<![a-z])(?:${who})(?![a-z])`),
      unless: aside,
    },
    {
      pattern: near(12, `(?<![a-z.])(?:${who})(?![a-z])`, `(?<![a-z])(?:${attributes})`),
      unless: aside,
    },
    {
      pattern: near(
        12,
        `(?:how much (?:does|do)|where (?:does|do)|how old (?:is|are))`,
        `(?<![a-z])(?:${who})(?![a-z])`,
        "(?:earn|make|live|get paid)|$|[?？]",
      ),
      unless: /line|order|wo-|test|unit|how old is (?:the|wo)/,
    },
    { pattern: near(14, `(?:${whoZh})`, `(?:${attributesZh})`), unless: aside },
    {
      pattern: near(
        10,
        `(?:${whoZh})`,
        "住在?哪|家在哪|多大年纪|多大了|挣多少|赚多少|请过?(?:几天|多少)?病假|什么病",
      ),
    },
    {
      pattern: near(
        30,
        `(?:what|show|read|open|give)`,
        `(?<![a-z])(?:${who})(?![a-z])`,
        "(?:ask|asked|say|said|tell|told|chat|talk|conversation|write|wrote) ?(?:to |with )?(?:you|the assistant|the bot|history|log)?(?:[ ?.!]|$)",
      ),
      unless: /approv|release|wo-|shift/,
    },
    {
      pattern: near(
        14,
        `(?:${whoZh})`,
        "问过?了?你|跟你(?:说|聊)|和你(?:的)?(?:说|聊|对话)|聊天记录|对话记录|私信",
      ),
    },
    {
      pattern:
        /(?<![a-z])(?:passwords?|credentials|api keys?|access tokens?|secret keys?|private keys?|session cookies?)(?![a-z])/u,
      unless:
        /(?:change|reset|forgot|forget|my|new|expired?) (?:my |the |a )?password|how do i (?:change|set)|how (?:often|long)/,
    },
    {
      pattern: /(?:密码|口令|密钥|令牌|凭证|私钥)(?:是|告诉|给我|多少|发|导出|什么|$|[?？。])/u,
      unless: /(?:修改|重置|忘记|忘了|更改|我的?)(?:登录)?密码/,
    },
  ];
};
