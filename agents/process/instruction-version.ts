import type { Db } from "../../services/mes/database.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolResult } from "../runtime/context.ts";
import { formatPlantTime, languageIn } from "../runtime/format.ts";
import type { Evidence } from "../runtime/tool.ts";
import type { ListedInstruction } from "./instruction/read.ts";

/** As many as a sentence holds. */
const mostTold = 3;

const states: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  ACTIVE: { zh: "已生效", en: "in force" },
  FOR_REVIEW: { zh: "等审批", en: "waits for approval" },
  DRAFT: { zh: "草稿", en: "draft" },
};

/** What people call the steps beside the letters in an instruction's id. */
const stepWords: Readonly<Record<string, RegExp>> = {
  SMT: /贴片|表贴|placement/i,
  ASM: /装配|组装|assembl/i,
  BI: /老化|burn[ -]?in/i,
  FT: /测试|(?<![a-z])test/i,
};

/** Those that a sentence names: by their id, or by their product and the step that the id tells. */
export const instructionsNamed = (
  text: string,
  listed: readonly ListedInstruction[],
): readonly ListedInstruction[] => {
  const said = text.toUpperCase();
  const byId = listed.filter(({ version }) => said.includes(version.document_id.toUpperCase()));
  if (byId.length > 0) return byId;
  // People say the number alone: 5201.
  const numberOf = (product: string) => /\d{3,}$/.exec(product)?.[0];
  const numbers = new Set(said.match(/(?<!\d)\d{3,}(?!\d)/g) ?? []);
  const ofProduct = listed.filter(
    ({ version }) =>
      said.includes(version.product_id.toUpperCase()) || numbers.has(numberOf(version.product_id) ?? ""),
  );
  const stepOf = ({ version }: ListedInstruction) =>
    version.document_id.toUpperCase().replace(version.product_id.toUpperCase(), "").split("-");
  const ofStep = ofProduct.filter((one) =>
    stepOf(one).some(
      (part) => part.length > 1 && part !== "WI" && (said.includes(part) || stepWords[part]?.test(text)),
    ),
  );
  return ofStep.length > 0 ? ofStep : ofProduct;
};

const namesOf = async (db: Db, ids: readonly string[]) => {
  const rows =
    ids.length > 0
      ? await db.selectFrom("app_user").select(["id", "name_zh", "name_en"]).where("id", "in", ids).execute()
      : [];
  const found = new Map(rows.map((row) => [row.id, row]));
  return (id: string) => ({ zh: found.get(id)?.name_zh ?? id, en: found.get(id)?.name_en ?? id });
};

/** Which versions of named instructions there are, who wrote and who approved them, and whether they still hold. */
export const tellVersions = async (
  db: Db,
  those: readonly ListedInstruction[],
  now: Date,
  text: string,
): Promise<ToolResult> => {
  const told = those.slice(0, mostTold);
  const people = told.flatMap(({ version }) => [version.written_by, version.approved_by ?? ""]);
  const nameOf = await namesOf(db, [...new Set(people)].filter(Boolean));
  const sentences = told.map(({ version, changes }) => {
    const { document_id: id, version: number, status, approved_by: by, approved_at: at } = version;
    const state = states[status] ?? { zh: status, en: status };
    const author = nameOf(version.written_by);
    const approver = by ? nameOf(by) : undefined;
    const when = at ? formatPlantTime(at) : "";
    const old = changes.length > 0;
    return {
      zh: `${id} 第 ${number} 版${state.zh}，${author.zh}编写${approver ? `，${approver.zh}${when ? ` ${when} ` : ""}批准` : "，还没有批准人"}${old ? `；主数据变化涉及 ${changes.length} 处，要更新` : ""}`,
      en: `${id} version ${number} is ${state.en}, written by ${author.en}${approver ? `, approved by ${approver.en}${when ? ` ${when}` : ""}` : ", approved by nobody yet"}${old ? `; ${changes.length} ${changes.length === 1 ? "place is" : "places are"} out of date` : ""}`,
    };
  });
  return {
    text: {
      zh: `${sentences.map(({ zh }) => zh).join("；")}。`,
      en: `${sentences.map(({ en }) => en).join("; ")}.`,
    },
    evidence: told.map(({ version, changes }): Evidence => {
      const { approved_by: by, approved_at: at } = version;
      const [author, approver] = [nameOf(version.written_by), by ? nameOf(by) : undefined];
      return {
        kind: "document",
        id: version.document_id,
        label: version.title_en,
        facts: {
          version: version.version,
          status: version.status,
          writtenBy: `${author.zh} ${author.en}`,
          approvedBy: approver ? `${approver.zh} ${approver.en}` : null,
          approved: at ? formatPlantTime(at) : null,
          outOfDate: changes.length,
        },
        source: "work_instruction",
        at: now.toISOString(),
      };
    }),
    choices: [choiceOf("instruction_status", {}, languageIn(text))],
  };
};
