import { bare } from "../wish.ts";

const alerts = /告警|预警|报警|警报|(?<![a-z])(?:alerts?|alarms?|warnings?)(?![a-z])/i;
const asks =
  /^(?:现在|当前|目前|今天|全厂|所有|全部|我)?的?(?:未解除|没解除|未处理|没处理|打开|开着)?的?(?:告警|预警|报警|警报)(?:情况|列表|清单|状态)?$|有(?:没有|什么|哪些|多少|几个|啥|无|.{0,6}吗)|哪些|什么|几[个条]|多少|吗|列出|看看|查看?|[?？]|^(?:the |my |all )?(?:alerts|alarms)$|^(?:any|open|current|active)(?![a-z])|(?<![a-z])(?:are there|is there|which|what|how many|list|show|do we have|have we)(?![a-z])/i;
/** A condition, a wish to be told, a cause, or what was once. */
const otherwise =
  /低于|高于|超过?|以[上下]|大于|小于|[<>≥≤%％]|通知|提醒|告诉|设[置定]?|添加|新[增建]|建[一个立]|取消|关[闭掉]|删|撤|确认|时[就候]|[一就]报警|如果|一旦|要是|为什么|为啥|怎么|原因|误报|复判|代码|报警线|意思|交期|延期|夜|昨|上周|上个?月|历史|以前|(?<![a-z])(?:below|above|under|over|exceed\w*|more than|less than|drops?|rises?|falls?|goes|when|if|once|whenever|tell me|notify|set|add|create|make|remove|delete|end|stop|acknowledge|alert me|warn me|alert (?:the|us)|why|how do|how to|how can|cause\w*|means?|code|due|late|night|false|yesterday|last|history|past|earlier)(?![a-z])/i;

/** Notices that are set: the word alone would be a wish for one. */
const whichNotices =
  /^(?:我|现在|目前|都|已经|一共)*(?:设|开|有)(?:了|过)?(?:哪些|什么|啥|几[个条]|多少[个条]?)(?:提醒|监控|通知)|^(?:我的|所有|全部)?(?:提醒|监控)(?:列表|清单|有哪些)$|^哪些(?:提醒|监控)/;

/** Whether a sentence asks which alerts of figures are open, or what is watched. */
export const asksAboutAlerts = (sentence: string): boolean =>
  whichNotices.test(bare(sentence)) ||
  (alerts.test(sentence) && asks.test(bare(sentence)) && !otherwise.test(sentence));
