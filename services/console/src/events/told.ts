import { timesAsRead } from "../../../core/said-time.ts";
import { saidReason } from "../../../core/stop-reasons.ts";
import { counted } from "../lib/counted.ts";
import { type Bilingual, downState, type Language, stateKey } from "../lib/language.ts";
import type { PlantEvent } from "../lib/socket.ts";
import { statusName } from "../lib/status.ts";
import { foundDetail } from "./found.ts";

const counting = (sentence: string) => (n: unknown) => counted(sentence, Number(n));
const late = counting("{n} order late|{n} orders late");
const moves = counting("{n} operation moves|{n} operations move");

/** What is read of an event to tell it. */
type Told = Pick<PlantEvent, "type" | "objects" | "attributes">;

/** What kinds of events are called. */
const names: Readonly<Record<string, Bilingual>> = {
  "plan.created": { zh: "计划生效", en: "Plan in force" },
  "plan.proposed": { zh: "提出修复计划", en: "Plan proposed" },
  "plant.disrupted": { zh: "异常记录", en: "Disruption recorded" },
  "records.written": { zh: "主数据写入", en: "Records written" },
  "records.removed": { zh: "过期记录清理", en: "Old records removed" },
  "approval.requested": { zh: "等待批准", en: "Waits for approval" },
  "approval.approved": { zh: "批准", en: "Approved" },
  "approval.rejected": { zh: "拒绝", en: "Rejected" },
  "approval.expired": { zh: "确认过期", en: "Approval expired" },
  "equipment.state": { zh: "设备状态", en: "Line state" },
  "vehicle.state": { zh: "AGV 状态", en: "AGV state" },
  "job.released": { zh: "工单下达", en: "Job released" },
  "job.progress": { zh: "生产进度", en: "Job progress" },
  "job.ready": { zh: "任务就绪", en: "Job ready" },
  "job.running": { zh: "开工", en: "Job started" },
  "job.suspended": { zh: "任务暂停", en: "Job suspended" },
  "job.completed": { zh: "完工", en: "Job completed" },
  "job.aborted": { zh: "任务中止", en: "Job aborted" },
  "order.held": { zh: "工单暂停", en: "Order on hold" },
  "order.resumed": { zh: "工单恢复", en: "Order resumed" },
  "order.changed": { zh: "工单修改", en: "Order changed" },
  "order.cancelled": { zh: "工单取消", en: "Order cancelled" },
  "order.completed": { zh: "工单完成", en: "Order completed" },
  "requisition.created": { zh: "领料单创建", en: "Requisition created" },
  "requisition.cancelled": { zh: "领料单取消", en: "Requisition cancelled" },
  "requisition.issued": { zh: "发料", en: "Material issued" },
  "transport.ordered": { zh: "搬运下达", en: "Transport ordered" },
  "transport.assigned": { zh: "搬运派车", en: "Vehicle chosen" },
  "transport.returned": { zh: "搬运退回", en: "Vehicle taken back" },
  "roadmap.described": { zh: "路网更新", en: "Roadmap stored" },
  "transport.repeated": { zh: "搬运重发", en: "Transport sent again" },
  "transport.pending": { zh: "搬运待命", en: "Transport pending" },
  "transport.intransit": { zh: "搬运途中", en: "On its way" },
  "transport.delivered": { zh: "送达", en: "Delivered" },
  "message.set-aside": { zh: "消息隔离", en: "Message set aside" },
  "message.resent": { zh: "消息重发", en: "Message sent again" },
  "message.dismissed": { zh: "消息忽略", en: "Message dismissed" },
  "unit.tested": { zh: "单元测试", en: "Unit tested" },
  "patrol.described": { zh: "巡检路线更新", en: "Patrol route stored" },
  "patrol.started": { zh: "巡检开始", en: "Round begun" },
  "patrol.completed": { zh: "巡检完成", en: "Round done" },
  "patrol.aborted": { zh: "巡检中止", en: "Round broken off" },
  "patrol.overdue": { zh: "巡检逾期", en: "Round overdue" },
  "patrol.found": { zh: "巡检发现", en: "Patrol finding" },
  "patrol.assigned": { zh: "巡检问题已分派", en: "Finding assigned" },
  "patrol.closed": { zh: "巡检问题关闭", en: "Finding closed" },
  "unit.inspected": { zh: "检测报警", en: "Inspection calls" },
  "defect.verified": { zh: "缺陷复判", en: "Calls verified" },
  "defects.clustered": { zh: "缺陷聚集", en: "Defects cluster" },
  "defects.ended": { zh: "聚集停止", en: "Cluster over" },
  "defects.explained": { zh: "聚集已查明", en: "Cluster explained" },
  "unit.repaired": { zh: "单元维修", en: "Unit repaired" },
  "alert.set": { zh: "设置预警规则", en: "Alert rule set" },
  "alert.ended": { zh: "停用预警规则", en: "Alert rule ended" },
  "alert.raised": { zh: "预警", en: "Alert" },
  "alert.cleared": { zh: "预警恢复", en: "Alert cleared" },
  "alert.acknowledged": { zh: "预警已知悉", en: "Alert acknowledged" },
  "document.drafted": { zh: "指导书起草", en: "Instruction drafted" },
  "document.edited": { zh: "指导书修改", en: "Instruction edited" },
  "document.submitted": { zh: "指导书送审", en: "Instruction for review" },
  "document.returned": { zh: "指导书退回", en: "Instruction returned" },
  "document.approved": { zh: "指导书批准", en: "Instruction approved" },
  "document.activated": { zh: "指导书生效", en: "Instruction in force" },
  "document.deprecated": { zh: "指导书废止", en: "Instruction withdrawn" },
  "receipt.moved": { zh: "到货改期", en: "Receipt moved" },
  "playbook.saved": { zh: "流程保存", en: "Playbook saved" },
  "playbook.on": { zh: "流程启用", en: "Playbook on" },
  "playbook.off": { zh: "流程停用", en: "Playbook off" },
  "playbook.started": { zh: "流程启动", en: "Playbook started" },
  "playbook.told": { zh: "流程通知", en: "Playbook tells" },
  "playbook.handed": { zh: "流程交办", en: "Handed over" },
  "playbook.taken": { zh: "已接手", en: "Taken" },
  "playbook.done": { zh: "流程完成", en: "Playbook done" },
  "playbook.failed": { zh: "流程失败", en: "Playbook failed" },
  "cell.described": { zh: "测试单元配置", en: "Cell described" },
  "cell.stopped": { zh: "测试单元急停", en: "Cell stopped" },
  "cell.reset": { zh: "测试单元复位", en: "Cell reset" },
  "cell.entered": { zh: "有人进入单元", en: "Somebody in the cell" },
  "cell.left": { zh: "离开单元", en: "Out of the cell" },
  "cell.set-up": { zh: "治具装好", en: "Fixture mounted" },
  "cell.run.asked": { zh: "请求单元任务", en: "Run of a cell asked for" },
  "cell.unit.moved": { zh: "单元被手动移位", en: "Unit moved by hand" },
  "cell.unit.set-aside": { zh: "单元被搁置", en: "Unit set aside" },
  "cell.run.started": { zh: "测试任务开始", en: "Cell run started" },
  "cell.run.completed": { zh: "测试任务完成", en: "Cell run completed" },
  "cell.run.failed": { zh: "测试任务失败", en: "Cell run failed" },
  "cell.run.replanned": { zh: "测试任务改排", en: "Cell run planned anew" },
  "cell.step.commanded": { zh: "步骤下达", en: "Step commanded" },
  "cell.step.running": { zh: "步骤开始", en: "Step begun" },
  "cell.step.done": { zh: "步骤完成", en: "Step done" },
  "cell.step.failed": { zh: "步骤失败", en: "Step failed" },
  "transport.failed": { zh: "搬运失败", en: "Transport failed" },
  "vehicle.forgotten": { zh: "车辆移除", en: "Vehicle forgotten" },
  "transport.cancelled": { zh: "搬运取消", en: "Transport called off" },
  "document.imported": { zh: "文件入库", en: "Document imported" },
  "document.withdrawn": { zh: "文件作废", en: "Document withdrawn" },
  "content.refused": { zh: "内容被拒绝", en: "Text turned back" },
  "content.withheld": { zh: "内容被屏蔽", en: "Text withheld" },
  "audit.asked": { zh: "核验审计", en: "Audit checked" },
  "audit.adopted": { zh: "审计链换密钥", en: "Audit signed with a new key" },
  "audit.broken": { zh: "审计链断裂", en: "Audit broken" },
  "person.pseudonymised": { zh: "人员离职匿名", en: "Person made anonymous" },
};

