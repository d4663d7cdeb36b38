import type { Db } from "../../services/mes/database.ts";
import { namesOfPlant } from "../../services/mes/queries/names.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler, ToolResult } from "../runtime/context.ts";
import { languageIn, plantDayTime } from "../runtime/format.ts";
import { readFigure } from "../runtime/spoken/asked/question.ts";
import type { PlantDocuments } from "./instruction/passages.ts";
import { listInstructions } from "./instruction/read.ts";
import { instructionsNamed, tellVersions } from "./instruction-version.ts";

/** As many as are looked through, and as are named of each kind. */
const mostRead = 500;
const mostNamed = 4;

/** The product that a sentence names and of which nothing was listed. */
const productWithout = async (db: Db, text: string, now: Date): Promise<string | undefined> =>
  readFigure(text, await namesOfPlant(db), now, plantDayTime(now)).product;

/** That a product has no work instruction: what there is of others is no answer to it. */
const noneOf = (product: string, language: "zh" | "en", now: Date): ToolResult => ({
  text: {
    zh: `${product} 还没有作业指导书，草稿也没有。说“写 ${product} 装配的作业指导书”可以起草一份。`,
    en: `There is no work instruction for ${product}, not even a draft. Say "write the assembly instruction for ${product}" to have one drafted.`,
  },
  evidence: [
    {
      kind: "document",
      id: product,
      facts: { instructions: 0 },
      source: "work_instruction",
      at: now.toISOString(),
    },
  ],
  choices: [choiceOf("write_document", { product }, language)],
});

/** Which version there is of those that a sentence names; else which wait for approval, are drafts, or no longer say what the master data do. */
export const createInstructionStatus =
  (documents: PlantDocuments): ToolHandler =>
  async ({ db, clock, text }) => {
    const now = clock.now();
    const listed = await listInstructions(db, documents, { first: mostRead });
    const named = instructionsNamed(text, listed);
    if (named.length > 0) return tellVersions(db, named, now, text);
    const missing = await productWithout(db, text, now);
    if (missing) return noneOf(missing, languageIn(text), now);
    const of = (status: string) => listed.filter(({ version }) => version.status === status);
    const kinds = [
      { zh: "等审批", en: "wait for approval", those: of("FOR_REVIEW") },
      {
        zh: "与主数据不符、要更新",
        en: "are out of date",
        those: listed.filter(({ version, changes }) => version.status === "ACTIVE" && changes.length > 0),
      },
      { zh: "是草稿", en: "are drafts", those: of("DRAFT") },
    ];
    const told = (language: "zh" | "en") =>
      kinds
        .map(({ those, ...name }) => {
          const ids = those.slice(0, mostNamed).map(({ version }) => version.document_id);
          const list = ids.join(language === "zh" ? "、" : ", ");
          const more = those.length > ids.length;
          return language === "zh"
            ? `${name.zh} ${those.length} 份${list ? `：${list}${more ? " 等" : ""}` : ""}`
            : `${those.length} ${name.en}${list ? `: ${list}${more ? " and others" : ""}` : ""}`;
        })
        .join(language === "zh" ? "；" : "; ");
    const shown = kinds.flatMap(({ those, zh, en }) =>
      those.slice(0, mostNamed).map(({ version }) => ({ version, kind: { zh, en } })),
    );
    return {
      text: {
        zh: `作业指导书：${told("zh")}。在“工艺文件”页打开和审批。`,
        en: `Work instructions: ${told("en")}. Open and decide them on the Documents page.`,
      },
      rows: shown.map(({ version }) => ({
        label: { zh: version.title_zh, en: version.title_en },
        value: `${version.document_id} · ${version.version}`,
      })),
      evidence: [
        {
          kind: "document",
          id: "ALL",
          facts: Object.fromEntries(kinds.map(({ en, those }) => [en, those.length])),
          source: "work_instruction",
          at: now.toISOString(),
        },
        ...shown.map(({ version, kind }) => ({
          kind: "document" as const,
          id: version.document_id,
          label: version.title_en,
          facts: {
            version: version.version,
            status: `${kind.zh} / ${kind.en}`,
            changedBy: version.changed_by,
          },
          source: "work_instruction",
          at: now.toISOString(),
        })),
      ],
      choices: [choiceOf("write_document", {}, languageIn(text))],
    };
  };
