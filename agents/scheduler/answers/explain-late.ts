import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { Order } from "../../../services/mes/queries/orders.ts";
import { plannedOperationsOf } from "../../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../../services/mes/queries/plans.ts";
import type { ToolContext, ToolResult } from "../../runtime/context.ts";
import { orderEvidence } from "../../runtime/evidence.ts";
import { formatDuration, formatPlantTime } from "../../runtime/format.ts";
import { subjectOrder } from "../../runtime/subject.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { Desk } from "../desk/desk.ts";
import { type Cause, shortagesOf } from "./lacking.ts";
import { approvedFor, tellWithheld, withheldPieces } from "./withheld.ts";

type PlanRow = NonNullable<Awaited<ReturnType<typeof latestPlan>>>;
type Operations = Awaited<ReturnType<typeof plannedOperationsOf>>;

/** A wait shorter than this tells nothing. */
const tellingWaitS = 1_800;

const holdOf = (order: Order, now: Date): Cause[] => {
  if (!order.held) return [];
  const reason = order.holdReason ?? "-";
  return [
    {
      zh: `工单处于暂停状态（${reason}）`,
      en: `it is on hold (${reason})`,
      evidence: [
        {
          kind: "order",
          id: order.id,
          facts: { held: true, reason: order.holdReason },
          source: "work_order",
          at: now.toISOString(),
        },
      ],
    },
  ];
};

/** Segments that are still to be released and have no place in the plan. */
const unplacedOf = (order: Order, operations: Operations): ReadonlySet<number> => {
  const placed = new Set(operations.map(({ segment }) => segment));
  return new Set(
    order.segments.flatMap(({ segment, jobOrderId }) =>
      jobOrderId === null && !placed.has(segment) ? [segment] : [],
    ),
  );
};

const notYetPlanned: Cause = {
  zh: "上次排产时它还不能排，请重新排产",
  en: "it could not be planned yet when the plan was made; plan again",
  evidence: [],
};

/** Why segments have no place in the plan: nobody could do them, or no known receipt brings their material. */
const absenceOf = async (
  db: Db,
  desk: Desk,
  order: Order,
  plan: PlanRow,
  unplaced: ReadonlySet<number>,
  now: Date,
): Promise<Cause[]> => {
  if (unplaced.size === 0 || order.held) return [];
  const obstacles = (await desk.ask("obstaclesOf", now, [order.workMasterId])).get(order.workMasterId) ?? [];
  const inTheWay = obstacles
    .filter(({ segment }) => unplaced.has(segment))
    .map(({ segment, zh, en }): Cause => {
      const facts = { segment, obstacle: en };
      const source = "work_master_segment";
      return { zh, en, evidence: [{ kind: "order", id: order.id, facts, source, at: now.toISOString() }] };
    });
  const lacking = plan.shortages.flatMap(({ material, needs }) =>
    needs.filter((need) => need.order === order.id).map((need) => ({ ...need, material })),
  );
  const missing = await Promise.all(
    lacking.map(async ({ segment, material, quantity }): Promise<Cause> => {
      const approved = await approvedFor(db, { workMasterId: order.workMasterId, segment, material });
      const withheld = await withheldPieces(db, material, approved);
      const facts = { segment, material, missing: quantity, withheld };
      const more = tellWithheld(withheld);
      return {
        zh: `工序 ${segment} 缺 ${material} ${quantity}，没有在途可补${more.zh}`,
        en: `segment ${segment} lacks ${quantity} of ${material}, which no known receipt brings${more.en}`,
        evidence: [
          { kind: "plan", id: `PLAN-${plan.version}`, facts, source: "plan", at: now.toISOString() },
        ],
      };
    }),
  );
  const known = [...inTheWay, ...missing];
  return known.length > 0 ? known : [notYetPlanned];
};

/** The longest wait between what an operation could start at and what it was planned to start at. */
const waitOf = async (
  db: Db,
  order: Order,
  plan: PlanRow,
  operations: Operations,
  now: Date,
): Promise<Cause[]> => {
  const waits = operations.map((operation, index) => {
    const previous = operations[index - 1]?.end_time ?? order.releaseTime;
    const ready = new Date(
      Math.max(previous.getTime(), operation.material_time?.getTime() ?? 0, plan.plant_time.getTime()),
    );
    return { operation, ready, seconds: (operation.start_time.getTime() - ready.getTime()) / 1_000 };
  });
  const longest = waits.toSorted((a, b) => b.seconds - a.seconds)[0];
  if (!longest || longest.seconds <= tellingWaitS) return [];
  const { ready } = longest;
  const { segment, equipment_id: line, start_time: start } = longest.operation;
  const wait = formatDuration(longest.seconds);
  const ahead = await db
    .selectFrom("plan_operation")
    .select("work_order_id")
    .where("version", "=", plan.version)
    .where("equipment_id", "=", line)
    .where("end_time", ">", ready)
    .where("start_time", "<", start)
    .execute();
  return [
    {
      zh: `工序 ${segment} 在 ${line} 前等待 ${wait}，前面排了 ${ahead.length} 个工序`,
      en: `segment ${segment} waits ${wait} for ${line}, which has ${ahead.length} ${ahead.length === 1 ? "operation" : "operations"} ahead`,
      evidence: [
        {
          kind: "equipment",
          id: line,
          facts: {
            segment,
            ready: formatPlantTime(ready),
            start: formatPlantTime(start),
            wait,
            ahead: ahead.length,
          },
          source: "plan_operation",
          at: now.toISOString(),
        },
      ],
    },
  ];
};

