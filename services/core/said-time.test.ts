import { expect, test } from "vitest";
import { dayAsRead, daysAsWritten, timesAsRead } from "./said-time.ts";

test("moments are said as they are read in each language", () => {
  const text = "SMT-1 11-02 08:00 – 11-12 24:00";
  expect(timesAsRead(text, "en")).toBe("SMT-1 2 Nov 08:00 – 12 Nov 24:00");
  expect(timesAsRead(text, "zh")).toBe("SMT-1 11月2日 08:00 – 11月12日 24:00");
  expect(dayAsRead("2026-03-09", "en")).toBe("9 Mar");
  expect(dayAsRead("03-09", "zh")).toBe("3月9日");
});

test("what only looks like a moment is left alone", () => {
  for (const text of [
    "2026-11-02 08:00",
    "WO-11-02 08:00",
    "JO-1042-10 12:00",
    "11-02",
    "13-02 08:00",
    "11-32 08:00",
    "11-02 08:00:05",
    "11-02 25:00",
  ])
    expect(timesAsRead(text, "en")).toBe(text);
});

test("a day that is said is found again in the house's notation", () => {
  const written = "from 11-02 08:00 to 01-31 16:30";
  for (const language of ["zh", "en"] as const)
    expect(daysAsWritten(timesAsRead(written, language))).toBe(written);
  expect(daysAsWritten("By 27 Nov, 5 Mayors")).toBe("By 11-27, 5 Mayors");
});
