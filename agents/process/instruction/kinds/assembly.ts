import { limits, placement, stack, torque } from "../figures.ts";
import type { KindPlan } from "../plan.ts";
import { en, told, zh } from "../say.ts";
import { finish, goodUnits, jobRecord, lotRecord, prepare } from "./common.ts";

/** From the inside out: thermal parts, modules, cables, body, fasteners, labels. */
export const assembly: KindPlan = {
  kind: "assembly",
  safety: { zh: "静电防护 人员要求 腕带 防静电鞋", en: "ESD protection wrist strap shoes of people" },
  steps: [
    { ...prepare, figure: (context) => stack(context) ?? prepare.figure!(context) },
    {
      id: "thermal",
      title: told(zh`贴导热垫、装散热器`, en`Fit thermal pads and heat sinks`),
      categories: ["gasket", "heatsink"],
      stages: ["THERMAL"],
      optional: true,
      action: () => [
        told(
          zh`清洁发热面，撕去保护膜，导热垫一次贴准，不得重复揭贴。`,
          en`Clean the hot faces, peel the film and lay each pad once; never lift it again.`,
        ),
        told(zh`散热器对准定位孔放下，压平。`, en`Lower the heat sink onto its pins and press it flat.`),
      ],
      check: () => [told(zh`导热垫无漏贴、气泡、移位。`, en`No pad is missing, blistered or shifted.`)],
      figure: placement,
      ask: { zh: "导热垫 散热器 安装", en: "thermal pad heat sink mounting" },
    },
    {
      id: "modules",
      title: told(zh`装入模块与部件`, en`Fit modules and parts`),
      categories: "rest",
      optional: true,
      action: () => [
        told(
          zh`按下表逐项装入，方向与图一致。`,
          en`Fit the items of the list one by one, oriented as drawn.`,
        ),
        told(zh`插头插到底，卡扣扣合。`, en`Plugs go home and latches close.`),
      ],
      check: () => [told(zh`逐项点数，与清单一致。`, en`Counted item by item, it is what the list says.`)],
      figure: placement,
    },
    {
      id: "cables",
      title: told(zh`接线`, en`Connect the cables`),
      categories: ["cable"],
      stages: ["CABLE"],
      optional: true,
      action: () => [
        told(
          zh`按标识接线，先信号后电源，接头按扭矩拧紧。`,
          en`Connect by the marks, signals before power; tighten connectors to their torque.`,
        ),
        told(
          zh`线缆理顺扎好，不压线、不触碰锐边与风扇。`,
          en`Dress and tie the cables, clear of edges and fans.`,
        ),
      ],
      check: () => [
        told(
          zh`轻拉不脱，弯曲半径不小于限值。`,
          en`They hold a light pull, and no bend is tighter than its limit.`,
        ),
      ],
      figure: (context) => placement(context) ?? limits(context),
      ask: { zh: "线缆 射频接头 扭矩 弯曲半径", en: "cable RF connector torque bend radius" },
    },
    {
      id: "body",
      title: told(zh`合盖`, en`Close the body`),
      categories: ["housing"],
      optional: true,
      action: () => [
        told(
          zh`检查腔内无遗留物、密封圈到位。`,
          en`Nothing is left inside, and the seal sits in its groove.`,
        ),
        told(zh`对准定位销合盖，不夹线。`, en`Close the cover onto its pins without pinching a cable.`),
      ],
      check: () => [told(zh`缝隙均匀，无翘起。`, en`The gap is even all round.`)],
    },
    {
      id: "fasten",
      title: told(zh`紧固`, en`Fasten`),
      categories: ["screw"],
      stages: ["FASTEN"],
      optional: true,
      action: () => [
        told(
          zh`先全部带上，再按图中顺序分两遍拧紧到扭矩。`,
          en`Start all of them first, then tighten to torque in the order drawn, in two passes.`,
        ),
        told(zh`拧完一颗点一颗防松标记。`, en`Mark each one when it is tight.`),
      ],
      check: () => [
        told(
          zh`数量齐、标记齐；抽检复测扭矩。`,
          en`All are there and marked; torque is checked again on samples.`,
        ),
      ],
      figure: torque,
      ask: { zh: "螺钉 紧固 扭矩 顺序", en: "screw fastening torque sequence" },
    },
    {
      id: "label",
      title: told(zh`贴标`, en`Label`),
      categories: ["label"],
      optional: true,
      action: () => [
        told(
          zh`擦净贴标处，标签贴正压平，扫描序列号绑定任务。`,
          en`Clean the place, lay the label straight, and scan the serial number to the job.`,
        ),
      ],
      check: () => [told(zh`扫得出、内容与产品一致。`, en`It can be scanned and says what the product is.`)],
    },
    finish,
  ],
  result: (context) => [
    goodUnits(context),
    told(zh`外观无划伤，紧固件与标签齐全。`, en`No scratch; all fasteners and labels are there.`),
  ],
  records: [
    jobRecord,
    lotRecord,
    told(zh`扭矩记录与序列号绑定记录。`, en`Torque records and the serial numbers of the units.`),
  ],
};
