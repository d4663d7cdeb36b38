import { expect, test } from "vitest";
import { asShown, builtInFormat } from "./number-format.ts";

test("times are shown as the sheet shows them, beyond a day too", () => {
  expect(asShown("1.5", "[h]:mm")).toBe("36:00");
  expect(asShown("1.5", builtInFormat(46))).toBe("36:00:00");
  expect(asShown("1.5", '[h]"h"')).toBe("36");
  expect(asShown("0.0625", "[mm]:ss")).toBe("90:00");
  expect(asShown("-0.0625", "[h]:mm;-[h]:mm")).toBe("-01:30");
  expect(asShown("0.00381944444444444", builtInFormat(45))).toBe("05:30");
  expect(asShown("0.00014467592592593", builtInFormat(47))).toBe("00:12.5");
  expect(asShown("0.604166666666667", "h:mm AM/PM")).toBe("14:30");
  expect(asShown("0.604166666666667", '[$-804]上午/下午h"时"mm"分"')).toBe("14:30");
  expect(asShown("0.9999999", "hh:mm")).toBe("00:00");
});

test("a date keeps its time, in whatever letters and order the format has them", () => {
  for (const format of [
    builtInFormat(22),
    "m/d/yy h:mm",
    'yyyy"年"m"月"d"日" hh"时"mm"分"',
    "D.M.YYYY HH:MM",
  ])
    expect(asShown("46000.604166666664", format)).toBe("2025-12-09 14:30");
  expect(asShown("46000.604178240741", "yyyy-mm-dd hh:mm:ss")).toBe("2025-12-09 14:30:01");
  for (const format of [14, 31, 57, 58].map(builtInFormat))
    expect(asShown("46000", format)).toBe("2025-12-09");
  expect(asShown("46000.9", "mmm-yy")).toBe("2025-12-09");
  expect(asShown("44538", "yyyy-mm-dd", true)).toBe("2025-12-09");
});

test("a number stays a number with letters beside it, and keeps the unit that the sheet writes behind it", () => {
  expect(asShown("12.5", '0.0" mm"')).toBe("12.5 mm");
  expect(asShown("245", '0\\ "°C";[Red]-0\\ "°C"')).toBe("245 °C");
  expect(asShown("1234.5", "_ * #,##0.00_ ;_ * -#,##0.00_ ")).toBe("1234.5");
  expect(asShown("0.1234", builtInFormat(10))).toBe("12.34%");
  expect(asShown("0.1", "0.00E+00")).toBe("0.1");
  for (const format of ["", "General", "@"]) expect(asShown("1.5", format)).toBe("1.5");
  expect(asShown("1e15", "yyyy-mm-dd")).toBe("1000000000000000");
});
