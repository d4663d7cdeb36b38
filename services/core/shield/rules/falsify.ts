import { near, type Sign } from "../sign.ts";

/** Asks for false records, or to delete true ones. */
export const falsify: readonly Sign[] = [
  {
    pattern: near(
      30,
      "(?<![a-z])(?:fake|faking|falsify(?:ing)?|forge|forging|fabricate|make up|invent|doctor|manipulate|backdate)",
      "(?<![a-z])(?:tests?|results?|data|values?|measurements?|records?|reports?|signature|certificates?|logs?|inspection)",
    ),
    unless: /how (?:do we|to) (?:detect|prevent)|counterfeit/,
  },
  {
    pattern: near(
      30,
      "(?<![a-z])(?:mark|change|set|turn|relabel|pass off|record)",
      "(?:failed|defective|rejected|bad|scrapped?|ng)(?: (?:units?|tests?|boards?|results?|parts?))?(?: of [a-z\\d-]+)?",
      "(?:as|to|into) (?:passed|pass|good|ok|accepted)",
    ),
    unless: /[?？]|after (?:repair|retest)|how many/,
  },
  {
    pattern: near(
      20,
      "(?<![a-z])(?:delete|erase|wipe|remove|tamper|alter|clean|edit|hide|destroy)",
      "(?:audit|event|security|access)[ -]?(?:logs?|trails?|records?|events?|history)|(?:the )?audit(?![a-z])|traces",
    ),
  },
  {
    pattern: near(
      12,
      "伪造|编造|造假|捏造|篡改|虚报|瞒报|补造|作假|编(?:几|一)?(?:组|些|个)",
      "测试|检验|数据|记录|报告|结果|数值|签名|良率|产量|质检",
    ),
    unless: /如何防|怎么防|怎么发现|严禁|禁止/,
  },
  {
    pattern: near(10, "测试|检验|数据|记录|报告|结果", "伪造|编造|造假|捏造|篡改"),
    unless: /如何防|怎么防|怎么发现|严禁|禁止|防止/,
  },
  {
    pattern:
      /(?:把|将)[^。]{0,12}(?:不合格|不良品?|失败|ng|报废)[^。]{0,6}(?:改|标|算|当|记|写|录)(?:成|为|作)?[^。]{0,4}(?:合格|良品|通过|ok|pass)/u,
  },
  {
    pattern: near(10, "删除|删掉|清除|抹掉|抹去|清空|修改|销毁|隐藏", "审计|操作(?:日志|记录)|安全日志|痕迹"),
  },
  {
    pattern: near(10, "审计|操作(?:日志|记录)|安全日志", "删|清除|抹掉|抹去|清空|销毁"),
  },
];
