import type { ImportIssue } from "./issue.ts";
import { keyOf, type ReadFiles } from "./rows.ts";

const file = "repairs.csv";
const columns = ["unit_id", "attempt"];

/** Repairs that have the number of another one of their unit, here or in the data store, where it has to be given up first. */
export const attemptIssues = ({ read, known }: ReadFiles): ImportIssue[] => {
  const taken = new Map((known[file] ?? []).map((row) => [keyOf(row, columns), row["id"]]));
  return (read.get(file) ?? []).flatMap(({ row, value }): ImportIssue[] => {
    const key = keyOf(value, columns);
    const other = taken.get(key) ?? value["id"];
    taken.set(key, other);
    if (other === value["id"]) return [];
    return [
      {
        file,
        row,
        column: "attempt",
        value: String(value["attempt"]),
        code: "duplicate",
        message: {
          en: `${value["unit_id"]} has attempt ${value["attempt"]} already, repair ${other}; number its repairs 1, 2, … in their order.`,
          zh: `${value["unit_id"]} 的第 ${value["attempt"]} 次维修已是 ${other}；请按先后顺序编号 1、2……`,
        },
      },
    ];
  });
};
