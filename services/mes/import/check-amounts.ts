import { type ImportFile, importFiles } from "./files.ts";
import type { ImportIssue } from "./issue.ts";
import { keyOf, type ParsedRow, type ReadFiles, rowsOf } from "./rows.ts";

/** Lots that would shrink below what requisitions have reserved of them. */
export const reservedIssues = ({ read, known }: ReadFiles): ImportIssue[] => {
  const reserved = new Map((known["lots.csv"] ?? []).map((lot) => [lot["id"], Number(lot["reserved"])]));
  return (read.get("lots.csv") ?? []).flatMap(({ row, value }): ImportIssue[] => {
    const least = reserved.get(value["id"]) ?? 0;
    if (Number(value["quantity"]) >= least) return [];
    return [
      {
        file: "lots.csv",
        row,
        column: "quantity",
        value: String(value["quantity"]),
        code: "wrong-value",
        message: {
          en: `${least} pieces of ${value["id"]} are reserved by requisitions; the quantity must be at least that.`,
          zh: `${value["id"]} 已被领料单预留 ${least} 件；数量不得少于该值。`,
        },
      },
    ];
  });
};

/** Segments that hold more units at once than there are: they could never run. */
export const unitIssues = (files: ReadFiles): ImportIssue[] => {
  // What the files bring stands behind what is known, and wins.
  const capacities = new Map(
    rowsOf(files, "secondary_resources.csv").map(({ id, capacity }) => [id, capacity]),
  );
  const { key } = importFiles["segment_secondary.csv"];
  const units = new Map(rowsOf(files, "segment_secondary.csv").map((row) => [keyOf(row, key), row]));
  const placeOf = (file: ImportFile, match: (value: ParsedRow) => boolean) =>
    files.read.get(file)?.find(({ value }) => match(value))?.row;
  return [...units.values()].flatMap((value): ImportIssue[] => {
    const { secondary_id: id, units: count, work_master_id, segment } = value;
    const capacity = capacities.get(id);
    if (typeof capacity !== "number" || Number(count) <= capacity) return [];
    const own = placeOf("segment_secondary.csv", (row) => row === value);
    const row = own ?? placeOf("secondary_resources.csv", (other) => other["id"] === id);
    if (row === undefined) return [];
    return [
      {
        file: own === undefined ? "secondary_resources.csv" : "segment_secondary.csv",
        row,
        column: own === undefined ? "capacity" : "units",
        value: String(own === undefined ? capacity : count),
        code: "wrong-value",
        message: {
          en: `${work_master_id} / ${segment} holds ${count} of ${id} at once, and there are ${capacity}; lower the units or raise the capacity.`,
          zh: `${work_master_id} / ${segment} 同时占用 ${id} ${count} 个，而只有 ${capacity} 个；请减少占用或增加数量。`,
        },
      },
    ];
  });
};

/** Segments of which a file without the one column of lags would leave the longest one below the least. */
export const lagIssues = ({ read, known }: ReadFiles): ImportIssue[] => {
  const { key } = importFiles["segments.csv"];
  const stored = new Map((known["segments.csv"] ?? []).map((row) => [keyOf(row, key), row]));
  return (read.get("segments.csv") ?? []).flatMap(({ row, value }): ImportIssue[] => {
    const before = stored.get(keyOf(value, key));
    const of = (column: string) => (value[column] === undefined ? before?.[column] : value[column]) ?? null;
    const [least, most] = [of("lag_seconds"), of("max_lag_seconds")];
    if (least === null || most === null || Number(most) >= Number(least)) return [];
    const column = value["lag_seconds"] === undefined ? "max_lag_seconds" : "lag_seconds";
    const other = column === "lag_seconds" ? "max_lag_seconds" : "lag_seconds";
    return [
      {
        file: "segments.csv",
        row,
        column,
        value: String(value[column]),
        code: "wrong-value",
        message: {
          en: `${other} of ${value["work_master_id"]} / ${value["segment"]} is ${of(other)} in the data store, and max_lag_seconds must not be less than lag_seconds; give both columns.`,
          zh: `数据库中 ${value["work_master_id"]} / ${value["segment"]} 的 ${other} 为 ${of(other)}，而 max_lag_seconds 不得小于 lag_seconds；请同时提供这两列。`,
        },
      },
    ];
  });
};
