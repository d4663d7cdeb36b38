/** What a 5G radio plant is made of: the words from which the demonstration plant is put together. */
interface Part {
  readonly zh: string;
  readonly en: string;
  readonly values: readonly string[];
  readonly smt: boolean;
  /** Pieces a unit, from and to. */
  readonly per: readonly [number, number];
}

export const parts: Readonly<Record<string, Part>> = {
  capacitor: {
    zh: "贴片电容",
    en: "MLCC capacitor",
    values: ["0402 100nF", "0402 1uF", "0603 10uF", "0201 10pF", "0805 22uF", "1206 100uF"],
    smt: true,
    per: [4, 40],
  },
  resistor: {
    zh: "贴片电阻",
    en: "Chip resistor",
    values: ["0402 10k", "0402 49.9R", "0603 0R", "0201 1k", "2512 5mR"],
    smt: true,
    per: [4, 40],
  },
  inductor: {
    zh: "电感",
    en: "Inductor",
    values: ["2.2uH", "10uH", "0402 3.3nH", "47uH"],
    smt: true,
    per: [1, 8],
  },
  powerAmplifier: {
    zh: "射频功放",
    en: "RF power amplifier",
    values: ["GaN 3.5GHz 40W", "GaN 2.6GHz 60W", "LDMOS 1.8GHz", "GaN 4.9GHz 20W"],
    smt: true,
    per: [2, 8],
  },
  transceiver: {
    zh: "射频收发芯片",
    en: "RF transceiver",
    values: ["4T4R", "2T2R", "8T8R"],
    smt: true,
    per: [1, 4],
  },
  fpga: { zh: "FPGA", en: "FPGA", values: ["250k LUT", "560k LUT", "1.1M LUT"], smt: true, per: [1, 2] },
  memory: {
    zh: "存储器",
    en: "Memory",
    values: ["DDR4 8Gb", "DDR5 16Gb", "NOR 512Mb", "eMMC 32GB"],
    smt: true,
    per: [1, 8],
  },
  powerModule: {
    zh: "电源模块",
    en: "Power module",
    values: ["48V-12V 300W", "12V-1V 60A", "48V-28V 600W"],
    smt: true,
    per: [1, 4],
  },
  clock: {
    zh: "时钟芯片",
    en: "Clock generator",
    values: ["OCXO 10MHz", "TCXO 38.4MHz", "PLL 12 out"],
    smt: true,
    per: [1, 2],
  },
  connector: {
    zh: "连接器",
    en: "Connector",
    values: ["SFP28 cage", "4.3-10 RF", "M-LOC", "PCIe x16", "board-to-board 80"],
    smt: true,
    per: [1, 6],
  },
  pcb: {
    zh: "印制板",
    en: "Printed circuit board",
    values: ["16L RF hybrid", "20L HDI", "12L FR4", "24L server"],
    smt: true,
    per: [1, 1],
  },
  filter: {
    zh: "腔体滤波器",
    en: "Cavity filter",
    values: ["n78 8-port", "n41 4-port", "n79 8-port"],
    smt: false,
    per: [1, 8],
  },
  antenna: {
    zh: "天线振子",
    en: "Antenna element",
    values: ["dual-pol n78", "dual-pol n41"],
    smt: false,
    per: [32, 96],
  },
  heatsink: {
    zh: "散热器",
    en: "Heat sink",
    values: ["die-cast A380", "bonded fin", "VC plate"],
    smt: false,
    per: [1, 2],
  },
  housing: {
    zh: "机壳",
    en: "Housing",
    values: ["AAU front", "RRU body", "2U chassis", "radome"],
    smt: false,
    per: [1, 2],
  },
  screw: { zh: "螺钉", en: "Screw", values: ["M3x8 SUS", "M4x10 SUS", "M2.5x6"], smt: false, per: [8, 40] },
  gasket: {
    zh: "导热垫",
    en: "Thermal pad",
    values: ["6 W/mK 1mm", "12 W/mK 0.5mm"],
    smt: false,
    per: [1, 12],
  },
  cable: {
    zh: "线缆组件",
    en: "Cable assembly",
    values: ["RF jumper", "fan harness", "power pigtail", "optical jumper"],
    smt: false,
    per: [1, 6],
  },
  fan: { zh: "风扇", en: "Fan", values: ["60x38 12V", "80x38 12V"], smt: false, per: [2, 6] },
  label: { zh: "标签", en: "Label", values: ["SN label", "CE label"], smt: false, per: [1, 3] },
};

export interface ProductSpec {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Index of the set-up family: products of one family share feeders and fixtures. */
  readonly family: number;
}