/** Groups that a person may look at alone; what is in none is shown with all. */
export const groups = {
  planning: ["plan", "plant", "approval"],
  production: ["job", "order", "requisition", "transport", "unit", "defect", "defects"],
  machines: ["equipment", "vehicle", "cell", "patrol"],
} as const;
export type Group = keyof typeof groups;

export const isIn = ({ type }: PlantEvent, group: Group): boolean =>
  (groups[group] as readonly string[]).includes(type.split(".")[0] ?? "");

export const eventName = ({ type }: Pick<Told, "type">, language: Language): string => {
  const known = names[type];
  if (known) return known[language];
  const [, what = type] = type.split(".");
  return statusName(what.charAt(0).toUpperCase() + what.slice(1), language);
};

/** A breakdown, a disruption, a refusal: what somebody on shift must not miss. */
export const isAlarm = ({ type, attributes }: Told): boolean =>
  type === "plant.disrupted" ||
  type === "job.aborted" ||
  type === "transport.failed" ||
  type === "alert.raised" ||
  type === "defects.clustered" ||
  type === "patrol.overdue" ||
  (type === "patrol.found" && attributes["severity"] !== "Info") ||
  type === "message.set-aside" ||
  type === "playbook.handed" ||
  type === "playbook.failed" ||
  type === "cell.stopped" ||
  type === "audit.broken" ||
  type === "cell.run.failed" ||
  (type === "equipment.state" && attributes["code"] === downState);

