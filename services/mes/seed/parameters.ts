import type { Insertable } from "kysely";
import type { Database } from "../schema.ts";
import { type ProductSpec, products, segments } from "./catalogue.ts";
import { createRandom, type Random } from "./random.ts";
import { workMasterId } from "./routing.ts";
import type { SeedRows } from "./rows.ts";

type Row = Insertable<Database["process_parameter"]>;

/** One characteristic of a stage, the same for every product but for `vary` steps of its target. */
interface Characteristic {
  readonly id: string;
  readonly stage: string;
  readonly zh: string;
  readonly en: string;
  readonly unit: string;
  readonly target?: number;
  readonly lower?: number;
  readonly upper?: number;
  /** Least step by which products differ; 0 or none: they do not. */
  readonly vary?: number;
  readonly method?: readonly [zh: string, en: string];
}

const spi = ["锡膏检测机（SPI）", "paste inspection (SPI)"] as const;
const profile = ["炉温测试板", "profile board"] as const;
const driver = ["扭矩扳手校验", "calibrated torque driver"] as const;
const chamber = ["老化房记录仪", "chamber recorder"] as const;

/** Zones of a ten-zone oven, lead-free paste: set temperature, °C. */
const zones = [130, 150, 165, 175, 185, 200, 225, 250, 255, 240];

const smt: readonly Characteristic[] = [
  {
    id: "SQUEEGEE_FORCE",
    stage: "PRINT",
    zh: "刮刀压力",
    en: "Squeegee force",
    unit: "N",
    target: 60,
    lower: 50,
    upper: 70,
    vary: 1,
  },
  {
    id: "PRINT_SPEED",
    stage: "PRINT",
    zh: "印刷速度",
    en: "Print speed",
    unit: "mm/s",
    target: 40,
    lower: 30,
    upper: 60,
    vary: 2,
  },
  {
    id: "SEPARATION_SPEED",
    stage: "PRINT",
    zh: "脱模速度",
    en: "Separation speed",
    unit: "mm/s",
    target: 1.5,
    lower: 0.5,
    upper: 3,
    vary: 0.1,
  },
  {
    id: "PASTE_HEIGHT",
    stage: "PRINT",
    zh: "锡膏厚度",
    en: "Paste height",
    unit: "µm",
    target: 120,
    lower: 100,
    upper: 150,
    method: spi,
  },
  {
    id: "PASTE_VOLUME",
    stage: "PRINT",
    zh: "锡膏体积",
    en: "Paste volume",
    unit: "%",
    target: 100,
    lower: 75,
    upper: 140,
    method: spi,
  },
  {
    id: "PLACE_OFFSET",
    stage: "PLACE",
    zh: "贴装偏移",
    en: "Placement offset",
    unit: "µm",
    upper: 50,
    vary: 0,
    method: ["贴片机自检", "mounter's own check"],
  },
  ...zones.map(
    (target, index): Characteristic => ({
      id: `REFLOW_Z${String(index + 1).padStart(2, "0")}`,
      stage: "REFLOW",
      zh: `回流焊第 ${index + 1} 温区`,
      en: `Reflow zone ${index + 1}`,
      unit: "°C",
      target,
      lower: target - 5,
      upper: target + 5,
    }),
  ),
  {
    id: "CONVEYOR_SPEED",
    stage: "REFLOW",
    zh: "链速",
    en: "Conveyor speed",
    unit: "cm/min",
    target: 80,
    lower: 70,
    upper: 90,
    vary: 1,
  },
  {
    id: "RAMP_UP",
    stage: "REFLOW",
    zh: "升温斜率",
    en: "Ramp-up rate",
    unit: "°C/s",
    target: 1.8,
    upper: 3,
    method: profile,
  },
  {
    id: "SOAK_TIME",
    stage: "REFLOW",
    zh: "恒温时间",
    en: "Soak time",
    unit: "s",
    target: 90,
    lower: 60,
    upper: 120,
    vary: 2,
    method: profile,
  },
  {
    id: "PEAK_TEMP",
    stage: "REFLOW",
    zh: "峰值温度",
    en: "Peak temperature",
    unit: "°C",
    target: 243,
    lower: 235,
    upper: 250,
    vary: 0.5,
    method: profile,
  },
  {
    id: "TIME_ABOVE_LIQUIDUS",
    stage: "REFLOW",
    zh: "液相线以上时间",
    en: "Time above liquidus",
    unit: "s",
    target: 60,
    lower: 45,
    upper: 90,
    vary: 2,
    method: profile,
  },
  {
    id: "COOL_RATE",
    stage: "REFLOW",
    zh: "降温斜率",
    en: "Cooling rate",
    unit: "°C/s",
    target: 2.5,
    lower: 1,
    upper: 4,
    method: profile,
  },
  {
    id: "VOID_RATE",
    stage: "INSPECT",
    zh: "焊点空洞率",
    en: "Void share of a joint",
    unit: "%",
    upper: 25,
    method: ["X 光抽检", "X-ray sample"],
  },
];

