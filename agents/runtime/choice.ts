import type { Choice } from "./context.ts";
import { sayDeadline } from "./format.ts";
import { metricOf } from "./metrics/catalogue.ts";
import type { ToolArguments, ToolName } from "./tool.ts";

/** What a sentence speaks of where the call does not say: something that the plant has. */
export interface Examples {
  readonly order?: string | undefined;
  readonly material?: string | undefined;
  readonly product?: string | undefined;
  readonly line?: string | undefined;
}

/** A call as a person would say it, in the language of the conversation. */
const sentenceOf = (
  tool: ToolName,
  {
    metric,
    order,
    orders,
    line,
    material,
    product,
    unit,
    thing,
    quantity,
    hours,
    minutes,
    days,
    by,
  }: ToolArguments,
  language: string,
  examples: Examples,
): string => {
  const o = order ?? examples.order ?? "WO-1042";
  const m = material ?? examples.material ?? "MAT-00001";
  const p = product ?? examples.product ?? "RRU-5201";
  const where = line && line !== "earliest" && line !== "all" ? line : undefined;
  const stopped = where ?? examples.line ?? "SMT-2";
  const some = quantity ? `${quantity} ` : "";
  const until = by?.replace("T", " ");
  const figure = metricOf(metric ?? "oee").name;
  const zh: Record<ToolName, string> = {
    release_order: `把 ${o} 下达到${where ?? "最早能做的产线"}`,
    make_plan: "重新排产",
    explain_late: `${o} 为什么延期？`,
    late_orders: until ? `${until} 前到期的工单哪些会延期？` : "哪些工单会延期？",
    order_status: `${o} 进度怎么样？`,
    line_status: where ? `${where} 在干什么？` : "各条产线现在怎么样？",
    check_kit: `${o} 齐套了吗？`,
    create_requisition: `给 ${o} 创建领料单`,
    hold_order: `暂停 ${o}`,
    resume_order: `恢复 ${o}`,
    stock_status: `${m} 还有多少库存？`,
    promise_date: `${quantity ? `${quantity} 台 ` : ""}${p} ${until ? `${until} 前能交吗？` : "最早什么时候能交？"}`,
    what_if_down: `如果 ${stopped} ${hours ? `停 ${hours} 小时` : until ? `停到 ${until} ` : "停机"}会怎样？`,
    what_if_late: `如果 ${m} ${until && !days ? `拖到 ${until} 才` : `晚${days ? ` ${days} 天` : ""}`}到会怎样？`,
    what_if_shift: `如果${where ? ` ${where} ` : "各条产线"}${by ? `在 ${sayDeadline(by.slice(0, 10), "zh")}` : ""}加班，延期能少多少？`,
    plan_status: "现在的计划怎么样？",
    line_load: where ? `${where} 的负荷多高？` : `${until ? `${until} 前` : ""}瓶颈在哪条产线？`,
    line_gaps: `${stopped} 什么时候能停${hours ? ` ${hours} 小时` : ""}做保养？`,
    output: where ? `${where} 今天产量多少？` : "今天产量多少？",
    metric_value: `${where ? `${where} ` : ""}本周的${figure.zh}是多少？`,
    metric_trend: `${where ? `${where} ` : ""}最近四周的${figure.zh}走势`,
    metric_cause: `${where ? `${where} ` : ""}上周的${figure.zh}为什么变了？`,
    set_alert: `${where ? `${where} ` : ""}${figure.zh}出现异常时提醒我`,
    watch_step: `${product ? `${product} ` : ""}发射功率的 Cpk 低于 1.33 通知我`,
    watch_line: `${stopped} 停机${minutes ? `超过 ${minutes} 分钟` : "了"}就通知我`,
    ready_orders: "哪些工单可以下达？",
    short_material: "哪些物料短缺？",
    diagnose_unit: unit ? `${unit} 测试不过，怎么修？` : "哪些单元在等维修？",
    run_cell: "执行测试任务",
    test_units: `测试单元测 ${quantity ?? 1} 台 ${p}`,
    look_up: `${thing ?? "AGV-01"} 在哪里？`,
    who_is_there: "现在谁当班？",
    write_document: `写一份 ${p} 的作业指导书`,
    routing: `${p} 要经过哪几道工序？`,
    instruction_status: "哪些作业指导书等审批或要更新？",
    inspection_status: where ? `${where} 的 AOI 有什么问题？` : "缺陷聚集在哪里？",
    patrol_status: "巡检有什么问题？",
    overview: "今天情况怎么样？",
    shift_report: where ? `${where} 昨晚发生了什么？` : "昨晚怎么样？",
    planned_next: line ? `${line} 后面排的什么？` : `${o} 后面排的什么？`,
    planned_work: where ? `${where} 明天排了什么？` : "下一个班次排了什么？",
    can_release: `${o} 能不能下达${where ? `到 ${where}` : ""}？`,
    who_decided: order ? `${o} 是谁批的？` : "刚才那个是谁批的？",
    open_decisions: "你在等什么？",
    open_alerts: "现在有什么预警？",
    help: "你能做什么？",
    expedite_order: `把 ${o} 提前${until ? `到 ${until}` : ""}`,
    cancel_order: `取消 ${o}`,
    move_order: `把 ${o} 换到 ${stopped} 做`,
    change_order:
      quantity || until
        ? `把 ${o} ${[quantity ? `改成 ${quantity} 台` : "", until ? `交期改到 ${until}` : ""].filter(Boolean).join("，")}`
        : `修改 ${o} 的数量或交期`,
    adopt_repair: "采用修复计划",
    proposal_impact: "会影响哪些工单？",
    stuck_orders: "哪些工单卡住了？",
    list_orders: "哪些工单还没下达？",
    compare_orders: `${orders?.replaceAll(",", " 和 ") ?? o} 哪个更急？`,
    plan_changes: "计划和上一版比变了什么？",
    test_failures: unit
      ? `和 ${unit} 同样的故障最近有哪些？`
      : `${product ? `${product} ` : ""}最近测试不过的是哪些项目？`,
    capability: `${product ? `${product} ` : ""}各测试项的 Cpk 是多少？`,
    expected_receipts: material ? `${material} 什么时候到货？` : "今天有哪些到货？",
    what_if_order: where ? `如果 ${o} 换到 ${where} 做会怎样？` : `如果先不做 ${o} 会怎样？`,
    ask_knowledge: "锡膏要回温多久？",
    cannot_do: "你能做什么？",
  };
  const en: Record<ToolName, string> = {
    release_order: `Release ${o} to ${where ?? "the earliest line that can run it"}`,
    make_plan: "Make a new plan",
    explain_late: `Why is ${o} late?`,
    late_orders: until ? `Which orders due by ${until} will be late?` : "Which orders will be late?",
    order_status: `What is the status of ${o}?`,
    line_status: where ? `What is ${where} doing?` : "How are the lines doing?",
    check_kit: `Is the kit for ${o} complete?`,
    create_requisition: `Create the requisition for ${o}`,
    hold_order: `Put ${o} on hold`,
    resume_order: `Resume ${o}`,
    stock_status: `How much ${m} is in stock?`,
    promise_date: until ? `Could we deliver ${some}${p} by ${until}?` : `When could we deliver ${some}${p}?`,
    what_if_down: `What happens if ${stopped} is down${hours ? ` for ${hours} hours` : until ? ` until ${until}` : ""}?`,
    what_if_late: `What if ${m} ${until && !days ? `does not come before ${until}` : `comes ${days ? `${days} days ` : ""}late`}?`,
    what_if_shift: `What would overtime ${where ? `on ${where}` : "on all lines"}${by ? ` on ${sayDeadline(by.slice(0, 10), "en")}` : ""} bring the late orders?`,
    plan_status: "How is the current plan?",
    line_load: where
      ? `How busy is ${where}?`
      : `Which line is the bottleneck${until ? ` until ${until}` : ""}?`,
    line_gaps: `When is ${stopped} free${hours ? ` for ${hours} hours of maintenance` : ""}?`,
    output: where ? `What is the output of ${where} today?` : "What is the output today?",
    metric_value: `What is the ${figure.en}${where ? ` of ${where}` : ""} this week?`,
    metric_trend: `${figure.en} trend${where ? ` of ${where}` : ""} over the last four weeks`,
    metric_cause: `Why did the ${figure.en}${where ? ` of ${where}` : ""} change last week?`,
    set_alert: `Alert me when the ${figure.en}${where ? ` of ${where}` : ""} is out of its control limits`,
    watch_step: `Tell me when the Cpk of TX_PWR${product ? ` of ${product}` : ""} is below 1.33`,
    watch_line: `Tell me when ${stopped} is down${minutes ? ` for more than ${minutes} minutes` : ""}`,
    ready_orders: "Which orders are ready to release?",
    short_material: "Which materials are short?",
    diagnose_unit: unit ? `${unit} failed, what now?` : "Which units wait for repair?",
    run_cell: "Run the test cell",
    test_units: `Test ${quantity ?? 1} ${p} in the test cell`,
    look_up: `Where is ${thing ?? "AGV-01"}?`,
    who_is_there: "Who is on shift?",
    write_document: `Write the work instruction for ${p}`,
    routing: `In which steps is ${p} made?`,
    instruction_status: "Which work instructions wait for approval or are out of date?",
    inspection_status: where ? `Any problems of AOI on ${where}?` : "Which defects cluster?",
    patrol_status: "Any open patrol findings?",
    overview: "How is it going today?",
    shift_report: where ? `What happened on ${where} last night?` : "How was last night?",
    planned_next: line ? `What is next on ${line}?` : `What is planned behind ${o}?`,
    planned_work: where ? `What is planned on ${where} tomorrow?` : "What is planned in the next shift?",
    can_release: `Can ${o} be released${where ? ` to ${where}` : ""}?`,
    who_decided: order ? `Who approved ${o}?` : "Who approved that?",
    open_decisions: "What are you waiting for?",
    open_alerts: "Which alerts are open?",
    help: "What can you do?",
    expedite_order: `Bring ${o} forward${until ? ` to ${until}` : ""}`,
    cancel_order: `Cancel ${o}`,
    move_order: `Move ${o} to ${stopped}`,
    change_order:
      quantity || until
        ? `Change ${[quantity ? `${o} to ${quantity} units` : "", until ? `the due date of ${o} to ${until}` : ""].filter(Boolean).join(" and ")}`
        : `Change the quantity or the due date of ${o}`,
    adopt_repair: "Adopt the repaired plan",
    proposal_impact: "Which orders are affected?",
    stuck_orders: "Which orders are stuck?",
    list_orders: "Which orders are not released?",
    compare_orders: `Which is more urgent, ${orders?.replaceAll(",", " or ") ?? o}?`,
    plan_changes: "What changed in the plan since the version before?",
    test_failures: unit
      ? `Which units failed lately as ${unit} did?`
      : `Which measurements ${product ? `of ${product} ` : ""}failed lately?`,
    capability: `What is the Cpk of the test steps${product ? ` of ${product}` : ""}?`,
    expected_receipts: material ? `When is ${material} received?` : "Which receipts are expected today?",
    what_if_order: where ? `What if ${o} is made on ${where}?` : `What if ${o} is left out?`,
    ask_knowledge: "How is solder paste prepared?",
    cannot_do: "What can you do?",
  };
  return (language === "zh" ? zh : en)[tool];
};

/** A call as something to say next. @param examples Of the plant, where the call may lack what it is about. */
export const choiceOf = (
  tool: ToolName,
  args: ToolArguments,
  language: string,
  examples: Examples = {},
): Choice => ({
  label: {
    zh: sentenceOf(tool, args, "zh", examples),
    en: sentenceOf(tool, args, "en", examples),
  },
  text: sentenceOf(tool, args, language, examples),
});
