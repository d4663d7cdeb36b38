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
