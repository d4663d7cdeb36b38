import { near, type Sign } from "../sign.ts";

const hiddenText =
  "(?:system|hidden|initial|original|secret|internal|developer|base|configuration|pre)[ -]?(?:prompts?|instructions?|messages?|rules|directives?|text|configuration)|(?:your|the) prompts?(?![a-z])";

/** Asks for the prompt and what stands before it. */
export const leak: readonly Sign[] = [
  {
    pattern: near(
      40,
      "(?<![a-z])(?:print|reveal|repeat|show|output|tell|display|echo|write|copy|quote|give|leak|expose|dump|list|recite|translate|convert|summari[sz]e|encode|begin|start|what|share|read)",
      hiddenText,
    ),
  },
  {
    pattern:
      /(?<![a-z])your (?:system|hidden|initial|internal|secret|original)[ -](?:prompt|instructions?|message|rules)/u,
  },
  {
    pattern:
      /(?:repeat|print|copy|output|echo|give|show)(?: me)?(?: back)? (?:all |everything |the |any )*(?:text|words|content|message|lines)?s? ?(?:that (?:comes|stands|is) )?(?:above|before (?:my|this)|preceding|so far)(?: this| my)?[^.]{0,30}(?:verbatim|word for word|exactly|first message|starting with|message|line)/u,
  },
  {
    pattern: near(
      40,
      "(?:what|which|list|show|tell)",
      "(?:rules|instructions|guidelines)",
      "(?:you (?:were|are|have been) (?:given|configured|programmed|told|set up|initiali[sz]ed)|were you (?:given|configured|programmed|told))",
    ),
    in: ["chat"],
  },
  {
    pattern:
      /(?:你的|系统|隐藏|初始|内部|原始|后台|开发者)的?(?:提示词?|指令|设定|消息|规则|配置)[^。]{0,8}(?:是什么|怎么写|原文|内容|贴|给我|发|列|逐字|翻译)|(?:你的|系统)提示词/u,
  },
  {
    pattern: near(
      10,
      "输出|打印|显示|复述|重复|告诉|泄露|透露|给我看|展示|翻译|总结|公开|列出|贴出|背出|念",
      "(?:系统|隐藏|初始(?:化)?|内部|原始|后台)的?(?:提示|指令|设定|消息|规则|配置)|你的(?:指令|规则|设定|提示|配置)",
    ),
  },
  {
    pattern: near(
      10,
      "逐字|原样|一字不差|完整地?",
      "(?:以上|上面|之前|前面)的?(?:全部|所有|内容|文字|文本|话|消息)",
    ),
    in: ["chat", "document"],
  },
  {
    pattern: /(?:把|将)你(?:被)?(?:设定|收到|配置)的[^。]{0,14}(?:列|翻译|发|贴|告诉|输出|给我)/u,
  },
];
