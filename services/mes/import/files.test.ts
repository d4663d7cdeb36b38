import { expect, test } from "vitest";
import { chineseOf } from "../../core/errors/chinese.ts";
import { importFiles } from "./files.ts";

const equipment = (id: string, level: string) => ({
  id,
  parent_id: "",
  level,
  name_zh: "线",
  name_en: "line",
  area: "",
  process: "",
  calendar_id: "",
  capacity_units: "1",
  power_kw: "1",
  sort: "1",
});

test("a line or site whose id would break the topics that it is told by is refused; what is told nothing is free", () => {
  const { row } = importFiles["equipment.csv"];
  for (const id of ["SMT+1", "SMT/1", "SMT#1"])
    for (const level of ["WorkCenter", "Site"]) {
      const [issue] = row.safeParse(equipment(id, level)).error?.issues ?? [];
      expect(issue).toMatchObject({ path: ["id"], message: "must hold no slash, + or #" });
      expect(chineseOf(issue!.message)).toBe("不能含斜线、+ 或 #");
    }
  expect(row.safeParse(equipment("SMT 1", "WorkCenter")).success).toBe(true);
  expect(row.safeParse(equipment("OVEN #2", "WorkUnit")).success).toBe(true);
});