const assembly: readonly Characteristic[] = [
  {
    id: "TORQUE_SCREW",
    stage: "FASTEN",
    zh: "螺钉扭矩",
    en: "Screw torque",
    unit: "N·m",
    target: 0.6,
    lower: 0.5,
    upper: 0.7,
    vary: 0.01,
    method: driver,
  },
  {
    id: "PAD_COMPRESSION",
    stage: "THERMAL",
    zh: "导热垫压缩量",
    en: "Thermal pad compression",
    unit: "%",
    target: 30,
    lower: 20,
    upper: 40,
    vary: 1,
    method: ["塞尺", "feeler gauge"],
  },
  {
    id: "TORQUE_CONNECTOR",
    stage: "CABLE",
    zh: "接头扭矩",
    en: "Connector torque",
    unit: "N·m",
    target: 1.5,
    lower: 1.3,
    upper: 1.7,
    vary: 0.02,
    method: driver,
  },
  {
    id: "BEND_RADIUS",
    stage: "CABLE",
    zh: "线缆弯曲半径",
    en: "Cable bend radius",
    unit: "mm",
    lower: 30,
    method: ["半径规", "radius gauge"],
  },
];

const burnIn: readonly Characteristic[] = [
  {
    id: "CHAMBER_TEMP",
    stage: "SOAK",
    zh: "老化温度",
    en: "Chamber temperature",
    unit: "°C",
    target: 55,
    lower: 53,
    upper: 57,
    vary: 0.2,
    method: chamber,
  },
  {
    id: "RAMP_RATE",
    stage: "SOAK",
    zh: "升降温速率",
    en: "Temperature ramp",
    unit: "°C/min",
    target: 2,
    upper: 3,
    method: chamber,
  },
  {
    id: "SUPPLY_VOLTAGE",
    stage: "SOAK",
    zh: "供电电压",
    en: "Supply voltage",
    unit: "V",
    target: 48,
    lower: 46,
    upper: 50,
    method: ["电源回读", "supply read-back"],
  },
  {
    id: "UNIT_CURRENT",
    stage: "SOAK",
    zh: "单台电流",
    en: "Current of a unit",
    unit: "A",
    target: 2.4,
    lower: 2.1,
    upper: 2.7,
    vary: 0.02,
    method: ["电源回读", "supply read-back"],
  },
];

const analyser = ["综测仪", "test set"] as const;
const multimeter = ["数字万用表", "multimeter"] as const;
const optical = ["光功率计", "optical power meter"] as const;
const readBack = ["串口回读", "console read-back"] as const;
const test = (
  id: string,
  zh: string,
  en: string,
  unit: string,
  target: number,
  limits: { lower?: number; upper?: number },
  method: readonly [string, string],
): Characteristic => ({ id, stage: "TEST", zh, en, unit, target, ...limits, method });

