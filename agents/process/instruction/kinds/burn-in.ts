import { limits, soak } from "../figures.ts";
import type { KindPlan } from "../plan.ts";
import { en, told, zh } from "../say.ts";
import { finish, goodUnits, jobRecord, prepare } from "./common.ts";

/** Load, soak, watch, cool. */
export const burnIn: KindPlan = {
  kind: "burn-in",
  safety: {
    zh: "高温 用电 安全 防护 静电腕带",
    en: "high temperature electrical safety protection wrist strap",
  },
  steps: [
    prepare,
    {
      id: "load",
      title: told(zh`装入老化房`, en`Load the chamber`),
      categories: "rest",
      action: ({ facts, master, own }) => {
        const batch = facts.maybe("work_master_segment", own, "batch_size");
        const sizes = master.equipment.flatMap(({ equipment_id: id }) => {
          const size = facts.maybe("equipment", [id], "capacity_units");
          return size
            ? [
                told(
                  zh`${facts.named("equipment", [id])}（${facts.value("segment_equipment", [...own, id], "equipment_id")}）一次最多 ${size} 台。`,
                  en`${facts.named("equipment", [id])} (${facts.value("segment_equipment", [...own, id], "equipment_id")}) takes ${size} units at once at most.`,
                ),
              ]
            : [];
        });
        return [
          ...(batch
            ? [
                told(
                  zh`每批 ${batch} 台，同族产品可同炉。`,
                  en`A batch has ${batch} units; products of one family may share it.`,
                ),
              ]
            : []),
          ...sizes.slice(0, 4),
          told(
            zh`逐台扫描序列号与架位，接好供电与监控线。`,
            en`Scan each unit and its shelf; connect supply and monitor.`,
          ),
          told(zh`单元之间留出风道。`, en`Leave room for the air between units.`),
        ];
      },
      check: () => [told(zh`每台上电自检通过，无报警。`, en`Every unit powers up without an alarm.`)],
      ask: { zh: "老化 装载 架位 供电", en: "burn-in loading shelf supply" },
    },
    {
      id: "soak",
      title: told(zh`升温与保持`, en`Ramp and soak`),
      stages: ["SOAK"],
      action: ({ facts, master, own }) => [
        told(
          zh`关门，调用本产品程序，按下表核对温度、速率与供电。`,
          en`Close the door and load the program; compare temperature, ramp and supply with the table.`,
        ),
        ...master.equipment
          .slice(0, 4)
          .map(({ equipment_id: id }) =>
            told(
              zh`${facts.value("segment_equipment", [...own, id], "equipment_id")} 每批 ${facts.value("segment_equipment", [...own, id], "run_seconds")} s。`,
              en`${facts.value("segment_equipment", [...own, id], "equipment_id")}: ${facts.value("segment_equipment", [...own, id], "run_seconds")} s a batch.`,
            ),
          ),
        told(
          zh`运行中不得开门；报警单元断电隔离，记录时间。`,
          en`The door stays closed; a unit that alarms is switched off, set apart and noted with its time.`,
        ),
      ],
      check: () => [
        told(zh`全程记录在限值内，无中断。`, en`The whole record is within limits and without a gap.`),
      ],
      figure: (context) => soak(context) ?? limits(context),
      ask: { zh: "老化 温度 时间 监控 报警", en: "burn-in temperature duration monitoring alarm" },
    },
    {
      id: "unload",
      title: told(zh`降温与出房`, en`Cool down and unload`),
      action: () => [
        told(
          zh`程序结束、温度降下后再开门，戴隔热手套取出。`,
          en`Open only when the program has ended and it has cooled; wear heat gloves.`,
        ),
        told(zh`逐台扫描出房，核对台数与入房一致。`, en`Scan each unit out; as many come out as went in.`),
      ],
    },
    finish,
  ],
  result: (context) => [
    goodUnits(context),
    told(zh`老化期间无报警、无掉电。`, en`No alarm and no loss of supply during the soak.`),
  ],
  records: [
    jobRecord,
    told(
      zh`温度、电压、电流曲线与报警记录。`,
      en`Curves of temperature, voltage and current, and the alarms.`,
    ),
  ],
};
