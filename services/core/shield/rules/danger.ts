import { near, type Sign } from "../sign.ts";

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

/** Asks how to defeat a safety device, or to work on what is live. */
export const danger: readonly Sign[] = [
  {
    pattern: near(25, `(?<![a-z])(?:${defeating})`, `(?<![a-z])(?:${guarding})`),
    unless: forbids,
  },
  {
    pattern: near(20, `(?:${guardingZh})`, `(?:${defeatingZh})`),
    unless: /严禁|禁止|不得|不准|不能|不可以?|为什么|为何|谁|多久|多少次|之后|处罚|后果|怎么恢复|复位/,
  },
  {
    pattern: near(12, `(?:${defeatingZh})`, `(?:${guardingZh})`),
    unless: /严禁|禁止|不得|不准|不能|不可以?|为什么|为何|谁|多久|多少次|处罚|后果|急停(?:报警|之后|后|状态)/,
  },
  {
    pattern: near(
      20,
      "(?<!never )(?:work|repair|replace|change|service|open)\\w*",
      "(?:live|energi[sz]ed|under (?:power|voltage)|without (?:lock-?out|switching off|isolat)|while (?:it is |it's )?running)",
    ),
    unless: /forbid|not allowed|never|why|must not/,
  },
  {
    pattern: /(?:不断电|带电|不停机|不挂牌|运行中)[^。]{0,8}(?:更换|维修|检修|拆|清理|伸手|操作)/u,
    unless: /严禁|禁止|不得|不准|能不能|可以吗|为什么|[工作]业证/,
  },
  {
    pattern:
      /(?:开着|打开)(?:安全)?门(?:就)?(?:跑|生产|运行|干)|(?:run|running|operate)[^.]{0,20}with the (?:safety )?(?:door|guard|gate) (?:open|off)/u,
    unless: /严禁|禁止|为什么|never|why|forbid/,
  },
];
