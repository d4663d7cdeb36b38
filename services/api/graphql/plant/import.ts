import { z } from "zod";
import { MillwrightError } from "../../../core/errors.ts";
import { plantNow } from "../../../mes/clock.ts";
import type { ImportFile } from "../../../mes/import/files.ts";
import { type ImportResult, importTexts } from "../../../mes/import/import.ts";
import type { ImportIssue } from "../../../mes/import/issue.ts";
import { wholeLists } from "../../../mes/import/left-rows.ts";
import { tellWritten } from "../../../mes/import/tell-written.ts";
import { toCsv } from "../../../mes/import/text.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";
import { BilingualText } from "./plant.ts";

const mostRows = 5_000;
const record = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const RecordsInput = builder.inputType("TableRecords", {
  description: "Records of one table.",
  fields: (t) => ({
    table: t.string({
      required: true,
      description: "Name of an import file without .csv, such as work_orders.",
    }),
    rows: t.field({ type: ["JSON"], required: true, description: "An object a row: column to value." }),
  }),
});

const IssueType = builder.objectRef<ImportIssue>("ImportIssue").implement({
  description: "One thing that is wrong with a record, and how to mend it.",
  fields: (t) => ({
    table: t.string({ resolve: ({ file }) => file.replace(/\.csv$/, "") }),
    row: t.int({
      nullable: true,
      description: "Index of the record in its table, from 0; null where all of it is meant.",
      resolve: ({ row }) => (row >= 2 ? row - 2 : null),
    }),
    column: t.exposeString("column"),
    value: t.exposeString("value", { description: "What stands there." }),
    code: t.exposeString("code"),
    message: t.expose("message", { type: BilingualText }),
  }),
});

const WrittenType = builder.objectRef<readonly [string, number]>("WrittenRecords").implement({
  description: "What was written of one table.",
  fields: (t) => ({
    table: t.string({ resolve: ([file]) => file.replace(/\.csv$/, "") }),
    rows: t.int({ resolve: ([, rows]) => rows }),
  }),
});

const RemovedType = builder.objectRef<readonly [string, readonly string[]]>("RemovedRecords").implement({
  description: "What was removed of one table.",
  fields: (t) => ({
    table: t.string({ resolve: ([file]) => file.replace(/\.csv$/, "") }),
    keys: t.stringList({
      description: "A text a row: the columns of its key, with ` / ` between them.",
      resolve: ([, keys]) => [...keys],
    }),
  }),
});

const ResultType = builder.objectRef<ImportResult>("WriteResult").implement({
  description: "What was written; with any issue nothing is, unless the write was partial.",
  fields: (t) => ({
    issues: t.field({ type: [IssueType], resolve: ({ issues }) => [...issues] }),
    written: t.field({
      type: [WrittenType],
      description: "Rows by table, new ones and those brought up to date; nothing for a refused write.",
      resolve: ({ rows }) => Object.entries(rows).filter(([, count]) => count > 0),
    }),
    removed: t.field({
      type: [RemovedType],
      description: "Rows that tables which are whole have no more, and what belonged to them, by table.",
      resolve: ({ removed }) => Object.entries(removed),
    }),
  }),
});

type GivenTables = ReadonlyMap<string, readonly z.infer<typeof record>[]>;

/** @throws MillwrightError INVALID_INPUT. */
const rowsOf = (tables: readonly (typeof RecordsInput.$inferInput)[]): GivenTables => {
  const given = new Map<string, readonly z.infer<typeof record>[]>();
  let count = 0;
  for (const { table, rows } of tables) {
    const name = `${table}.csv`;
    if (given.has(name))
      throw new MillwrightError("INVALID_INPUT", { path: table, problem: "is there twice" });
    count += rows.length;
    if (count > mostRows)
      throw new MillwrightError("INVALID_INPUT", {
        path: table,
        problem: `at most ${mostRows} rows at once`,
      });
    given.set(
      name,
      rows.map((row, index) => {
        const parsed = record.safeParse(row);
        if (parsed.success) return parsed.data;
        const problem = "must be an object of texts, numbers, true, false or null";
        throw new MillwrightError("INVALID_INPUT", { path: `${table}.${index}`, problem });
      }),
    );
  }
  return given;
};

const textsOf = (tables: GivenTables): Record<string, string> =>
  Object.fromEntries(
    [...tables].filter(([, rows]) => rows.length > 0).map(([name, rows]) => [name, toCsv(rows)]),
  );

/** @throws MillwrightError INVALID_INPUT for a table that cannot be the whole of its lists. */
const wholeOf = (tables: readonly string[]): readonly ImportFile[] =>
  tables.map((table) => {
    const file = wholeLists.find((list) => list === `${table}.csv`);
    if (file) return file;
    const names = wholeLists.map((list) => list.replace(/\.csv$/, "")).join(", ");
    throw new MillwrightError("INVALID_INPUT", { path: "whole", problem: `must be one of ${names}` });
  });

builder.mutationField("writeRecords", (t) =>
  t.field({
    type: ResultType,
    description:
      "Writes records of the plant's tables, as the CSV import does (docs/import.md): checked together, all or nothing unless it is partial; a record whose key is known is brought up to date. Role integrator.",
    args: {
      tables: t.arg({
        type: [RecordsInput],
        required: true,
        description: "Records by table; at most 5,000 in all.",
      }),
      partial: t.arg.boolean({
        description: "Writes what is sound, and tells what is not by its row: that is not written.",
      }),
      whole: t.arg.stringList({
        description:
          "Tables that are the whole of each list that they name, such as bom of a work master's bill: what they do not have of it is removed. Not for a partial write.",
      }),
      dryRun: t.arg.boolean({ description: "Checks and counts, and writes nothing." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { tables, partial, whole: wholly, dryRun, idempotencyKey }, context) => {
      const given = rowsOf(tables);
      const whole = wholeOf(wholly ?? []);
      // A row that is left out for a fault of its own would be removed for it.
      if (partial && whole.length > 0)
        throw new MillwrightError("INVALID_INPUT", { path: "whole", problem: "is not for a partial write" });
      const now = await plantNow(context.db);
      const isDry = dryRun ?? false;
      const actorId = context.viewer.id;
      // A key of a request before there were partial ones stays the key of the same request.
      const asked = {
        act: "write",
        texts: textsOf(given),
        dryRun: isDry,
        ...(partial ? { partial } : {}),
        ...(whole.length > 0 ? { whole } : {}),
      };
      return once(context, idempotencyKey, asked, async (tx, actId) => {
        const options = { dryRun: isDry, whole, partial: partial ?? false, actorId };
        const write = () => importTexts(tx, asked.texts, options);
        const hasReceipts = "receipts.csv" in asked.texts;
        return isDry ? write() : tellWritten(tx, { actId, now, source: "api", actorId, hasReceipts }, write);
      });
    },
  }),
);
