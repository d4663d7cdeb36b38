import { createContext, useContext } from "react";

export type Language = "zh" | "en";
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** Every sentence of the console; answers of the agents come in both languages from the server. */
const sentences = {
  appTagline: { zh: "工业大脑", en: "The industrial brain" },
  chat: { zh: "对话", en: "Chat" },
  plan: { zh: "计划", en: "Plan" },
  floor: { zh: "车间", en: "Floor" },
  orders: { zh: "工单", en: "Orders" },
  events: { zh: "事件", en: "Events" },
  theme: { zh: "切换明暗", en: "Switch light and dark" },
  language: { zh: "English", en: "中文" },
  signOut: { zh: "退出", en: "Sign out" },
  signIn: { zh: "登录", en: "Sign in" },
  signInAs: { zh: "选择演示用户", en: "Choose a demo user" },
  user: { zh: "用户名", en: "User" },
  password: { zh: "密码", en: "Password" },
  plantTime: { zh: "工厂时间", en: "Plant time" },
  connected: { zh: "已连接", en: "Live" },
  reconnecting: { zh: "正在重连…", en: "Reconnecting…" },
  newConversation: { zh: "新对话", en: "New conversation" },
  history: { zh: "历史对话", en: "History" },
  placeholder: {
    zh: "用一句话下达指令，例如：把工单 WO-1042 下达到最早能做的产线",
    en: "Say it in one sentence, for example: release WO-1107 to SMT-3",
  },
  send: { zh: "发送", en: "Send" },
  stop: { zh: "停止", en: "Stop" },
  askAgain: { zh: "再问一次", en: "Ask again" },
  edit: { zh: "修改", en: "Edit" },
  tryThis: { zh: "可以这样说", en: "Try saying" },
  welcome: { zh: "今天要安排什么？", en: "What shall we run today?" },
  thinking: { zh: "正在理解…", en: "Reading…" },
  steps: { zh: "智能体核对", en: "Agent checks" },
  evidence: { zh: "依据", en: "Evidence" },
  approvalNeeded: { zh: "需要您确认", en: "Waiting for your approval" },
  approve: { zh: "批准", en: "Approve" },
  reject: { zh: "拒绝", en: "Reject" },
  approved: { zh: "已批准", en: "Approved" },
  rejected: { zh: "已拒绝", en: "Rejected" },
  expired: { zh: "已过期", en: "Expired" },
  expiresIn: { zh: "剩余", en: "Expires in" },
  needsRole: { zh: "需要角色", en: "Needs the role" },
  noPlan: { zh: "尚无计划。在对话里说“重新排产”。", en: "No plan yet. Say “make a plan” in the chat." },
  planVersion: { zh: "计划版本", en: "Plan version" },
  lateness: { zh: "加权延误", en: "Weighted lateness" },
  gap: { zh: "最多还能改善", en: "Could improve by at most" },
  gates: { zh: "关键缺料", en: "Material that gates the plan" },
  onTime: { zh: "按期率", en: "On time" },
  lateOrders: { zh: "延期工单", en: "Late orders" },
  utilisation: { zh: "利用率", en: "Utilisation" },
  now: { zh: "现在", en: "Now" },
  today: { zh: "今天", en: "Day" },
  days3: { zh: "3 天", en: "3 days" },
  week: { zh: "一周", en: "Week" },
  all: { zh: "全部", en: "All" },
  late: { zh: "延期", en: "Late" },
  planned: { zh: "计划", en: "Planned" },
  actual: { zh: "实际", en: "Actual" },
  due: { zh: "交期", en: "Due" },
  start: { zh: "开始", en: "Start" },
  end: { zh: "结束", en: "End" },
  priority: { zh: "优先级", en: "Priority" },
  product: { zh: "产品", en: "Product" },
  quantity: { zh: "数量", en: "Quantity" },
  hours: { zh: "小时", en: "Hours" },
  days: { zh: "天数", en: "Days" },
  status: { zh: "状态", en: "Status" },
  line: { zh: "产线", en: "Line" },
  search: { zh: "搜索工单或产品", en: "Search order or product" },
  searchEvents: { zh: "搜索事件", en: "Search events" },
  planning: { zh: "计划", en: "Planning" },
  production: { zh: "生产", en: "Production" },
  machines: { zh: "设备", en: "Machines" },
  segment: { zh: "工序", en: "segment" },
  proposal: { zh: "提案", en: "Proposal" },
  plannedEnd: { zh: "计划完成", en: "Planned end" },
  waiting: { zh: "排队", en: "waiting" },
  vehicle: { zh: "搬运车", en: "Vehicle" },
  more: { zh: "更多", en: "More" },
  state1100: { zh: "运行", en: "Running" },
  state2201: { zh: "阻塞", en: "Blocked" },
  state2202: { zh: "空闲", en: "Idle" },
  state4500: { zh: "换线", en: "Set-up" },
  state5300: { zh: "停机", en: "Down" },
  offline: { zh: "离线", en: "Offline" },
  good: { zh: "良品", en: "Good" },
  scrap: { zh: "报废", en: "Scrap" },
  battery: { zh: "电量", en: "Battery" },
  nothingYet: { zh: "暂无内容", en: "Nothing here yet" },
  loadFailed: { zh: "加载失败，正在重试", en: "Could not load; trying again" },
  since: { zh: "自", en: "since" },
  askWhy: { zh: "为什么延期？", en: "Why is it late?" },
  askKit: { zh: "齐套吗？", en: "Is the kit complete?" },
  askRelease: { zh: "下达", en: "Release" },
  askStatus: { zh: "进度？", en: "Status?" },
  close: { zh: "关闭", en: "Close" },
  repair: { zh: "修复计划", en: "Repair the plan" },
  steady: { zh: "尽量不动其他工序", en: "Leave the others where they are" },
  repairing: { zh: "正在计算…", en: "Working it out…" },
  happened: { zh: "发生了什么", en: "What has happened" },
  happens_lineDown: { zh: "产线停机", en: "A line is down" },
  happens_personAbsent: { zh: "人员缺勤", en: "A person is absent" },
  happens_receiptLate: { zh: "到货推迟", en: "A receipt is late" },
  happens_scrap: { zh: "物料报废", en: "Material is scrapped" },
  happens_rush: { zh: "急单", en: "A rush order" },
  happens_order: { zh: "工单新增或变更", en: "An order is new or changed" },
  happens_cancelled: { zh: "工单取消", en: "An order is cancelled" },
  propose: { zh: "提出修复计划", en: "Propose a plan" },
  nothingChangesYet: { zh: "批准前不做任何改动", en: "Nothing changes until a planner approves" },
  proposals: { zh: "待批准的计划", en: "Proposed plans" },
  proposed: { zh: "待批准", en: "Proposed" },
  adopted: { zh: "已生效", en: "In force" },
  stale: { zh: "已失效：计划已变", en: "Stale: the plan has changed" },
  adopt: { zh: "批准并生效", en: "Approve" },
  showInPlan: { zh: "在图上对比", en: "Compare in the chart" },
  movesOf: { zh: "移动工序", en: "Operations moved" },
  rerouted: { zh: "换线工序", en: "On other lines" },
  staysOf: { zh: "不动", en: "unmoved" },
  withoutMaterial: { zh: "缺料未排", en: "Without material" },
  move_moved: { zh: "换线", en: "other line" },
  move_later: { zh: "推迟", en: "later" },
  move_earlier: { zh: "提前", en: "earlier" },
  move_new: { zh: "新增", en: "new" },
  move_gone: { zh: "取消", en: "gone" },
  was: { zh: "原位置", en: "was" },
  goes: { zh: "新位置", en: "goes" },
  from: { zh: "从", en: "From" },
  to: { zh: "到", en: "To" },
  comesAt: { zh: "预计到货", en: "Comes at" },
  person: { zh: "人员", en: "Person" },
  receipt: { zh: "到货单", en: "Receipt" },
  material: { zh: "物料", en: "Material" },
  order: { zh: "工单", en: "Order" },
} as const satisfies Record<string, Bilingual>;

export type SentenceKey = keyof typeof sentences;

export const LanguageContext = createContext<Language>("zh");

export const useLanguage = () => {
  const language = useContext(LanguageContext);
  return {
    language,
    /** A sentence of the console. */
    t: (key: SentenceKey): string => sentences[key][language],
    /** A text that came in both languages. */
    pick: (text: Bilingual | null | undefined): string => text?.[language] ?? "",
  };
};

/** Station state of a breakdown, as IPC-2591 (CFX) numbers it. */
export const downState = 5300;

export const stateKey = (code: number | null | undefined): SentenceKey => {
  const key = `state${code}`;
  return key in sentences ? (key as SentenceKey) : "offline";
};