interface Made {
  readonly good: number;
  readonly scrap: number;
  /** Pieces to make. */
  readonly quantity: number | undefined;
}

/** What a job had made by then. */
const madeOf = ({ good, scrap, quantity }: PlantEvent["attributes"]): Made | undefined =>
  typeof good === "number"
    ? {
        good,
        scrap: typeof scrap === "number" ? scrap : 0,
        quantity: typeof quantity === "number" ? quantity : undefined,
      }
    : undefined;

const piecesOf = ({ good, scrap, quantity }: Made, zh: boolean): string => {
  const of = quantity ? (zh ? ` / ${quantity}` : ` of ${quantity}`) : "";
  const lost = scrap > 0 ? (zh ? `，报废 ${scrap}` : `, ${scrap} scrap`) : "";
  return zh ? `良品 ${good}${of}${lost}` : `${good}${of} good${lost}`;
};

/** How far a job is, from 0 to 1, where the event tells its progress. */
export const shareDone = ({ type, attributes }: PlantEvent): number | undefined => {
  const made = type === "job.progress" ? madeOf(attributes) : undefined;
  return made?.quantity ? Math.min(1, (made.good + made.scrap) / made.quantity) : undefined;
};

/** What the event says beside whom it is about. */
export const eventDetail = (
  { type, attributes }: Told,
  language: Language,
  sentence: (key: ReturnType<typeof stateKey>) => string,
): string => {
  const zh = language === "zh";
  const text = (name: string) => {
    const value = attributes[name];
    return value === undefined || value === null ? "" : String(value);
  };
  /** What a plan or a repair answers, in both languages; else the words that somebody gave. */
  const cause = timesAsRead(
    (attributes["cause"] as Bilingual | undefined)?.[language] ?? text("reason"),
    language,
  );
  const joined = (...parts: string[]) => parts.filter(Boolean).join(" · ");
  const found = foundDetail(type, attributes, language);
  if (found) return joined(...found);
  switch (type) {
    case "equipment.state":
      return joined(sentence(stateKey(Number(attributes["code"]))), saidReason(text("reason"))[language]);
    case "vehicle.state": {
      if (attributes["online"] === false) return joined(sentence("offline"), text("lastNodeId"));
      const driving = attributes["driving"] ? (zh ? "行驶" : "driving") : zh ? "停靠" : "standing";
      return joined(driving, text("lastNodeId"), `${Math.round(Number(attributes["battery"]))} %`);
    }
    case "plan.created":
      return joined(cause, zh ? `延期工单 ${text("lateOrders")} 个` : late(attributes["lateOrders"]));
    case "plan.proposed":
      return joined(cause, zh ? `移动 ${text("moved")} 道工序` : moves(attributes["moved"]));
    case "plant.disrupted":
    case "order.changed":
    case "playbook.told":
    case "playbook.handed":
    case "playbook.failed":
      return cause;
    case "unit.tested":
      return joined(
        text("product"),
        statusName(text("result"), language),
        text("failed").replaceAll(",", ", "),
      );
    case "unit.repaired":
      return joined(text("cause"), text("action"), statusName(text("status"), language));
    case "cell.set-up":
      return `${text("what")} → ${text("at")}`;
    case "cell.run.replanned": {
      const without = (attributes["without"] as readonly string[] | undefined)?.join(", ") ?? "";
      return zh ? `不用 ${without}` : `without ${without}`;
    }
    case "cell.step.commanded":
    case "cell.step.running":
    case "cell.step.done":
    case "cell.step.failed": {
      const late = Number(attributes["overdueS"] ?? 0);
      const overdue = zh ? `超时限 ${late} 秒` : `${late} s too late`;
      return joined(`${text("unit")} ${text("step")}`, text("at"), text("reason"), late > 0 ? overdue : "");
    }
    case "transport.ordered":
      return `${text("from")} → ${text("to")}`;
    case "approval.requested":
    case "approval.approved":
    case "approval.rejected":
    case "approval.expired":
      return (attributes["act"] as Bilingual | undefined)?.[language] ?? text("tool");
    case "cell.stopped":
      return saidReason(text("reason"))[language];
    default: {
      const made = madeOf(attributes);
      return joined(made ? piecesOf(made, zh) : "", text("reason"));
    }
  }
};

/** Ids that only machines read: of calls, notes and runs, and of a round of a patrol, which holds its time. */
const ofMachines = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$|^[\da-f]{32,}$|\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Whom the event is about; the ids of a call and of a test tell a person nothing. */
export const shownObjects = ({ objects }: Told): PlantEvent["objects"] =>
  objects.filter(({ type, id }) => type !== "tool_call" && type !== "unit_test" && !ofMachines.test(id));
