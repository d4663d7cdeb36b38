import type { Playbook } from "../../runtime/playbook/model.ts";

const limits = (atOnce: number, cooldownMinutes: number) => ({ atOnce, cooldownMinutes });

/** Playbooks that the demonstration begins with, all of them on: what a plant would set up in its first week. */
export const demoPlaybooks: readonly {
  readonly id: string;
  readonly author: string;
  readonly playbook: Playbook;
}[] = [
  {
    id: "PB-LINE-DOWN",
    author: "zhang.min",
    playbook: {
      name: { zh: "产线停机超过 10 分钟", en: "Line down longer than 10 minutes" },
      language: "zh",
      trigger: {
        kind: "event",
        type: "equipment.state",
        where: [{ fact: "event.code", is: "is", value: 5300 }],
        lasts: 10,
      },
      conditions: [],
      steps: [
        { do: "read", id: "whatif", tool: "what_if_down", args: { line: "{event.line}", hours: 4 }, ask: "" },
        {
          do: "branch",
          id: "matters",
          when: [{ fact: "whatif.moves", is: "is", value: true }],
          yes: [
            {
              do: "notify",
              id: "tell",
              role: "planner",
              text: {
                zh: "{event.line} 停机已超过 {event.minutes} 分钟（{event.reason}）。{whatif.text}已提出修复计划，请审批。",
                en: "{event.line} has been down for more than {event.minutes} min ({event.reason}). {whatif.text} A repaired plan is proposed for your approval.",
              },
            },
            { do: "propose", id: "repair", tool: "adopt_repair", args: {}, of: "whatif" },
            {
              do: "branch",
              id: "approved",
              when: [{ fact: "repair.outcome", is: "is", value: "done" }],
              yes: [
                {
                  do: "notify",
                  id: "released",
                  role: "dispatcher",
                  text: {
                    zh: "因 {event.line} 停机，修复后的计划已生效，请按新计划下达。",
                    en: "The plan that was repaired for {event.line} is in force; release by it from now on.",
                  },
                },
              ],
              no: [
                {
                  do: "hand_over",
                  id: "decide",
                  role: "planner",
                  text: {
                    zh: "{event.line} 停机的修复计划未采用（{repair.outcome}），请人工处理。",
                    en: "The repaired plan for {event.line} was not adopted ({repair.outcome}); please see to it.",
                  },
                  minutes: 480,
                },
              ],
            },
          ],
          no: [
            {
              do: "notify",
              id: "fine",
              role: "planner",
              text: {
                zh: "{event.line} 停机已超过 {event.minutes} 分钟（{event.reason}），停 4 小时不影响现行计划。",
                en: "{event.line} has been down for more than {event.minutes} min ({event.reason}); 4 hours of it do not touch the plan.",
              },
            },
          ],
        },
      ],
      limits: limits(3, 0),
    },
  },
  {
    id: "PB-MORNING",
    author: "zhang.min",
    playbook: {
      name: { zh: "早班简报", en: "Morning brief" },
      language: "zh",
      trigger: { kind: "time", days: ["mon", "tue", "wed", "thu", "fri", "sat"], at: "07:30" },
      conditions: [],
      steps: [
        { do: "read", id: "ready", tool: "ready_orders", args: {}, ask: "" },
        { do: "read", id: "short", tool: "short_material", args: {}, ask: "" },
        { do: "read", id: "late", tool: "late_orders", args: {}, ask: "" },
        {
          do: "notify",
          id: "brief",
          role: "planner",
          text: {
            zh: "可下达：{ready.text}\n缺料：{short.text}\n延期：{late.text}",
            en: "Ready: {ready.text}\nShort: {short.text}\nLate: {late.text}",
          },
        },
      ],
      limits: limits(1, 0),
    },
  },
  {
    id: "PB-THIRD-FAILURE",
    author: "chen.hao",
    playbook: {
      name: { zh: "同一单元第三次测试失败", en: "A unit fails its test a third time" },
      language: "zh",
      trigger: {
        kind: "event",
        type: "unit.tested",
        where: [{ fact: "event.result", is: "is", value: "Failed" }],
        times: 3,
      },
      conditions: [],
      steps: [
        { do: "read", id: "expert", tool: "diagnose_unit", args: { unit: "{event.unit}" }, ask: "" },
        {
          do: "hand_over",
          id: "repair",
          role: "repair",
          text: {
            zh: "{event.unit}（{event.product}）第 {event.times} 次测试失败。{expert.text}",
            en: "{event.unit} ({event.product}) failed for the {event.times}. time. {expert.text}",
          },
          minutes: 480,
        },
      ],
      limits: limits(10, 0),
    },
  },
  {
    id: "PB-RECEIPT-LATE",
    author: "zhang.min",
    playbook: {
      name: { zh: "到货推迟", en: "A receipt is delayed" },
      language: "zh",
      trigger: {
        kind: "event",
        type: "receipt.moved",
        where: [{ fact: "event.days", is: "above", value: 0 }],
      },
      conditions: [],
      steps: [
        { do: "read", id: "stock", tool: "stock_status", args: { material: "{event.material}" }, ask: "" },
        { do: "read", id: "late", tool: "late_orders", args: {}, ask: "" },
        {
          do: "notify",
          id: "tell",
          role: "planner",
          text: {
            zh: "{event.material} 的到货 {event.receipt} 推迟 {event.days} 天。{stock.text}{late.text}已提议重新排产，请审批。",
            en: "{event.receipt} of {event.material} is delayed by {event.days} days. {stock.text} {late.text} A new plan is proposed for your approval.",
          },
        },
        { do: "propose", id: "replan", tool: "make_plan", args: {} },
      ],
      limits: limits(1, 30),
    },
  },
  {
    id: "PB-DEFECT-CLUSTER",
    author: "li.wei",
    playbook: {
      name: { zh: "缺陷聚集", en: "Defects cluster" },
      language: "zh",
      trigger: { kind: "event", type: "defects.clustered", where: [] },
      conditions: [],
      steps: [
        {
          do: "notify",
          id: "tell",
          role: "process",
          text: { zh: "{event.text}。{event.advice}。", en: "{event.text}: {event.advice}." },
        },
        {
          do: "branch",
          id: "many",
          when: [
            { fact: "event.found", is: "atLeast", value: 12 },
            { fact: "event.order", is: "known" },
            { fact: "event.method", is: "is", value: "AOI" },
          ],
          yes: [{ do: "propose", id: "stop", tool: "hold_order", args: { order: "{event.order}" } }],
          no: [],
        },
        {
          do: "hand_over",
          id: "check",
          role: "process",
          text: {
            zh: "{event.line}：{event.advice}。查明后在“检测”页关闭 {event.defect_cluster}。",
            en: "{event.line}: {event.advice}. Close {event.defect_cluster} on the Inspect page when you know what it was.",
          },
          minutes: 480,
        },
      ],
      limits: limits(5, 30),
    },
  },
  {
    id: "PB-PATROL",
    author: "liu.yang",
    playbook: {
      name: { zh: "巡检发现严重问题", en: "A patrol finds something serious" },
      language: "zh",
      trigger: {
        kind: "event",
        type: "patrol.found",
        where: [{ fact: "event.severity", is: "is", value: "Critical" }],
      },
      conditions: [],
      steps: [
        {
          do: "hand_over",
          id: "see",
          role: "manager",
          text: {
            zh: "{event.place}：{event.check}，不符合（{event.patrol_finding}）。请到现场处理，在“车间”页关闭。",
            en: "{event.place}: {event.check}: not as it should be ({event.patrol_finding}). Please see to it and close it on the Floor page.",
          },
          minutes: 240,
        },
      ],
      limits: limits(10, 0),
    },
  },
];