/** The test program of every board; limits are those that the units' tests are judged by. */
const boardTest: readonly Characteristic[] = [
  test("I_IN", "输入电流", "Input current", "A", 2.4, { lower: 2.1, upper: 2.7 }, readBack),
  test("V_12V", "12V 电源", "12 V rail", "V", 12, { lower: 11.4, upper: 12.6 }, multimeter),
  test("V_3V3", "3.3V 电源", "3.3 V rail", "V", 3.3, { lower: 3.2, upper: 3.4 }, multimeter),
  test("V_1V0", "1.0V 核心电源", "1.0 V core rail", "V", 1, { lower: 0.97, upper: 1.03 }, multimeter),
  test("RIPPLE", "核心电源纹波", "Core rail ripple", "mV", 12, { upper: 22 }, ["示波器", "oscilloscope"]),
  test("CLK_ERR", "时钟频偏", "Clock error", "ppm", 0, { lower: -0.3, upper: 0.3 }, [
    "频率计",
    "frequency counter",
  ]),
  test("CLK_JIT", "时钟抖动", "Clock jitter", "ps", 0.8, { upper: 1.2 }, ["示波器", "oscilloscope"]),
  test("FW_VER", "固件版本匹配", "Firmware matches", "", 1, { lower: 1, upper: 1 }, readBack),
  test("OPT_TX", "光口发光功率", "Optical transmit power", "dBm", -2, { lower: -4.5, upper: 0.5 }, optical),
  test("OPT_RX", "光口收光功率", "Optical receive power", "dBm", -6, { lower: -8.5, upper: -3.5 }, optical),
  test("LINK_BER", "链路误码率（log10）", "Link error rate (log10)", "", -12.5, { upper: -11 }, [
    "误码仪",
    "bit error tester",
  ]),
];
const radioTest: readonly Characteristic[] = [
  test("TX_PWR", "发射功率", "Transmit power", "dBm", 43, { lower: 41.8, upper: 44.2 }, analyser),
  test("ACLR", "邻道泄漏比", "ACLR", "dBc", -50, { upper: -45.5 }, analyser),
  test("EVM", "误差矢量幅度", "EVM", "%", 2.5, { upper: 3.8 }, analyser),
  test("VSWR", "驻波比", "VSWR", "", 1.2, { upper: 1.45 }, ["网络分析仪", "network analyser"]),
  test("RX_SENS", "接收灵敏度", "Receive sensitivity", "dBm", -102, { upper: -100 }, analyser),
  test("RX_GAIN", "接收增益", "Receive gain", "dB", 30, { lower: 28.4, upper: 31.6 }, analyser),
  test("T_PA", "功放温度", "Amplifier temperature", "°C", 62, { upper: 75 }, readBack),
];
const serverTest: readonly Characteristic[] = [
  test("MEM_ERR", "内存纠错次数（log10）", "Memory corrections (log10)", "", 0.5, { upper: 2.3 }, readBack),
  test("MEM_BW", "内存带宽", "Memory bandwidth", "GB/s", 182, { lower: 165 }, readBack),
  test("CPU_T", "处理器温度", "Processor temperature", "°C", 68, { upper: 82 }, readBack),
  test("PCIE_W", "PCIe 通道全宽", "PCIe at full width", "", 1, { lower: 1, upper: 1 }, readBack),
  test("PCIE_BER", "PCIe 误码率（log10）", "PCIe error rate (log10)", "", -13, { upper: -11.2 }, [
    "误码仪",
    "bit error tester",
  ]),
  test("FAN_RPM", "风扇转速", "Fan speed", "rpm", 7_800, { lower: 7_100, upper: 8_500 }, readBack),
];

const isServer = ({ id }: ProductSpec) => id.startsWith("SRV-");
const sources: Readonly<Record<string, string>> = {
  SMT: "NPI trial run",
  ASM: "assembly drawing",
  BI: "reliability plan",
  FT: "test specification",
};

const characteristicsOf = (product: ProductSpec, process: string): readonly Characteristic[] => {
  if (process === "SMT") return smt;
  if (process === "ASM") return assembly;
  if (process === "BI") return burnIn;
  return [...boardTest, ...(isServer(product) ? serverTest : radioTest)];
};

/** A target within its limits that differs a little from product to product. */
const targetOf = ({ target, vary = 0 }: Characteristic, random: Random): number | null =>
  target === undefined ? null : Math.round((target + vary * random.int(-3, 3)) * 1_000) / 1_000;

/** Process parameters of every segment of the demonstration plant; from a stream of its own, so that the rest stays as it is. */
export const parameters = (seed: number): SeedRows => ({
  process_parameter: products.flatMap((product, index) => {
    const random = createRandom(seed * 1_000 + index);
    return segments.flatMap(({ segment, process }) =>
      characteristicsOf(product, process).map(
        (one, sort): Row => ({
          work_master_id: workMasterId(product.id),
          segment,
          characteristic: one.id,
          stage: one.stage,
          name_zh: one.zh,
          name_en: one.en,
          target: targetOf(one, random),
          lower_limit: one.lower ?? null,
          upper_limit: one.upper ?? null,
          unit: one.unit,
          method_zh: one.method?.[0] ?? null,
          method_en: one.method?.[1] ?? null,
          source: `${sources[process]} ${product.id}`,
          sort,
        }),
      ),
    );
  }),
});
