import { expect, test } from "vitest";
import { checkFiles, readFiles } from "./check.ts";
import { decodeText, delimiterOf, isEncoding } from "./text.ts";

const bytes = (...values: readonly number[]) => Uint8Array.from(values);
/** 林海 as GBK. */
const gbk = bytes(0xc1, 0xd6, 0xba, 0xa3);

test("UTF-8 and marked UTF-16 are read, and what is neither is not guessed", () => {
  expect(decodeText(new TextEncoder().encode("林海"))).toBe("林海");
  expect(decodeText(bytes(0xff, 0xfe, 0x97, 0x67))).toBe("林");
  expect(decodeText(bytes(0xfe, 0xff, 0x67, 0x97))).toBe("林");
  expect(decodeText(bytes(0x69, 0, 0x64, 0, 0x0a, 0, 0x97, 0x67))).toBe("id\n林");
  expect(decodeText(bytes(0, 0x69, 0, 0x64, 0, 0x0a, 0x67, 0x97))).toBe("id\n林");
  expect(decodeText(gbk)).toBeUndefined();
  expect(decodeText(gbk, "gb18030")).toBe("林海");
  expect(decodeText(new TextEncoder().encode("林海"), "gb18030")).toBe("林海");
  expect(isEncoding("gb18030")).toBe(true);
  expect(isEncoding("klingon")).toBe(false);
});

test("fields stand apart by what the header has between its names", () => {
  expect(delimiterOf("id,name\n1;2,3")).toBe(",");
  expect(delimiterOf("id;name\r\n1;2,3")).toBe(";");
  expect(delimiterOf("id\tname")).toBe("\t");
  expect(delimiterOf("id")).toBe(",");
});

test("semicolons, and rows with nothing in them as spreadsheets leave them, are read", () => {
  const { rows, issues } = checkFiles(readFiles({ "calendars.csv": 'id;name\nC1;"Day; Monday"\n;\n\n' }), {});
  expect(issues).toEqual([]);
  expect(rows["calendars.csv"]).toEqual([{ id: "C1", name: "Day; Monday" }]);
});

test("a file in another encoding is refused with what to do, and a broken row is named by its line", () => {
  const [encoding] = checkFiles(readFiles({ "calendars.csv": undefined }), {}).issues;
  expect(encoding).toMatchObject({ file: "calendars.csv", code: "unreadable" });
  expect(encoding!.message.en).toContain("--encoding gb18030");
  const [broken] = checkFiles(readFiles({ "calendars.csv": "id,name\nC1,Day\nC2\n" }), {}).issues;
  expect(broken).toMatchObject({ row: 3, code: "unreadable" });
});

test.each([
  ['C1,Day\nC2,"Night\nC3,Late\n', 3, "not closed", "引号没有结束"],
  ['C1,19" rack\n', 2, "twice", "引号写两次"],
  ['C1,"19" rack"\n', 2, "twice", "引号写两次"],
  ['C1, "Day" x\n', 2, "twice", "引号写两次"],
  ["C1,Day, late\n", 2, "3 and 2 fields", "3 个字段"],
])(
  "a file that is no CSV is told where it began, and how to mend it, in both languages: %j",
  (text, row, en, zh) => {
    const [issue, ...others] = checkFiles(readFiles({ "calendars.csv": `id,name\n${text}` }), {}).issues;
    expect(issue).toMatchObject({
      row,
      code: "unreadable",
      message: { en: expect.stringContaining(en), zh: expect.stringContaining(zh) },
    });
    // Examples may be in letters, sentences may not.
    expect(issue!.message.zh).not.toMatch(/[a-z]{2,} [a-z]{2,}/);
    expect(others).toEqual([]);
  },
);

test("columns without a name and with nothing in them are left out, as spreadsheets leave them; one that holds something is told", () => {
  const { rows, issues } = checkFiles(readFiles({ "calendars.csv": "id,name,,\nC1,Day,,\n" }), {});
  expect(issues).toEqual([]);
  expect(rows["calendars.csv"]).toEqual([{ id: "C1", name: "Day" }]);
  const [unnamed, ...others] = checkFiles(
    readFiles({ "calendars.csv": "id,name,,\nC1,Day,,\nC2,Night,,07:00\n" }),
    {},
  ).issues;
  expect(unnamed).toMatchObject({ row: 3, column: "4", value: "07:00", code: "unknown-column" });
  expect(others).toEqual([]);
});

test("the name of a file is found in other letters; a workbook of it, and the same one twice, are told", () => {
  const sound = checkFiles(readFiles({ "Calendars.CSV": "id,name\nC1,Day\n" }), {});
  expect(sound.issues).toEqual([]);
  expect(sound.rows["calendars.csv"]).toEqual([{ id: "C1", name: "Day" }]);
  const text = "id,name\nC1,Day\n";
  const { issues } = checkFiles(
    readFiles({ "calendars.csv": text, "Calendars.csv": text, "materials.xlsx": undefined }),
    {},
  );
  expect(issues.map(({ file, code }) => [file, code])).toEqual([
    ["Calendars.csv", "unknown-file"],
    ["materials.xlsx", "unknown-file"],
  ]);
  expect(issues[0]!.message.en).toContain("calendars.csv");
  expect(issues[1]!.message.en).toContain("materials.csv");
});
