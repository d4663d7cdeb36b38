import { action, commonCauses, commonSteps, step } from "./common.ts";
import type { CauseModel, CheckModel, FamilyModel } from "./model.ts";

const radioSteps = [
  step("TX_PWR", "发射功率", "Transmit power", "dBm", 43, 0.25, { lower: 41.8, upper: 44.2 }),
  step("ACLR", "邻道泄漏比", "ACLR", "dBc", -50, 0.8, { upper: -45.5 }),
  step("EVM", "误差矢量幅度", "EVM", "%", 2.5, 0.22, { upper: 3.8 }),
  step("VSWR", "驻波比", "VSWR", "", 1.2, 0.04, { upper: 1.45 }),
  step("RX_SENS", "接收灵敏度", "Receive sensitivity", "dBm", -102, 0.35, { upper: -100 }),
  step("RX_GAIN", "接收增益", "Receive gain", "dB", 30, 0.3, { lower: 28.4, upper: 31.6 }),
  step("T_PA", "功放温度", "Amplifier temperature", "°C", 62, 2, { upper: 75 }),
] as const;

const radioCauses: readonly CauseModel[] = [
  {
    id: "PA_COLD_JOINT",
    zh: "功放虚焊",
    en: "Cold solder joint at the power amplifier",
    weight: 8,
    signature: { TX_PWR: -8, ACLR: 5, EVM: 3, I_IN: -3, T_PA: 2 },
    intermittent: 0.2,
    soldering: true,
    action: action("REFLOW_PA", "重焊功放", "Reflow the power amplifier", 30, 2),
    fixRate: 0.86,
  },
  {
    id: "PA_DAMAGED",
    zh: "功放损坏",
    en: "Damaged power amplifier",
    weight: 5,
    signature: { TX_PWR: -13, ACLR: 7, EVM: 5, I_IN: 3, T_PA: 6 },
    intermittent: 0.02,
    action: action("REPLACE_PA", "更换功放", "Replace the power amplifier", 50, 320, "powerAmplifier"),
    fixRate: 0.95,
  },
  {
    id: "FILTER_DETUNED",
    zh: "滤波器失谐",
    en: "Detuned filter",
    weight: 6,
    signature: { VSWR: 8, RX_SENS: 4, TX_PWR: -3, RX_GAIN: -3 },
    intermittent: 0.03,
    action: action("TUNE_FILTER", "重新调谐滤波器", "Tune the filter again", 35, 0),
    fixRate: 0.9,
  },
  {
    id: "RF_CONNECTOR",
    zh: "射频接头未拧紧",
    en: "Loose RF connector",
    weight: 7,
    signature: { VSWR: 7, TX_PWR: -5, RX_SENS: 3, EVM: 1.5 },
    intermittent: 0.16,
    action: action("TORQUE_RF", "按扭矩拧紧射频接头", "Tighten the RF connector to its torque", 6, 0),
    fixRate: 0.93,
  },
  {
    id: "LNA_ESD",
    zh: "低噪放静电损伤",
    en: "Low-noise amplifier damaged by ESD",
    weight: 5,
    signature: { RX_SENS: 9, RX_GAIN: -7 },
    intermittent: 0.02,
    action: action("REPLACE_LNA", "更换低噪放", "Replace the low-noise amplifier", 40, 60, "transceiver"),
    fixRate: 0.95,
  },
  {
    id: "THERMAL_PAD",
    zh: "导热垫漏装",
    en: "Thermal pad missing",
    weight: 4,
    signature: { T_PA: 10, EVM: 2, ACLR: 2, TX_PWR: -1.5 },
    intermittent: 0,
    action: action("FIT_PAD", "补装导热垫", "Fit the thermal pad", 12, 6, "gasket"),
    fixRate: 0.97,
  },
];

const serverSteps = [
  step("MEM_ERR", "内存纠错次数（log10）", "Memory corrections (log10)", "", 0.5, 0.3, { upper: 2.3 }),
  step("MEM_BW", "内存带宽", "Memory bandwidth", "GB/s", 182, 3, { lower: 165 }),
  step("CPU_T", "处理器温度", "Processor temperature", "°C", 68, 2.2, { upper: 82 }),
  step("PCIE_W", "PCIe 通道全宽", "PCIe at full width", "", 1, 0, { lower: 1, upper: 1 }),
  step("PCIE_BER", "PCIe 误码率（log10）", "PCIe error rate (log10)", "", -13, 0.3, { upper: -11.2 }),
  step("FAN_RPM", "风扇转速", "Fan speed", "rpm", 7_800, 120, { lower: 7_100, upper: 8_500 }),
] as const;

