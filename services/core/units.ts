/** Units by what people write for them, in their first letters' case; each in the first one of its kind. */
const units: readonly (readonly [kind: string, factor: number, names: string])[] = [
  ["time", 1, "s sec second seconds 秒 秒钟"],
  ["time", 1e-3, "ms 毫秒"],
  ["time", 60, "min mins minute minutes 分钟"],
  ["time", 3_600, "h hr hrs hour hours 小时 个小时"],
  ["time", 86_400, "d day days 天 日 个工作日 工作日"],
  ["time", 604_800, "week weeks 周 星期 个星期"],
  ["time", 2_629_800, "month months 月 个月"],
  ["time", 31_557_600, "year years 年"],
  ["length", 1, "m 米"],
  ["length", 1e3, "km 千米 公里"],
  ["length", 1e-1, "dm 分米"],
  ["length", 1e-2, "cm 厘米 公分"],
  ["length", 1e-3, "mm 毫米"],
  ["length", 1e-6, "μm um 微米"],
  ["length", 0.0254, "inch inches 英寸"],
  ["length", 2.54e-5, "mil mils 密耳"],
  ["length", 0.3048, "ft feet foot 英尺"],
  ["area", 1, "m2 平方米"],
  ["area", 1e-4, "cm2 平方厘米"],
  ["area", 1e-6, "mm2 平方毫米"],
  ["volume", 1e-3, "L 升"],
  ["volume", 1e-6, "mL ml 毫升"],
  ["mass", 1, "kg 千克 公斤"],
  ["mass", 1e-3, "g 克"],
  ["mass", 1e-6, "mg 毫克"],
  ["mass", 1e3, "吨"],
  ["temperature", 1, "°C 摄氏度 度"],
  ["temperature difference", 1, "K"],
  ["resistance", 1, "Ω ohm ohms 欧 欧姆"],
  ["resistance", 1e-3, "mΩ 毫欧"],
  ["resistance", 1e3, "kΩ KΩ 千欧"],
  ["resistance", 1e6, "MΩ 兆欧"],
  ["resistance", 1e9, "GΩ"],
  ["power", 1, "W 瓦 瓦特"],
  ["power", 1e-3, "mW 毫瓦"],
  ["power", 1e3, "kW 千瓦"],
  ["energy", 3.6e6, "kWh 千瓦时 度电"],
  ["energy", 3_600, "Wh 瓦时"],
  ["energy", 1e3, "kJ 千焦"],
  ["energy", 1e6, "MJ 兆焦"],
  ["voltage", 1, "V 伏 伏特"],
  ["voltage", 1e-3, "mV 毫伏"],
  ["voltage", 1e3, "kV 千伏"],
  ["current", 1, "A 安 安培"],
  ["current", 1e-3, "mA 毫安"],
  ["current", 1e-6, "μA uA 微安"],
  ["frequency", 1, "Hz 赫兹"],
  ["frequency", 1e3, "kHz 千赫"],
  ["frequency", 1e6, "MHz 兆赫"],
  ["frequency", 1e9, "GHz 吉赫"],
  ["force", 1, "N 牛 牛顿"],
  ["force", 1e3, "kN 千牛"],
  ["force", 9.80665, "kgf 公斤力"],
  ["torque", 1, "N·m Nm 牛米 牛·米"],
  ["torque", 1e-2, "cN·m cNm N·cm Ncm"],
  ["torque", 1e-3, "mN·m mNm N·mm Nmm"],
  ["torque", 0.0980665, "kgf·cm kgfcm"],
  ["torque", 9.80665, "kgf·m kgfm"],
  ["torque", 0.112984829, "lbf·in in·lbf in·lb"],
  ["torque", 1.355817948, "lbf·ft ft·lbf ft·lb"],
  ["pressure", 1, "Pa 帕"],
  ["pressure", 1e3, "kPa 千帕"],
  ["pressure", 1e6, "MPa 兆帕"],
  ["pressure", 1e5, "bar 巴"],
  ["pressure", 100, "mbar hPa 百帕"],
  ["pressure", 98_066.5, "kgf/cm2"],
  ["pressure", 6_894.757, "psi"],
  ["share", 1, "% percent"],
  ["share", 1e-4, "ppm"],
  ["capacitance", 1e-6, "μF uF 微法"],
  ["capacitance", 1e-9, "nF 纳法"],
  ["capacitance", 1e-12, "pF 皮法"],
  ["level", 1, "dB 分贝"],
  ["power level", 1, "dBm"],
  ["money", 1, "CNY RMB 元"],
  ["money", 1e4, "万元"],
];

interface Unit {
  readonly kind: string;
  readonly factor: number;
}

/** One way to write it: ℃ is °C, µ (micro) is μ (mu), N.m is N·m, m² is m2. */
const written = (name: string): string =>
  name
    .normalize("NFKC")
    .replace(/[\s^]/g, "")
    .replace(/(?<=\p{L})[.⋅•*](?=\p{L})/gu, "·");

const byName = new Map(
  units.flatMap(([kind, factor, names]) =>
    names.split(" ").map((name): [string, Unit] => [written(name), { kind, factor }]),
  ),
);
const longestName = Math.max(...[...byName.keys()].map((name) => name.length));

const unitOf = (name: string): Unit | undefined => {
  const key = written(name);
  // Words and "MM" or "KG" are written in any case; of a single letter it tells units apart.
  const found = byName.get(key) ?? (key.length > 1 ? byName.get(key.toLowerCase()) : undefined);
  if (found) return found;
  const [over, under, ...more] = key.split("/");
  const above = under && more.length === 0 ? unitOf(over!) : undefined;
  const below = above && unitOf(under!);
  return above && below && { kind: `${above.kind}/${below.kind}`, factor: above.factor / below.factor };
};

/** With commas between thousands, and the sign as a typesetter writes it. */
export const numberOf = (text: string): number => Number(text.replaceAll(",", "").replace("−", "-"));

/** A figure in another unit; undefined where the units measure different things, or one of them is not known. */
export const convert = (value: number, from: string, to: string): number | undefined => {
  if (written(from) === written(to)) return value;
  const [one, other] = [unitOf(from), unitOf(to)];
  return one && other && one.kind === other.kind ? (value * one.factor) / other.factor : undefined;
};

/** Words that begin as a unit does: an antenna (天线) is no day (天). */
const noUnit =
  /^(?:天线|周[期转边]|日[期志常]|月[台度份]|年[度份]|米[勒粒]|安[装全排]|元[件器素]|克服|度数|升[级温降]|牛[皮顿]|巴士)/u;
const latinUnit = /^[A-Za-z°Ωμ%][A-Za-z0-9°Ωμ·.⋅*^]*(?:\/[A-Za-z°Ωμ]+)?(?![\w°Ωμ·⋅*^/(]|-[A-Za-z])/u;

/** The known unit that a text begins with, as it is written there; "" where it begins with none. */
export const leadingUnit = (text: string): string => {
  const plain = text.normalize("NFKC");
  const latin = latinUnit.exec(plain)?.[0].replace(/[.·*^]+$/, "");
  if (latin) return unitOf(latin) ? latin : "";
  const han = noUnit.test(plain) ? "" : (/^[\p{Script=Han}·/]+/u.exec(plain)?.[0] ?? "");
  for (let length = Math.min(han.length, 2 * longestName + 1); length > 0; length--)
    if (unitOf(han.slice(0, length))) return han.slice(0, length);
  return "";
};
