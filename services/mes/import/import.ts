import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type RawBuilder, sql } from "kysely";
import { newId } from "../../core/ids.ts";
import { plantNow } from "../clock.ts";
import type { Db, Tx } from "../database.ts";
import type { Database } from "../schema.ts";
import { transact } from "../transact.ts";
import { checkFiles, type ReadTexts, readFiles } from "./check.ts";
import { saidLike } from "./check-case.ts";
import { isMeant } from "./file-names.ts";
import { type ImportFile, importFiles } from "./files.ts";
import type { ImportIssue } from "./issue.ts";
import { freeOtherKits, keptOfOrders, knownOrders } from "./known-orders.ts";
import { goingRows, leftRows, namesOf, type RowNames, removeRows, without } from "./left-rows.ts";
import type { ParsedFiles, ParsedRow } from "./rows.ts";
import { soundRows } from "./sound-rows.ts";
import { tellOrders } from "./tell-orders.ts";
import { tellWritten } from "./tell-written.ts";
import { decodeText } from "./text.ts";

export interface ImportResult {
  readonly issues: readonly ImportIssue[];
  /** Rows by file: written, or with a dry run those that would be. Nothing where there are issues and the import is not partial. */
  readonly rows: Readonly<Partial<Record<ImportFile, number>>>;
  /** Rows that are removed, or with a dry run would be: those that files which are whole have no more, and what belongs to them. */
  readonly removed: RowNames;
}

interface ImportOptions {
  readonly dryRun?: boolean;
  /** Files that are the whole of each list that they name, such as a product's bill: what they do not have of it goes. */
  readonly whole?: readonly ImportFile[];
  /** Writes what is sound where other rows are wrong; not with `whole`: a row that is left out would be removed. */
  readonly partial?: boolean;
}
interface WriteOptions extends ImportOptions {
  readonly actorId?: string;
}

const mostParameters = 60_000;

/** What of each table the check looks at. */
const columnsOf: Partial<Record<ImportFile, readonly string[]>> = {
  "calendars.csv": ["id"],
  "equipment.csv": ["id"],
  "secondary_resources.csv": ["id", "capacity"],
  "people.csv": ["id"],
  "materials.csv": ["id"],
  "lots.csv": ["id", "reserved"],
  "tools.csv": ["id"],
  "work_masters.csv": ["id", "product_id"],
  "segments.csv": ["work_master_id", "segment", "lag_seconds", "max_lag_seconds"],
  "segment_secondary.csv": ["work_master_id", "segment", "secondary_id", "units"],
  "bom.csv": ["work_master_id", "segment", "position", "material_id"],
  "bom_alternates.csv": ["work_master_id", "segment", "position", "material_id"],
  "sales_orders.csv": ["id"],
  "repair_causes.csv": ["family", "cause_id"],
  "units.csv": ["id"],
  "unit_tests.csv": ["id"],
  "repairs.csv": ["id", "unit_id", "attempt"],
};

/** Tables that grow with the business: of them only the rows that the files name, or the units of these, are looked at. */
const grown: ReadonlySet<ImportFile> = new Set([
  "people.csv",
  "materials.csv",
  "lots.csv",
  "tools.csv",
  "sales_orders.csv",
  "units.csv",
  "unit_tests.csv",
  "repairs.csv",
] as const);

/** Of these, which people name, an id in other letters is found too; of the others only where the files themselves have both. */
const anyCase: ReadonlySet<ImportFile> = new Set([
  "people.csv",
  "materials.csv",
  "lots.csv",
  "tools.csv",
] as const);

/** What bills are made of: looked at only for files that change one, or lean on one. */
const leaningOnBills = [
  "work_masters.csv",
  "bom.csv",
  "bom_alternates.csv",
  "approved_vendors.csv",
  "bom_placements.csv",
] as const;
const ofBills: ReadonlySet<string> = new Set(["bom.csv", "bom_alternates.csv"]);

/** Ids of a file's rows that the files bring or refer to. */
const namedIds = ({ read }: ReadTexts, of: ImportFile): readonly string[] => {
  const ids = new Set<string>();
  for (const [file, rows] of read) {
    const columns = Object.entries<string>(importFiles[file].references)
      .filter(([, target]) => target === of)
      .map(([column]) => column);
    if (file === of) columns.push("id");
    for (const { value } of rows)
      for (const column of columns) if (typeof value[column] === "string") ids.add(value[column]);
  }
  return [...ids];
};

