import type { Insertable } from "kysely";
import type { Database } from "../schema.ts";
import { type ProductSpec, products, segments } from "./catalogue.ts";
import { workMasterId } from "./routing.ts";
import type { SeedRows } from "./rows.ts";

type Row = Insertable<Database["process_parameter"]>;

/** One characteristic of a stage. */
interface Characteristic {
  readonly id: string;
  readonly stage: string;
  readonly zh: string;
  readonly en: string;
  readonly unit: string;
  readonly target?: number;
  readonly lower?: number;
  readonly upper?: number;
  readonly method?: readonly [zh: string, en: string];
}

const spi = ["锡膏检测机（SPI）", "paste inspection (SPI)"] as const;
const profile = ["炉温测试板", "profile board"] as const;
const driver = ["扭矩扳手校验", "calibrated torque driver"] as const;
const chamber = ["老化房记录仪", "chamber recorder"] as const;

/** Zones of a ten-zone oven, lead-free paste: set temperature, °C. */
const zones = [130, 150, 165, 175, 185, 200, 225, 250, 255, 240];

/** A row of the tables below: id, stage, names, unit, target, limits, method. */
const one = (
  id: string,
  stage: string,
  names: readonly [zh: string, en: string],
  unit: string,
  [lower, target, upper]: readonly [number | null, number | null, number | null],
  method?: readonly [string, string],
): Characteristic => ({
  id,
  stage,
  zh: names[0],
  en: names[1],
  unit,
  ...(target === null ? {} : { target }),
  ...(lower === null ? {} : { lower }),
  ...(upper === null ? {} : { upper }),
  ...(method ? { method } : {}),
});

/** Of a product: peak temperature from, to; time above liquidus from, to; conveyor speed. */
type Reflow = readonly [number, number, number, number, number];
const reflowOf: Readonly<Record<string, Reflow>> = {
  "RRU-5201": [238, 246, 55, 75, 82],
  "RRU-5202": [238, 246, 55, 75, 82],
  "RRU-5301": [240, 248, 60, 80, 78],
  "AAU-5611": [241, 249, 65, 85, 70],
  "AAU-5612": [241, 249, 65, 90, 66],
  "SRV-310": [236, 245, 60, 90, 64],
  "SRV-320": [236, 244, 60, 85, 72],
};
const usualReflow: Readonly<Record<string, Reflow>> = {
  RRU: [238, 247, 55, 80, 80],
  AAU: [241, 249, 65, 90, 68],
  SRV: [236, 245, 60, 90, 68],
};
const kindOf = ({ id }: ProductSpec) => id.slice(0, 3);
const middle = (from: number, to: number) => (from + to) / 2;

const smt = (product: ProductSpec): readonly Characteristic[] => {
  const [low, high, least, most, speed] = reflowOf[product.id] ?? usualReflow[kindOf(product)]!;
  return [
    one("SQUEEGEE_FORCE", "PRINT", ["刮刀压力", "Squeegee force"], "N", [55, 60, 65]),
    one("PRINT_SPEED", "PRINT", ["印刷速度", "Print speed"], "mm/s", [45, 50, 55]),
    one("SEPARATION_SPEED", "PRINT", ["脱模速度", "Separation speed"], "mm/s", [1.5, 2, 2.5]),
    one("PASTE_HEIGHT", "PRINT", ["锡膏厚度", "Paste height"], "µm", [100, 120, 150], spi),
    one("PASTE_VOLUME", "PRINT", ["锡膏体积", "Paste volume"], "%", [70, 100, 140], spi),
    one(
      "PLACE_OFFSET",
      "PLACE",
      ["贴装偏移", "Placement offset"],
      "µm",
      [null, null, 50],
      ["贴片机自检", "mounter's own check"],
    ),
    ...zones.map((target, index) =>
      one(
        `REFLOW_Z${String(index + 1).padStart(2, "0")}`,
        "REFLOW",
        [`回流焊第 ${index + 1} 温区`, `Reflow zone ${index + 1}`],
        "°C",
        [target - 5, target, target + 5],
      ),
    ),
    one("CONVEYOR_SPEED", "REFLOW", ["链速", "Conveyor speed"], "cm/min", [speed - 3, speed, speed + 3]),
    one("RAMP_UP", "REFLOW", ["升温斜率", "Ramp-up rate"], "°C/s", [1, 1.8, 2.5], profile),
    one("SOAK_TIME", "REFLOW", ["恒温时间", "Soak time"], "s", [60, 85, 110], profile),
    one(
      "PEAK_TEMP",
      "REFLOW",
      ["峰值温度", "Peak temperature"],
      "°C",
      [low, middle(low, high), high],
      profile,
    ),
    one(
      "TIME_ABOVE_LIQUIDUS",
      "REFLOW",
      ["液相线以上时间", "Time above liquidus"],
      "s",
      [least, middle(least, most), most],
      profile,
    ),
    one("COOL_RATE", "REFLOW", ["降温斜率", "Cooling rate"], "°C/s", [null, 2.5, 3.5], profile),
    one(
      "VOID_RATE",
      "INSPECT",
      ["焊点空洞率", "Void share of a joint"],
      "%",
      [null, null, 25],
      ["X 光抽检", "X-ray sample"],
    ),
  ];
};

