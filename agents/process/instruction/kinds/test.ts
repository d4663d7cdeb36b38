import { limits, setUp } from "../figures.ts";
import type { KindPlan } from "../plan.ts";
import { en, told, zh } from "../say.ts";
import { finish, goodUnits, jobRecord, prepare } from "./common.ts";

/** Connect, measure, judge. */
export const test: KindPlan = {
  kind: "test",
  safety: { zh: "静电腕带 激光 射频 用电 安全", en: "wrist strap laser radiation electrical safety" },
  steps: [
    prepare,
    {
      id: "connect",
      title: told(zh`装夹与接线`, en`Clamp and connect`),
      categories: "rest",
      action: ({ tool }) => [
        ...(tool ? [told(zh`单元装入 ${tool}，锁紧。`, en`Clamp the unit in ${tool}.`)] : []),
        told(
          zh`按测试连接图接好仪器；先接地，再信号，最后电源。`,
          en`Connect the instruments as drawn: ground first, then signals, supply last.`,
        ),
        told(
          zh`擦净光口与射频口，装上端接负载。`,
          en`Clean optical and RF ports and terminate what is open.`,
        ),
      ],
      check: () => [
        told(
          zh`仪器在校验期内，线损已补偿。`,
          en`Instruments are within calibration, and cable loss is compensated.`,
        ),
      ],
      figure: setUp,
      ask: { zh: "测试 仪器 连接 校准 线损", en: "test instrument connection calibration cable loss" },
    },
    {
      id: "run",
      title: told(zh`运行测试程序`, en`Run the test program`),
      stages: ["TEST"],
      action: () => [
        told(
          zh`扫描序列号，调用本产品的测试程序。`,
          en`Scan the serial number; the program of the product is loaded.`,
        ),
        told(
          zh`上电，等自检结束后开始测量；测试中不碰线缆。`,
          en`Switch on and start when the self test has ended; leave the cables alone.`,
        ),
        told(
          zh`逐项结果自动上传，不得手改。`,
          en`Results are uploaded one by one; nobody changes them by hand.`,
        ),
      ],
      check: () => [
        told(
          zh`每项都在下表限值内为合格；有一项超限即不合格。`,
          en`A unit is good when all are within the limits below; one outside fails it.`,
        ),
      ],
      figure: limits,
      ask: { zh: "功能测试 程序 判定 复测", en: "functional test program judgement retest" },
    },
    {
      id: "judge",
      title: told(zh`判定`, en`Judge`),
      action: () => [
        told(zh`合格：贴合格标识，转收尾。`, en`Good: mark it and go on.`),
        told(
          zh`不合格：检查接线后复测一次；仍不合格的送维修，不得再测。`,
          en`Not good: look at the connections and test once more; what fails again goes to repair.`,
        ),
      ],
      ask: { zh: "不合格品 处理 复测 维修", en: "nonconforming unit retest repair" },
    },
    finish,
  ],
  result: (context) => [
    goodUnits(context),
    told(zh`测试数据完整上传，结果为通过。`, en`All data are uploaded and the result is passed.`),
  ],
  records: [
    jobRecord,
    told(zh`每台的测试项、测量值、限值与结果。`, en`Of each unit: steps, values, limits and result.`),
  ],
};
