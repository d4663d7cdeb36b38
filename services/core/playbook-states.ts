import type { Bilingual } from "./errors.ts";

/** What runs of playbooks and their steps come to. */
const states: Readonly<Record<string, Bilingual>> = {
  Running: { zh: "进行中", en: "Running" },
  Waiting: { zh: "等待", en: "Waiting" },
  Done: { zh: "完成", en: "Done" },
  Failed: { zh: "失败", en: "Failed" },
  Skipped: { zh: "跳过", en: "Skipped" },
  done: { zh: "已执行", en: "done" },
  rejected: { zh: "已拒绝", en: "rejected" },
  expired: { zh: "已过期", en: "expired" },
  refused: { zh: "现在不能做", en: "not possible now" },
  failed: { zh: "失败", en: "failed" },
  nothing: { zh: "无需改动", en: "nothing to change" },
  taken: { zh: "已接手", en: "taken" },
  happened: { zh: "已发生", en: "happened" },
  timeout: { zh: "等待超时", en: "timed out" },
  found: { zh: "已查到", en: "found" },
  told: { zh: "已通知", en: "told" },
  yes: { zh: "是", en: "yes" },
  no: { zh: "否", en: "no" },
};
export const playbookState = (state: string, language: keyof Bilingual): string =>
  states[state]?.[language] ?? state;
