import { view } from "./view.js";

const sentences = {
  title: ["Plan", "排产计划"],
  onTime: ["on time", "按期率"],
  late: ["late orders", "延期工单"],
  unplanned: ["without material", "缺料未排"],
  utilisation: ["utilisation", "利用率"],
  setups: ["h of set-up", "换型小时"],
  objective: ["objective", "目标值"],
  gap: ["gap to the bound", "与下界差距"],
  search: ["Find order", "查找工单"],
  onlyLate: ["Late only", "只看延期"],
  fit: ["Fit", "适应宽度"],
  language: ["中文", "English"],
  theme: ["Switch light and dark", "切换明暗"],
  zoomIn: ["Zoom in", "放大"],
  zoomOut: ["Zoom out", "缩小"],
  byFamily: ["Colours by family", "按换型族着色"],
  place: ["place", "位置"],
  resource: ["resource", "资源"],
  time: ["time", "时间"],
  setup: ["set-up", "换型"],
  family: ["family", "换型族"],
  material: ["material", "到料"],
  holds: ["holds", "占用"],
  due: ["due", "交期"],
  lateBy: ["late by", "延期"],
  frozen: ["frozen", "已冻结"],
  shut: ["closed", "停工时段"],
  afterDue: ["after the due time", "超过交期"],
  close: ["Close", "关闭"],
  notPlanned: ["not planned", "未排入"],
  hint: [
    "Arrow keys go along a row (← →) and along an order (↑ ↓); Enter chooses, Esc lets go; Ctrl and wheel zooms.",
    "方向键：← → 沿资源移动，↑ ↓ 沿工单移动；回车选中，Esc 取消；Ctrl+滚轮缩放。",
  ],
};

export const t = (key) => sentences[key][view.language];
/** A sentence that came in both languages. */
export const told = (sentence) => (view.language === 1 ? sentence.zh : sentence.en);
