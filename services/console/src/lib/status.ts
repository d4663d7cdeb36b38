import type { Bilingual, Language } from "./language.ts";

/** What the states of orders and jobs are called; the data store's names are ISA-95's. */
const names: Readonly<Record<string, Bilingual>> = {
  Planned: { zh: "已排产", en: "Planned" },
  Waiting: { zh: "待下达", en: "Waiting" },
  Released: { zh: "已下达", en: "Released" },
  Pending: { zh: "待派工", en: "Pending" },
  Dispatched: { zh: "已派工", en: "Dispatched" },
  Ready: { zh: "就绪", en: "Ready" },
  Running: { zh: "生产中", en: "Running" },
  Suspended: { zh: "暂停", en: "Suspended" },
  Held: { zh: "挂起", en: "Held" },
  Completed: { zh: "已完成", en: "Completed" },
  Closed: { zh: "已关闭", en: "Closed" },
  Aborted: { zh: "已中止", en: "Aborted" },
  Failed: { zh: "待维修", en: "Failed" },
  Retest: { zh: "待复测", en: "To be tested" },
  Passed: { zh: "合格", en: "Passed" },
  Scrapped: { zh: "报废", en: "Scrapped" },
  DRAFT: { zh: "草稿", en: "Draft" },
  FOR_REVIEW: { zh: "待审", en: "For review" },
  APPROVED: { zh: "已批准", en: "Approved" },
  ACTIVE: { zh: "有效", en: "In force" },
  DEPRECATED: { zh: "已废止", en: "Withdrawn" },
  Cancelled: { zh: "已取消", en: "Cancelled" },
};

export const statusName = (status: string, language: Language): string => names[status]?.[language] ?? status;
