import { expect, test } from "vitest";
import { bestNames } from "./material-names.ts";

const names = [
  { name_zh: "电感 2.2uH", name_en: "Inductor 2.2uH" },
  { name_zh: "导热垫 6 W/mK 1mm", name_en: "Thermal pad 6 W/mK 1mm" },
  { name_zh: "导热垫 12 W/mK 0.5mm", name_en: "Thermal pad 12 W/mK 0.5mm" },
  { name_zh: "连接器 SFP28 cage", name_en: "Connector SFP28 cage" },
];

test.each([
  ["电感2.2uH还有多少", ["电感 2.2uH"]],
  ["do we have enough inductors 2.2uH", ["电感 2.2uH"]],
  ["how many SFP28 cages do we have left", ["连接器 SFP28 cage"]],
  ["导热垫什么时候到货", ["导热垫 6 W/mK 1mm", "导热垫 12 W/mK 0.5mm"]],
  ["现在谁当班", []],
])("%s names %j", (text, expected) => expect(bestNames(names, text)).toEqual(expected));
