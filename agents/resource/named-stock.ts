import type { Db } from "../../services/mes/database.ts";
import { stocksNamed } from "../../services/mes/queries/material-names.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolResult } from "../runtime/context.ts";
import { formatPlantTime, languageIn } from "../runtime/format.ts";
import { rowEvidence } from "./cards/card.ts";

const mostShown = 8;

/** The stock of all materials that bear the names that a sentence says, the fullest first; undefined where it names none. */
export const stockByName = async (db: Db, text: string, now: Date): Promise<ToolResult | undefined> => {
  const found = await stocksNamed(db, text, now);
  if (found.length === 0) return undefined;
  const free = found.reduce((sum, one) => sum + one.free, 0);
  const names = [...new Set(found.map(({ nameZh }) => nameZh))];
  const [zh, en] = [names.slice(0, 3), [...new Set(found.map(({ nameEn }) => nameEn))].slice(0, 3)];
  const next = found
    .filter(({ expected }) => expected !== null)
    .sort((a, b) => +a.expected! - +b.expected!)[0];
  const head = found.slice(0, 3);
  const arrives = next ? formatPlantTime(next.expected!) : undefined;
  return {
    text: {
      zh: `${zh.join("、")}${names.length > zh.length ? " 等" : ""}共 ${found.length} 个料号，可用 ${free}：${head.map(({ id, free: own }) => `${id} ${own}`).join("，")}${found.length > head.length ? "，其余见下" : ""}。${next ? `最近一笔到货是 ${next.id}，${arrives}。` : "没有在途。"}`,
      en: `${en.join(", ")}${names.length > en.length ? " and others" : ""}: ${found.length} materials, ${free} free: ${head.map(({ id, free: own }) => `${id} ${own}`).join(", ")}${found.length > head.length ? ", the rest below" : ""}. ${next ? `The next receipt is of ${next.id}, ${arrives}.` : "No receipt is expected."}`,
    },
    rows: found.slice(0, mostShown).map((one) => ({
      label: { zh: `${one.id} ${one.nameZh}`, en: `${one.id} ${one.nameEn}` },
      value: String(one.free),
    })),
    evidence: [
      rowEvidence(
        "material",
        "NAMED",
        "material_lot",
        { materials: found.length, free },
        now,
        [...zh, ...en].join(" "),
      ),
      ...[...head, ...(next ? [next] : [])].map((one) =>
        rowEvidence(
          "material",
          one.id,
          "material_lot",
          { free: one.free, expected: one.expected ? formatPlantTime(one.expected) : null },
          now,
          one.nameEn,
        ),
      ),
    ],
    choices: head.map(({ id }) => choiceOf("stock_status", { material: id }, languageIn(text))),
  };
};
