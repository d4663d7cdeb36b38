import { flow } from "../figures.ts";
import type { Text } from "../model.ts";
import type { StepContext, StepPlan } from "../plan.ts";
import { en, told, zh } from "../say.ts";

/** Steps and sentences that every kind of work has. */

export const prepare: StepPlan = {
  id: "prepare",
  title: told(zh`准备`, en`Prepare`),
  action: ({ facts, master, own, tool }) => {
    const lines: Text[] = [
      told(
        zh`在终端上打开工单的任务，确认产品为 ${facts.value("work_master", [own[0]], "product_id")}、工序为 ${facts.value("work_master_segment", own, "segment")}。`,
        en`Open the job at the terminal; product is ${facts.value("work_master", [own[0]], "product_id")}, segment ${facts.value("work_master_segment", own, "segment")}.`,
      ),
    ];
    if (master.items.length > 0)
      lines.push(
        told(
          zh`按领料单核对物料：共 ${facts.count("bom_item", own)} 项，每台 ${facts.sum("bom_item", own, "quantity_per")} 件；编号、数量与批次标签一致才可使用。`,
          en`Check the kit against the requisition: ${facts.count("bom_item", own)} items, ${facts.sum("bom_item", own, "quantity_per")} pieces a unit; use only what agrees with its label.`,
        ),
      );
    if (tool)
      lines.push(
        told(
          zh`取 ${tool}（${facts.value("work_master_segment", own, "tool_id")}），检查无损伤、在校验期内。`,
          en`Take ${tool} (${facts.value("work_master_segment", own, "tool_id")}); it is undamaged and within its calibration.`,
        ),
      );
    for (const row of master.secondary)
      if (row.kind !== "Skill")
        lines.push(
          told(
            zh`备好 ${facts.named("secondary_resource", [row.secondary_id])}（${facts.value("segment_secondary", [...own, row.secondary_id], "secondary_id")}），数量 ${facts.value("segment_secondary", [...own, row.secondary_id], "units")}。`,
            en`Have ${facts.named("secondary_resource", [row.secondary_id])} (${facts.value("segment_secondary", [...own, row.secondary_id], "secondary_id")}) ready, ${facts.value("segment_secondary", [...own, row.secondary_id], "units")} of it.`,
          ),
        );
    lines.push(
      told(
        zh`按换线族 ${facts.value("work_master_segment", own, "setup_family")} 完成换线，清走上一产品的物料和文件。`,
        en`Set the line up for the family ${facts.value("work_master_segment", own, "setup_family")}; clear away material and papers of the product before.`,
      ),
    );
    return lines.slice(0, 8);
  },
  check: () => [
    told(
      zh`首件开工前由班组长确认准备项全部到位。`,
      en`The line leader confirms all of it before the first unit.`,
    ),
  ],
  figure: ({ master, facts }) => flow(master, facts),
};

/** Where the unit goes next, and how long it has to wait. */
export const finish: StepPlan = {
  id: "finish",
  title: told(zh`收尾与移交`, en`Finish and hand over`),
  action: ({ facts, master, own }) => {
    const next = master.routing.find(({ segment }) => segment > master.segment.segment);
    const lag = facts.maybe("work_master_segment", own, "lag_seconds");
    const most = facts.maybe("work_master_segment", own, "max_lag_seconds");
    return [
      told(zh`在终端上报良品数与报废数。`, en`Report good and scrapped units at the terminal.`),
      ...(lag
        ? [told(zh`移交前至少静置 ${lag} s。`, en`Let it rest for at least ${lag} s before it goes on.`)]
        : []),
      ...(most
        ? [told(zh`最迟 ${most} s 内进入下一工序。`, en`The next segment starts within ${most} s.`)]
        : []),
      next
        ? told(
            zh`把合格品送到工序 ${facts.value("work_master_segment", [own[0], next.segment], "segment")} ${facts.named("work_master_segment", [own[0], next.segment])}。`,
            en`Good units go to segment ${facts.value("work_master_segment", [own[0], next.segment], "segment")} ${facts.named("work_master_segment", [own[0], next.segment])}.`,
          )
        : told(zh`合格品转入成品入库。`, en`Good units go to the finished goods store.`),
      told(
        zh`不合格品贴标隔离，送维修，不得混入合格品。`,
        en`Label and set apart what is not good and send it to repair; it never goes with the good ones.`,
      ),
    ];
  },
};

export const goodUnits = ({ facts, own, allMaterials }: StepContext): Text => {
  const segment = facts.value("work_master_segment", own, "segment");
  return allMaterials.length > 0
    ? told(
        zh`工序 ${segment} 的每项参数都在限值内，每项物料都按清单用完且没有剩余。`,
        en`Every parameter of segment ${segment} is within its limits, and every item of the list is used with none left over.`,
      )
    : told(
        zh`工序 ${segment} 的每项参数都在限值内。`,
        en`Every parameter of segment ${segment} is within its limits.`,
      );
};

export const jobRecord = told(
  zh`任务报工：数量、良品、报废、设备、操作员与时间。`,
  en`Job response: quantity, good, scrapped, equipment, operator and time.`,
);
export const lotRecord = told(
  zh`物料追溯：每项物料的批次号与工单、设备对应。`,
  en`Traceability: lot of every item with its order and equipment.`,
);