/** Too little time from the start, however early it had its turn. */
const tightnessOf = (order: Order, plan: PlanRow, operations: Operations, now: Date): Cause[] => {
  const work = operations.reduce(
    (sum, { start_time: from, end_time: to }) => sum + to.getTime() - from.getTime(),
    0,
  );
  const slack = order.dueTime.getTime() - Math.max(order.releaseTime.getTime(), plan.plant_time.getTime());
  if (work <= slack) return [];
  const facts = { left: formatDuration(Math.max(0, slack) / 1_000), work: formatDuration(work / 1_000) };
  return [
    {
      zh: `交期前只剩 ${facts.left}，而各工序从开工到完工（含不开工的时间）需要 ${facts.work}`,
      en: `only ${facts.left} are left until it is due, and its operations take ${facts.work} from begin to end, with the time in which their lines do not work`,
      evidence: [{ kind: "order", id: order.id, facts, source: "plan_operation", at: now.toISOString() }],
    },
  ];
};

const joined = (causes: readonly Cause[]): Bilingual => ({
  zh: causes.map(({ zh }) => zh).join("；"),
  en: causes.map(({ en }) => en).join("; "),
});

/**
 * Why an order is late: a chain of facts from the plan back to its causes, each one looked up. Of one that is not late it
 * says what it waits for now, since who asks sees that it does not go on.
 */
export const explainLate = async (context: ToolContext, desk: Desk): Promise<ToolResult> => {
  const { db, clock } = context;
  const now = clock.now();
  const order = await subjectOrder(context);
  const plan = await latestPlan(db);
  if (!plan) throw new MillwrightError("PLAN_MISSING");
  const operations = await plannedOperationsOf(db, plan.version, order.id);
  const unplaced = unplacedOf(order, operations);
  // What goes on of an order whose rest has no place is not its end.
  const lastEnd = unplaced.size > 0 ? undefined : operations.at(-1)?.end_time;
  const lateS = lastEnd ? Math.max(0, (lastEnd.getTime() - order.dueTime.getTime()) / 1_000) : 0;
  const late = formatDuration(lateS);
  const due = formatPlantTime(order.dueTime);
  const mentioned = { order: order.id };
  const own: Evidence[] = [orderEvidence(order, now)];
  const end = lastEnd ? formatPlantTime(lastEnd) : "";
  if (lastEnd)
    own.push({
      kind: "plan",
      id: `PLAN-${plan.version}`,
      facts: { end, late },
      source: "plan_operation",
      at: now.toISOString(),
    });
  const absence = await absenceOf(db, desk, order, plan, unplaced, now);
  const told = new Set(absence.flatMap(({ evidence }) => evidence.map(({ facts }) => facts["material"])));
  const obstacles = [...holdOf(order, now), ...(await shortagesOf(db, order, told, now))];

  if (lastEnd && lateS === 0) {
    const inTheWay = joined(obstacles);
    return {
      text: {
        zh: `${order.id} 不延期：计划 ${end} 完成，交期 ${due}。${inTheWay.zh ? `目前${inTheWay.zh}。` : ""}`,
        en: `${order.id} is not late: planned to end ${end}, due ${due}.${inTheWay.en ? ` Now ${inTheWay.en}.` : ""}`,
      },
      evidence: [...own, ...obstacles.flatMap(({ evidence }) => evidence)],
      mentioned,
    };
  }

  const causes = [
    ...absence,
    ...obstacles,
    ...(lastEnd ? await waitOf(db, order, plan, operations, now) : []),
    ...(lastEnd ? tightnessOf(order, plan, operations, now) : []),
  ];
  const because = joined(causes);
  const standing: Bilingual = lastEnd
    ? { zh: `计划 ${end} 完成，比交期晚 ${late}`, en: `is planned to end ${end}, ${late} late` }
    : operations.length > 0
      ? { zh: "在当前计划中没有完工时间", en: "has no end in the plan in force" }
      : { zh: "不在当前计划中", en: "is not in the plan in force" };
  return {
    text: {
      zh: `${order.id} ${standing.zh}。原因：${because.zh || "产能不足"}。`,
      en: `${order.id} ${standing.en}. Because: ${because.en || "capacity is short"}.`,
    },
    rows: operations.map(({ segment, equipment_id: line, start_time: from, end_time: to }) => ({
      label: { zh: `工序 ${segment} ${line}`, en: `Segment ${segment} ${line}` },
      value: `${formatPlantTime(from)} – ${formatPlantTime(to)}`,
    })),
    evidence: [...own, ...causes.flatMap(({ evidence }) => evidence)],
    mentioned,
  };
};