const radios: ProductSpec[] = Array.from({ length: 10 }, (_, index) => ({
  id: `RRU-5${2 + Math.floor(index / 5)}0${(index % 5) + 1}`,
  zh: `5G 射频拉远单元 ${["4T4R", "8T8R"][index % 2]}`,
  en: `5G remote radio unit ${["4T4R", "8T8R"][index % 2]}`,
  family: index % 3,
}));
const arrays: ProductSpec[] = Array.from({ length: 8 }, (_, index) => ({
  id: `AAU-5${6 + Math.floor(index / 4)}1${(index % 4) + 1}`,
  zh: `5G 有源天线 ${["32TR", "64TR"][index % 2]}`,
  en: `5G active antenna unit ${["32TR", "64TR"][index % 2]}`,
  family: 3 + (index % 2),
}));
const servers: ProductSpec[] = Array.from({ length: 6 }, (_, index) => ({
  id: `SRV-${310 + index * 10}`,
  zh: `服务器主板 ${["双路", "单路"][index % 2]}`,
  en: `Server board, ${["dual", "single"][index % 2]} socket`,
  family: 5,
}));

export const products: readonly ProductSpec[] = [...radios, ...arrays, ...servers];

export const segments = [
  {
    segment: 10,
    process: "SMT",
    zh: "贴片",
    en: "SMT",
    lines: ["SMT-1", "SMT-2", "SMT-3", "SMT-4", "SMT-5"],
    seconds: [28, 52],
  },
  {
    segment: 20,
    process: "ASM",
    zh: "装配",
    en: "Assembly",
    lines: ["ASM-1", "ASM-2", "ASM-3"],
    seconds: [20, 34],
  },
  { segment: 30, process: "BI", zh: "老化", en: "Burn-in", lines: ["BI-1", "BI-2"], seconds: [2_400, 3_600] },
  {
    segment: 40,
    process: "FT",
    zh: "功能测试",
    en: "Functional test",
    lines: ["FT-1", "FT-2", "FT-3", "FT-4"],
    seconds: [45, 80],
  },
] as const;

export const customers = [
  { name: "江苏移动", class: "A" },
  { name: "浙江电信", class: "A" },
  { name: "四川联通", class: "B" },
  { name: "MTN Nigeria", class: "B" },
  { name: "True Thailand", class: "B" },
  { name: "Telefónica Perú", class: "C" },
  { name: "华北数据中心", class: "C" },
] as const;

const surnames = ["李", "王", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "朱", "马", "胡"];
const surnamesEn = [
  "Li",
  "Wang",
  "Zhang",
  "Liu",
  "Chen",
  "Yang",
  "Zhao",
  "Huang",
  "Zhou",
  "Wu",
  "Xu",
  "Sun",
  "Zhu",
  "Ma",
  "Hu",
];
const given = ["建国", "秀英", "伟", "敏", "静", "强", "磊", "军", "洋", "艳", "杰", "涛", "超", "霞", "平"];
const givenEn = [
  "Jianguo",
  "Xiuying",
  "Wei",
  "Min",
  "Jing",
  "Qiang",
  "Lei",
  "Jun",
  "Yang",
  "Yan",
  "Jie",
  "Tao",
  "Chao",
  "Xia",
  "Ping",
];

/** A person's name, in both scripts, by number. */
export const personName = (index: number): { zh: string; en: string } => {
  const last = index % surnames.length;
  const first = (index * 7 + Math.floor(index / surnames.length)) % given.length;
  return { zh: `${surnames[last]}${given[first]}`, en: `${surnamesEn[last]} ${givenEn[first]}` };
};

export const users = [
  {
    id: "li.wei",
    zh: "李伟",
    en: "Li Wei",
    titleZh: "计划调度员",
    titleEn: "Dispatcher",
    roles: ["dispatcher", "planner"],
  },
  { id: "zhang.min", zh: "张敏", en: "Zhang Min", titleZh: "计划员", titleEn: "Planner", roles: ["planner"] },
  {
    id: "wang.fang",
    zh: "王芳",
    en: "Wang Fang",
    titleZh: "工艺员",
    titleEn: "Process engineer",
    roles: ["process"],
  },
  {
    id: "xu.jing",
    zh: "徐静",
    en: "Xu Jing",
    titleZh: "工艺主管",
    titleEn: "Process lead",
    roles: ["process"],
  },
  {
    id: "chen.hao",
    zh: "陈浩",
    en: "Chen Hao",
    titleZh: "维修员",
    titleEn: "Repair technician",
    roles: ["repair"],
  },
  {
    id: "liu.yang",
    zh: "刘洋",
    en: "Liu Yang",
    titleZh: "自动化工程师",
    titleEn: "Automation engineer",
    roles: ["automation"],
  },
  {
    id: "zhao.lei",
    zh: "赵磊",
    en: "Zhao Lei",
    titleZh: "厂长",
    titleEn: "Plant manager",
    roles: ["manager", "dispatcher", "planner"],
  },
  {
    id: "integrator",
    zh: "系统集成账号",
    en: "MES integrator",
    titleZh: "系统集成",
    titleEn: "MES integrator",
    roles: ["integrator"],
  },
] as const;
