import { near, type Sign } from "../sign.ts";

/** Asks how to harm people or sabotage the plant. */
export const violence: readonly Sign[] = [
  {
    pattern: near(
      30,
      "(?<![a-z])(?:build|make|construct|assemble|produce|mix|cook)",
      "(?<![a-z])(?:bombs?|explosives?|grenades?|poison|nerve agent|weapons?|meth|malware|ransomware|virus(?:es)?|keylogger)(?![a-z])",
    ),
  },
  {
    pattern: near(
      12,
      "制作|制造|造|做|配制|合成|编写|写",
      "炸弹|炸药|爆炸物|毒药|武器|枪支|毒品|病毒(?!检)|木马|勒索软件",
    ),
    unless: /防|检测/,
  },
  {
    pattern: near(
      30,
      "(?<![a-z])(?:wreck|sabotage|destroy|damage|break|ruin|burn down|hack|crash)",
      "without (?:being|getting) (?:noticed|caught|seen)|unnoticed|secretly|on purpose|deliberately|secret",
    ),
  },
  {
    pattern: near(20, "(?<![a-z])(?:sabotage|hack into|burn down)", "[a-z]"),
    unless: /prevent|protect|detect|against/,
  },
  {
    pattern: near(
      16,
      "弄坏|搞坏|破坏|毁掉|烧毁|砸|搞瘫|黑进|入侵",
      "不被发现|不会被发现|偷偷|没人知道|神不知|怎么(?:做|弄)|故意",
    ),
    unless: /防止|预防/,
  },
  {
    pattern: near(10, "(?:打|揍|杀|砍|弄死|报复|整死)", "同事|班长|主管|厂长|他(?:一顿|们)|她|领导|老板"),
    unless: /打电话|打卡|打印|打开|打包|整理/,
  },
];