/** Torque of the two sizes of screws, and how far off it may be, N·m. */
const torqueOf: Readonly<Record<string, readonly (readonly [size: string, target: number, off: number])[]>> =
  {
    RRU: [
      ["M3", 0.9, 0.1],
      ["M4", 1.8, 0.15],
    ],
    AAU: [
      ["M3", 1.1, 0.1],
      ["M4", 2.1, 0.2],
    ],
    SRV: [
      ["M3", 0.7, 0.1],
      ["M4", 1.8, 0.15],
    ],
  };
const rounded = (value: number) => Math.round(value * 1_000) / 1_000;

const assembly = (product: ProductSpec): readonly Characteristic[] => [
  ...torqueOf[kindOf(product)]!.map(([size, target, off]) =>
    one(
      `TORQUE_${size}`,
      "FASTEN",
      [`${size} 螺钉扭矩`, `Torque of ${size} screws`],
      "N·m",
      [rounded(target - off), target, rounded(target + off)],
      driver,
    ),
  ),
  one(
    "PAD_COMPRESSION",
    "THERMAL",
    ["导热垫压缩量", "Thermal pad compression"],
    "%",
    [20, 30, 40],
    ["塞尺", "feeler gauge"],
  ),
  one("TORQUE_CONNECTOR", "CABLE", ["接头扭矩", "Connector torque"], "N·m", [1.3, 1.5, 1.7], driver),
  one(
    "BEND_RADIUS",
    "CABLE",
    ["线缆弯曲半径", "Cable bend radius"],
    "mm",
    [30, null, null],
    ["半径规", "radius gauge"],
  ),
];

const readBackOfSupply = ["电源回读", "supply read-back"] as const;
const burnIn = (product: ProductSpec): readonly Characteristic[] => {
  const temperature = { RRU: 55, AAU: 50, SRV: 45 }[kindOf(product)]!;
  const [low, volts, high] = isServer(product) ? [210, 220, 230] : [46, 48, 50];
  return [
    one(
      "CHAMBER_TEMP",
      "SOAK",
      ["老化温度", "Chamber temperature"],
      "°C",
      [temperature - 2, temperature, temperature + 2],
      chamber,
    ),
    one("RAMP_RATE", "SOAK", ["升降温速率", "Temperature ramp"], "°C/min", [null, 2, 3], chamber),
    one(
      "SUPPLY_VOLTAGE",
      "SOAK",
      ["供电电压", "Supply voltage"],
      "V",
      [low!, volts!, high!],
      readBackOfSupply,
    ),
    one("LOAD", "SOAK", ["负载", "Load"], "%", [null, { RRU: 80, AAU: 75, SRV: 90 }[kindOf(product)]!, null]),
  ];
};

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

const isServer = (product: ProductSpec) => kindOf(product) === "SRV";
/** Which of the plant's papers the values come from. */
const sources: Readonly<Record<string, string>> = {
  SMT: "WI-SMT-012",
  ASM: "WI-ASM-021",
  BI: "WI-BI-008",
  FT: "test program",
};

const characteristicsOf = (product: ProductSpec, process: string): readonly Characteristic[] => {
  if (process === "SMT") return smt(product);
  if (process === "ASM") return assembly(product);
  if (process === "BI") return burnIn(product);
  return [...boardTest, ...(isServer(product) ? serverTest : radioTest)];
};

/** Process parameters of every segment of the demonstration plant. */
export const parameters = (): SeedRows => ({
  process_parameter: products.flatMap((product) =>
    segments.flatMap(({ segment, process }) =>
      characteristicsOf(product, process).map(
        (characteristic, sort): Row => ({
          work_master_id: workMasterId(product.id),
          segment,
          characteristic: characteristic.id,
          stage: characteristic.stage,
          name_zh: characteristic.zh,
          name_en: characteristic.en,
          target: characteristic.target ?? null,
          lower_limit: characteristic.lower ?? null,
          upper_limit: characteristic.upper ?? null,
          unit: characteristic.unit,
          method_zh: characteristic.method?.[0] ?? null,
          method_en: characteristic.method?.[1] ?? null,
          source: sources[process] ?? null,
          sort,
        }),
      ),
    ),
  ),
});
