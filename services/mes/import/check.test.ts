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

test("a file as Excel for Chinese writes it is read: full-width figures, wide spaces, columns without anything", () => {
  const { rows, issues } = checkFiles(
    readFiles({
      "work_orders.csv": [
        "id\u3000,sales_order_id,product_id,work_master_id,quantity,priority,release_time,due_time,status,held,hold_reason,,",
        '"WO-1\u3000",,\u00a0BOARD-1,WM-1,１２０,２,2026-11-02T08:00:00+08:00,２０２６-１１-０５T17：00：00+08:00,Waiting,FALSE,"等料, ""急""",,',
        "",
      ].join("\r\n"),
    }),
    { "materials.csv": [{ id: "BOARD-1" }], "work_masters.csv": [{ id: "WM-1", product_id: "BOARD-1" }] },
  );
  expect(issues).toEqual([]);
  expect(rows["work_orders.csv"]).toMatchObject([
    {
      id: "WO-1",
      product_id: "BOARD-1",
      quantity: 120,
      priority: 2,
      due_time: new Date("2026-11-05T17:00:00+08:00"),
      hold_reason: '等料, "急"',
    },
  ]);
});

test("a title above the header is told as one thing, with the row that the header is in", () => {
  const { issues } = checkFiles(
    readFiles({ "tools.csv": "工装清单,,\n,,\nid,name_zh,name_en\nT-1,夹具,Fixture\n" }),
    {},
  );
  expect(issues).toMatchObject([
    { row: 1, value: "工装清单", message: { en: expect.stringContaining("row 3") } },
  ]);
});

test("an id in full-width letters is told to be the one that it is written like", () => {
  const [issue] = checkFiles(
    readFiles({
      "materials.csv": "id,name_zh,name_en,category,unit,kind\nｍ－１,螺钉,Screw,part,pcs,Component\n",
    }),
    { "materials.csv": [{ id: "M-1" }] },
  ).issues;
  expect(issue?.message.en).toContain("write it as M-1");
});

test("a file of which every row is wrong is told, however long it is", () => {
  const wrong = 150_000;
  const rows = Array.from({ length: wrong }, (_, at) => `P-${at},,`);
  const text = ["person_id,skill,expires_at", ...rows].join("\n");
  const { issues } = checkFiles(readFiles({ "qualifications.csv": text }), {});
  expect(issues).toHaveLength(wrong);
}, 60_000);

test("rows of one key are told, however its numbers are written", () => {
  const shifts = `calendar_id,weekday,start_minute,end_minute
DAY,1,480,960
DAY,1.0,480,1020
DAY,１,０480,900
`;
  const known = { "calendars.csv": [{ id: "DAY" }] };
  const key = "calendar_id, weekday, start_minute";
  expect(found({ "calendar_shifts.csv": shifts }, known)).toEqual([
    `calendar_shifts.csv:3 ${key} duplicate`,
    `calendar_shifts.csv:4 ${key} duplicate`,
  ]);
});

test("two repairs that are the same attempt at a unit are told, in one file and beside what is stored", () => {
  const repair = (id: string, attempt: number) =>
    `${id},SN-1,T-1,${attempt},2026-10-20T10:00:00+08:00,BOARD,OPEN,,RepairSuccessful,,,,`;
  const repairs = `id,unit_id,test_id,attempt,time,family,cause_id,action_id,result,findings,minutes,person_id,verified
${[repair("R-1", 1), repair("R-2", 2), repair("R-3", 2), repair("R-4", 3)].join("\n")}
`;
  const known = {
    "units.csv": [{ id: "SN-1" }],
    "unit_tests.csv": [{ id: "T-1" }],
    "repair_causes.csv": [{ family: "BOARD", cause_id: "OPEN" }],
    "repairs.csv": [
      { id: "R-1", unit_id: "SN-1", attempt: 1 },
      { id: "R-9", unit_id: "SN-1", attempt: 3 },
    ],
  };
  expect(found({ "repairs.csv": repairs }, known)).toEqual([
    "repairs.csv:4 attempt duplicate",
    "repairs.csv:5 attempt duplicate",
  ]);
});
