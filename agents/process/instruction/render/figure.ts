import type { Bilingual } from "../../../../services/core/errors.ts";
import type { Figure } from "../model.ts";
import { flowChart, limitsChart, setUpChart, soakChart, stackChart, zonesChart } from "./charts.ts";
import { placementMap, torqueMap } from "./maps.ts";

/** A figure as SVG. The same figure gives the same picture. */
export const drawFigure = (figure: Figure, language: "zh" | "en"): string => {
  switch (figure.kind) {
    case "flow":
      return flowChart(figure, language);
    case "placement":
      return placementMap(figure, language);
    case "torque":
      return torqueMap(figure, language);
    case "zones":
      return zonesChart(figure, language);
    case "limits":
      return limitsChart(figure, language);
    case "soak":
      return soakChart(figure, language);
    case "stack":
      return stackChart(figure, language);
    case "set-up":
      return setUpChart(figure, language);
  }
};

/** What stands below a figure. */
export const captionOf = (figure: Figure): Bilingual =>
  ({
    flow: { zh: "工艺流程，本工序高亮", en: "The routing; this segment is marked" },
    placement: {
      zh: "位置图：圆点为正面，方框为背面，旁注位号或清单位置；小点属于其他步骤",
      en: "Placement: dots are on top, squares on the bottom, with designator or position of the bill; small dots belong to other steps",
    },
    torque: { zh: "拧紧顺序：按编号", en: "Tighten in the order of the numbers" },
    zones: {
      zh: "各温区设定温度与限值，虚线为峰值目标",
      en: "Set temperature and limits by zone; the dashed line is the peak to reach",
    },
    limits: {
      zh: "参数：圆点为目标，色带为允许范围",
      en: "Parameters: the dot is the target, the band what is allowed",
    },
    soak: { zh: "温度曲线（时间不按比例）", en: "Temperature over time (time not to scale)" },
    stack: { zh: "装配层次，由下往上", en: "What goes on what, from the bottom up" },
    "set-up": { zh: "测试连接：仪器与所测项目", en: "Test set-up: instruments and what they read" },
  })[figure.kind];
