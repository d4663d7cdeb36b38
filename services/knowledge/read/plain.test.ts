import { expect, test } from "vitest";
import { readMarkdown } from "./markdown.ts";
import { readPlain } from "./plain.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const plain = (text: string) => readPlain("a.txt", bytes(text)).blocks;

test("a table between bars is read, with and without a rule below its head", () => {
  const rows = ["| Code | Remedy |", "| E02 | Clear the jam |", "| E05 | Open valve V12 |"];
  const table = {
    kind: "table",
    header: ["Code", "Remedy"],
    rows: [{ cells: ["E02", "Clear the jam"] }, {}],
  };
  expect(plain(`Manual\n\n${rows.join("\n")}\n`)[1]).toMatchObject(table);
  expect(plain(`Manual\n\n${[rows[0], "|---|---|", ...rows.slice(1)].join("\n")}\nEnd of it.`)).toMatchObject(
    [{ kind: "heading" }, table, { kind: "paragraph", text: "End of it." }],
  );
});

test("columns that are set apart by room or tabs are a table, two spaces in prose are none", () => {
  const [, table] = plain(
    "Claims\n\nType   Meaning          Reply\n-----  -------  -----\nK1     line stop        4 hours\nK2     functional fault 1 day\nK3     label            5 days\n".replace(
      "fault 1",
      "fault  1",
    ),
  );
  expect(table).toMatchObject({
    header: ["Type", "Meaning", "Reply"],
    rows: [{ cells: ["K1", "line stop", "4 hours"] }, { cells: ["K2", "functional fault", "1 day"] }, {}],
  });
  expect(
    plain("Rules\n\nStop the line.  Call the setter.\nThen wait.  Sign the sheet.\nGo on.  Say so.\n"),
  ).toMatchObject([{ kind: "heading" }, { kind: "paragraph" }]);
});

test("clauses keep their numbers, and letters head sections", () => {
  expect(
    plain(
      "MANUAL\n\n3. DAILY TASKS\n3.1 Clean the filters at the end of each shift.\n3.2 Check the spray.\n\nB. CLAIM TYPES\nA5. Boards are measured.\n",
    ),
  ).toMatchObject([
    { kind: "heading", text: "MANUAL" },
    { kind: "heading", text: "3. DAILY TASKS" },
    { kind: "item", marker: "3.1", text: "Clean the filters at the end of each shift." },
    { kind: "item", marker: "3.2", text: "Check the spray." },
    { kind: "heading", text: "B. CLAIM TYPES" },
    { kind: "item", marker: "A5", text: "Boards are measured." },
  ]);
});

test("what stands between figures in Markdown is no mark: ranges and products stay", () => {
  const [block] = readMarkdown(
    "a.md",
    bytes("0.5~0.8 mm 叠 3 片, 0.9~1.6 mm 叠 2 片; V = 2*3*4, **立即**停机"),
  ).blocks;
  expect(block).toMatchObject({ text: "0.5~0.8 mm 叠 3 片, 0.9~1.6 mm 叠 2 片; V = 2*3*4, 立即停机" });
});
