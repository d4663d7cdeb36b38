import { createContext, useContext } from "react";
import { timesAsRead } from "../../../core/said-time.ts";
import { auditWords } from "../audit/words.ts";
import { cellWords } from "../cells/words.ts";
import { documentWords } from "../documents/words.ts";
import { figureWords } from "../figures/words.ts";
import { floorWords } from "../floor/words.ts";
import { inspectionWords } from "../inspection/words.ts";
import { knowledgeWords } from "../knowledge/words.ts";
import { patrolWords } from "../patrol/words.ts";
import { planWords } from "../plan/words.ts";
import { playbookWords } from "../playbooks/words.ts";
import { repairWords } from "../repairs/words.ts";
import { replayWords } from "../replay/words.ts";
import { counted } from "./counted.ts";

export type Language = "zh" | "en";
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** Every sentence of the console; answers of the agents come in both languages from the server. */
const sentences = {
  appTagline: { zh: "工业大脑", en: "The industrial brain" },
  chat: { zh: "对话", en: "Chat" },
  unsaved: { zh: "有未保存的修改", en: "changes not saved" },
  plan: { zh: "计划", en: "Plan" },
  floor: { zh: "车间", en: "Floor" },
  ordersCounted: { zh: "{n} 个工单", en: "{n} order|{n} orders" },
  orders: { zh: "工单", en: "Orders" },
  repairs: { zh: "维修", en: "Repair" },
  passages: { zh: "{n} 段", en: "{n} passage|{n} passages" },
  events: { zh: "事件", en: "Events" },
  replay: { zh: "回放", en: "Replay" },
  skipToPage: { zh: "跳到页面", en: "Skip to the page" },
  skipToChat: { zh: "跳到对话", en: "Skip to the chat" },
  theme: { zh: "切换明暗", en: "Switch light and dark" },
  language: { zh: "English", en: "中文" },
  languageBrief: { zh: "EN", en: "中" },
  signOut: { zh: "退出", en: "Sign out" },
  signedInAs: { zh: "当前用户", en: "Signed in as" },
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
    zh: "用一句话说要做的事，或想知道的事",
    en: "Say in one sentence what to do, or what you want to know",
  },
  send: { zh: "发送", en: "Send" },
  stop: { zh: "停止", en: "Stop" },
  askAgain: { zh: "再问一次", en: "Ask again" },
  edit: { zh: "修改", en: "Edit" },
  tryThis: { zh: "可以这样说", en: "Try saying" },
  welcome: { zh: "今天要安排什么？", en: "What shall we run today?" },
  saidLater: {
    zh: "连接已断开，恢复后自动发送",
    en: "There is no connection; this is sent as soon as it is back",
  },
  thinking: { zh: "正在理解…", en: "Reading…" },
  earliestLine: { zh: "最早能做的产线", en: "the earliest line" },
  steps: { zh: "智能体核对", en: "Agent checks" },
  evidence: { zh: "依据", en: "Evidence" },
  approvalNeeded: { zh: "需要您确认", en: "Waiting for your approval" },
  approve: { zh: "批准", en: "Approve" },
  reject: { zh: "拒绝", en: "Reject" },
  approved: { zh: "已批准", en: "Approved" },
  rejected: { zh: "已拒绝", en: "Rejected" },
  expired: { zh: "已过期", en: "Expired" },
  expiresIn: { zh: "剩余", en: "Expires in" },
  waitsForWho: { zh: "等待{who}处理", en: "waits for {who}" },
  onlyForWho: { zh: "由{who}操作", en: "for {who}" },
  secondPerson: {
    zh: "您是编写人或发起人：须由另一位{who}批准",
    en: "You wrote or asked for it: it takes a second person, {who}",
  },
  overdue: {
    zh: "{n} 道工序过了计划开工时间还没下达，计划已落后",
    en: "{n} operation should have begun but is not released: the plan is behind|{n} operations should have begun but are not released: the plan is behind",
  },
  lateness: { zh: "加权延误", en: "Weighted lateness" },
  gap: { zh: "最多还能改善", en: "Could improve by at most" },
  lateOrders: { zh: "延期工单", en: "Late orders" },
  now: { zh: "现在", en: "Now" },
  all: { zh: "全部", en: "All" },
  late: { zh: "延期", en: "Late" },
  openOrders: { zh: "未完成", en: "Open" },
  underWay: { zh: "在制", en: "Under way" },
  onHold: { zh: "暂停", en: "On hold" },
  unplannedOrders: { zh: "未排", en: "Not planned" },
  latestFirst: { zh: "延期最多的在前", en: "What is latest comes first" },
  pages: { zh: "翻页", en: "Pages" },
  pageBefore: { zh: "上一页", en: "Before" },
  pageBehind: { zh: "下一页", en: "Next" },
  planned: { zh: "计划", en: "Planned" },
  actual: { zh: "实际", en: "Actual" },
  due: { zh: "交期", en: "Due" },
  start: { zh: "开始", en: "Start" },
  end: { zh: "结束", en: "End" },
  priority: { zh: "优先级", en: "Priority" },
  product: { zh: "产品", en: "Product" },
  quantity: { zh: "数量", en: "Quantity" },
  hoursTold: { zh: "{n} 小时", en: "{n} h" },
  minutesTold: { zh: "{n} 分钟", en: "{n} min" },
  hours: { zh: "小时", en: "Hours" },
  minutes: { zh: "分钟", en: "Minutes" },
  days: { zh: "天数", en: "Days" },
  by: { zh: "期限", en: "By" },
  status: { zh: "状态", en: "Status" },
  line: { zh: "产线", en: "Line" },
  search: { zh: "搜索工单或产品", en: "Search order or product" },
  setAsideCount: {
    zh: "{n} 条设备消息未能处理：查看并修正",
    en: "{n} message of a machine could not be taken: see and mend|{n} messages of machines could not be taken: see and mend",
  },
  sendAgain: { zh: "已修正，重发", en: "Mended: send again" },
  sendMended: { zh: "重发修改后的内容", en: "Send the changed text" },
  dismiss: { zh: "忽略", en: "Dismiss" },
  messageText: { zh: "消息内容", en: "Text of the message" },
  noText: { zh: "内容不是文本", en: "Its bytes are no text." },
  searchEvents: { zh: "搜索事件", en: "Search events" },
  planning: { zh: "计划", en: "Planning" },
  production: { zh: "生产", en: "Production" },
  machines: { zh: "设备", en: "Machines" },
  segment: { zh: "工序", en: "segment" },
  proposal: { zh: "提案", en: "Proposal" },
  plannedEnd: { zh: "计划完成", en: "Planned end" },
  waiting: { zh: "排队", en: "waiting" },
  more: { zh: "更多", en: "More" },
  earlier: { zh: "更早的", en: "Earlier" },
  vehicle: { zh: "搬运车", en: "Vehicle" },
  state1100: { zh: "运行", en: "Running" },
  state2201: { zh: "阻塞", en: "Blocked" },
  state2202: { zh: "空闲", en: "Idle" },
  state4500: { zh: "换线", en: "Set-up" },
  state5300: { zh: "停机", en: "Down" },
  offline: { zh: "离线", en: "Offline" },
  good: { zh: "良品", en: "Good" },
  scrap: { zh: "报废", en: "Scrap" },
  battery: { zh: "电量", en: "Battery" },
  nothingMatches: { zh: "没有符合条件的内容", en: "Nothing matches" },
  nothingYet: { zh: "暂无内容", en: "Nothing here yet" },
  reload: { zh: "刷新页面", en: "Reload the page" },
  loading: { zh: "加载中…", en: "Loading…" },
  since: { zh: "自", en: "since" },
  askRelease: { zh: "下达", en: "Release" },
  askStatus: { zh: "进度？", en: "Status?" },
  close: { zh: "关闭", en: "Close" },
  repair: { zh: "修复计划", en: "Repair the plan" },
  repairing: { zh: "正在计算…", en: "Working it out…" },
  happened: { zh: "发生了什么", en: "What has happened" },
  proposeImagined: { zh: "真的发生了：提出修复计划", en: "It has happened: propose a repaired plan" },
  nothingChangesYet: { zh: "批准前不做任何改动", en: "Nothing changes until a planner approves" },
  proposed: { zh: "待批准", en: "Proposed" },
  stale: { zh: "已失效：计划已变", en: "Stale: the plan has changed" },
  was: { zh: "原位置", en: "was" },
  from: { zh: "从", en: "From" },
  to: { zh: "到", en: "To" },
  person: { zh: "人员", en: "Person" },
  material: { zh: "物料", en: "Material" },
  order: { zh: "工单", en: "Order" },
  thing: { zh: "编号", en: "Thing" },
  unit: { zh: "序列号", en: "Unit" },
  stretch: { zh: "时段", en: "Stretch" },
  availability: { zh: "可用率", en: "Availability" },
  awaitingYou: { zh: "待您处理", en: "Awaiting you" },
  askedByWhom: { zh: "{name} 提出", en: "asked by {name}" },
  planPassed: { zh: "已过", en: "passed" },
  fewer: { zh: "收起", en: "Fewer" },
  yes: { zh: "是", en: "Yes" },
  no: { zh: "否", en: "No" },
  held: { zh: "有效", en: "held" },
  simulated: { zh: "模拟数据", en: "simulated" },
  ...knowledgeWords,
  ...planWords,
  ...repairWords,
  ...replayWords,
  ...figureWords,
  ...documentWords,
  ...auditWords,
  ...cellWords,
  ...floorWords,
  ...inspectionWords,
  ...patrolWords,
  ...playbookWords,
} as const satisfies Record<string, Bilingual>;

export type SentenceKey = keyof typeof sentences;

export const LanguageContext = createContext<Language>("zh");

export const useLanguage = () => {
  const language = useContext(LanguageContext);
  return {
    language,
    /** A sentence of the console. */
    t: (key: SentenceKey): string => sentences[key][language],
    /** One that has a number in it. */
    count: (key: SentenceKey, n: number): string => counted(sentences[key][language], n),
    /** A text that came in both languages, with its times as they are read. */
    pick: (text: Bilingual | null | undefined): string => timesAsRead(text?.[language] ?? "", language),
  };
};

/** Station state of a breakdown, as IPC-2591 (CFX) numbers it. */
export const downState = 5300;

export const stateKey = (code: number | null | undefined): SentenceKey => {
  const key = `state${code}`;
  return key in sentences ? (key as SentenceKey) : "offline";
};
