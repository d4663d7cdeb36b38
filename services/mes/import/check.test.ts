import { expect, test } from "vitest";
import { checkFiles, readFiles } from "./check.ts";
import type { ParsedFiles } from "./rows.ts";

const found = (texts: Readonly<Record<string, string>>, known: ParsedFiles = {}) =>
  checkFiles(readFiles(texts), known).issues.map(
    ({ file, row, column, code }) => `${file}:${row} ${column} ${code}`,
  );

test("what refers to a row that is refused for one of its fields is not wrong for that: the one cause is told", () => {
  const known = {
    "materials.csv": [{ id: "BOARD-1" }],
    "work_masters.csv": [{ id: "WM-1", product_id: "BOARD-1" }],
  };
  const unit = (id: string, order: string) =>
    `${id},BOARD-1,${order},,Failed,2026-10-20T10:00:00+08:00,false`;
  const texts = {
    "work_orders.csv": `id,sales_order_id,product_id,work_master_id,quantity,priority,release_time,due_time,status
WO-1,,BOARD-1,WM-1,many,2,2026-11-02T08:00:00+08:00,2026-11-05T17:00:00+08:00,Waiting
`,
    "units.csv": `id,product_id,work_order_id,line,status,changed_at,simulated
${unit("SN-1", "WO-1")}
${unit("SN-2", "WO-1")}
${unit("SN-3", "WO-2")}
`,
  };
  expect(found(texts, known)).toEqual([
    "work_orders.csv:2 quantity wrong-value",
    "units.csv:4 work_order_id unknown-reference",
  ]);
});

test("a segment that is refused takes none of its equipment along, and hides none that has no segment", () => {
  const known = { "work_masters.csv": [{ id: "WM-1", product_id: "B" }], "equipment.csv": [{ id: "SMT-1" }] };
  const texts = {
    "segments.csv": `work_master_id,segment,name_zh,name_en,process,setup_family,batch_size,tool_id,skill,document_id
WM-1,10,贴片,SMT,SMT,F,none,,,
`,
    "segment_equipment.csv": `work_master_id,segment,equipment_id,run_seconds
WM-1,10,SMT-1,30
WM-1,20,SMT-1,30
`,
  };
  expect(found(texts, known)).toEqual([
    "segments.csv:2 batch_size wrong-value",
    "segment_equipment.csv:3 segment unknown-reference",
  ]);
});

test("what is wrong with a field is a sentence about its column, in both languages", () => {
  const { issues } = checkFiles(
    readFiles({
      "materials.csv": `id,name_zh,name_en,category,unit,kind\nM-1,螺钉,${"x".repeat(501)},part,pcs,component\n`,
    }),
    {},
  );
  expect(issues.map(({ message }) => [message.en, message.zh])).toEqual([
    ["name_en must have at most 500 characters.", "name_en 的值无效：最多 500 个字符。"],
    ["kind must be one of Component, Product.", "kind 的值无效：应为其中之一：Component, Product。"],
  ]);
});
