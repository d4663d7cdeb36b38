import { said } from "../families.ts";
import { near, type Sign } from "../sign.ts";

const ignoring =
  "ignor(?:e|ing)|disregard|forget|scrap|set(?:ting)? aside|put aside|drop|discard|neglect|overrid(?:e|ing)|overrule|pay no attention to|throw (?:out|away)|abandon|bypass|erase|void";
const rules =
  "instructions?|rules?|prompts?|guidelines?|polic(?:y|ies)|directives?|restrictions?|safeguards?|constraints?|limitations?|guard ?rails?|programming";
const whose =
  "your|all|any|previous|prior|earlier|preceding|above|system'?s?|safety|initial|original|these|whatever|foregoing";
const ignoringZh =
  "忽略|无视|忽视|忘记|忘掉|忘了|抛开|抛弃|放弃|丢掉|撇开|不(?:再|要|必|用|需|得|准|许)?(?:再)?(?:遵守|理会|遵循|服从|听从|管|受)|无需(?:再)?(?:遵守|理会|遵循)|别(?:再)?(?:管|理会|遵守)|推翻|违反|跳出|摆脱";
const rulesZh =
  "指令|指示|规则|规定|设定|提示词?|限制|约束|策略|准则|守则|命令|系统消息|安全(?:检查|机制|防护)";
const whoseZh =
  "之前|以前|以上|上面|上述|前面|先前|此前|早先|原来|原有|既定|所有|全部|一切|任何|你的?|您的?|系统|安全策略|安全规则";

/** Asks to ignore the rules. */
export const override: readonly Sign[] = [
  {
    pattern: new RegExp(
      `(?<![a-z])(?:${ignoring}) (?:[a-z']+ ){0,4}?(?:${whose})(?: [a-z'-]+){0,4}? (?:${rules})(?![a-z])`,
      "u",
    ),
    unless: /work instructions?|revisions?|safety stock/,
  },
  {
    pattern: new RegExp(
      `(?<![a-z])(?:${ignoring}) (?:the )?(?:${rules})(?! (?:of|for|no|number|\\d))(?![a-z])`,
      "u",
    ),
  },
  {
    pattern: new RegExp(
      `(?<![a-z])(?:${ignoring}) (?:the )?(?:${rules}) (?:of|from|by) (?:the )?(?:system|house|developer|plant brain)`,
      "u",
    ),
  },
  {
    pattern: near(
      30,
      "(?<!who |if |they |operators |workers |people )(?:do not|don't|stop|no longer|never|quit|cease)",
      "follow|obey|adher|listen",
      `(?:your|previous|prior|above|system) (?:[a-z]+ )?(?:${rules})`,
    ),
  },
  {
    pattern: near(
      20,
      `(?<![a-z])(?:${ignoring}|unlearn)`,
      "(?:everything|anything|all|whatever) (?:that )?(?:you (?:were|have|know|learn|had|are)|above|before this|the system|was said (?:above|before))",
    ),
  },
  {
    pattern: near(
      30,
      `(?:your|system|hidden|the above) (?:[a-z]+ )?(?:${rules})(?: above)?`,
      "(?:are|is|were|have been|has been) (?:now )?(?:void|invalid|obsolete|outdated|suspended|cancell?ed|replaced|lifted|over)",
    ),
  },
  {
    pattern: near(
      20,
      `(?:${rules})`,
      "(?:do not|don't|does not|doesn't|no longer) appl(?:y|ies) (?:to (?:me|you|us)|any ?more|here)",
    ),
    in: said,
  },
  {
    pattern: /(?<![a-z])new (?:instructions?|rules|directives?|system prompt) ?:/u,
    in: said,
  },
  {
    pattern:
      /from now on,? (?:you|the assistant) (?:will|must|shall|only|are|obey|do|override|ignore)|(?:you|obey|listen)(?: to)? (?:now )?(?:only )?(?:obey |to )?only (?:to )?me(?![a-z])|you only (?:obey|listen to) me/u,
  },
  {
    pattern: near(8, `(?:${ignoringZh})`, `(?:${whoseZh})`, `(?:${rulesZh})`),
    unless: /作业指导书|安全库存|报警/,
  },
  {
    pattern: new RegExp(`(?:${ignoringZh})(?:掉|了|这些|那些|各种)?(?:${rulesZh})`, "u"),
    unless: /员工|操作员|者/,
  },
  {
    pattern: near(
      6,
      "清空|清除|重置|覆盖|取消|删除",
      "(?:你|您|系统|前面|之前|上面)的?(?:所有|全部)?",
      "设定|提示词|指令|约束|限制|规则",
    ),
    in: said,
  },
  {
    pattern: near(
      12,
      "(?:你|您)(?:的|之前|收到|被)|系统提示|上面的?|之前的?|原来的?",
      `(?:${rulesZh})`,
      "作废|失效|无效|不算数|解除|不再有效|不起作用",
    ),
    in: said,
  },
  {
    pattern: near(
      12,
      "(?:你|您|助手|智能体)(?:的|被|所有)",
      `(?:${rulesZh})`,
      "作废|失效|无效|不算数|解除|不再有效",
    ),
    in: ["document", "answer"],
  },
  { pattern: /新的?(?:指令|规则|任务|系统提示)[:：]/u, in: said },
  {
    pattern: near(
      10,
      "从(?:现在|这一刻|此刻|今)(?:开始|起)",
      "只听我|听我的|不(?:必|用|再|受|需)[^。]{0,6}(?:遵守|限制|规则|约束|审批)|(?:你|助手)(?:是|就是|要|必须|将|只)",
    ),
  },
  { pattern: /只(?:听|服从)(?:从)?我(?:的)?(?:命令|话|指令)?/u, in: said },
];
