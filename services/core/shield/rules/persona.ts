import { said, stored } from "../families.ts";
import { near, type Sign } from "../sign.ts";

/** Asks to be somebody or something else. */
export const persona: readonly Sign[] = [
  {
    pattern: near(
      40,
      "(?<![a-z])(?:you are|you're|you will be|act as|behave (?:as|like)|pretend|imagine|role ?play(?:ing)?|play(?:ing)? (?:the role|as))",
      "(?:without|no|never|not bound by|free (?:of|from)|ignor\\w+)(?: any| all)? (?:restriction|limit|rule|polic|safeguard|filter|constraint|guideline|ethic|approval)\\w*|unrestricted|unfiltered|unlimited|uncensored|jailbroken",
    ),
  },
  {
    pattern:
      /(?<![a-z])you are (?:now|no longer|henceforth) (?:dan|an? (?:ai|assistant|agent|bot|administrator|admin|root|developer|free)|the (?:administrator|admin|system|developer)|in (?:developer|debug|god|admin)|bound|free)/u,
  },
  {
    pattern: /(?<![a-z])pretend (?:that )?(?:you are|you're|to be) (?:an?|the|my) /u,
    unless: /customer|line|machine/,
  },
  {
    pattern: near(
      12,
      "(?:enable|enter|activate|switch(?:ing)? (?:to|into|on)|go into|turn on|start|unlock)",
      "(?:developer|debug|god|dan|jailbreak|admin|root|unrestricted|maintenance god)[ -]?mode",
    ),
    unless: /maintenance mode/,
  },
  {
    pattern: /(?<![a-z])(?:jail ?break(?:s|ing)?|jailbroken|do anything now|god[ -]mode)(?![a-z])/u,
  },
  {
    pattern: near(
      30,
      "(?:assistant|ai|model|agent|bot)(?![a-z])",
      "(?:is|are|becomes?|be) (?:now |henceforth |from now on )?(?:an? )?(?:unrestricted|unfiltered|unlimited|uncensored|free of)",
    ),
    in: stored,
  },
  {
    pattern: near(
      14,
      "你(?:现在|将|就)?是|你扮演|扮演|假装|假设你|角色扮演|装作|当自己是",
      "(?:没有|不受|无|摆脱|免除)(?:任何)?[^。，]{0,4}(?:限制|约束|规则|审查|管控)|无限制|超级管理员|越狱",
    ),
  },
  {
    pattern:
      /(?:假装|装作|扮演|当)(?:自己|你)?(?:是|成)?(?:一个|一名)?(?:系统)?(?:管理员|超级用户|root|开发者|厂长)/u,
    in: said,
  },
  {
    pattern: near(
      8,
      "开启|进入|打开|切换(?:到|成|至)?|启用|激活",
      "(?:开发者?|上帝|越狱|无限制|超级管理员|自由|调试)[^。，]{0,4}模式",
    ),
    unless: /设备|产线|贴片机|机器人/,
  },
  {
    pattern:
      /越狱|(?:关闭|解除|取消|去掉)(?:你的?)?(?:所有|全部|一切|任何)?(?:安全)?(?:限制|检查|约束|防护|审查)(?:吧|。|$|，|,)/u,
    in: ["chat"],
    unless: /设备|产线|库存|工单|质量/,
  },
  {
    pattern: near(
      16,
      "助手|智能体|大模型|ai(?![a-z])",
      "(?:是|成为|变成|进入)[^。，]{0,6}(?:没有|不受)[^。，]{0,4}(?:限制|约束)|自由模式|无限制",
    ),
    in: stored,
  },
];
