import { expect, test } from "vitest";
import { convert, leadingUnit } from "./units.ts";

test("a figure is converted between units of one kind, however they are written, and no others", () => {
  expect(convert(2, "米", "mm")).toBeCloseTo(2_000, 9);
  expect(convert(30, "分钟", "h")).toBe(0.5);
  expect(convert(245, "℃", "°C")).toBe(245);
  expect(convert(0.6, "Nm", "N·m")).toBe(0.6);
  expect(convert(60, "cN·m", "N.m")).toBeCloseTo(0.6, 9);
  expect(convert(120, "µm", "mm")).toBeCloseTo(0.12, 9);
  expect(convert(2, "CM²", "mm^2")).toBeCloseTo(200, 9);
  expect(convert(1.2, "m/min", "cm/s")).toBeCloseTo(2, 9);
  expect(convert(3, "pcs", "pcs")).toBe(3);
  expect(convert(6, "kgf·cm", "N·m")).toBeCloseTo(0.588, 3);
  expect(convert(5, "in·lb", "N.m")).toBeCloseTo(0.565, 3);
  expect(convert(600, "N·mm", "cN·m")).toBeCloseTo(60, 9);
  expect(convert(5, "kgf/cm²", "MPa")).toBeCloseTo(0.49, 3);
  expect(convert(80, "PSI", "kPa")).toBeCloseTo(551.6, 1);
  expect(convert(4.7, "μF", "nF")).toBeCloseTo(4_700, 6);
  expect(convert(50, "ppm", "%")).toBeCloseTo(0.005, 9);
  // A large letter is another unit: mega is no milli.
  expect(convert(1, "MΩ", "Ω")).toBe(1e6);
  expect(convert(1, "mΩ", "Ω")).toBe(1e-3);
  for (const [from, to] of [
    ["kg", "min"],
    ["°C", "K"],
    ["dB", "dBm"],
    ["pcs", "m"],
    ["", "mm"],
    ["constructor", "m"],
  ])
    expect(convert(1, from!, to!)).toBeUndefined();
});

test("a text begins with a unit, or with a word that begins as one does", () => {
  expect(leadingUnit("小时的老化")).toBe("小时");
  expect(leadingUnit("米宽")).toBe("米");
  expect(leadingUnit("厘米/分钟，")).toBe("厘米/分钟");
  expect(leadingUnit("℃ or more")).toBe("°C");
  expect(leadingUnit("min.")).toBe("min");
  expect(leadingUnit("h内")).toBe("h");
  for (const text of ["天线", "周期", "元器件", "安装位", "screws", "W/(m·K)", "kg·x", "", "，米"])
    expect(leadingUnit(text)).toBe("");
});
