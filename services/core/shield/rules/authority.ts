import { near, type Sign } from "../sign.ts";

/** Claims that somebody has lifted the rules. */
export const authority: readonly Sign[] = [
  {
    pattern: near(
      50,
      "authori[sz]e|authori[sz]ed|grant(?:ed)?|permit(?:ted)?|allow(?:ed)?",
      "(?:you|the ai|the assistant|assistant|agent)?",
      "without (?:any )?(?:restriction|limit|rule|polic)\\w*|no (?:restriction|limit)s?|policies off|all (?:safety )?(?:policies|rules|restrictions)[^.]{0,10}(?:off|lifted)|unrestricted",
    ),
    unless: /nobody|not |never|no one/,
  },
  {
    pattern: near(
      40,
      "(?:developers?|vendor|security team|administrators?|management|support|openai|it department|headquarters)",
      "(?:has|have|had)? ?(?:switched|turned|lifted|disabled|removed|deactivated|suspended)",
      "(?:safety |security |all |your |the )*(?:rules|restrictions|safeguards|polic\\w+|filters|limits)",
    ),
  },
  {
    pattern: near(
      30,
      "you (?:have been|are|were) (?:now )?(?:granted|given|authori[sz]ed)",
      "(?:full|root|admin|unlimited|all) (?:permission|access|rights|authority)|restrictions?|limits?",
    ),
  },
  {
    pattern: near(
      40,
      "i am (?:the |your |an? )?(?:developer|administrator|admin|creator|system|root)",
      "(?:unlock|authori[sz]e|unrestricted|without|override|disable|bypass|obey|grant)",
    ),
  },
  {
    pattern: near(
      24,
      "授权|允许|批准|赋予|获得|拥有|具有",
      "不受(?:任何)?(?:限制|约束)|跳过(?:一切|所有|任何)?(?:限制|审批|检查)|最高权限|无限制|一切权限|无需(?:再)?遵守",
    ),
  },
  {
    pattern: near(
      14,
      "安全(?:规则|策略|限制|检查|防护)|所有限制|一切限制",
      "(?:已经?|都)?(?:被)?(?:关闭|解除|取消|停用)",
    ),
    in: ["chat", "document", "record", "answer"],
    unless: /严禁|禁止|不得|不准|光栅|联锁/,
  },
  {
    pattern: near(
      10,
      "(?:关闭|解除|取消|停用)了?(?:你|您|助手|智能体)",
      "安全(?:规则|策略|限制|检查|防护)|所有限制|一切限制",
    ),
    unless: /严禁|禁止|不得|不准/,
  },
  { pattern: /(?:按|以|用)最高权限(?:执行|运行|处理)/u },
];
