import { limits, placement, zones } from "../figures.ts";
import type { KindPlan, StepPlan } from "../plan.ts";
import { en, told, zh } from "../say.ts";
import { finish, goodUnits, jobRecord, lotRecord, prepare } from "./common.ts";

const mounted: Pick<StepPlan, "optional" | "check" | "figure" | "ask"> = {
  optional: true,
  check: () => [
    told(
      zh`首件按贴装图核对位号、极性与方向，无缺件、错件、反向。`,
      en`First article against the map: designators, polarity and orientation; none missing, wrong or reversed.`,
    ),
  ],
  figure: placement,
};

/** Print, mount, reflow, inspect. */
export const smt: KindPlan = {
  kind: "smt",
  safety: { zh: "静电防护 人员要求 腕带 防静电鞋", en: "ESD protection wrist strap shoes of people" },
  steps: [
    prepare,
    {
      id: "board",
      title: told(zh`印制板上板`, en`Load the board`),
      categories: ["pcb"],
      optional: true,
      action: () => [
        told(
          zh`戴手套和静电腕带取板，只拿板边。`,
          en`Take boards by their edges, with gloves and wrist strap.`,
        ),
        told(
          zh`扫描板号，确认版本与清单一致，按进板方向放入上板机。`,
          en`Scan the board; it is the one of the list. Load it in feed direction.`,
        ),
      ],
      check: () => [told(zh`板面无翘曲、划伤、氧化、污渍。`, en`No warp, scratch, oxidation or stain.`)],
      ask: { zh: "印制板 存储 拆封 有效期", en: "printed circuit board storage shelf life" },
    },
    {
      id: "print",
      title: told(zh`印刷锡膏`, en`Print solder paste`),
      stages: ["PRINT"],
      action: ({ tool }) => [
        told(
          zh`锡膏回温、搅拌后加到刮刀前。`,
          en`Bring the paste to room temperature, stir it and put it before the squeegee.`,
        ),
        ...(tool
          ? [told(zh`装入 ${tool}，对准基准点。`, en`Mount ${tool} and align it to the fiducials.`)]
          : []),
        told(zh`按下表设定参数，印首件。`, en`Set the parameters below and print the first board.`),
        told(
          zh`按规定周期擦网；停机后先擦网再续印。`,
          en`Wipe the stencil at the set interval, and after every stop.`,
        ),
      ],
      check: () => [
        told(
          zh`锡膏无漏印、连锡、偏移；检测值在限值内才可流板。`,
          en`No missing, bridged or shifted paste; boards go on only within limits.`,
        ),
      ],
      figure: limits,
      ask: { zh: "锡膏 印刷 钢网 清洗 要求", en: "solder paste printing stencil cleaning requirement" },
    },
    {
      id: "mount-chips",
      title: told(zh`贴装阻容感`, en`Mount chip parts`),
      categories: ["capacitor", "resistor", "inductor"],
      ...mounted,
      action: () => [
        told(
          zh`按下表把料盘装到供料器，扫描料盘与站位，系统比对通过才可上机。`,
          en`Put the reels of the list on feeders; scan reel and slot, and mount only what the system confirms.`,
        ),
        told(
          zh`接料时核对编号并测量首颗元件值。`,
          en`When a reel is spliced, compare its id and measure the first part.`,
        ),
      ],
      ask: { zh: "上料 接料 核对 防错料", en: "feeder loading splice check wrong part prevention" },
    },
    {
      id: "mount-parts",
      title: told(zh`贴装芯片与其他元件`, en`Mount chips and other parts`),
      categories: "rest",
      stages: ["PLACE"],
      ...mounted,
      action: () => [
        told(
          zh`开封前检查湿度指示卡；超时的潮敏元件先烘烤。`,
          en`Look at the humidity card before opening; bake moisture sensitive parts that are past their time.`,
        ),
        told(
          zh`按下表装料盘或托盘，核对方向标记后上机。`,
          en`Load reels or trays of the list; compare the orientation mark first.`,
        ),
      ],
      ask: { zh: "潮湿敏感元件 MSL 烘烤 芯片", en: "moisture sensitive device MSL baking" },
    },
    {
      id: "mount-large",
      title: told(zh`贴装连接器与大件`, en`Mount connectors and large parts`),
      categories: ["connector", "powerModule"],
      ...mounted,
      action: () => [
        told(
          zh`大件最后贴装，用对应吸嘴或夹爪。`,
          en`Large parts come last, with the nozzle or gripper that is theirs.`,
        ),
        told(zh`贴装后确认底部贴平、定位柱入孔。`, en`They lie flat, with their posts in the holes.`),
      ],
    },
    {
      id: "reflow",
      title: told(zh`回流焊`, en`Reflow`),
      stages: ["REFLOW"],
      action: () => [
        told(
          zh`调用本产品的炉温程序，按下表核对各温区与链速。`,
          en`Load the oven program of the product; compare zones and conveyor with the table.`,
        ),
        told(
          zh`换线后用测温板跑一次炉温曲线，合格才可过板。`,
          en`After a changeover run the profile board; boards follow only when it is within limits.`,
        ),
        told(zh`连续过板，不得堵板。`, en`Boards run through without a stop.`),
      ],
      check: () => [
        told(
          zh`实测曲线各项在限值内，存入系统。`,
          en`All of the measured profile is within limits and filed.`,
        ),
      ],
      figure: zones,
      ask: { zh: "回流焊 炉温 曲线 无铅", en: "reflow oven temperature profile lead-free" },
    },
    {
      id: "inspect",
      title: told(zh`光学检查`, en`Inspect`),
      stages: ["INSPECT"],
      action: () => [
        told(zh`过自动光学检查，逐点复判报警。`, en`Run the optical inspection and judge every call.`),
        told(zh`对底部焊点元件按抽样方案做 X 光。`, en`X-ray parts with hidden joints by the sampling plan.`),
      ],
      check: () => [
        told(
          zh`无虚焊、连锡、立碑、偏位；缺陷板送维修。`,
          en`No open, bridged, tombstoned or shifted part; faulty boards go to repair.`,
        ),
      ],
      figure: limits,
      ask: { zh: "焊点 外观 检验 标准 AOI", en: "solder joint visual inspection criteria AOI" },
    },
    finish,
  ],
  result: (context) => [
    goodUnits(context),
    told(
      zh`首件检查合格，光学检查无未判缺陷。`,
      en`The first article passed, and no call of the inspection is left open.`,
    ),
  ],
  records: [
    jobRecord,
    lotRecord,
    told(
      zh`锡膏检测、炉温曲线、光学检查数据。`,
      en`Paste inspection, oven profile and optical inspection data.`,
    ),
  ],
};
