import type { Language } from "./language.ts";
import { statusName } from "./status.ts";

/** Names of the facts behind an answer, in Chinese; in English the names are words as they are. */
const names: Readonly<Record<string, string>> = {
  ahead: "前面工序",
  available: "可用",
  blocked: "冻结",
  cause: "原因",
  change: "变化",
  cyclesLeft: "剩余次数",
  deadline: "要求期限",
  document: "工艺文件",
  due: "交期",
  eligible: "可用产线",
  end: "完成",
  endAfter: "新完成",
  endBefore: "原完成",
  expected: "预计到货",
  expires: "到期",
  gap: "最多还能改善",
  good: "良品",
  held: "暂停",
  inTime: "按期可交",
  job: "任务",
  kept: "保持",
  late: "延期",
  lateAfter: "之后延期",
  lateBefore: "之前延期",
  lateness: "加权延误",
  left: "剩余",
  line: "产线",
  lines: "行数",
  location: "库位",
  lots: "批次",
  materials: "物料种数",
  missing: "缺料种数",
  moved: "移动",
  movedWithoutNeed: "其中未受影响",
  needed: "需要",
  nextSegment: "下一工序",
  onHand: "库存",
  onShift: "在岗",
  onTime: "按期率",
  order: "工单",
  priority: "优先级",
  quantity: "数量",
  queued: "排队",
  ready: "就绪",
  reason: "原因",
  reasons: "原因",
  receipt: "到货单",
  receiptQuantity: "到货数量",
  requisition: "领料单",
  reserved: "已预留",
  rerouted: "换线",
  run: "加工",
  same: "不动",
  scrap: "报废",
  segment: "工序",
  segments: "工序数",
  done: "已完成",
  shift: "偏移",
  short: "缺",
  shown: "列出",
  since: "自",
  skill: "资质",
  start: "开始",
  state: "状态",
  suggestions: "相近的有",
  status: "状态",
  transport: "搬运",
  utilisation: "利用率",
  valid: "有效",
  version: "版本",
  wait: "等待",
  without: "缺料未排",
  withoutMaterial: "缺料未排",
  work: "工时",
};

const spaced = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

export const factName = (name: string, language: Language): string =>
  language === "zh" ? (names[name] ?? name) : spaced(name);

export const factValue = (name: string, value: string | number | boolean, language: Language): string => {
  if (typeof value === "boolean") {
    const [yes, no] = language === "zh" ? ["是", "否"] : ["yes", "no"];
    return value ? yes! : no!;
  }
  return name === "status" ? statusName(String(value), language) : String(value);
};
