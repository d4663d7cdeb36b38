import { z } from "zod";
import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import { plantNow } from "../../mes/clock.ts";
import { appendEvents } from "../../mes/events.ts";
import type { ImportIssue } from "../../mes/import/check.ts";
import { type ImportResult, importTexts } from "../../mes/import/import.ts";
import { expectedTimes, receiptsMoved } from "../../mes/import/moved-receipts.ts";
import { toCsv } from "../../mes/import/text.ts";
import { builder } from "./builder.ts";
import { once } from "./idempotency.ts";
import { BilingualText } from "./plant.ts";

const mostRows = 5_000;
const record = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const RecordsInput = builder.inputType("TableRecords", {
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
    value: t.exposeString("value"),
    code: t.exposeString("code"),
    message: t.expose("message", { type: BilingualText }),
  }),
});

const WrittenType = builder.objectRef<readonly [string, number]>("WrittenRecords").implement({
  fields: (t) => ({
    table: t.string({ resolve: ([file]) => file.replace(/\.csv$/, "") }),
    rows: t.int({ resolve: ([, rows]) => rows }),
  }),
});

const ResultType = builder.objectRef<ImportResult>("WriteResult").implement({
  description: "What was written; with any issue nothing is.",
  fields: (t) => ({
    issues: t.field({ type: [IssueType], resolve: ({ issues }) => [...issues] }),
    written: t.field({
      type: [WrittenType],
      resolve: ({ rows }) => Object.entries(rows).filter(([, count]) => count > 0),
    }),
  }),
});

/** @throws MillwrightError INVALID_INPUT. */
const textsOf = (tables: readonly (typeof RecordsInput.$inferInput)[]): Record<string, string> => {
  const texts: Record<string, string> = {};
  let count = 0;
  for (const { table, rows } of tables) {
    const name = `${table}.csv`;
    if (Object.hasOwn(texts, name))
      throw new MillwrightError("INVALID_INPUT", { path: table, problem: "is there twice" });
    count += rows.length;
    if (count > mostRows)
      throw new MillwrightError("INVALID_INPUT", {
        path: table,
        problem: `at most ${mostRows} rows at once`,
      });
    texts[name] = toCsv(
      rows.map((row, index) => {
        const parsed = record.safeParse(row);
        if (parsed.success) return parsed.data;
        const problem = "must be an object of texts, numbers, true, false or null";
        throw new MillwrightError("INVALID_INPUT", { path: `${table}.${index}`, problem });
      }),
    );
  }
  return texts;
};

builder.mutationField("writeRecords", (t) =>
  t.field({
    type: ResultType,
    description:
      "Writes records of the plant's tables, as the CSV import does (docs/import.md): checked together, all or nothing; a record whose key is known is brought up to date. Role integrator.",
    args: {
      tables: t.arg({ type: [RecordsInput], required: true }),
      dryRun: t.arg.boolean({ description: "Checks and counts, and writes nothing." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { tables, dryRun, idempotencyKey }, context) => {
      const texts = textsOf(tables);
      const now = await plantNow(context.db);
      return once(
        context,
        idempotencyKey,
        { act: "write", texts, dryRun: dryRun ?? false },
        async (tx, actId) => {
          const receipts = texts["receipts.csv"] ? await expectedTimes(tx) : new Map<string, Date>();
          const result = await importTexts(tx, texts, { dryRun: dryRun ?? false });
          if (!dryRun && result.issues.length === 0)
            await appendEvents(tx, [
              {
                id: contentHash("write", actId),
                type: "records.written",
                time: now,
                source: "api",
                objects: [{ id: context.viewer.id, type: "person", qualifier: "writer" }],
                attributes: { rows: result.rows },
              },
              ...(await receiptsMoved(tx, receipts, { actId, actorId: context.viewer.id, now })),
            ]);
          return result;
        },
      );
    },
  }),
);
