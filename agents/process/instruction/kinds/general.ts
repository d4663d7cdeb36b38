import { placement } from "../figures.ts";
import type { KindPlan } from "../plan.ts";
import { en, told, zh } from "../say.ts";
import { finish, goodUnits, jobRecord, lotRecord, prepare } from "./common.ts";

/** Any work that has no plan of its own. */
export const general: KindPlan = {
  kind: "general",
  safety: { zh: "作业 安全 防护 静电腕带", en: "work safety protection wrist strap" },
  steps: [
    prepare,
    {
      id: "work",
      title: told(zh`加工`, en`Work`),
      categories: "rest",
      action: ({ materials, tool }) => [
        ...(materials.length > 0
          ? [
              told(
                zh`按下表逐项使用物料，核对编号与数量。`,
                en`Use the items of the list one by one; compare id and quantity.`,
              ),
            ]
          : []),
        ...(tool ? [told(zh`使用 ${tool} 加工。`, en`Work with ${tool}.`)] : []),
        told(zh`首件自检合格后连续加工。`, en`Go on when the first unit has passed your own check.`),
      ],
      check: () => [told(zh`外观与尺寸符合图纸。`, en`Looks and measures are as drawn.`)],
      figure: placement,
    },
    finish,
  ],
  result: (context) => [goodUnits(context)],
  records: [jobRecord, lotRecord],
};