const serverCauses: readonly CauseModel[] = [
  {
    id: "DIMM_SEAT",
    zh: "内存条未插到位",
    en: "Memory module not seated",
    weight: 9,
    signature: { MEM_ERR: 7, MEM_BW: -7 },
    intermittent: 0.14,
    action: action("RESEAT_DIMM", "重新插拔内存条", "Seat the memory module again", 5, 0),
    fixRate: 0.92,
  },
  {
    id: "DIMM_BAD",
    zh: "内存条不良",
    en: "Bad memory module",
    weight: 6,
    signature: { MEM_ERR: 10, MEM_BW: -3 },
    intermittent: 0.08,
    action: action("REPLACE_DIMM", "更换内存条", "Replace the memory module", 8, 240, "memory"),
    fixRate: 0.97,
  },
  {
    id: "SOCKET_PIN",
    zh: "处理器插座弯针",
    en: "Bent pin in the processor socket",
    weight: 4,
    signature: { MEM_ERR: 6, MEM_BW: -5, PCIE_W: -0.6, PCIE_BER: 5 },
    intermittent: 0.1,
    action: action("STRAIGHTEN_PIN", "修复插座弯针", "Straighten the socket pin", 30, 0),
    fixRate: 0.82,
  },
  {
    id: "PCIE_COLD_JOINT",
    zh: "PCIe 插槽虚焊",
    en: "Cold solder joint at the PCIe slot",
    weight: 6,
    signature: { PCIE_W: -0.7, PCIE_BER: 8 },
    intermittent: 0.2,
    soldering: true,
    action: action("REFLOW_PCIE", "重焊 PCIe 插槽", "Reflow the PCIe slot", 30, 1),
    fixRate: 0.86,
  },
  {
    id: "HEATSINK",
    zh: "散热器安装不良",
    en: "Heat sink not seated",
    weight: 5,
    signature: { CPU_T: 9, FAN_RPM: 3, MEM_BW: -1 },
    intermittent: 0.02,
    action: action("REFIT_SINK", "重装散热器", "Fit the heat sink again", 12, 6, "gasket"),
    fixRate: 0.95,
  },
  {
    id: "FAN_BAD",
    zh: "风扇不良",
    en: "Bad fan",
    weight: 4,
    signature: { FAN_RPM: -9, CPU_T: 5 },
    intermittent: 0.08,
    action: action("REPLACE_FAN", "更换风扇", "Replace the fan", 8, 40, "fan"),
    fixRate: 0.98,
  },
];

const joints = (share: number) => ({
  REG_COLD_JOINT: share,
  PLL_COLD_JOINT: share,
  PA_COLD_JOINT: share,
  PCIE_COLD_JOINT: share,
});
const checks: readonly CheckModel[] = [
  {
    id: "RETEST",
    zh: "复测是否重现",
    en: "Does it fail again when tested again",
    minutes: 5,
    finds: { NFF: 0.06, ...joints(0.78), BENT_PIN: 0.82, DIRTY_FIBRE: 0.9 },
    otherwise: 0.97,
  },
  {
    id: "MICROSCOPE",
    zh: "显微镜下有可见缺陷",
    en: "A defect is seen under the microscope",
    minutes: 8,
    finds: {
      MISSING_PART: 0.95,
      BENT_PIN: 0.88,
      SOCKET_PIN: 0.85,
      DIRTY_FIBRE: 0.75,
      THERMAL_PAD: 0.9,
      SHORTED_RAIL: 0.35,
      WRONG_VALUE: 0.4,
      ...joints(0.3),
    },
    otherwise: 0.06,
  },
  {
    id: "XRAY",
    zh: "X 光显示焊点空洞或开裂",
    en: "X-ray shows a void or crack in a joint",
    minutes: 15,
    finds: { ...joints(0.87), SHORTED_RAIL: 0.2 },
    otherwise: 0.05,
  },
  {
    id: "RAIL_OHM",
    zh: "电源对地电阻偏低",
    en: "Resistance of a rail to ground is low",
    minutes: 4,
    finds: { SHORTED_RAIL: 0.97 },
    otherwise: 0.03,
  },
  {
    id: "SWAP_OPTIC",
    zh: "换已知良好光模块后正常",
    en: "It works with a module known to be good",
    minutes: 6,
    finds: { BAD_OPTIC: 0.96, DIRTY_FIBRE: 0.25, NFF: 0.6 },
    otherwise: 0.04,
  },
  {
    id: "READ_VERSION",
    zh: "读出的固件版本不符",
    en: "The version that is read differs",
    minutes: 3,
    finds: { FW_MISMATCH: 0.97, BAD_FLASH: 0.3 },
    otherwise: 0.02,
  },
];

/** Checks of a family: those that tell two of its causes apart. */
const checksOf = (causes: readonly CauseModel[]): CheckModel[] =>
  checks.map((check) => ({
    ...check,
    finds: Object.fromEntries(
      Object.entries(check.finds).filter(([id]) => causes.some((cause) => cause.id === id)),
    ),
  }));

const family = (name: string, steps: FamilyModel["steps"], causes: readonly CauseModel[]): FamilyModel => {
  const all = [...commonCauses, ...causes];
  return { family: name, steps: [...commonSteps, ...steps], causes: all, checks: checksOf(all) };
};

/** Families by the letters that their products' ids begin with. */
export const families: readonly FamilyModel[] = [
  family("RRU", radioSteps, radioCauses),
  family("AAU", radioSteps, radioCauses),
  family("SRV", serverSteps, serverCauses),
];

export const familyOf = (product: string): FamilyModel | undefined =>
  families.find(({ family: name }) => product.startsWith(`${name}-`));
