import type { Bilingual } from "../lib/language.ts";

/** Sentences of patrols, on the page of the floor. */
export const patrolWords = {
  patrol: { zh: "巡检", en: "Patrol" },
  openFindings: { zh: "个未关闭", en: "open" },
  noFindings: { zh: "没有未关闭的问题。", en: "No finding is open." },
  closedFindings: { zh: "已关闭", en: "Closed" },
  severity_Critical: { zh: "严重", en: "Critical" },
  severity_Warning: { zh: "一般", en: "Warning" },
  severity_Info: { zh: "提示", en: "Info" },
  findingSince: { zh: "发现于", en: "since" },
  findingTimes: { zh: "读到 {n} 次", en: "read {n} times" },
  findingOnce: { zh: "读到 1 次", en: "read once" },
  findingBack: { zh: "复查已恢复正常", en: "back to normal" },
  findingMine: { zh: "我来处理", en: "I'll take it" },
  findingWith: { zh: "处理人", en: "with" },
  findingNote: { zh: "怎么处理的", en: "What was done" },
  findingClose: { zh: "关闭", en: "Close" },
  notAsItShould: { zh: "不符合", en: "not as it should be" },
  roundDue: { zh: "待巡", en: "due" },
  roundRunning: { zh: "巡检中", en: "under way" },
  roundCompleted: { zh: "完成", en: "done" },
  roundAborted: { zh: "中止", en: "broken off" },
  roundOverdue: { zh: "逾期", en: "overdue" },
} as const satisfies Readonly<Record<string, Bilingual>>;
