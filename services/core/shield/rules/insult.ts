import { near, type Sign } from "../sign.ts";

/** Insults, or asks for insults. */
export const insult: readonly Sign[] = [
  {
    pattern:
      /(?<![a-z])(?:fuck|screw|damn) (?:you|off|this bot|yourself)|(?<![a-z])(?:motherfucker|asshole|dickhead|cunt|bastard|son of a bitch|piece of shit|retard(?:ed)?)(?![a-z])/u,
  },
  {
    pattern:
      /(?<![a-z])(?:you|you're|he is|she is|they are|he's|she's|your)(?: are| r)?(?: an?| such an?| the)?(?: \w+){0,2} (?:idiots?|morons?|stupid|imbecile|dumb(?:ass)?|trash|garbage|worthless|useless (?:piece|idiot|bot)|pig)(?![a-z])|(?:stupid|dumb|useless) (?:bot|machine learning|ai|idiot)(?![a-z])/u,
  },
  {
    pattern: near(
      20,
      "(?:write|say|compose|make|give me|tell)",
      "(?:insults?|nasty|offensive|mean (?:things?|message)|mock(?:ing)?|slander|racist|sexist|hateful)",
    ),
  },
  {
    pattern:
      /傻[逼比b叉x]|操你|草泥马|(?:滚|去)你妈|妈的(?:你|智障|废物)|狗(?:东西|日的|娘养)|王八蛋|混蛋|白痴|智障|脑残|贱人|婊子|畜生|废物(?:机器人|东西|ai)|你(?:这个|真是个?|就是个?)?(?:垃圾|废物|蠢货|蠢猪|猪|笨蛋)|(?:^|[，,])滚(?:开|蛋)?(?:$|[，,!！。])|蠢猪/u,
  },
  {
    pattern: /(?:骂|辱骂|羞辱|嘲讽|诽谤|讽刺)(?:一下|一顿|死)?(?!.{0,4}(?:怎么|投诉))/u,
    unless: /被骂|挨骂/,
  },
];