const knownRows = async (db: Tx, files: ReadTexts, lock: boolean): Promise<ParsedFiles> => {
  const hasBills = leaningOnBills.some((file) => files.read.has(file));
  const entries = await Promise.all(
    Object.entries(columnsOf)
      .filter(([file]) => hasBills || !ofBills.has(file))
      .map(async ([file, columns]) => {
        const { table } = importFiles[file as ImportFile];
        const fields = sql.join(columns.map((column) => sql.ref(column)));
        const ids = namedIds(files, file as ImportFile);
        const where = !grown.has(file as ImportFile)
          ? sql``
          : file === "repairs.csv"
            ? sql`where unit_id = any(${namedIds(files, "units.csv")}::text[])`
            : anyCase.has(file as ImportFile)
              ? sql`where lower(id) = any(${saidLike(ids)}::text[])`
              : sql`where id = any(${ids}::text[])`;
        const { rows } = await sql<ParsedRow>`select ${fields} from ${sql.table(table)} ${where}`.execute(db);
        return [file, rows] as const;
      }),
  );
  const orders = await knownOrders(db, namedIds(files, "work_orders.csv"), {
    lock: lock && files.read.has("work_orders.csv"),
  });
  return { ...Object.fromEntries(entries), "work_orders.csv": orders };
};

/** What a known row keeps whatever the file says. */
const kept: Partial<Record<ImportFile, Readonly<Record<string, RawBuilder<unknown>>>>> = {
  "work_orders.csv": keptOfOrders,
};

/** The rows of a checked import, in the order in which they can be written. */
const writeRows = async (tx: Tx, rows: ParsedFiles): Promise<void> => {
  for (const [file, { table, key }] of Object.entries(importFiles)) {
    const list = rows[file as ImportFile] ?? [];
    const columns = Object.keys(list[0] ?? {});
    if (columns.length === 0) continue;
    const chunk = Math.floor(mostParameters / columns.length);
    for (let from = 0; from < list.length; from += chunk)
      await tx
        .insertInto(table as keyof Database)
        .values(list.slice(from, from + chunk) as never)
        .onConflict((conflict) =>
          conflict
            .columns([...key] as never)
            .doUpdateSet(
              Object.fromEntries(
                columns.map((column) => [
                  column,
                  kept[file as ImportFile]?.[column] ?? sql.ref(`excluded.${column}`),
                ]),
              ) as never,
            ),
        )
        .execute();
  }
};

const importRead = async (
  tx: Tx,
  given: ReadTexts,
  { dryRun = false, whole = [], partial = false, actorId }: WriteOptions,
): Promise<ImportResult> => {
  const { texts: read, issues: leftOut } = partial
    ? await soundRows(given, (texts) => knownRows(tx, texts, false))
    : { texts: given, issues: [] };
  const going = await goingRows(tx, read.read, whole);
  const known = without(await knownRows(tx, read, !dryRun), going);
  const { rows, issues } = checkFiles(read, known);
  if (issues.length > 0) return { issues: [...leftOut, ...issues], rows: {}, removed: {} };
  if (!dryRun) {
    const [before, orders] = [known["work_orders.csv"] ?? [], rows["work_orders.csv"] ?? []];
    const now = await plantNow(tx);
    await freeOtherKits(tx, before, orders, { actorId, now });
    await removeRows(tx, going);
    await writeRows(tx, rows);
    await tellOrders(tx, before, { actorId, now });
  }
  return {
    issues: leftOut,
    rows: Object.fromEntries(Object.entries(rows).map(([file, list]) => [file, list.length])),
    removed: namesOf(going),
  };
};

/**
 * Reads texts of CSV, by the names of their files, into the data store within a transaction, all or nothing. A row whose
 * key is known is brought up to date. With any issue, unless it is partial, or as a dry run nothing is written.
 *
 * @param actorId Who writes, where that is known.
 */
export const importTexts = (
  tx: Tx,
  texts: Readonly<Record<string, string | undefined>>,
  options: WriteOptions = {},
): Promise<ImportResult> => importRead(tx, readFiles(texts), options);

/** The texts of a folder's CSV files by their names; undefined for one that cannot be read as text. */
export const folderTexts = async (
  folder: string,
  encoding?: string,
): Promise<Readonly<Record<string, string | undefined>>> => {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && isMeant(entry.name))
    .map(({ name }) => name);
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, decodeText(await readFile(join(folder, name)), encoding)] as const),
    ),
  );
};

/**
 * As `importTexts`, of the CSV files of a folder, told in the stream.
 *
 * @param encoding Of files that are neither UTF-8 nor marked as UTF-16.
 */
export const importFolder = async (
  db: Db,
  folder: string,
  { encoding, ...options }: ImportOptions & { readonly encoding?: string | undefined } = {},
): Promise<
  ImportResult & { /** Rows that are not in their files any more, and stay. */ readonly left: RowNames }
> => {
  const read = readFiles(await folderTexts(folder, encoding));
  return transact(db, async (tx) => {
    const write = () => importRead(tx, read, options);
    const result = options.dryRun
      ? await write()
      : await tellWritten(
          tx,
          {
            actId: newId(),
            now: await plantNow(tx),
            source: "import",
            hasReceipts: read.read.has("receipts.csv"),
          },
          write,
        );
    if (result.issues.length > 0) return { ...result, left: {} };
    const stays = (file: ImportFile) => options.whole?.includes(file) !== true;
    return { ...result, left: namesOf(await leftRows(tx, read.read, stays)) };
  });
};
